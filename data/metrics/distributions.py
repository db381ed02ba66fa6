"""Metrics that are places in a distribution: percentiles, times until something happens, shares."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Literal

from data.estimates.intervals import wilson_interval
from data.estimates.survival import Reach, time_reached
from data.metrics.metric import Aggregate, Evidence, Metric, Ratio, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

PERCENTILES = (0.5, 0.9, 0.95, 0.99)
THIN_TAIL = 5
"""With fewer observations than this expected beyond a percentile, its tail is thin."""


def is_thin(n: int, p: float) -> bool:
    """Whether fewer than five observations are expected beyond the percentile."""
    return n * (1 - p) < THIN_TAIL - 1e-9  # 100 x (1 - 0.95) is 5.000000000000004


@dataclass(frozen=True)
class Percentile(Metric):
    """An exact percentile at the grain asked for, interpolated between neighbours (type 7).

    Hyndman and Fan (1996), Sample quantiles in statistical packages; DuckDB's `quantile_cont`.
    """

    _: KW_ONLY
    column: str
    p: float
    condition: str = ""

    @property
    def expression(self) -> str:
        """The percentile alone."""
        return f"quantile_cont({self.column}, {self.p}){self._filter}"

    @property
    def _filter(self) -> str:
        return f" FILTER (WHERE {self.condition})" if self.condition else ""

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """All percentiles of the column at once, which costs little more than one; and n."""
        listed = ", ".join(str(p) for p in PERCENTILES)
        return (
            Aggregate(self.grain, f"quantile_cont({self.column}, [{listed}]){self._filter}"),
            Aggregate(self.grain, f"count({self.column}){self._filter}", 0),
        )

    def value(self, parts: Sequence[Any]) -> Value:
        """The percentile, in the column's unit."""
        quantiles, _ = parts
        return None if quantiles is None else float(quantiles[PERCENTILES.index(self.p)])

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """The number of observations, and whether the tail is thin."""
        return Evidence(n=parts[1], thin=is_thin(parts[1], self.p))


@dataclass(frozen=True)
class TimeReached(Metric):
    """A Kaplan–Meier quantile of the time until something happens, which may not have yet.

    `shows` picks the quantile itself, the bound it lies above where it was not reached, the
    number of cases, or the number of those still open.
    """

    _: KW_ONLY
    time: str
    observed: str
    still_open: str
    never: str
    p: float = 0.5
    shows: Literal["value", "above", "n", "censored"] = "value"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Times of events, times of open cases, the number that never will, the longest watched."""
        return (
            Aggregate(self.grain, f"list({self.time}) FILTER (WHERE {self.time} IS NOT NULL)"),
            Aggregate(self.grain, f"list({self.observed}) FILTER (WHERE {self.still_open})"),
            Aggregate(self.grain, f"count(*) FILTER (WHERE {self.never})", 0),
            Aggregate(self.grain, f"max(coalesce({self.time}, {self.observed}))"),
        )

    def _reach(self, parts: Sequence[Any]) -> Reach:
        events, censored, never, longest = parts
        return time_reached(events or (), censored or (), never=never, longest=longest, p=self.p)

    def value(self, parts: Sequence[Any]) -> Value:
        """Seconds, or a number of cases."""
        events, censored, never, _ = parts
        if self.shows == "n":
            return len(events or ()) + len(censored or ()) + int(never)
        if self.shows == "censored":
            return len(censored or ())
        reach = self._reach(parts)
        return reach.above if self.shows == "above" else reach.value

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """Cases, those still open, and the bound where the quantile was not reached."""
        events, censored, never, _ = parts
        still_open, above = len(censored or ()), self._reach(parts).above
        n = len(events or ()) + still_open + int(never)
        return Evidence(n=n, censored=still_open, above=above, thin=is_thin(n, self.p))


@dataclass(frozen=True)
class Share(Ratio):
    """A share of cases with its 95 % Wilson interval; `shows` picks the share or one end."""

    _: KW_ONLY
    shows: Literal["share", "low", "high"] = "share"

    @property
    def expression(self) -> str:
        """Hits over cases; an end of the interval is no SQL."""
        return super().expression if self.shows == "share" else ""

    def value(self, parts: Sequence[Any]) -> Value:
        """Hits over cases, or an end of its interval; not known without cases."""
        if self.shows == "share":
            return super().value(parts)
        found = self.evidence(parts)
        return found.low if self.shows == "low" else found.high

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """Both counts and the interval."""
        hits, cases = parts
        low, high = wilson_interval(int(hits or 0), int(cases or 0))
        return Evidence(numerator=hits, denominator=cases, n=cases, low=low, high=high)
