"""Between what a figure will lie once its pending outputs are decided: all usable, or none.

No estimate but the two ends, so what lies beyond a limit at both of them is sure, as long as what
is decided already stands.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from data.metrics.metric import quotient

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.review.base_figures import Sums

Number = Decimal | int | None


class Ends(NamedTuple):
    """The lowest and the highest it can come to; None where there is no such end."""

    low: Number
    high: Number


def _cost_per(accepted: int, sums: Sums) -> Ends:
    spend = sums.spend
    return Ends(quotient(spend, accepted + sums.pending), quotient(spend, accepted))


def _discard_rate(sums: Sums) -> Ends:
    settled = sums.accepted + sums.discarded + sums.pending
    return Ends(quotient(sums.discarded, settled), quotient(sums.discarded + sums.pending, settled))


def _attempts_per_usable(sums: Sums) -> Ends:
    usable = sums.usable
    return Ends(quotient(sums.attempts, usable + sums.pending), quotient(sums.attempts, usable))


def _yield(sums: Sums) -> Ends:
    return Ends(*(quotient(n, sums.requested) for n in (sums.usable, sums.usable + sums.pending)))


EXTREMES: dict[str, Callable[[Sums], Ends]] = {
    "usable_assets": lambda sums: Ends(sums.usable, sums.usable + sums.pending),
    "accepted_outputs": lambda sums: Ends(sums.accepted, sums.accepted + sums.pending),
    "cost_per_usable_asset": lambda sums: _cost_per(sums.usable, sums),
    "cost_per_accepted_output": lambda sums: _cost_per(sums.accepted, sums),
    "discard_rate": _discard_rate,
    "attempts_per_usable": _attempts_per_usable,
    "yield": _yield,
}
