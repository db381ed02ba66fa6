"""What somebody wants sized, as they typed it; what does not hold is named by its field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.commitments.demand.evidence_rule import DEFAULT_RULE, EvidenceRule
from data.commitments.futures.campaign import Campaign
from data.commitments.futures.expectations import EVEN
from data.commitments.futures.horizon import LONGEST_MONTHS, WEEKS_A_YEAR
from data.commitments.terms.contract import MOST_SEATS
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from data.commitments.terms.plan import PlanTerms

_SPAN = re.compile(r"(\d{1,4})\s*(w|weeks?|mo|months?|y|years?)")
_FACTOR = re.compile(r"\d{1,3}(\.\d+)?")
MONTHS_A_YEAR = 12
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LETTERS = 3
"""Of a month's name; what follows them is not looked at."""


@dataclass(frozen=True)
class SizingQuestion:
    """Which channels and plans, and what is expected of the future."""

    channels: tuple[str, ...] = ()
    """None named: those whose ledger has consumption, or that have plans in the book."""
    platforms: tuple[str, ...] = ()
    """Other platforms that could do the same work."""
    instead: tuple[tuple[str, str], ...] = ()
    """Model or family of ours (`*`: any other) and the one that does its work elsewhere."""
    plan_files: tuple[Path, ...] = ()
    quotes: tuple[PlanTerms, ...] = ()
    horizon_weeks: int = WEEKS_A_YEAR
    growth: float = 0.0
    seasonality: tuple[float, ...] = EVEN
    """A factor for each month, January first; 1 is an ordinary month."""
    campaigns: tuple[Campaign, ...] = ()
    seats: int | None = None
    """How many people are to use what is bought; None: as each quote says, else one."""
    rule: EvidenceRule = DEFAULT_RULE
    """How much has to be known for a commitment."""
    paths: int = 10_000
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be meant. Raises QuestionError naming it."""
        if self.seats is not None and not 1 <= self.seats <= MOST_SEATS:
            raise QuestionError(f"{self.seats:,} seats: give 1 to {MOST_SEATS:,}.")


def rule_of(
    precision: float, confidence: float, least_weeks: int, least_briefs: int
) -> EvidenceRule:
    """From percents and counts. Raises QuestionError naming the one that cannot be meant."""
    return EvidenceRule(least_weeks, least_briefs, precision / 100, confidence / 100)


def weeks_of(text: str) -> int:
    """Weeks of `12mo`, `26w` or `1y`. Raises QuestionError naming the horizon."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise QuestionError(f"horizon {text!r}: write months or weeks, e.g. 12mo, 26w or 1y.")
    n, unit = int(found[1]), found[2][0]
    if unit == "w":
        return n
    months = n * (MONTHS_A_YEAR if unit == "y" else 1)
    if not 1 <= months <= LONGEST_MONTHS:
        raise QuestionError(f"horizon {text!r}: give 1 to {LONGEST_MONTHS} months.")
    return round(months * WEEKS_A_YEAR / MONTHS_A_YEAR)


def seasons_of(texts: Iterable[str]) -> tuple[float, ...]:
    """Twelve factors from `MONTH=FACTOR`, such as `dec=1.5`; 1 for months that are not named.

    Raises QuestionError naming the part that does not hold.
    """
    factors = dict.fromkeys(MONTHS, 1.0)
    for text in texts:
        month, _, factor = text.partition("=")
        name = month.strip().lower()[:LETTERS]
        if name not in factors or not _FACTOR.fullmatch(factor.strip()):
            raise QuestionError(
                f"season {text!r}: write a month and its factor, e.g. dec=1.5 for half as much "
                f"again in December, aug=0.6 for a quiet August."
            )
        factors[name] = float(factor)
    return tuple(factors.values())


def campaign_of(text: str) -> Campaign:
    """A campaign from `ASSETS@DATE`. Raises QuestionError naming the part that does not hold."""
    assets, at, due_on = text.partition("@")
    if not at or not assets.strip().isdecimal():
        raise QuestionError(
            f"campaign {text!r}: write how many usable assets by which day, e.g. 120@2026-12-18."
        )
    if not due_on.strip():
        raise QuestionError(f"campaign {text!r}: the day is missing, e.g. 120@2026-12-18.")
    try:
        due_day = date.fromisoformat(due_on.strip())
    except ValueError as error:
        raise QuestionError(
            f"campaign {text!r}: {due_on!r} is not a day. Write it like 2026-12-18."
        ) from error
    return Campaign(text.strip(), int(assets), due_day)


def instead_of(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """`MODEL` for any of ours, or `OURS=MODEL` for one. Raises QuestionError."""
    pairs = []
    for text in texts:
        ours, sign, theirs = text.rpartition("=")
        if not theirs.strip() or (sign and not ours.strip()):
            raise QuestionError(f"instead {text!r}: write MODEL, or OURS=MODEL.")
        pairs.append((ours.strip() or "*", theirs.strip()))
    return tuple(pairs)
