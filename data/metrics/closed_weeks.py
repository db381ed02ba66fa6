"""Metrics over closed weeks only: those in which nothing will change by itself any more.

A week is closed once it is over, nothing in it is pending, and no call is running or of unknown
end. Three things do not hold one open, as nobody will ever settle them: unreviewed outputs, calls
of unknown end older than the verdict window, and outputs shortlisted longer ago than that.
The weeks are those of the whole selection, so that groups are compared over the same ones. Where
it picks outputs by what became of them, they are those of the attempts: what waits may be next.
"""

from __future__ import annotations

from data.metrics.metric import Metric, Ratio, Term
from data.metrics.sums import ACCEPTED, ALL_UNREVIEWED, DISCARDED, NO_PRICE, NOT_REVIEWED, OF_SPEND

IN_CLOSED_WEEK = "{in_closed_week}"
"""Stands in an expression for the condition that a row lies in a closed week of the selection."""
_NONE_CLOSED = "no week is closed yet"


def _closed(term: Term) -> str:
    """The term over the rows of closed weeks alone."""
    parts = (f"{part} FILTER (WHERE {IN_CLOSED_WEEK})" for part in term.sql.split(" + "))
    return " + ".join(parts)


_USABLE = Term(
    f"CASE WHEN {ALL_UNREVIEWED} THEN NULL"
    f" ELSE sum(outputs_usable) FILTER (WHERE {IN_CLOSED_WEEK}) END",
    gaps=("disputed_assets", "unreviewed_outputs"),
    none=_NONE_CLOSED,
    unknown=NOT_REVIEWED,
)
_SETTLED = Term(
    f"CASE WHEN {ALL_UNREVIEWED} THEN NULL ELSE {_closed(ACCEPTED)} + {_closed(DISCARDED)} END",
    gaps=("disputed_assets", "unreviewed_outputs"),
    none=_NONE_CLOSED,
    unknown=NOT_REVIEWED,
)

CLOSED_METRICS: tuple[Metric, ...] = (
    Ratio(
        "closed_cost_per_usable_asset",
        "Cost in closed weeks",
        "Cost per usable asset over the weeks in which everything is decided: no young week makes "
        "it look dearer than it will turn out.",
        "spend / usable assets, both of closed weeks",
        unit="money_per",
        good="down",
        grain="asset",
        numerator=Term(
            f"sum(cost) FILTER (WHERE {IN_CLOSED_WEEK})", gaps=OF_SPEND, unknown=NO_PRICE
        ),
        denominator=_USABLE,
    ),
    Ratio(
        "closed_discard_rate",
        "Discards in closed weeks",
        "The share of outputs that was rejected or passed over, of the weeks in which everything "
        "is decided.",
        "(rejected + not selected) / (usable + contributed + rejected + not selected) outputs, of "
        "closed weeks",
        unit="rate",
        good="down",
        grain="asset",
        numerator=Term(_closed(DISCARDED), gaps=("disputed_assets", "unreviewed_outputs")),
        denominator=_SETTLED,
    ),
)
