"""Which source would read a file, without loading it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.errors import OffcutError, UnclaimedFileError
from ingest.load.reading import with_its_map
from ingest.opening.find import Opening, find
from ingest.opening.identify import claims, identify
from ingest.sources import all_sources
from ingest.sources.told import check_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.settings import Settings


def identify_paths(
    paths: Iterable[str], settings: Settings
) -> Iterator[tuple[str, str | None, str]]:
    """(file, the source that claims it or None, why) for each file; of a folder, what is a log."""
    sources = all_sources()
    check_told(settings, sources)
    with TemporaryDirectory(prefix="offcut-") as scratch:
        opening = Opening(Path(scratch), settings)
        for found in (each for each in find(paths) if each.no_log is None):
            try:
                file = opening.open(found)
                beside = with_its_map(file)
                if beside is not None:
                    yield found.name, beside.source_name, "its map lies beside it"
                    continue
                claim = next(each for each in claims(file, [identify(file, sources)]))
                yield found.name, claim.source.name, claim.reason
            except UnclaimedFileError as error:
                if not found.in_folder:
                    yield found.name, None, str(error)
            except OffcutError as error:
                yield found.name, None, str(error)
