"""The credit account of the video tool: plan, roll-over with a cap, promotion, use, refunds.

Credits are spent from the grant that ends first. The plan's credits last two billing periods, but
at each renewal only so many are carried over; the rest ends there. When credits run short, the
agency tops up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.demo.logs.schedule import Lines
from data.demo.logs.spelling import csv_line, iso_z

if TYPE_CHECKING:
    from pathlib import Path

    from data.demo.agency.events import Attempt

ACCOUNT = "fable-and-finch-runway"
COLUMNS = "account,kind,at,credits,money,currency,expires_at,promotional,attempt_ref,entry_id"
PERIOD = timedelta(days=30)
RENEWED_AT = timedelta(hours=6, minutes=12)
PLAN_CREDITS, MONTHLY_USD, ANNUAL_USD = 15_000, 150, 120
"""The first period is bought by the month, the later ones at the price of an annual contract."""
CARRIED_OVER = 1_000
PROMOTION, PROMOTION_AFTER = 3_000, timedelta(days=16, hours=9)
PROMOTION_LASTS = timedelta(days=5)
TOP_UP_CREDITS, TOP_UP_USD = 1_000, 10


@dataclass(slots=True, eq=False)
class Grant:
    """Credits that came in together. `ends_at` is None for those that never lapse."""

    left: int
    ends_at: datetime | None


class CreditLedger(Lines):
    """`credits/ledger.csv`: takes the attempts of the video tool and books what they use."""

    def __init__(self, path: Path, starts_at: datetime, until: datetime, scale: float) -> None:
        """Nothing is booked before the first attempt."""
        super().__init__(path, COLUMNS)
        self._until, self._scale = until, scale
        self._grants: list[Grant] = []
        self._drawn: dict[str, list[tuple[Grant, int]]] = {}
        self._entries = 0
        self._due = self._calendar(starts_at)

    def _calendar(self, starts_at: datetime) -> list[tuple[datetime, str]]:
        """What falls due by date alone, oldest first."""
        renewals = [(starts_at + RENEWED_AT + n * PERIOD, "renewal") for n in range(60)]
        promotion = (starts_at + PROMOTION_AFTER, "promotion")
        return sorted([*renewals, promotion])

    def take(self, at: datetime, item: tuple[str, Attempt]) -> None:  # type: ignore[override]
        """Book `("consume", attempt)` or `("refund", attempt)`."""
        self._catch_up(at)
        kind, attempt = item
        if kind == "consume":
            self._consume(at, attempt)
        else:
            self._refund(at, attempt)

    def close(self) -> None:
        """Book what still falls due, and close the file."""
        self._catch_up(self._until)
        super().close()

    # --- by date ------------------------------------------------------------------------------

    def _catch_up(self, now: datetime) -> None:
        while self._due and self._due[0][0] <= now:
            at, what = self._due.pop(0)
            self._lapse(at)
            if what == "renewal":
                self._renew(at)
            else:
                self._grant_promotion(at)
        self._lapse(now)

    def _lapse(self, now: datetime) -> None:
        """Grants that ended by now lose what is left of them, at the moment they ended."""
        ended = [grant for grant in self._grants if grant.ends_at and grant.ends_at <= now]
        for grant in sorted(ended, key=lambda grant: grant.ends_at or now):
            self._expire(grant, grant.left, grant.ends_at or now)
        self._grants = [grant for grant in self._grants if grant not in ended]

    def _renew(self, at: datetime) -> None:
        """Cap what is carried over, then add the new period's credits."""
        carried = self._scaled(CARRIED_OVER)
        capped = [grant for grant in self._grants if grant.ends_at]
        for grant in sorted(capped, key=lambda grant: grant.ends_at or at, reverse=True):
            kept = min(grant.left, carried)
            carried -= kept
            self._expire(grant, grant.left - kept, at)
        first = self._entries == 0
        money = (MONTHLY_USD if first else ANNUAL_USD) * self._scale
        grant = Grant(self._scaled(PLAN_CREDITS), at + 2 * PERIOD)
        self._grants.append(grant)
        self._book("purchase", at, grant.left, money=f"{money:.2f}", ends_at=grant.ends_at)

    def _grant_promotion(self, at: datetime) -> None:
        grant = Grant(self._scaled(PROMOTION), at + PROMOTION_LASTS)
        self._grants.append(grant)
        self._book("grant", at, grant.left, ends_at=grant.ends_at, promotional=True)

    def _expire(self, grant: Grant, amount: int, at: datetime) -> None:
        if amount:
            grant.left -= amount
            self._book("expire", at, amount)

    # --- by use -------------------------------------------------------------------------------

    def _consume(self, at: datetime, attempt: Attempt) -> None:
        while sum(grant.left for grant in self._grants) < attempt.credits:
            amount = self._scaled(TOP_UP_CREDITS)
            self._grants.append(Grant(amount, None))
            money = f"{TOP_UP_USD * amount / TOP_UP_CREDITS:.2f}"
            self._book("purchase", at, amount, money=money)
        drawn = self._draw(attempt.credits)
        if attempt.ending == "failed":
            self._drawn[attempt.attempt_id] = drawn
        self._book("consume", at, attempt.credits, attempt_ref=attempt.attempt_id)

    def _draw(self, amount: int) -> list[tuple[Grant, int]]:
        drawn = []
        far = datetime.max.replace(tzinfo=self._until.tzinfo)
        for grant in sorted(self._grants, key=lambda grant: grant.ends_at or far):
            part = min(grant.left, amount)
            grant.left -= part
            amount -= part
            if part:
                drawn.append((grant, part))
        return drawn

    def _refund(self, at: datetime, attempt: Attempt) -> None:
        for grant, part in self._drawn.pop(attempt.attempt_id):
            grant.left += part
        self._book("refund", at, attempt.credits, attempt_ref=attempt.attempt_id)

    def _scaled(self, amount: int) -> int:
        return max(1, round(amount * self._scale))

    def _book(
        self,
        kind: str,
        at: datetime,
        amount: int,
        *,
        money: str = "",
        ends_at: datetime | None = None,
        promotional: bool = False,
        attempt_ref: str = "",
    ) -> None:
        self._entries += 1
        super().take(at, csv_line((
            ACCOUNT, kind, iso_z(at, 0), amount, money, "USD" if money else "",
            iso_z(ends_at, 0) if ends_at else "", "true" if promotional else "false", attempt_ref,
            f"cl-{self._entries:06d}",
        )))  # fmt: skip
