"""Times until something happens, where it may not have happened yet."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.stats._survival import ECDFResult

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
    survival = _watched(events, censored, never).sf
    reached = survival.quantiles[survival.probabilities <= 1 - p + ROUNDING]
    return Reach(float(reached[0]), None) if len(reached) else Reach(None, longest)


class Step(NamedTuple):
    """From `seconds` on, so large a share of the cases had the event, 0 to 1, and its interval."""

    seconds: float
    share: float
    low: float
    high: float


def reached_by_then(
    events: Sequence[float], censored: Sequence[float], *, never: int, confidence: float = 0.95
) -> tuple[Step, ...]:
    """The share of cases that had the event by each time at which one had it; none without any.

    One less Kaplan and Meier's curve; arguments as those of `time_reached`. The interval is
    Greenwood's on the log-log scale (Kalbfleisch and Prentice, 1980), which stays within 0 and 1.
    """
    if not events:
        return ()
    found = _watched(events, censored, never).cdf
    with warnings.catch_warnings():  # where all had it there is none: below it is the share itself
        warnings.simplefilter("ignore", RuntimeWarning)
        bounds: Any = found.confidence_interval(confidence, method="log-log")
    rows = zip(
        *(found.quantiles, found.probabilities),
        *(bounds.low.probabilities, bounds.high.probabilities),
        strict=True,
    )
    happened = set(map(float, events))
    return tuple(
        Step(float(at), float(share), *(_known(end, share) for end in ends))
        for at, share, *ends in rows
        if float(at) in happened
    )


def _watched(events: Sequence[float], censored: Sequence[float], never: int) -> ECDFResult:
    from scipy.stats import CensoredData, ecdf

    beyond = max(*events, *censored, 0.0) + 1.0  # scipy takes no infinite times
    watched: CensoredData[Any, Any, Any, Any] = CensoredData(
        uncensored=list(events), right=[*censored, *[beyond] * never]
    )
    return ecdf(watched)


def _known(end: float, share: float) -> float:
    return float(share) if math.isnan(end) else float(end)
