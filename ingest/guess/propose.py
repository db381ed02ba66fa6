"""A map proposed for a file by its name: guessed, read by it, and what was read beside what stands.

The one door to the guesser, for the command line and the app.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.errors import OffcutError, RefusedFileError, SettingsError
from ingest.guess.guess import guess
from ingest.guess.preview import FIRST_ROWS, Preview, preview
from ingest.guess.sample import LINE
from ingest.guess.understood import Understood, understood_of_map
from ingest.load.known_maps import known_map_file
from ingest.maps.fields import fields_of
from ingest.opening.find import MAP_SUFFIX, FoundFile, Opening
from ingest.opening.identify import claims
from ingest.opening.no_log import no_log
from ingest.sources import all_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.settings import Settings
    from ingest.guess.proposal import Guess, Proposal
    from ingest.maps.fields import Field


@dataclass(frozen=True)
class ProposedMap:
    """A proposal for a file with what comes of it. `preview` is None where the map cannot hold."""

    file: str
    proposal: Proposal
    preview: Preview | None
    claimed_by: tuple[str, ...]
    """Sources that would read the file without a map."""

    @property
    def doubts(self) -> tuple[Guess, ...]:
        """What a person should look at."""
        return self.proposal.doubts

    @property
    def fields(self) -> tuple[Field, ...]:
        """What a record of its kind may have, whether a column gives it or not."""
        return tuple(fields_of(self.proposal.record).values())

    @property
    def understood(self) -> tuple[Understood, ...]:
        """The first records, value by value, beside what stands in the file."""
        records = {each[LINE]: each for each in self.proposal.sample.records}
        rows = () if self.preview is None else self.preview.rows
        made = self.proposal.map
        return tuple(
            each
            for row in rows
            if made is not None
            for each in understood_of_map(row, records.get(row["line"], {}), made)
        )


def propose(path: str, settings: Settings, choices: Mapping[str, str] | None = None) -> ProposedMap:
    """A map for a file, with what a person has chosen so far, and what loading by it would give.

    Raises RefusedFileError, QuestionError.
    """
    with _opening(settings) as opening:
        found = FoundFile(path, Path(path) if Path(path).is_file() else None, _problem(path))
        file = opening.open(found)
        claimed_by = tuple(claim.source.name for claim in claims(file, all_sources()))
        if not claimed_by and (why := no_log(file)) is not None:
            raise RefusedFileError(why)
        proposal = guess(file, settings, choices)
        made = proposal.map
        seen = None if made is None else preview(path, made, settings, limit=FIRST_ROWS)
        return ProposedMap(path, proposal, seen, claimed_by)


@contextmanager
def _opening(settings: Settings) -> Iterator[Opening]:
    with TemporaryDirectory(prefix="offcut-") as scratch:
        yield Opening(Path(scratch), settings)


def _problem(path: str) -> str | None:
    if Path(path).is_file():
        return None
    return f"{path}: {'a folder' if Path(path).is_dir() else 'no such file'}. Pass one log."


def save(
    proposed: ProposedMap, settings: Settings, *, to: Path | None = None, over: bool = False
) -> tuple[Path, ...]:
    """Write the map beside its log, or where `to` says, and among the known maps; where it lies.

    Raises SettingsError where it cannot hold, or another map lies there and is not to be replaced.
    """
    if proposed.proposal.map is None:
        raise SettingsError(f"{proposed.file}: {proposed.proposal.problem}")
    beside = Path(proposed.file).with_suffix(MAP_SUFFIX) if to is None else to
    places = (beside, known_map_file(settings, proposed.proposal.map))
    for place in places:
        if not over and place.exists() and place.read_text("utf-8") != proposed.proposal.toml:
            raise SettingsError(
                f"{place}: another map lies there. Save this one elsewhere with --save FILE, under "
                "another name with --choose name=NAME, or replace that one with --yes."
            )
    for place in dict.fromkeys(places):
        _write(place, proposed.proposal.toml)
    return tuple(dict.fromkeys(places))


def _write(place: Path, text: str) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    except OSError as error:
        raise OffcutError(
            f"{place}: cannot be written: {error.strerror or error}. Pass another --save FILE."
        ) from error
