"""What Explore says: the summary, the figures in a row, and the table of groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.app.pages.explore.groups import worked_rows
from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.app.parts.take_along import note_said
from dashboard.app.parts.tiles import Tile, show_tiles, tile
from dashboard.words.changes import change, change_unit, change_words
from dashboard.words.summary import SUMMED, SUMMED_GAPS, footnote, summary
from data.asking.brief_intervals import has_intervals
from data.metrics.catalogue import metric
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.pages.explore.choices import View
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Answer

    Row = Mapping[str, Any]

BESIDE = ("spend", "usable_assets", "waste_share")
TEN = 10
INTERVAL = (
    "Where the figure lies, 90 of 100 times, by briefs as cases; nothing where one brief alone, or "
    "more than can be taken in, says so."
)


def show_summary(question: Question) -> None:
    """The plain sentence, and what it could not take in."""
    total = question.measure(SUMMED).total
    by_media = question.measure(["usable_assets"], ["media"]).rows
    by_day = question.measure(["attempts"], ["day"]).rows
    days = [row["day"] for row in by_day if row["attempts"]]
    gaps = question.measure(SUMMED_GAPS).total
    said = summary(total, by_media, days, question.currency)
    note_said(said)
    sentence(said, "offcut-summary")
    sentence(footnote(total, gaps, days, question.currency), "offcut-quiet")
    show_unreviewed(question)


def show_figures(view: View) -> None:
    """The figure that is explored, and three that belong to any."""
    names = list(dict.fromkeys([view.metric.name, *BESIDE]))
    answer = view.question.with_gaps(names)
    before = None if view.before is None else view.before.measure(names)
    show_tiles("explored", [_tile(each, answer, before, view.currency) for each in names])


def _tile(name: str, answer: Answer, before: Answer | None, currency: str) -> Tile:
    found = tile(name, answer.total, currency, evidence=answer.evidence[0][name])
    earlier = None if before is None else before.total[name]
    moved = change_words(answer.total[name], earlier, metric(name).unit)
    if not moved:
        return found
    words = f"{moved} on the period before"
    return found._replace(beside=f"{words} · {found.beside}" if found.beside else words)


# --- the table ----------------------------------------------------------------------------------


def show_groups(view: View) -> None:
    """A row a group; a cell of it opens the drawer."""
    title = dimension(view.by).title
    also = f" and {dimension(view.also).title.lower()}" if view.also else ""
    heading(f"{view.metric.title} by {title.lower()}{also}, with what it rests on")
    rows = _rows(view)
    file = "-".join(filter(None, ["offcut-by", view.by, view.also])).replace(":", "-")
    opens = "" if dimension(view.by).is_time else view.by
    show_table(rows, _columns(view, rows), view.currency, file=file, opens=opens)


def _rows(view: View) -> list[dict[str, Any]]:
    names, by = _names(view), [view.by, *([view.also] if view.also else [])]
    answer = view.question.measure(names, by)
    before = _before(view, by)
    intervals = _intervals(view)
    weeks = _weeks(view)
    most = max((float(row["spend"] or 0) for row in answer.rows), default=0.0)
    named = {row[view.by] for row in worked_rows(view)}
    rows = []
    for row, evidence in zip(answer.rows, answer.evidence, strict=True):
        if row[view.by] not in named or not (row["attempts"] or row["spend"]):
            continue
        interval = intervals.get(row[view.by])
        rows.append(
            {
                **row,
                "change": change(
                    row[view.metric.name],
                    before.get(tuple(row[n] for n in by)),
                    view.metric.unit,
                ),
                "n": evidence[view.metric.name].n,
                "low": interval.low if interval else None,
                "high": interval.high if interval else None,
                "of_spend": float(row["spend"] or 0) / most if most else None,
                "ten_weeks": weeks.get(row[view.by]),
            }
        )
    return rows


def _names(view: View) -> list[str]:
    return list(dict.fromkeys([view.metric.name, "spend", "attempts", "pending_share"]))


def _before(view: View, by: Sequence[str]) -> dict[tuple[Any, ...], Any]:
    if view.before is None or dimension(view.by).is_time:
        return {}
    rows = view.before.measure([view.metric.name], by).rows
    return {tuple(row[name] for name in by): row[view.metric.name] for row in rows}


def _intervals(view: View) -> Mapping[Any, Any]:
    if view.also or not has_intervals(view.metric.name) or view.by == "brief":
        return {}
    return view.question.brief_intervals(view.metric.name, view.by)


def _weeks(view: View) -> dict[Any, list[float]]:
    """The figure by group in those of the last ten weeks, whatever the period, that know it."""
    if view.also or dimension(view.by).is_time or view.by == "brief":
        return {}
    everything = view.question.on_all_days()
    rows = everything.measure([view.metric.name], [view.by, "week"]).rows
    weeks = sorted({row["week"] for row in rows if row["week"] is not None})[-TEN:]
    found: dict[Any, dict[Any, float]] = {}
    for row in rows:
        if row["week"] in weeks and row[view.metric.name] is not None:
            found.setdefault(row[view.by], {})[row["week"]] = float(row[view.metric.name])
    return {key: [mine[week] for week in weeks if week in mine] for key, mine in found.items()}


def _columns(view: View, rows: Sequence[Row]) -> list[Column]:
    found = view.metric
    dimensions = columns_of(view.by, *([view.also] if view.also else []))
    by = [replace(each, is_group=True) for each in dimensions]
    given = {name for row in rows for name, value in row.items() if value is not None}
    optional = [
        Column("change", "Change", change_unit(found.unit), "Against the period before."),
        Column("low", "From", found.unit, INTERVAL),
        Column("high", "to", found.unit, INTERVAL),
    ]
    money = [] if found.name == "spend" else columns_of("spend")
    beside = [
        Column("n", "n", "count", "What the figure rests on."),
        *columns_of("pending_share"),
        *money,
        Column("of_spend", "Spend bar", "bar", "Against the group that cost most."),
        Column(
            "ten_weeks",
            "Ten weeks",
            "course",
            f"{found.title} in those of the last ten weeks in which it is known.",
        ),
    ]
    shown = [each for each in (*optional, *beside) if each.name in given]
    return [*by, *columns_of(found.name), *shown]
