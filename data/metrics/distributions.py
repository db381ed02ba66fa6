"""Metrics that are places in a distribution: percentiles, times until something happens, shares."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Literal

from data.estimates.intervals import wilson_interval
from data.estimates.log_buckets import WITHIN, NearQuantiles
from data.estimates.survival import Reach, time_reached
from data.metrics.metric import Aggregate, Evidence, Metric, Ratio, Term, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

PORTIONS = {0.5: "half", 0.9: "nine in ten", 0.95: "95 in 100", 0.99: "99 in 100"}
"""The percentiles asked for, each as the portion of cases within it, in words."""
PERCENTILES = tuple(PORTIONS)
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
    column: Term
    p: float
    condition: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """The column."""
        return (self.column,)

    @property
    def reasons(self) -> tuple[str, ...]:
        """That there is nothing to rank."""
        return (self.column.none,)

    @property
    def expression(self) -> str:
        """The percentile alone."""
        return f"quantile_cont({self.column.sql}, {self.p}){self._filter}"

    @property
    def _filter(self) -> str:
        return f" FILTER (WHERE {self.condition})" if self.condition else ""

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """All percentiles of the column at once, which costs little more than one; and n."""
        listed = ", ".join(str(p) for p in PERCENTILES)
        return (
            Aggregate(self.grain, f"quantile_cont({self.column.sql}, [{listed}]){self._filter}"),
            Aggregate(self.grain, f"count({self.column.sql}){self._filter}", 0),
        )

    def value(self, parts: Sequence[Any]) -> Value:
        """The percentile, in the column's unit."""
        quantiles, _ = parts
        return None if quantiles is None else float(quantiles[PERCENTILES.index(self.p)])

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """The number of observations, whether the tail is thin, and how near the figure is."""
        within = WITHIN if isinstance(parts[0], NearQuantiles) else None
        return Evidence(n=parts[1], thin=is_thin(parts[1], self.p), within=within)


@dataclass(frozen=True)
class TimeReached(Metric):
    """A Kaplan–Meier quantile of the time until something happens, which may not have yet.

    `shows` picks the quantile itself, the bound it lies above where it was not reached, the
    number of cases, or the number of those still open. `cases` says in words what they are.
    """

    _: KW_ONLY
    time: Term
    cases: str
    observed: str
    still_open: str
    never: str
    p: float = 0.5
    shows: Literal["value", "above", "n", "censored"] = "value"

    @property
    def terms(self) -> tuple[Term, ...]:
        """The time."""
        return (self.time,)

    @property
    def reasons(self) -> tuple[str, ...]:
        """That the quantile was not reached, for the bound that it was; or that there is no case.

        The numbers of cases are always known.
        """
        portion = f"{PORTIONS[self.p]} of the {self.cases}"
        match self.shows:
            case "value":
                return f"fewer than {portion} have one yet", self.time.none
            case "above":
                return f"{portion} have one", self.time.none
        return ()

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Times of events, times of open cases, the number that never will, the longest watched."""
        time = self.time.sql
        return (
            Aggregate(self.grain, f"list({time}) FILTER (WHERE {time} IS NOT NULL)"),
            Aggregate(self.grain, f"list({self.observed}) FILTER (WHERE {self.still_open})"),
            Aggregate(self.grain, f"count(*) FILTER (WHERE {self.never})", 0),
            Aggregate(self.grain, f"max(coalesce({time}, {self.observed}))"),
        )

    def _reach(self, parts: Sequence[Any]) -> Reach:
        events, censored, never, longest = parts
        return time_reached(events or (), censored or (), never=never, longest=longest, p=self.p)

    def value(self, parts: Sequence[Any]) -> Value:
        """Seconds, or a number of cases."""
        if self.shows == "n":
            return _cases(parts)
        if self.shows == "censored":
            return len(parts[1] or ())
        reach = self._reach(parts)
        return reach.above if self.shows == "above" else reach.value

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """Cases, those still open, and the bound where the quantile was not reached."""
        n, above = _cases(parts), self._reach(parts).above
        return Evidence(n=n, censored=len(parts[1] or ()), above=above, thin=is_thin(n, self.p))

    def why_unknown(self, parts: Sequence[Any]) -> str:
        """Whether the quantile was reached, where there is any case."""
        return self.unknown_because if _cases(parts) else self.time.none


def _cases(parts: Sequence[Any]) -> int:
    events, censored, never, _ = parts
    return len(events or ()) + len(censored or ()) + int(never)


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
