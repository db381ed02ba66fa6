"""What a meeting decided, and whether the number that a decision watches moved since.

A decision belongs to the week that was reviewed. *Before* is the watched figure of that week,
*since* that of each complete week after it; both as they stand at the moment of the review.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.asking.measure import named
from data.asking.selection import Selection, local_day
from data.errors import QuestionError, validation_sentence
from data.metrics.catalogue import metric
from data.metrics.days import first_of_week
from data.review.journal import Journal
from data.review.kept import reviews_folder
from data.review.parts import Chart, Column, Part
from data.review.persons import NARROWED_BY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.figures import Figures
    from data.asking.table import Measures
    from data.review.journal import Numbered
    from data.review.parts import Row
    from data.settings import Settings

FILE = "decisions.jsonl"
WATCHED_WEEKS = 12
"""So many weeks a decision is followed; then its number is a figure like any other."""
WEEK, DAY = timedelta(days=7), timedelta(days=1)
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Decision(BaseModel):
    """One decision: what is to be done, by whom and until when, and what it should move."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Line
    week: date
    """The first day of the week that was reviewed."""
    owner: Line
    by: date
    watch: str | None = None
    where: tuple[str, ...] = ()
    """What the watched metric is narrowed to, each as `--where` takes it."""
    created_at: datetime

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The dimensions that what it watches is narrowed by."""
        return tuple(each.partition("=")[0].strip() for each in self.where)

    def watched(self, settings: Settings) -> Selection:
        """The work that it watches, whatever the days. Raises QuestionError."""
        return Selection.of_options(where=self.where, settings=settings)


def decisions_journal(settings: Settings) -> Journal[Decision]:
    """The decisions beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, Decision)


def new_decision(
    figures: Figures,
    *,
    text: str,
    week: date,
    owner: str,
    by: date,
    watch: str | None,
    where: tuple[str, ...],
) -> Decision:
    """A decision made now; what it watches can be asked. Raises QuestionError."""
    if where and watch is None:
        raise QuestionError(
            f"--where {where[0]}: nothing is watched yet. Name the figure too: --watch METRIC."
        )
    try:
        decision = Decision(
            text=text, week=week, owner=owner, by=by, watch=watch, where=where,
            created_at=datetime.now(UTC),
        )  # fmt: skip
    except ValidationError as error:
        raise QuestionError(f"{validation_sentence(error)}.") from error
    if watch is not None:
        check_watched(watch, decision.watched(figures.settings))
    return decision


def check_watched(name: str, selection: Selection) -> None:
    """Whether a metric has a value each week. Raises QuestionError."""
    named([name], ["week"], selection)


def decisions_part(
    decisions: Sequence[Numbered[Decision]], figures: Figures, reviewed: Selection
) -> Part:
    """The decisions of the weeks up to the days reviewed, one row each, the newest first.

    Those of the last `WATCHED_WEEKS` weeks, and older ones that are due now or later. `before`,
    `now` and `change` are in the unit of the row; None where it is not known, where no metric is
    watched and where no week has passed. `n` is what `now` rests on.
    """
    shown = [each for each in decisions if _is_followed(each.entry, reviewed)]
    shown.sort(key=lambda each: (each.entry.week, each.number), reverse=True)
    return Part(
        name="decisions",
        title="What was decided, and did the number move?",
        sentences=() if shown else ("Nothing was decided in the weeks before.",),
        columns=(
            Column("decision", "No.", "count"),
            Column("text", "Decision"),
            Column("week", "Week", "day"),
            Column("owner", "Owner"),
            Column("by", "By", "day"),
            Column("metric", "Watched"),
            Column("where", "Of"),
            Column("before", "Before", unit_in="unit"),
            Column("now", "Last week", unit_in="unit"),
            Column("change", "Change", unit_in="unit"),
            Column("weeks", "Weeks since", "count"),
            Column("n", "n", "count"),
            Column("note", "Note"),
        ),
        rows=tuple(_summary(each, figures, reviewed) for each in shown),
    )


def watched_parts(
    decisions: Sequence[Numbered[Decision]], figures: Figures, reviewed: Selection
) -> tuple[Part, ...]:
    """For each decision that watches a metric, the metric by week from the week before it on."""
    return tuple(
        _watched(each, figures, reviewed)
        for each in decisions
        if each.entry.watch and _is_followed(each.entry, reviewed)
    )


