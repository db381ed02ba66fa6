"""The states of a week between what was published and what stands now, and the lines over them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from data.metrics.metric import quotient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data.metrics.metric import Unit
    from data.review.base_figures import Sums

REFUNDS, VERDICTS = "refunds", "late verdicts"
MONEY_STEP = Decimal("1E-12")
Number = Decimal | int | None


class Restated(NamedTuple):
    """A figure of which two states of a week are compared."""

    name: str
    title: str
    unit: Unit
    of: Callable[[Sums], Number]


FIGURES: tuple[Restated, ...] = (
    Restated("spend", "Spend", "money", lambda sums: sums.spend),
    Restated("usable_assets", "Usable assets", "count", lambda sums: sums.usable),
    Restated(
        "cost_per_usable_asset",
        "Cost per usable asset",
        "money_per",
        lambda sums: _per(sums.spend, sums.usable),
    ),
    Restated("discarded", "Rejected or passed over", "count", lambda sums: sums.discarded),
    Restated("pending", "Undecided outputs", "count", lambda sums: sums.pending),
    Restated("attempts", "Attempts", "count", lambda sums: sums.attempts),
    Restated("requested", "Outputs asked for", "count", lambda sums: sums.requested),
    Restated("unpriced_attempts", "Unpriced attempts", "count", lambda sums: sums.unpriced),
)
OF_CLIENTS = frozenset({"spend", "usable_assets", "cost_per_usable_asset"})
"""Those that are compared client by client too."""


class State(NamedTuple):
    """The sums of a group after a change, and what changed."""

    cause: str
    sums: Sums


class Line(NamedTuple):
    """By how much one cause moved a figure; None where that is not known."""

    cause: str
    change: Number


def _per(spend: Decimal | None, usable: int) -> Decimal | None:
    """Money per asset to the last decimal that money has, so that differences are exact."""
    exact = quotient(spend, usable)
    return None if exact is None else exact.quantize(MONEY_STEP)


def split_states(begun: State, after: Sums, work: str) -> Iterator[State]:
    """The states between two of a week: refunds first, then attempts, then what outputs became.

    `work` is why attempts, costs and outputs differ.
    """
    sums = begun.sums
    if sums.spend is not None:
        less = after.refunds - sums.refunds
        sums = sums.model_copy(update={"spend": sums.spend - less, "refunds": after.refunds})
        yield State(REFUNDS, sums)
    delivered = after.outputs - sums.outputs
    became = {name: getattr(sums, name) for name in ("usable", "accepted", "discarded")}
    sums = after.model_copy(update=became | {"pending": sums.pending + delivered})
    yield State(work, sums)
    yield State(VERDICTS, after)


def lines_of(states: Sequence[State], of: Callable[[Sums], Number]) -> tuple[Line, ...]:
    """What each cause did to a figure between the first state and the last, none where nothing.

    Where it was not known in between, the causes up to where it is known again share a line. Where
    it is not known at the start or the end, all that changed it share one without a number.
    """
    values = [of(state.sums) for state in states]
    if values[0] is None or values[-1] is None:
        moved = [s.cause for s, (a, b) in zip(states[1:], pairwise(values), strict=True) if a != b]
        return (Line(", ".join(dict.fromkeys(moved)), None),) if moved else ()
    changes: dict[str, Decimal | int] = {}
    before, causes = values[0], []
    for state, value in zip(states[1:], values[1:], strict=True):
        causes.append(state.cause)
        if value is None:
            continue
        if value != before:
            cause = ", ".join(dict.fromkeys(causes))
            changes[cause] = changes.get(cause, 0) + (value - before)
        before, causes = value, []
    return tuple(Line(cause, change) for cause, change in changes.items() if change)
