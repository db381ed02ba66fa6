"""The figure over time: the six costliest groups against the rest, the period before behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard.app.charts.over_time import Line, Spot, lines_over_time
from dashboard.app.pages.explore.groups import drawn_groups
from dashboard.app.pages.explore.marked import marked_days
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import counted, day, label
from dashboard.words.named_groups import group_name
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from datetime import date

    from dashboard.app.pages.explore.choices import View
    from dashboard.app.pages.explore.groups import Group
    from dashboard.app.parts.cached_figures import Question
    from dashboard.words.marked_days import MarkedDay

MOST_DAYS = 22
"""Up to so many days are drawn day by day, more by week."""
WEEK, DAY = timedelta(days=7), timedelta(days=1)
LENGTHS = {"week": WEEK, "day": DAY}
BEHIND = "Dotted: the period before."
YOUNG = "Hollow: not over, or part of it is undecided and time alone decides."


def show_over_time(view: View) -> None:
    """One line a group."""
    step = _step(view)
    title = dimension(view.by).title.lower()
    is_time = dimension(view.by).is_time
    heading(f"{view.metric.title} by {step}{'' if is_time else f', by {title}'}")
    lines = [_line(view, each, step) for each in drawn_groups(view)]
    marked = _marked(view, lines, step)
    drawn = lines_over_time(lines, view.metric, view.currency, marked)
    alt = f"{view.metric.title} over time by {title}; the table below has the figures"
    show_chart(drawn, alt, opens="" if is_time else view.by, key="over_time")
    notes = [
        BEHIND if view.before else "",
        YOUNG if any(_has_young(each) for each in lines) else "",
    ]
    sentence(" ".join(filter(None, notes)), "offcut-quiet")
    for each in marked:
        sentence(f"{day(each.day)}, {each.sentence}.", "offcut-quiet")


def _marked(view: View, lines: list[Line], step: str) -> list[MarkedDay]:
    """Up to the end of the last day or week that is drawn."""
    days = [spot.day for line in lines for spot in line.spots]
    return marked_days(view, min(days), max(days) + LENGTHS[step] - DAY) if days else []


def _step(view: View) -> str:
    first = view.question.selection.first_day
    last = view.question.selection.last_day or view.question.last_worked_day()
    if first and last and (last - first).days < MOST_DAYS:
        return "day"
    return "week"


def _line(view: View, group: Group, step: str) -> Line:
    name = "the rest" if group.others else group_name(group.name, view.by)
    if dimension(view.by).is_time:
        name = "all"
    title = counted(group.others, "other") if group.others else name
    before = [] if group.before is None else _spots(group.before, view.metric.name, step)
    spots = _spots(group.question, view.metric.name, step)
    opens = None if group.others else label(group.name)
    return Line(title, spots, _shifted(before, view, step), opens)


def _spots(question: Question, name: str, step: str) -> list[Spot]:
    answer = question.measure([name, "attempts", "pending_share"], [step])
    today = question.as_of.astimezone(question.settings.zone).date()
    window = timedelta(days=question.settings.verdict_window_days)
    length = LENGTHS[step]
    return [
        Spot(
            row[step],
            row[name],
            evidence[name].n if evidence[name].n is not None else row["attempts"],
            is_young=row[step] + length > today
            or bool(row["pending_share"] and row[step] + length + window > today),
        )
        for row, evidence in zip(answer.rows, answer.evidence, strict=True)
        if row[step] is not None
    ]


def _shifted(before: list[Spot], view: View, step: str) -> list[Spot]:
    """At the days of the period itself, under which they are drawn; weeks under weeks."""
    mine: date | None = view.question.selection.first_day
    theirs = None if view.before is None else view.before.selection.first_day
    if mine is None or theirs is None:
        return []
    days = (mine - theirs).days
    shift = timedelta(days=days) if step == "day" else WEEK * round(days / WEEK.days)
    return [each._replace(day=each.day + shift) for each in before]


def _has_young(line: Line) -> bool:
    return any(each.is_young for each in line.spots)