def complete_weeks(first: date, reviewed: Selection, figures: Figures) -> list[date]:
    """The first days of the weeks from that of `first` on, up to the last one that has ended.

    It has ended when its last day lies before the moment asked and within the days reviewed.
    """
    settings = figures.settings
    today = local_day(figures.as_of(reviewed).replace(tzinfo=UTC), settings)
    after = today if reviewed.last_day is None else min(today, reviewed.last_day + DAY)
    begin = first_of_week(first, settings)
    count = (first_of_week(after, settings) - begin) // WEEK
    return [begin + n * WEEK for n in range(min(count, WATCHED_WEEKS + 1))]


def _is_followed(decision: Decision, reviewed: Selection) -> bool:
    first, last = reviewed.first_day, reviewed.last_day
    if last is not None and decision.week > last:
        return False
    is_young = first is None or decision.week >= first - WATCHED_WEEKS * WEEK
    return is_young or (first is not None and decision.by >= first)


def _summary(numbered: Numbered[Decision], figures: Figures, reviewed: Selection) -> Row:
    number, decision = numbered
    row: Row = {
        "decision": number,
        **decision.model_dump(include={"text", "week", "owner", "by"}),
        "metric": decision.watch,
        "where": ", ".join(decision.where) or None,
        NARROWED_BY: decision.narrowed_by,
        **dict.fromkeys(("unit", "before", "now", "change", "n", "note")),
        "weeks": 0,
    }
    if decision.watch is None:
        return row
    try:
        weeks = _weekly(decision, figures, reviewed)
    except QuestionError as error:
        return row | {"note": str(error)}
    return row | _moved(weeks) | {"unit": metric(decision.watch).unit}


def _moved(weeks: Sequence[Row]) -> Row:
    if len(weeks) < 2:
        before = weeks[0]["value"] if weeks else None
        return {"before": before, "note": "no complete week has passed since"}
    before, *_, now = weeks
    row = {name: now[name] for name in ("change", "n", "note")}
    return row | {"before": before["value"], "now": now["value"], "weeks": len(weeks) - 1}


def _watched(numbered: Numbered[Decision], figures: Figures, reviewed: Selection) -> Part:
    number, decision = numbered
    name, title = f"decision_{number}", f"{decision.watch} since decision {number}"
    assert decision.watch is not None
    try:
        rows = _weekly(decision, figures, reviewed)
    except QuestionError as error:
        return Part(name, title, (decision.text, str(error)))
    found = metric(decision.watch)
    return Part(
        name=name,
        title=f"{found.title} since decision {number}",
        sentences=(decision.text,),
        columns=(
            Column("week", "Week", "day"),
            Column("value", found.title, found.unit),
            Column("change", "Against the week before the decision", found.unit),
            Column("n", "n", "count"),
            Column("note", "Note"),
        ),
        rows=tuple(rows),
        chart=Chart("lines", x="week", y=("value",)) if rows else None,
    )


def _weekly(decision: Decision, figures: Figures, reviewed: Selection) -> list[Row]:
    """The watched figure of the week decided on, then of each complete week since."""
    watch = str(decision.watch)
    asked = replace(decision.watched(figures.settings), as_of=reviewed.as_of)
    check_watched(watch, asked)
    weeks = complete_weeks(decision.week, reviewed, figures)
    if not weeks:
        return []
    asked = replace(asked, first_day=weeks[0], last_day=weeks[-1] + WEEK - DAY)
    table = figures.measure([watch, "pending_share"], by=["week"], selection=asked)
    place = {row["week"]: n for n, row in enumerate(table.rows)}
    said = {NARROWED_BY: decision.narrowed_by}
    rows = [{"week": week} | _figure(table, place.get(week), watch) | said for week in weeks]
    return [row | {"change": _change(rows[0]["value"], row["value"])} for row in rows]


def _figure(table: Measures, place: int | None, watch: str) -> Row:
    if place is None:
        return {"value": None, "n": None, "note": "no record in this week"}
    row, found = table.rows[place], table.evidence(place, watch)
    pending = row["pending_share"]
    note = f"{pending * 100:.0f} % of its outputs still wait for a decision" if pending else None
    return {"value": row[watch], "n": found.n, "note": found.unknown_because or note}


def _change(before: Any, now: Any) -> Any:
    return None if before is None or now is None else now - before
