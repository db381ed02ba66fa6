"""How many more briefs it takes, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import counted, money, percent

if TYPE_CHECKING:
    from data.commitments.demand.evidence import EvidenceReport, MoreBriefs


def missing_words(report: EvidenceReport, currency: str) -> str:
    """What would settle it, what that costs and how long it takes."""
    spent = "; ".join(until_then(report, currency))
    spent = f"; {spent}" if spent else ""
    if report.vague:
        known = f"the waste per usable asset to ±{percent(report.rule.precision)}"
        return f"{_subject(report)} would settle {known}{spent}."
    if report.more:
        return f"{_subject(report)} would do: the waste varies little so far{spent}."
    return f"The waste is known well enough; only time is missing{spent}."


def _subject(report: EvidenceReport) -> str:
    briefs = more_briefs(report)
    return f"{briefs}," if "likely" in briefs else briefs


def more_briefs(report: EvidenceReport) -> str:
    """`35 to 80 more settled briefs, most likely 45`."""
    more, what = report.more, "more settled brief"
    if more.fewest == more.most:
        return counted(more.most, what)
    likely = likely_words(more)
    return f"{more.fewest:,} to {counted(more.most, what)}{', ' if likely else ''}{likely}"


def range_words(more: MoreBriefs) -> str:
    """`35 to 80`, `20` where it is one number."""
    return f"{more.most:,}" if more.fewest == more.most else f"{more.fewest:,} to {more.most:,}"


def likely_words(more: MoreBriefs) -> str:
    """`most likely 45`; empty where that says no more than the range."""
    return "" if more.likely == more.fewest else f"most likely {more.likely:,}"


def until_then(report: EvidenceReport, currency: str) -> list[str]:
    """What it takes in money and in weeks, a part each."""
    parts = []
    if report.costs and report.costs[1]:
        low, high = (money(each, currency) for each in report.costs)
        cost = low if low == high else f"{low} to {high}"
        parts.append(f"{cost} at what a brief costs now")
    if report.more_weeks is None or report.most_weeks is None:
        return [*parts, "pace unknown"]
    if report.most_weeks:
        weeks = counted(report.most_weeks, "week")
        less = f"{report.more_weeks:,} to " if report.more_weeks < report.most_weeks else ""
        parts.append(f"{less}{weeks} at your pace")
    return parts
