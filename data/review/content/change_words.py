"""The change of cost per usable asset in words: the headline, and what each step of it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import counted, money

if TYPE_CHECKING:
    from decimal import Decimal

    from data.estimates.change import Cause, Change, Line
    from data.estimates.control_chart import State
    from data.metrics.dimensions import Key
    from data.review.facts import Facts

CAUSES: dict[Cause, str] = {
    "mix": "mix",
    "new": "new work",
    "vanished": "work that ended",
    "price": "price per output",
    "yield": "yield",
    "mix_and_yield": "mix and yield",
    "breakage": "lapsed credits",
    "people": "people",
}
_ROSE: dict[Cause, str] = {
    "mix": "more of the work that is dear, {of}",
    "new": "new work that is dear, {of}",
    "vanished": "cheap work that ended, {of}",
    "price": "dearer outputs, {of}",
    "yield": "fewer outputs usable, {of}",
    "mix_and_yield": "mix and yield, {of}",
    "breakage": "credits that lapsed",
    "people": "people's time, {of}",
}
_FELL: dict[Cause, str] = {
    "mix": "more of the work that is cheap, {of}",
    "new": "new work that is cheap, {of}",
    "vanished": "dear work that ended, {of}",
    "price": "cheaper outputs, {of}",
    "yield": "more outputs usable, {of}",
    "mix_and_yield": "mix and yield, {of}",
    "breakage": "fewer credits that lapsed",
    "people": "less of people's time, {of}",
}


_SURE: dict[State | None, str] = {
    None: "",
    "common": " Weeks vary by as much.",
    "look": " That is more than weeks usually vary by: worth a look.",
    "signal": " Weeks do not vary by as much: something changed.",
}


def headline(facts: Facts, state: State | None) -> str:
    """What one usable asset cost in the period, how that changed, mostly why, and if by chance.

    `state` is that of the week on the control chart of the cost; None without limits.
    """
    currency, total = facts.settings.currency, facts.total
    spend = money(total.money + total.breakage, currency)
    if not total.asked:
        lapsed = f", but credits worth {spend} lapsed" if total.breakage else ""
        return f"Nothing was submitted in {facts.name}{lapsed}."
    if not total.usable and facts.is_unreviewed:
        return (
            f"{facts.name} cost {spend}; what it was worth is not known, as nobody is known to "
            "review this work. Load its reviews to know."
        )
    if not total.usable:
        return f"{facts.name} cost {spend} and has nothing usable yet."
    change = facts.change
    if change is None:
        cost = money((total.money + total.breakage) / total.usable, currency)
        return (
            f"One usable asset cost {cost} in {facts.name}: {spend} for "
            f"{counted(total.usable, 'usable asset')}. {_before(facts)} had nothing usable."
        )
    cost = money(change.after, currency)
    return f"One usable asset cost {cost} in {facts.name}, {_moved(facts, change)}{_SURE[state]}"


def step_words(line: Line[Key]) -> str:
    """A step of the bridge: `petrichor-skin: yield`."""
    if line.cause == "breakage":
        return CAUSES["breakage"]
    return f"{line.segment or 'no client named'}: {CAUSES[line.cause]}"


def of_before(facts: Facts) -> str:
    """The period it is held against, as a phrase: `the week before at the same age`."""
    return f"{_before(facts).lower()}{' at the same age' if facts.asked.is_at_equal_age else ''}"


def _before(facts: Facts) -> str:
    days = facts.asked.days
    if (days.first - facts.asked.before.first).days != (days.last - days.first).days + 1:
        return f"The days from {facts.asked.before.first}"
    return "The week before" if (days.last - days.first).days == 6 else "The period before"


def _moved(facts: Facts, change: Change[Key]) -> str:
    currency = facts.settings.currency
    then = f"{of_before(facts)} ({money(change.before, currency)})"
    if not change.lines or not change.amount:
        return f"as in {then}."
    more = "more" if change.amount > 0 else "less"
    size = money(abs(change.amount), currency)
    return f"{size} {more} than {then}: mostly {_mainly(change)}."


def _mainly(change: Change[Key]) -> str:
    """The largest step in the direction of the whole change, in words."""
    along = [line for line in change.lines if (line.amount > 0) == (change.amount > 0)]
    line = max(along, key=lambda each: abs(each.amount))
    words = _ROSE if line.amount > 0 else _FELL
    named: str | Decimal = str(line.segment) if line.segment is not None else "no client named"
    return words[line.cause].format(of=named)
