"""Hour × weekday: when people wait longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.charts.hours import heat_map
from dashboard.app.parts.layout import choice, heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import duration

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question

SHOWN = ("p95", "p90", "p50")
PEAK, OFF_PEAK = "peak_latency_s_p95", "off_peak_latency_s_p95"
PEAK_HOURS = 3


def show_hours(question: Question) -> None:
    """The map, and the busiest hours beside the others."""
    heading("When do people wait longest?")
    name = choice("heat", SHOWN, str, "Percentile")
    metric = f"latency_s_{name}"
    answer = question.measure([metric, "latency_s_n"], ["weekday", "hour_of_day"])
    rows = [
        {**row, "thin": evidence[metric].thin}
        for row, evidence in zip(answer.rows, answer.evidence, strict=True)
    ]
    if not any(row[metric] is not None for row in rows):
        sentence("No attempt says how long it took.", "offcut-quiet")
        return
    first = question.settings.week_starts_on.capitalize()
    show_chart(heat_map(rows, metric, "latency_s_n", first=first), f"{name} of waiting by hour")
    sentence(
        f"{name} from submit to completion, by hour of submit ({question.settings.timezone}). A "
        f"dot: thin, fewer than five cases beyond it. Blank: nothing succeeded. {_peak(question)}",
        "offcut-quiet",
    )


def _peak(question: Question) -> str:
    """Which hours the peak is: the three with the most attempts, ties to the earlier."""
    row = question.measure([PEAK, OFF_PEAK]).total
    if row[PEAK] is None or row[OFF_PEAK] is None:
        return ""
    by_hour = question.measure(["attempts"], ["hour_of_day"]).rows
    busy = sorted(by_hour, key=lambda row: (-(row["attempts"] or 0), row["hour_of_day"]))
    hours = ", ".join(f"{h}:00" for h in sorted(row["hour_of_day"] for row in busy[:PEAK_HOURS]))
    return (
        f"In the busiest hours, from {hours}, 19 of 20 came within {duration(row[PEAK])}; in the "
        f"others within {duration(row[OFF_PEAK])}."
    )
