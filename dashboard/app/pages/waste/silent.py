"""What was passed over in silence: for another, or never decided on, and in which work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.app.charts.passed_over import KINDS, passed_over_by_group
from dashboard.app.charts.style import DRAWN
from dashboard.app.pages.waste.cached_waste import passed_over_by
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import choice, heading, note_undrawn, show_chart
from dashboard.app.parts.legend import Entry, show_legend
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import counted, money
from dashboard.words.named_groups import group_name
from data.asking.passed_over import OUTPUTS_PER_BRIEF
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.asking.passed_over import PassedOver

WAYS = (OUTPUTS_PER_BRIEF, "user", "model", "client", "project")


def show_passed_over(question: Question) -> None:
    """Most discards are silent: the two ways an output can be passed over, in money."""
    rows = passed_over_by(question, OUTPUTS_PER_BRIEF)
    if not rows:
        return
    heading("What was passed over, and in which work?")
    sentence(_in_words(question, rows))
    by = choice("passed_over_by", WAYS, _title, "See it by")
    rows = passed_over_by(question, by)
    names = [group_name(row.group, by) for row in rows]
    if len(rows) > 1:
        show_legend(Entry(title, colour) for title, colour in KINDS.values())
        drawn = passed_over_by_group(rows[:DRAWN], names[:DRAWN], question.currency)
        show_chart(drawn, f"Money passed over, by {_title(by).lower()}")
        note_undrawn(DRAWN, len(rows))
    _show_rows(rows, names, by, question.currency)


def _in_words(question: Question, rows: Sequence[PassedOver]) -> str:
    """Both kinds in money and pieces, and what each means."""
    settings, currency = question.settings, question.currency
    for_another, never = (
        (
            money(sum((getattr(row, kind) for row in rows), Decimal(0)), currency),
            counted(sum(getattr(row, f"n_{kind}") for row in rows), "piece"),
        )
        for kind in KINDS
    )
    unpriced = sum(row.n_unpriced for row in rows)
    gap = f" {counted(unpriced, 'piece')} of them without a known price." if unpriced else ""
    return (
        f"{for_another[0]} went into {for_another[1]} that lost to another: something else of the "
        f"same brief was approved, and {settings.selection_window_days:g} days went by. {never[0]} "
        f"went into {never[1]} that nobody decided on within {settings.verdict_window_days:g} "
        f"days.{gap} A later approval brings one back."
    )


def _title(by: str) -> str:
    return "Outputs per brief" if by == OUTPUTS_PER_BRIEF else dimension(by).title


def _show_rows(rows: Sequence[PassedOver], names: Sequence[str], by: str, currency: str) -> None:
    table = [
        {
            "group": name,
            "money": row.money,
            "share": row.money / row.spend if row.spend else None,
            "for_another": row.for_another,
            "never_decided": row.never_decided,
            "passed_over": row.n_passed_over,
            "outputs": row.n_outputs,
            "briefs": row.n_briefs,
        }
        for row, name in zip(rows, names, strict=True)
    ]
    columns = (
        Column("group", _title(by)),
        Column("money", "Passed over", "money"),
        Column("share", "Of its spend", "rate"),
        Column("for_another", "For another", "money"),
        Column("never_decided", "Never decided", "money"),
        Column("passed_over", "Pieces", "count"),
        Column("outputs", "Of outputs", "count"),
        Column("briefs", "Briefs", "count"),
    )
    file = f"offcut-passed-over-by-{by.replace('_', '-')}"
    show_table(table, columns, currency, file=file, height="content" if len(table) < 9 else "auto")
