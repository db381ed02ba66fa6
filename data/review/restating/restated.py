"""What has been restated since a review was published: then, now, and why, line by line.

The week is asked again in steps from how it was published to how it stands now, and each step
changes one thing: first what is loaded (dated before the moment of then), then the price book, then
the settings, at last the moment. What a step adds is told apart by what it is:

- `refunds`: money given back, whenever it was booked;
- `late verdicts`: what became of outputs that were there: decisions given or loaded since, and
  windows that passed;
- `new logs`: attempts, costs and outputs loaded since;
- `late ends`: attempts that ended, or were booked, after the moment of then;
- `prices`, `settings`, `rules`: another price book, other settings, another version of Offcut.

The lines of a figure sum to its difference exactly: each is the figure after less before a step.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from data.asking.loads import files_since, given_so_far
from data.asking.selection import local_day
from data.review.parts import Column, Part
from data.review.restating.states import FIGURES, OF_CLIENTS, lines_of
from data.review.restating.steps import TOTAL, states_by_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from data.asking.figures import Figures
    from data.review.parts import Row
    from data.review.published import Loads, PublishedReview
    from data.review.restating.states import State


def restated(published: PublishedReview, figures: Figures, now: datetime | None = None) -> Part:
    """What figures of a published review have become since, as of `now` (naive UTC) or the moment.

    A row per figure, group and cause: `then`, `now` and `difference` stand in the first row of a
    figure, `change` in each; the changes sum to the difference. A figure that is as it was has no
    row. Money that was published in another currency is not compared.
    """
    if published.currency != figures.settings.currency:
        return _part(
            f"It was published in {published.currency} and figures are in "
            f"{figures.settings.currency} now: they are not compared."
        )
    moment = now or figures.as_of(published.selection)
    chains = states_by_group(published, figures, moment)
    rows = [row for group, states in chains.items() for row in _rows(group, states)]
    return _part(*_sentences(published, figures, moment, rows), rows=rows)


def _rows(group: str, states: Sequence[State]) -> Iterator[Row]:
    for figure in FIGURES:
        if group != TOTAL and figure.name not in OF_CLIENTS:
            continue
        then, now = figure.of(states[0].sums), figure.of(states[-1].sums)
        known = then is not None and now is not None
        difference = now - then if known else None  # type: ignore[operator]
        first = {"then": then, "now": now, "difference": difference}
        for line in lines_of(states, figure.of):
            yield {
                "metric": figure.name,
                "figure": figure.title,
                "unit": figure.unit,
                "group": group,
                "cause": line.cause,
                "change": line.change,
            } | first
            first = dict.fromkeys(first)


def _sentences(
    published: PublishedReview, figures: Figures, moment: datetime, rows: Sequence[Row]
) -> Iterator[str]:
    settings, stamp = figures.settings, published.stamp
    said_on = local_day(published.published_at, settings)
    stood, stands = (local_day(at.replace(tzinfo=UTC), settings) for at in (stamp.as_of, moment))
    yield (
        f"{published.name} was published on {said_on} with figures as of {stood}; here they stand "
        f"as of {stands}."
    )
    yield _loaded_since(figures, stamp.loads)
    if not rows:
        yield "Nothing of it has been restated."


def _loaded_since(figures: Figures, then: Loads) -> str:
    cursor = figures.open()
    if given_so_far(cursor).files < then.files:
        return (
            "The warehouse holds fewer files than it did then: it was built anew, or it is another "
            "one beside the same reviews."
        )
    files = files_since(cursor, then.last_file_no)
    return f"Loaded since: {_listed(files)}." if files else "No file was loaded since."


def _listed(files: Sequence[str], most: int = 5) -> str:
    named = ", ".join(files[:most])
    return named if len(files) <= most else f"{named} and {len(files) - most} more"


def _part(*sentences: str, rows: Iterable[Row] = ()) -> Part:
    return Part(
        name="restated",
        title="What has been restated since it was published?",
        sentences=sentences,
        columns=(
            Column("figure", "Figure"),
            Column("group", "Of"),
            Column("then", "Then", unit_in="unit"),
            Column("now", "Now", unit_in="unit"),
            Column("difference", "Difference", unit_in="unit"),
            Column("cause", "Cause"),
            Column("change", "Change", unit_in="unit"),
        ),
        rows=tuple(rows),
    )
