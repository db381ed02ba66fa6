"""Briefs in words: what became of them, and the sentence that tells the story of one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.words.formats import counted, duration, label, money
from dashboard.words.ledger_lines import LINE_TITLES, WASTE_LINES
from dashboard.words.media import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.briefs.listed import ListedBrief, Order, State, View

    Row = Mapping[str, Any]

STATES: dict[State, str] = {
    "usable": "Usable",
    "open": "Open",
    "unreviewed": "Open, not reviewed",
    "never_usable": "Never usable",
}
STATE_LINES: dict[State, str] = {
    "usable": "usable",
    "open": "pending",
    "unreviewed": "unknown",
    "never_usable": "rejected",
}
"""The line of the ledger whose colour stands for a state."""
STATE_MEANS = (
    "Usable: at least one asset can be used. Open: something is undecided or may still finish. "
    "Open, not reviewed: all that waits is work that nobody is known to review. Never usable: "
    "all is decided, and nothing can be used."
)
VIEWS: dict[View, str] = {
    "open": "Open and costly",
    "one_shot": "One-shot wins",
    "never_usable": "Never usable",
    "all": "All",
}
VIEW_MEANS: dict[View, str] = {
    "open": "Without anything usable yet, and not given up",
    "one_shot": "Right at the first attempt, without rework",
    "never_usable": "All is decided, and nothing can be used",
    "all": "Every brief of the selection",
}
ORDERS: dict[Order, str] = {
    "money": "Most money",
    "attempts": "Most attempts",
    "usable": "Most usable assets",
    "first_usable": "Longest wait for the first usable",
    "rerolls": "Most re-rolls",
    "newest": "Newest",
}
BASES = {
    "invoiced": "Invoiced",
    "ledger": "Credits booked",
    "reported": "Reported",
    "computed": "Price book",
    "unpriced": "Not known",
}
"""How a cost is known (`cost_basis`)."""
DECISIONS = {
    "approved": "Approved",
    "rejected": "Rejected",
    "needs_edit": "Needs an edit",
    "pending": "Pending",
}
_OUTPUTS = {
    "image": ("image", "images"),
    "video": ("clip", "clips"),
    "audio": ("audio file", "audio files"),
}


def headline(brief: ListedBrief, by_media: Iterable[Row], lines: Row, currency: str) -> str:
    """`12 attempts, 31 images, $14.20: 1 usable after 3 h; $9.80 bought nothing usable, …`."""
    spent = "no known price" if brief.spend is None else money(brief.spend, currency)
    had = f"{counted(brief.attempts, 'attempt')}, {outputs_words(by_media)}, {spent}"
    parts = [_result(brief), _waste(brief, lines, currency)]
    return f"{had}: {'; '.join(filter(None, parts))}."


def outputs_words(by_media: Iterable[Row]) -> str:
    """`14 images and 16 clips`; `no outputs`."""
    found = [
        counted(row["outputs"], *_OUTPUTS.get(label(row["media"]), ("other output",)))
        for row in by_media
        if row["outputs"]
    ]
    return listed(found) if found else "no outputs"


def _result(brief: ListedBrief) -> str:
    if brief.state == "usable":
        took = brief.time_to_first_usable_s
        after = "" if took is None else f" after {duration(took)}"
        return (
            f"{brief.usable:,} usable, the first{after}" if brief.usable > 1 else f"1 usable{after}"
        )
    if brief.state == "never_usable":
        return "all is decided and nothing is usable"
    if brief.state == "unreviewed":
        return "nothing usable yet, for no review of this work is loaded"
    return "nothing usable yet"


def _waste(brief: ListedBrief, lines: Row, currency: str) -> str:
    """What was lost, and into which lines most of it went."""
    lost = {line: lines.get(line) or Decimal(0) for line in WASTE_LINES}
    wasted = sum(lost.values(), Decimal(0))
    if brief.spend is None:
        return ""
    least = "at least " if brief.unreviewed else ""
    if wasted <= 0:
        return "" if brief.unreviewed else "none of the money wasted so far"
    largest = max(lost, key=lambda line: lost[line])
    part = "all of it" if lost[largest] == wasted else "mostly"
    bought = f"{least}{money(wasted, currency)} bought nothing usable"
    return f"{bought}, {part} “{LINE_TITLES[largest].lower()}”"


def unknowns(brief: ListedBrief, total: Row, currency: str) -> str:
    """What the headline could not take in; '' where nothing is missing."""
    parts = []
    if brief.unpriced:
        have = "has" if brief.unpriced == 1 else "have"
        parts.append(f"{counted(brief.unpriced, 'attempt')} {have} no known price")
    if brief.unfinished:
        parts.append(f"{counted(brief.unfinished, 'attempt')} may still finish")
    if brief.pending:
        wait = "waits" if brief.pending == 1 else "wait"
        parts.append(f"{counted(brief.pending, 'output')} {wait} for a decision")
    if assumed := total.get("assumed_cost"):
        parts.append(f"{money(assumed, currency)} rests on an assumption")
    if disputed := total.get("disputed_assets"):
        parts.append(f"reviewers disagree on {counted(disputed, 'output')}")
    return f"Not settled: {', '.join(parts)}." if parts else ""


def decision_words(decision: str | None, stage: str | None) -> str:
    """`Approved at client`; '' where nobody decided."""
    if decision is None:
        return ""
    said = DECISIONS.get(decision, label(decision))
    return f"{said} at {label(stage)}" if stage else said


def shown_of(shown: int, n: int, one: str, many: str | None = None) -> str:
    """`931 briefs`; `The first 500 of 12,345 briefs`."""
    every = counted(n, one, many)
    return every if shown >= n else f"The first {shown:,} of {every}"
