"""What a team uses, week by week, in one platform's own credits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.terms.amounts import Charged

Basis = Literal["ledger", "log", "re-rated", "price book", "given"]
"""What the credits rest on: the account's bookings, the log's own credits and prices, another
platform's rates for the same work, the price book's money, or numbers that someone gave."""

WEEK = timedelta(days=7)
NOTHING = Decimal(0)
MOST_UNRATED = 0.05
"""Where more of the work than this has no rate, the rest would only look cheap."""


@dataclass(frozen=True)
class Week:
    """One complete week. `failed` and `blocked`: what such attempts take where they are charged."""

    starts_on: date
    credits: Decimal
    failed: Decimal = NOTHING
    blocked: Decimal = NOTHING
    attempts: int = 0

    def times(self, effort: Decimal) -> Week:
        """The same attempts at so many times the credits."""
        return replace(
            self,
            credits=effort * self.credits,
            failed=effort * self.failed,
            blocked=effort * self.blocked,
        )

    def charged(self, failed: Charged, blocked: Charged) -> Decimal:
        """Credits under a platform's terms; what is not known to be free counts as charged."""
        return (
            self.credits
            + (NOTHING if failed == "no" else self.failed)
            + (NOTHING if blocked == "no" else self.blocked)
        )


class Guess(NamedTuple):
    """A rate that is uncertain, where it was read and when, and how many attempts rest on it."""

    rate: str
    source: str
    read_on: date | None
    attempts: int


@dataclass(frozen=True)
class WeeklyDemand:
    """Complete weeks, one after the other, oldest first, and what had to be left out."""

    platform: str
    weeks: tuple[Week, ...]
    basis: Basis = "given"
    credit: str = "credit"
    partly_covered_weeks: int = 0
    logged_attempts: int = 0
    """Attempts of all weeks, whole or not."""
    unrated_attempts: int = 0
    """Of them, those whose work has no rate here; their credits are not in the weeks."""
    unconverted_attempts: int = 0
    """Of these, those whose price is in a currency that no rate of their day converts."""
    assumed_attempts: int = 0
    """Failed or blocked attempts valued at the mean of the others, as nothing was logged."""
    guesses: tuple[Guess, ...] = ()
    """Uncertain rates that some of the work was valued by."""
    peak_concurrency: int | None = None
    """The most generations that ran at once."""

    def __post_init__(self) -> None:
        """Refuse weeks that do not follow one another, or that are negative."""
        for earlier, later in pairwise(self.weeks):
            if later.starts_on - earlier.starts_on != WEEK:
                raise QuestionError(
                    f"weekly demand of {self.platform}: the week of {later.starts_on} does not "
                    f"follow that of {earlier.starts_on}. Give every week in turn, empty ones as 0."
                )
        for week in self.weeks:
            if min(week.credits, week.failed, week.blocked) < 0:
                raise QuestionError(
                    f"weekly demand of {self.platform}: the week of {week.starts_on} is below "
                    f"zero. Give what was used, 0 or more."
                )

    @classmethod
    def of(
        cls,
        platform: str,
        credits_by_week: Sequence[Decimal | int],
        *,
        first_week: date,
        attempts: int = 0,
    ) -> WeeklyDemand:
        """From plain numbers: credits of successive weeks, each with so many attempts."""
        return cls(
            platform,
            tuple(
                Week(first_week + n * WEEK, Decimal(credits_), attempts=attempts)
                for n, credits_ in enumerate(credits_by_week)
            ),
        )

    @property
    def next_day(self) -> date | None:
        """The day after the last complete week."""
        return self.weeks[-1].starts_on + WEEK if self.weeks else None

    @property
    def unrated_share(self) -> float:
        """The share of the work whose credits are not known."""
        return self.unrated_attempts / self.logged_attempts if self.logged_attempts else 0.0

    @property
    def attempts(self) -> int:
        """Attempts of all weeks."""
        return sum(week.attempts for week in self.weeks)

    def mean_per_week(self, failed: Charged, blocked: Charged) -> Decimal | None:
        """Credits a week under a platform's terms; None without weeks."""
        if not self.weeks:
            return None
        total = sum((week.charged(failed, blocked) for week in self.weeks), NOTHING)
        return total / len(self.weeks)
