"""Service levels: the targets of waiting in the settings, kept or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.charts.kept import MARKS, kept_by_period
from dashboard.app.pages.waiting.cached_waiting import levels
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.legend import Entry, show_legend
from dashboard.app.parts.markup import advice
from dashboard.words.formats import shown
from dashboard.words.waiting import target_words
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.review.service_levels import ServiceLevel
    from data.target import Target

NONE_SET = (
    "No target of waiting is set for this work. In offcut.toml, `[[targets]]` with "
    '`metric = "latency_s_p95"`, `where = { media = "image" }`, `at_most = 60`, in seconds, and '
    '`period = "week"` sets one, and each week is held against it here.'
)


_KINDS = {True: "dot", False: "cross", None: "ring"}


def show_levels(question: Question) -> None:
    """Each target, period by period; or how to set one."""
    heading("Were the service levels kept?")
    found = levels(question)
    if not found:
        advice(NONE_SET)
        return
    titles = [title_of(level.target) for level in found]
    shown_marks = {each.is_kept for level in found for each in level.periods}
    show_legend(
        Entry(words, colour, _KINDS[kept])
        for kept, (words, colour, _) in MARKS.items()
        if kept in shown_marks
    )
    show_chart(kept_by_period(found, titles), "Each service level, week by week")
    _show_rows(found, titles)


def title_of(target: Target) -> str:
    """`Latency, p95: at most 1 min 00 s a week (media image)`."""
    found = metric(target.metric)
    return target_words(
        found.title,
        shown(float(target.limit), found.unit),
        at_most=target.at_most is not None,
        where=", ".join(f"{name} {' or '.join(values)}" for name, values in target.where),
        period=target.period,
    )


def _show_rows(found: tuple[ServiceLevel, ...], titles: list[str]) -> None:
    rows = [
        {
            "target": title,
            "kept": level.kept,
            "missed": level.known - level.kept,
            "share": level.kept / level.known if level.known else None,
            "last": level.periods[-1].value,
        }
        for level, title in zip(found, titles, strict=True)
    ]
    columns = (
        Column("target", "Service level"),
        Column("kept", "Kept", "count"),
        Column("missed", "Missed", "count"),
        Column("share", "Kept, share", "rate"),
        Column("last", "Last", "seconds"),
    )
    show_table(rows, columns, "", file="offcut-service-levels", height="content")
