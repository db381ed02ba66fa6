"""What one account holds for attempts that are neither settled nor released yet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from data.credits.lots import take_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.credits.entries import Entry, LotPart


class Holds:
    """Open holds by attempt, the latest last; those that name no attempt are one's together."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._open: defaultdict[str | None, list[tuple[Entry, list[LotPart]]]] = defaultdict(list)

    def add(self, entry: Entry, draws: list[LotPart]) -> None:
        """Hold what an entry drew from the lots."""
        self._open[entry.attempt_ref].append((entry, list(draws)))

    def has(self, attempt_ref: str | None) -> bool:
        """Whether anything is held for an attempt."""
        return bool(self._open.get(attempt_ref))

    def take(
        self, attempt_ref: str | None, credits_: int | None
    ) -> Iterator[tuple[Entry, list[LotPart]]]:
        """Stop holding so many credits, the latest first, all for None: by hold, what it held."""
        held = self._open.get(attempt_ref, [])
        while held and (credits_ is None or credits_):
            entry, draws = held[-1]
            whole = sum(draw.credit_units for draw in draws)
            returned = take_last(draws, whole if credits_ is None else credits_)
            if credits_ is not None:
                credits_ -= sum(draw.credit_units for draw in returned)
            if not draws:
                held.pop()
            yield entry, returned
