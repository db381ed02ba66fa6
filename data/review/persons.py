"""Figures about one person: left out of what is passed on, unless the settings say otherwise.

With `person_figures = false` (the default) a shared form has no row split by `user` or `reviewer`,
no review narrowed to one, and no group of persons (a team) with fewer than five in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.metrics.dimensions import Key
    from data.review.parts import Part
    from data.settings import Settings

PERSONS = frozenset({"user", "reviewer"})
"""Dimensions of which a group is a person."""
GROUPS_OF_PERSONS = frozenset({"team"})
"""Dimensions of which a group is some persons."""
FEWEST = 5
NARROWED_BY = "narrowed_by"
"""In a row: the dimensions that its figures are narrowed by, where it says so in no column."""
HOW = "person_figures = true in offcut.toml shows them."


def is_about_a_person(dimension: str) -> bool:
    """Whether a group of the dimension is one person."""
    return dimension in PERSONS


def may_be_shared(dimensions: Iterable[str], settings: Settings) -> bool:
    """Whether figures split or filtered by these dimensions may stand in a shared form."""
    return settings.person_figures or not PERSONS.intersection(dimensions)


def check_shared(selection: Selection, settings: Settings) -> None:
    """That a review may be passed on. Raises QuestionError for one that is narrowed to persons."""
    names = [name for name, _ in selection.filters]
    if not may_be_shared(names, settings):
        about = next(name for name in names if is_about_a_person(name))
        raise QuestionError(
            f"--where {about}=…: this review is about a person, and is not passed on. Leave the "
            f"filter out; or {HOW}"
        )


def persons_by(figures: Figures, dimension: str, selection: Selection) -> dict[Key, int]:
    """How many persons each group of a dimension has in the selection; unnamed ones are none."""
    table = figures.measure(["attempts"], by=[dimension, "user"], selection=selection)
    numbers: dict[Key, int] = {}
    for row in table.rows:
        numbers[row[dimension]] = numbers.get(row[dimension], 0) + (row["user"] is not None)
    return numbers


def for_sharing(
    part: Part, settings: Settings, sizes: Mapping[str, Mapping[Key, int]] | None = None
) -> Part:
    """The part as it may be passed on: what is left out of it is said.

    `sizes` are the persons of each group, by dimension (`persons_by`); a group of persons whose
    size is not known is left out.
    """
    if settings.person_figures:
        return part
    names = [column.name for column in part.columns]
    if about := [name for name in names if is_about_a_person(name)]:
        said = f"Figures by {about[0]} are about one person and not passed on; {HOW}"
        return replace(part, rows=(), sentences=(said,), chart=None)
    part = _without_persons(part)
    for name in GROUPS_OF_PERSONS.intersection(names):
        part = _without_small(part, name, (sizes or {}).get(name, {}))
    return part


def _without_persons(part: Part) -> Part:
    """Without rows that are narrowed to persons, and without sentences that may speak of them."""
    kept = [row for row in part.rows if not PERSONS.intersection(row.get(NARROWED_BY, ()))]
    if len(kept) == len(part.rows):
        return part
    said = f"Figures about one person are not passed on; {HOW}"
    return replace(part, rows=tuple(kept), sentences=(said,), chart=part.chart if kept else None)


def _without_small(part: Part, name: str, sizes: Mapping[Key, int]) -> Part:
    """Without the groups below `FEWEST`; rows of no group stay."""
    kept = [row for row in part.rows if row[name] is None or sizes.get(row[name], 0) >= FEWEST]
    left_out = len({row[name] for row in part.rows} - {row[name] for row in kept})
    if not left_out:
        return part
    groups = f"1 {name}" if left_out == 1 else f"{left_out} {name}s"
    said = f"{groups} of fewer than {FEWEST} persons not shown; {HOW}"
    return replace(part, rows=tuple(kept), sentences=(*part.sentences, said))
