"""Metrics of waiting: latency, queue, render, handover. Seconds; percentiles are exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.metrics.distributions import PERCENTILES, PORTIONS, Percentile
from data.metrics.metric import Metric, Ratio, Term, Total

if TYPE_CHECKING:
    from data.metrics.metric import Grain

PEAK_HOURS = "{peak_hours}"
"""Stands in an expression for the busiest local hours of day of the selection, as a SQL list."""
_HOUR_OF_DAY = "hour(local_submitted_at)"
_LATENCY = Term(
    "latency_s",
    gaps=("negative_latencies",),
    none="no succeeded attempt says how long it took",
)
_NO_START = "no succeeded attempt says when it started"


def _percentiles(
    column: Term, title: str, words: str, grain: Grain = "attempt"
) -> tuple[Metric, ...]:
    """p50, p90, p95, p99 of a column, called like it, and their n."""
    name = column.sql
    ranked = replace(column, gaps=(f"{name}_n", *column.gaps))
    found = [
        Percentile(
            f"{name}_p{p * 100:.0f}",
            f"{title}, p{p * 100:.0f}",
            f"Seconds within which {PORTIONS[p]} of {words}.",
            f"{p * 100:.0f}th percentile, interpolated, at the grain asked for",
            unit="seconds",
            good="down",
            grain=grain,
            column=ranked,
            p=p,
        )
        for p in PERCENTILES
    ]
    number = Total(
        f"{name}_n",
        f"{title}, n",
        f"How many observations the percentiles of {title.lower()} rest on.",
        "count of known values",
        unit="count",
        grain=grain,
        of=Term(f"count({name})", gaps=column.gaps),
    )
    return (*found, number)


def _latency_p95(name: str, title: str, words: str, condition: str, none: str) -> Percentile:
    return Percentile(
        name,
        title,
        f"Seconds within which 95 in 100 succeeded attempts ended {words}.",
        "95th percentile of latency; the three local hours of day with the most attempts, chosen "
        "once over the selection, are the peak",
        unit="seconds",
        good="down",
        column=replace(_LATENCY, none=none),
        p=0.95,
        condition=condition,
    )


TIME_METRICS: tuple[Metric, ...] = (
    *_percentiles(
        _LATENCY,
        "Latency",
        "the succeeded attempts ended, from submit to completion, cache hits left out",
    ),
    *_percentiles(
        Term("queue_s", gaps=_LATENCY.gaps, none=_NO_START),
        "Queue",
        "the succeeded attempts had started, from submit",
    ),
    *_percentiles(
        Term("render_s", gaps=_LATENCY.gaps, none=_NO_START),
        "Render",
        "the succeeded attempts were rendered, from start to end",
    ),
    _latency_p95(
        "peak_latency_s_p95",
        "Peak latency, p95",
        "when submitted in the three busiest hours of the day",
        f"{_HOUR_OF_DAY} IN {PEAK_HOURS}",
        "none in the peak says how long it took",
    ),
    _latency_p95(
        "off_peak_latency_s_p95",
        "Off-peak latency, p95",
        "when submitted outside the three busiest hours of the day",
        f"{_HOUR_OF_DAY} NOT IN {PEAK_HOURS}",
        "none outside the peak says how long it took",
    ),
    *_percentiles(
        Term("handover_s", none="no arrival is known"),
        "Handover",
        "the assets sent on had arrived in the assembly tool, counted from their completion",
        "handover",
    ),
    Ratio(
        "handover_friction_rate",
        "Handover friction",
        "Of the assets sent into an assembly tool where it is known, the share that did not open "
        "without friction.",
        "handovers not ok / handovers known to be ok or not",
        unit="rate",
        good="down",
        grain="handover",
        numerator=Term("count(*) FILTER (WHERE NOT ok)"),
        denominator=Term("count(ok)", none="no handover is known to be ok or not"),
    ),
)
