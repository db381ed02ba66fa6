"""Every claim meets its later truth: what published findings and levers said, beside what came.

A claim is about the four weeks after the days reviewed. Once they are over, the same figure of the
same work is measured over them: by the week for sums and counts, as one figure for the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.asking.selection import Selection, local_day
from data.errors import QuestionError
from data.estimates.intervals import wilson_interval
from data.metrics.catalogue import metric
from data.metrics.days import Days
from data.review.parts import Column, Part
from data.review.persons import NARROWED_BY
from data.review.targets import as_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.asking.figures import Figures
    from data.metrics.metric import Unit
    from data.review.parts import Row
    from data.review.predictions import Prediction
    from data.review.published import PublishedReview

WEEKS = 4
DAY = timedelta(days=1)
INSIDE, BELOW, ABOVE, UNKNOWN = "inside", "below", "above", "not known"


def weeks_claimed(review: PublishedReview) -> Days:
    """The days that a review's claims are about."""
    return Days(review.last_day + DAY, review.last_day + timedelta(weeks=WEEKS))


def scoreboard(
    published: Iterable[PublishedReview], figures: Figures, reviewed: Selection | None = None
) -> Part:
    """A row per claim whose four weeks are over by the moment asked, the newest first.

    `published` holds one version of each review: what was said first counts. `happened` is None
    where the figure is not known over these weeks. The share kept counts claims inside their
    interval of those that are known, with Wilson's 95 % interval.
    """
    asked = reviewed or Selection()
    today = local_day(figures.as_of(asked).replace(tzinfo=UTC), figures.settings)
    due = [review for review in published if weeks_claimed(review).last < today]
    due.sort(key=lambda review: review.last_day, reverse=True)
    rows = [_row(r, claim, figures, asked) for r in due for claim in r.predictions]
    return Part(
        name="scoreboard",
        title="What was said four weeks ago and before, and what came of it",
        sentences=_sentences(rows),
        columns=(
            Column("review", "Review"),
            Column("kind", "Kind"),
            Column("sentence", "Claim"),
            Column("expected", "Predicted", unit_in="unit"),
            Column("low", "Low", unit_in="unit"),
            Column("high", "High", unit_in="unit"),
            Column("happened", "Happened", unit_in="unit"),
            Column("outcome", "Against the interval"),
            Column("n", "n", "count"),
            Column("note", "Note"),
        ),
        rows=tuple(rows),
    )


def _row(review: PublishedReview, claim: Prediction, figures: Figures, asked: Selection) -> Row:
    row: Row = {
        "review": review.name,
        "kind": claim.kind,
        "key": claim.key,
        "sentence": claim.sentence,
        **dict.fromkeys(("unit", "happened", "n", "note")),
        **{name: getattr(claim, name) for name in ("expected", "low", "high")},
        "outcome": UNKNOWN,
        NARROWED_BY: tuple(dict(claim.where)),
    }
    try:
        value, n, note = _measured(review, claim, figures, asked)
    except QuestionError as error:
        return row | {"note": str(error)}
    unit = _unit(claim.metric)
    cells = {name: as_cell(getattr(claim, name), unit) for name in ("expected", "low", "high")}
    happened = None if value is None else value - (claim.against or 0)
    row |= cells | {"unit": unit, "n": n, "note": note or None}
    return row | {"happened": as_cell(happened, unit), "outcome": outcome_of(claim, happened)}


def _unit(name: str) -> Unit:
    """A count by the week need not be whole."""
    unit = metric(name).unit
    return "ratio" if unit == "count" else unit


def _measured(
    review: PublishedReview, claim: Prediction, figures: Figures, asked: Selection
) -> tuple[Decimal | None, int | None, str]:
    """The figure over the weeks claimed, by the week where it is a sum; its n; why unknown."""
    days = weeks_claimed(review)
    work = Selection(days.first, days.last, claim.where)
    table = figures.measure([claim.metric], selection=replace(work, as_of=asked.as_of))
    value, found = table.rows[0][claim.metric], table.evidence(0, claim.metric)
    is_sum = metric(claim.metric).unit in ("money", "count")
    return _exact(value, WEEKS if is_sum else 1), found.n, found.unknown_because


def _exact(value: Any, by: int) -> Decimal | None:
    return None if value is None else Decimal(str(value)) / by


def outcome_of(claim: Prediction, happened: Decimal | None) -> str:
    """Where what happened lies; the ends of the interval belong to it."""
    if happened is None:
        return UNKNOWN
    if happened < claim.low:
        return BELOW
    return ABOVE if happened > claim.high else INSIDE


def _sentences(rows: Sequence[Row]) -> tuple[str, ...]:
    """Findings are claims of what goes on; levers, of what a change would bring."""
    if not rows:
        return ("No claim of a published review is four weeks old yet.",)
    of_findings, of_levers = (
        [row for row in rows if row["kind"] == kind] for kind in ("finding", "lever")
    )
    only_if = "A lever's comes true only where the change was made: else the figure stays."
    return (
        *((_kept(of_findings, "claims"),) if of_findings else ()),
        *((f"{_kept(of_levers, 'claims of levers')} {only_if}",) if of_levers else ()),
    )


def _kept(rows: Sequence[Row], what: str) -> str:
    known = [row for row in rows if row["outcome"] != UNKNOWN]
    kept = sum(row["outcome"] == INSIDE for row in known)
    low, high = wilson_interval(kept, len(known))
    if low is None or high is None:
        return f"What became of the {what} is not known."
    share, ends = _percent(kept / len(known)), f"{_percent(low)} to {_percent(high)}"
    return (
        f"{kept} of {len(known)} {what} came out inside their interval: {share} (95 % interval "
        f"{ends})."
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
