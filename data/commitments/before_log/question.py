"""What is asked before there is a log: so many usable assets a month, at so many attempts each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.demand.evidence_rule import DEFAULT_RULE, EvidenceRule
from data.commitments.futures.expectations import EVEN
from data.commitments.futures.horizon import WEEKS_A_YEAR
from data.commitments.wording import decimal_words, listed
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.commitments.question import SizingQuestion
    from data.commitments.terms.plan import PlanTerms

_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_RANGE = re.compile(rf"({_NUMBER})(?:\s*(?:\.\.|…|-|–|to)\s*({_NUMBER}))?")
MOST_ASSETS, MOST_ATTEMPTS, MOST_SECONDS = 10_000_000, 10_000, 3600


@dataclass(frozen=True)
class BeforeLogQuestion:
    """Usable assets a month, attempts per usable asset from low to high, with what and where."""

    assets: int
    low: Decimal
    high: Decimal
    models: tuple[str, ...]
    """Each by itself could do the work."""
    platforms: tuple[str, ...] = ()
    """None named: all of the plan book that have a rate for the model."""
    seconds: Decimal | None = None
    """How long a clip is, where a rate is by the second."""
    plan_files: tuple[Path, ...] = ()
    quotes: tuple[PlanTerms, ...] = ()
    horizon_weeks: int = WEEKS_A_YEAR
    rule: EvidenceRule = DEFAULT_RULE

    def __post_init__(self) -> None:
        """Refuse what cannot be meant. Raises QuestionError naming the number."""
        if not 1 <= self.assets <= MOST_ASSETS:
            raise QuestionError(
                f"assets {self.assets:,}: give how many usable assets are wanted a month, 1 to "
                f"{MOST_ASSETS:,}."
            )
        _refuse_attempts(self.low, self.high)
        if self.seconds is not None and not 0 < self.seconds <= MOST_SECONDS:
            raise QuestionError(f"seconds {self.seconds}: give how long a clip is, up to 3,600.")
        if not self.models:
            raise QuestionError(
                'model: name the model that is to do the work, e.g. "Nano Banana Pro".'
            )

    @property
    def levels(self) -> tuple[Decimal, Decimal, Decimal]:
        """Attempts per usable asset: the low end, the middle and the high end."""
        return self.low, (self.low + self.high) / 2, self.high

    @property
    def places(self) -> tuple[tuple[int, Decimal], ...]:
        """Each of them with its place; one alone where both ends are the same."""
        return tuple(enumerate(self.levels))[: 1 if self.low == self.high else None]


def _refuse_attempts(low: Decimal, high: Decimal) -> None:
    shown = f"attempts {decimal_words(low)}..{decimal_words(high)}"
    if low > high:
        raise QuestionError(
            f"{shown}: the lower number comes first, {decimal_words(high)}..{decimal_words(low)}."
        )
    if not (low >= 1 and high <= MOST_ATTEMPTS):
        raise QuestionError(
            f"{shown}: a usable asset takes one attempt at least; give 1 to {MOST_ATTEMPTS:,}."
        )


def stated_question(
    assets: int | None,
    attempts: str | None,
    models: Sequence[str],
    seconds: str | None,
    asked: SizingQuestion,
) -> BeforeLogQuestion:
    """What was stated, with the platforms, quotes, horizon and rule of a question about a log.

    Raises QuestionError naming what is missing, and what only a log has an answer to.
    """
    if assets is None or attempts is None:
        raise QuestionError(
            "before there is a log, say how many usable assets a month, at how many attempts each, "
            'and with which model: --assets 300 --attempts 3..12 --model "Nano Banana Pro".'
        )
    if of_a_log := _of_a_log(asked):
        raise QuestionError(
            f"{listed(of_a_log)}: that changes what a log says, and before there is one every "
            f"month is alike. Leave it out, or leave out --assets."
        )
    low, high = attempts_of(attempts)
    return BeforeLogQuestion(
        assets,
        low,
        high,
        tuple(filter(None, (each.strip() for each in models))),
        asked.platforms,
        seconds_of(seconds),
        asked.plan_files,
        asked.quotes,
        asked.horizon_weeks,
        asked.rule,
    )


def _of_a_log(asked: SizingQuestion) -> list[str]:
    given = {
        "channel": asked.channels,
        "growth": asked.growth,
        "season": asked.seasonality != EVEN,
        "campaign": asked.campaigns,
        "instead": asked.instead,
    }
    return [name for name, value in given.items() if value]


def attempts_of(text: str) -> tuple[Decimal, Decimal]:
    """The ends of `3..12`, or twice the same of `5`. Raises QuestionError."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise QuestionError(
            f"attempts {text!r}: write how many a usable asset may take from and to, e.g. 3..12, "
            f"or one number."
        )
    low = Decimal(found[1])
    return low, Decimal(found[2]) if found[2] else low


def seconds_of(text: str | None) -> Decimal | None:
    """A length in seconds. Raises QuestionError."""
    if text is None or not text.strip():
        return None
    if not re.fullmatch(_NUMBER, text.strip()):
        raise QuestionError(f"seconds {text!r}: write a number, e.g. 5 or 7.5.")
    return Decimal(text.strip())
