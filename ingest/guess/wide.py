"""Wide sheets: several columns with the same few words in them are one column, and a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.guess.columns import Column
from ingest.guess.gates import understood
from ingest.guess.sample import without
from ingest.maps.checks import CELL, NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.guess.sample import Sample

LEAST_UNDERSTOOD = 0.6
SHORTEST = 3
"""Of what the names have in common: less tells nothing."""


def narrowed(sample: Sample, record: str) -> Sample:
    """A sheet of verdicts with a column for each reviewer, as a map reads it; else as it is."""
    if record != "verdict" or sample.format not in {"csv", "xlsx"}:
        return sample
    wide = [each for each in sample.columns if each.values and _holds_decisions(each)]
    pattern = _pattern([each.name for each in wide]) if len(wide) > 1 else None
    if pattern is None:
        return sample
    values = tuple(value for each in wide for value in each.values)
    names = tuple(_part(each.name, pattern) for each in wide for _ in each.values)
    made = [Column(CELL, values, len(values)), Column(NAME, names, len(names))]
    narrow = without(sample, [each.name for each in wide], *made)
    return replace(narrow, unpivot=pattern)


def _holds_decisions(column: Column) -> bool:
    return column.numbers is None and understood("decision", column) >= LEAST_UNDERSTOOD


def _pattern(names: Sequence[str]) -> str | None:
    """What the names have in common before or behind, with `{name}` for the rest."""
    before = _shared_beginning(names)
    behind = _shared_beginning([name[::-1] for name in names])[::-1]
    if len(before) >= SHORTEST:
        return before + "{name}"
    return "{name}" + behind if len(behind) >= SHORTEST else None


def _shared_beginning(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    unlike = (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(unlike, len(min(first, last, key=len)))]


def _part(name: str, pattern: str) -> str:
    before, behind = pattern.split("{name}")
    return name.removeprefix(before).removesuffix(behind)
