"""Times until something happens, where it may not have happened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDING = 1e-12
"""A product of shares may miss the exact half by this much."""


class Reach(NamedTuple):
    """A quantile in seconds; or, where it was not reached, the seconds it lies above."""

    value: float | None
    above: float | None


def time_reached(
    events: Sequence[float],
    censored: Sequence[float],
    *,
    never: int,
    longest: float | None,
    p: float,
) -> Reach:
    """The first time by which a share `p` of cases had the event (Kaplan and Meier, 1958).

    `events` are times of cases that had it, `censored` the times for which still open cases were
    watched, `never` the number of cases that ended without it and so stay in the count for ever,
    `longest` the longest time any case was watched.
    """
    if not events:
        return Reach(None, longest)
    from scipy.stats import CensoredData, ecdf

    beyond = max(*events, *censored, 0.0) + 1.0  # scipy takes no infinite times
    watched: CensoredData[Any, Any, Any, Any] = CensoredData(
        uncensored=list(events), right=[*censored, *[beyond] * never]
    )
    survival = ecdf(watched).sf
    reached = survival.quantiles[survival.probabilities <= 1 - p + ROUNDING]
    return Reach(float(reached[0]), None) if len(reached) else Reach(None, longest)
