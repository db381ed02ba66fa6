"""The bridge: from the cost per usable asset of the period before to this one's, step by step."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.review.content.change_words import of_before, step_words
from data.review.parts import Chart, Column, Part
from data.review.segments import change_by

if TYPE_CHECKING:
    from data.estimates.change import Change
    from data.metrics.dimensions import Key
    from data.review.facts import Facts
    from data.review.parts import Row

MOST_STEPS = 7
REST = "everything else"
COLUMNS = (Column("step", "Step"), Column("money", "Cost per usable asset", "money_per"))


def bridge(facts: Facts) -> Part:
    """The change by client and cause; it sums to the last digit."""
    return _part(
        facts, facts.change, "bridge", "From the period before to this one", "usable asset"
    )


def loaded_bridge(facts: Facts) -> Part | None:
    """The same of the fully loaded cost; None where no work of people has a price."""
    change = change_by(facts.figures, facts.asked, "client", people=True)
    if change is None or not any(line.cause == "people" for line in change.lines):
        return None
    title = "The same with people's time"
    return _part(facts, change, "loaded_bridge", title, "usable asset, people included")


def _part(facts: Facts, change: Change[Key] | None, name: str, title: str, of: str) -> Part:
    if change is None:
        nothing = "One of the periods has nothing usable: there is no change to split."
        return Part(name, title, (nothing,), COLUMNS)
    rows = [
        {"step": of_before(facts).capitalize(), "money": change.before},
        *_steps(change),
        {"step": facts.name, "money": change.after},
    ]
    chart = Chart("bridge", "step", ("money",)) if len(rows) > 2 else None
    return Part(name, title, (_causes(facts, change, of),), COLUMNS, tuple(rows), chart)


def _steps(change: Change[Key]) -> list[Row]:
    """The largest steps, and the rest in one."""
    lines = sorted(change.lines, key=lambda line: -abs(line.amount))
    rows: list[Row] = [
        {"step": step_words(each), "money": each.amount} for each in lines[:MOST_STEPS]
    ]
    rest = sum((each.amount for each in lines[MOST_STEPS:]), Decimal(0))
    return [*rows, {"step": REST, "money": rest}] if lines[MOST_STEPS:] else rows


def _causes(facts: Facts, change: Change[Key], of: str) -> str:
    """What each cause did over all clients, which sums to the change."""
    named = {
        "mix": change.of_cause("mix", "new", "vanished", "mix_and_yield"),
        "price": change.of_cause("price"),
        "yield": change.of_cause("yield"),
        "lapsed credits": change.of_cause("breakage"),
        "people": change.of_cause("people"),
    }
    told = [
        f"{name} {'+' if amount > 0 else ''}{money(amount, facts.settings.currency)}"
        for name, amount in named.items()
        if amount
    ]
    return f"Cost per {of}: {', '.join(told) if told else 'nothing changed'}."
