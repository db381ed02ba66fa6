"""What a plan asks beside its price and credits: seats, notice, renewal, how overage is settled."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from data.commitments.terms.amounts import (  # noqa: TC001 - pydantic reads them at run time
    Amount,
    NoticeDays,
    SpanName,
)
from data.commitments.terms.packs import Priced
from data.pricing.entry import Line  # noqa: TC001 - pydantic reads it at run time

MOST_SEATS = 100_000
SeatCount = Annotated[int, Field(ge=1, le=MOST_SEATS)]


class Contract(Priced):
    """Terms that bind whoever buys the plan."""

    seat_price: Amount | None = None
    """Money per billing period for each seat beyond those included; None: seats cost nothing."""
    included_seats: SeatCount = 1
    """Seats that come with one subscription."""
    seats: SeatCount = 1
    """How many people are to use it; what is asked for goes before what a quote says."""
    unlimited: Line | None = None
    """What takes no credits, such as slow (relaxed) jobs."""
    auto_renews: StrictBool | None = None
    """Whether it goes on by itself after each billing period; None: not stated."""
    notice_days: NoticeDays = None
    """How many days before that it has to be cancelled."""
    overage_price: Amount | None = None
    """Money per credit beyond those held, billed without asking."""
    true_up: SpanName | None = None
    """At the end of which period overage is billed; None: as it is used."""

    @model_validator(mode="after")
    def _binds_what_it_says(self) -> Contract:
        if self.notice_days is not None and not self.auto_renews:
            raise ValueError("notice_days is for a plan that renews by itself: auto_renews = true")
        if self.true_up is not None and self.overage_price is None:
            raise ValueError(
                "true_up needs overage_price: what a credit beyond the plan costs then"
            )
        if self.included_seats > 1 and self.seat_price is None:
            raise ValueError("included_seats needs seat_price: what a further seat costs")
        return self

    def seat_cost(self, units: float) -> Decimal:
        """Money per billing period for the seats that so many subscriptions do not include."""
        further = self.seats - int(units) * self.included_seats
        if self.seat_price is None or not units or further <= 0:
            return Decimal(0)
        return self.seat_price * further
