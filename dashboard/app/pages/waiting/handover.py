"""How long until what was made had arrived in the tool it was wanted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.charts.waiting import percentiles_by_week
from dashboard.app.pages.waiting.cached_waiting import bounds, with_bounds
from dashboard.app.pages.waiting.spread import HOLLOW, metrics_of, short_columns
from dashboard.app.parts.figure_table import THIN_MEANS, show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import counted, duration, percent
from dashboard.words.waiting import between

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question

STEM = "handover_s"
FRICTION = "handover_friction_rate"


def show_handover(question: Question) -> None:
    """From completion to arrival, week by week, and how many did not open without friction."""
    answer = question.measure([f"{STEM}_p50", f"{STEM}_p95", f"{STEM}_n", FRICTION])
    row = answer.total
    if not row[f"{STEM}_n"]:
        return
    heading("How long until it had arrived in the tool?")
    low, high = bounds(question, STEM).get((), {}).get("p95", (None, None))
    said = (
        f"{counted(row[f'{STEM}_n'], 'asset')} sent on, counted from completion: half had arrived "
        f"within {duration(row[f'{STEM}_p50'])}, 19 of 20 within {duration(row[f'{STEM}_p95'])} "
        f"({between(low, high)})."
    )
    if row[FRICTION] is not None:
        known = answer.evidence[0][FRICTION].denominator
        said += f" {percent(row[FRICTION])} of {known:,} did not open without friction."
    sentence(said)
    rows = with_bounds(question, question.measure(metrics_of(STEM), ["week"]), STEM)
    show_chart(percentiles_by_week(rows, STEM, "assets"), "Handover: percentiles by week")
    sentence(f"By the week in which its attempt was submitted. {HOLLOW}", "offcut-quiet")
    show_table(
        [each for each in rows if each[f"{STEM}_n"]],
        short_columns("week", STEM),
        "",
        file="offcut-handover-weeks",
        fold="The weeks of handover as a table",
        footnote=THIN_MEANS,
    )
