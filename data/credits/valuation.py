"""What a credit ledger is valued into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from data.credits.entries import Lapse, Lot, ValuedEntry
    from data.credits.problems import Problem


class Valuation(NamedTuple):
    """A whole ledger as of a moment, by account: in order of time, lots in order of drawdown."""

    valued: list[ValuedEntry]
    breakage: list[Lapse]
    lots: list[Lot]
    problems: list[Problem]
