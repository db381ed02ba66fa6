"""Headers of two rows: names that stand twice are told apart by the titles above them."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def under_titles(names: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The names of a header, with the titles of the row above it before them: `QC decision`.

    A title is that of all columns up to the next one, as in merged cells. Only those are written
    out under which a name stands that stands twice, and only where that tells all names apart. Of
    a column that has but a title, as where both rows are merged, the title is the name.
    """
    ahead = [*titles, *[""] * (len(names) - len(titles))]
    groups = [*accumulate(ahead, _or_before)][: len(names)]
    twice = _twice(names)
    parted = {group for name, group in zip(names, groups, strict=True) if name.casefold() in twice}
    apart = [
        f"{group} {name}".strip() if name and group in parted else name or (title if parted else "")
        for name, group, title in zip(names, groups, ahead, strict=False)
    ]
    return [*names] if _twice(apart) else apart


def _or_before(before: str, title: str) -> str:
    return title or before


def _twice(names: Sequence[str]) -> set[str]:
    counted = Counter(name.casefold() for name in names if name)
    return {name for name, times in counted.items() if times > 1}
