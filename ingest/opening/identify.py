"""Which source reads a file: exactly one claims it by its content, or the file is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError, UnclaimedFileError
from ingest.formats.csv_documents import header_fault
from ingest.opening.beside_logs import shape, well_known
from ingest.opening.no_log import no_log

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.source import Opened, Source

SHEETS = {".csv", ".tsv", ".txt"}
WHAT_TO_DO = (
    "Say which reads it with --source NAME, describe the file with --map FILE, or have a map "
    "proposed: `offcut map FILE`."
)


class Claim(NamedTuple):
    """A source that takes a file for its own, and why."""

    source: Source
    reason: str


def identify(file: Opened, sources: Iterable[Source]) -> Source:
    """The one source that claims the file; why it does is in `claims`.

    Raises UnclaimedFileError when none does, RefusedFileError when several do.
    """
    known = tuple(sources)
    found = claims(file, known)
    if len(found) == 1:
        return found[0].source
    if not found and (why := no_log(file)) is not None:
        raise UnclaimedFileError(why)
    if not found and (why := well_known(file)) is not None:
        raise UnclaimedFileError(f"{file.name}: {why}")
    if not found:
        names, doubt = ", ".join(source.name for source in known), _doubt(file)
        raise UnclaimedFileError(
            f"{file.name}: {doubt} Known: {names}. {WHAT_TO_DO}",
            f"{file.name}: {doubt} `offcut map FILE` proposes a map for it.",
        )
    reasons = "; ".join(f"{claim.source.name} ({claim.reason})" for claim in found)
    raise RefusedFileError(f"{file.name}: {len(found)} sources claim it: {reasons}. {WHAT_TO_DO}")


def _doubt(file: Opened) -> str:
    fault = header_fault(file) if file.suffix in SHEETS else None
    known = f"no source knows this format{shape(file)}."
    return known + (f" As a sheet, {fault}" if fault else "")


def claims(file: Opened, sources: Iterable[Source]) -> list[Claim]:
    """Every source that claims the file, with its reason."""
    asked = ((source, source.identify(file)) for source in sources)
    return [Claim(source, reason) for source, reason in asked if reason]
