"""Metrics of waiting: latency, queue, render, handover. Seconds; percentiles are exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.metrics.distributions import PERCENTILES, Percentile
from data.metrics.metric import Metric, Ratio, Total

if TYPE_CHECKING:
    from data.metrics.metric import Grain

PEAK_HOURS = "{peak_hours}"
"""Stands in an expression for the busiest local hours of day of the selection, as a SQL list."""
_HOUR_OF_DAY = "hour(local_submitted_at)"
_PORTION = {0.5: "half", 0.9: "nine in ten", 0.95: "95 in 100", 0.99: "99 in 100"}


def _percentiles(name: str, title: str, words: str, grain: Grain) -> tuple[Metric, ...]:
    """p50, p90, p95, p99 of the column called like the metric, and their n."""
    found = [
        Percentile(
            f"{name}_p{p * 100:.0f}",
            f"{title}, p{p * 100:.0f}",
            f"Seconds within which {_PORTION[p]} of {words}.",
            f"{p * 100:.0f}th percentile, interpolated, at the grain asked for",
            unit="seconds",
            good="down",
            grain=grain,
            column=name,
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
        sql=f"count({name})",
    )
    return (*found, number)


def _latency_p95(name: str, title: str, words: str, condition: str) -> Percentile:
    return Percentile(
        name,
        title,
        f"Seconds within which 95 in 100 succeeded attempts ended {words}.",
        "95th percentile of latency; the three local hours of day with the most attempts, chosen "
        "once over the selection, are the peak",
        unit="seconds",
        good="down",
        column="latency_s",
        p=0.95,
        condition=condition,
    )


TIME_METRICS: tuple[Metric, ...] = (
    *_percentiles(
        "latency_s",
        "Latency",
        "the succeeded attempts ended, from submit to completion, cache hits left out",
        "attempt",
    ),
    *_percentiles("queue_s", "Queue", "the succeeded attempts had started, from submit", "attempt"),
    *_percentiles(
        "render_s", "Render", "the succeeded attempts were rendered, from start to end", "attempt"
    ),
    _latency_p95(
        "peak_latency_s_p95",
        "Peak latency, p95",
        "when submitted in the three busiest hours of the day",
        f"{_HOUR_OF_DAY} IN {PEAK_HOURS}",
    ),
    _latency_p95(
        "off_peak_latency_s_p95",
        "Off-peak latency, p95",
        "when submitted outside the three busiest hours of the day",
        f"{_HOUR_OF_DAY} NOT IN {PEAK_HOURS}",
    ),
    *_percentiles(
        "handover_s",
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
        numerator="count(*) FILTER (WHERE NOT ok)",
        denominator="count(ok)",
    ),
)
