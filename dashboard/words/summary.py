"""What happened, in one sentence that anybody can repeat, and what it could not take in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import counted, day, money, percent, whole_money
from dashboard.words.gaps import gap_words
from dashboard.words.media import listed, usable_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    Row = Mapping[str, Any]

SUMMED = (
    *("spend", "usable_assets", "waste_share", "attempts", "pending_share"),
    *("unpriced_attempts", "unknown_attempts", "assumed_cost", "outputs", "unreviewed_outputs"),
)
"""The metrics the sentences are made of, over everything; `usable_assets` also by media."""
SUMMED_GAPS = ("unmatched_verdicts", "ambiguous_verdicts", "rejected_rows")
"""Gaps of the whole warehouse, whatever the selection."""


def summary(total: Row, by_media: Sequence[Row], days: Sequence[date], currency: str) -> str:
    """One sentence over a selection: money, time, what came of it, what was wasted.

    `days` are the local days on which something was submitted, in order.
    """
    if not total["attempts"]:
        return _without_attempts(total["spend"], currency)
    found = _usable(by_media)
    parts = [
        f"{_spent(total, currency)} {_in_days(days)} for {found or _nothing_usable(total)}",
        _wasted(total["waste_share"], with_usable=bool(found)),
    ]
    return f"{'; '.join(part for part in parts if part)}."


def _without_attempts(spend: Decimal | None, currency: str) -> str:
    if spend:
        lapsed = whole_money(spend, currency)
        return f"Nothing was submitted in this selection, but credits worth {lapsed} lapsed."
    return "Nothing was submitted in this selection."


def _spent(total: Row, currency: str) -> str:
    if total["spend"] is None:
        attempts = counted(total["attempts"], "attempt")
        return f"You made {attempts} of which no cost is known"
    return f"You spent {whole_money(total['spend'], currency)}"


def _in_days(days: Sequence[date]) -> str:
    """`in 10 weeks`; under a fortnight in days, a single one by its date."""
    length = (days[-1] - days[0]).days + 1
    if length == 1:
        return f"on {day(days[0])}"
    return f"in {length} days" if length < 14 else f"in {round(length / 7)} weeks"


def _usable(by_media: Sequence[Row]) -> str:
    found = [
        usable_words(row["usable_assets"], row["media"])
        for row in sorted(by_media, key=lambda row: -row["usable_assets"])
        if row["usable_assets"]
    ]
    return listed(found) if found else ""


def _nothing_usable(total: Row) -> str:
    if not total["outputs"] or total["unreviewed_outputs"] < total["outputs"]:
        return "nothing usable yet"
    return f"{counted(total['outputs'], 'output')} that nobody is known to review"


def _wasted(share: Decimal | None, *, with_usable: bool) -> str:
    """Beside nothing usable yet, the waste is only what is lost already: the rest is undecided."""
    if share is None:
        return ""
    if share <= 0:
        return "none of the money was wasted"
    bought = "bought nothing usable" if with_usable else "is lost already"
    return f"{_rounded(share)} of the money {bought}"


def _rounded(share: Decimal) -> str:
    """`61 %`; where that would read 0 or 100, with its decimal."""
    return (
        f"{round(share * 100)} %" if 1 <= round(share * 100) < 100 or share == 1 else percent(share)
    )


def footnote(total: Row, gaps: Row, days: Sequence[date], currency: str) -> str:
    """The days it covers and every gap beside it, in words."""
    words = [_span(days)] if days else []
    if total["pending_share"]:
        words.append(f"{percent(total['pending_share'])} of the outputs wait for a decision")
    if total["unpriced_attempts"]:
        known = counted(total["unpriced_attempts"], "attempt has", "attempts have")
        words.append(f"{known} no known price")
    if total["unknown_attempts"]:
        words.append(f"{counted(total['unknown_attempts'], 'attempt')} with an unknown end")
    if total["assumed_cost"]:
        words.append(f"{money(total['assumed_cost'], currency)} rest on an assumption")
    words += [gap_words(gap, gaps[gap], currency) for gap in SUMMED_GAPS if gaps[gap]]
    return " · ".join(words)


def _span(days: Sequence[date]) -> str:
    return day(days[0]) if days[0] == days[-1] else f"{day(days[0])} to {day(days[-1])}"
