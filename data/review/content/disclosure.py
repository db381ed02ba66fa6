"""The disclosure card: what another machine needs to make every figure again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.question import SizingQuestion
from data.review.parts import Column, Part
from data.review.published import stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts

ASKED = ("attempts", "outputs", "pending_share", "unreviewed_outputs")


def disclosure(facts: Facts) -> Part:
    """Prices, windows, rules, n, what is pending and unreviewed, versions and hashes."""
    rows = tuple({"what": what, "is": is_} for what, is_ in _lines(facts))
    columns = (Column("what", "What"), Column("is", "Is"))
    said = (f"The same figures on another machine: `{_command(facts)}`, on the same files.",)
    return Part("disclosure", "On what this rests", said, columns, rows, is_small_print=True)


def _lines(facts: Facts) -> Iterator[tuple[str, str]]:
    settings, asked = facts.settings, facts.asked
    stamp = stamp_of(facts.figures, asked.selection)
    (row,) = facts.figures.measure(ASKED, selection=asked.selection).rows
    yield "As of", f"{asked.as_of.isoformat(timespec='seconds')}Z"
    yield "Held against", f"{asked.before.first} to {asked.before.last}, {_moment(facts)}"
    yield "Time zone, first weekday", f"{settings.timezone}, {settings.week_starts_on}"
    yield (
        "Windows",
        (
            f"{settings.selection_window_days:g} days after another was chosen, "
            f"{settings.verdict_window_days:g} days without a word"
        ),
    )
    yield "Usable from stage", settings.usable_from_stage
    yield "Whose word stands", str(settings.verdict_rule)
    yield "Attempts, outputs", f"{row['attempts']:,}, {row['outputs']:,}"
    pending = row["pending_share"]
    yield "Undecided", "–" if pending is None else f"{float(pending):.1%}".replace("%", " %")
    yield "Unreviewed outputs", f"{row['unreviewed_outputs']:,}"
    yield "Prices as of", f"{asked.as_of.date()}, book {stamp.price_book[:16]}"
    yield "Settings", stamp.settings_hash
    yield "Rules", stamp.rules[:16]
    yield (
        "Loaded",
        (
            f"{stamp.loads.files} files, {stamp.loads.records_new:,} records, "
            f"{stamp.loads.records_rejected:,} rejected"
        ),
    )
    drawn = SizingQuestion()
    futures = f"only another plan's money is drawn, {drawn.paths:,} futures of seed {drawn.seed}"
    yield "Chance", futures
    yield "Offcut", stamp.version or "not installed"


def _moment(facts: Facts) -> str:
    if not facts.asked.is_at_equal_age:
        return "as it stands now"
    return f"as it stood at {facts.asked.before_as_of.isoformat(timespec='seconds')}Z"


def _command(facts: Facts) -> str:
    asked = facts.asked
    where = "".join(
        f" --where {name}={value or ''}"
        for name, values in asked.filters.filters
        for value in values
    )
    at = f"{asked.as_of.isoformat(timespec='seconds')}Z"
    return f"offcut review --from {asked.days.first} --until {asked.days.last}{where} --as-of {at}"
