"""The values of first records, each beside what stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.maps.checks import CELL, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.maps.map import Map

LONGEST = 60


@dataclass(frozen=True)
class Understood:
    """One value of one record: where it stands, as what, and what it is taken for.

    `column` and `stands` are empty where a source reads the whole of an item.
    """

    line: int
    field: str
    column: str
    stands: str
    understood: str
    record: str


def understood_of_map(
    row: Mapping[str, Any], record: Mapping[str, Any], map_: Map
) -> Iterator[Understood]:
    """What a map read of a record, by the columns it read it from."""
    for name, value in row.items():
        if name == "line":
            continue
        given = map_.columns.get(name, ())
        of_cell = given[:1] in {(CELL,), (NAME,)}
        stands = next((record[each] for each in given if each in record), "")
        shown = "" if of_cell else stands
        column = ", ".join(given)
        yield Understood(row["line"], name, column, _shown(shown), _shown(value), map_.record)


def understood(row: Mapping[str, Any], record: str) -> Iterator[Understood]:
    """What a source read of an item."""
    for name, value in row.items():
        if name != "line":
            yield Understood(row["line"], name, "", "", _shown(value), record)


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
