"""Stripe's credit objects: a grant, and a transaction on the balance that grants make."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from ingest.sources.parts.payloads import EpochSeconds, Payload

WHOLE = {
    *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF"),
    *("XOF", "XPF"),
}
"""Currencies that are stated whole; any other in hundredths, or thousandths."""
THOUSANDTHS = {"BHD", "JOD", "KWD", "OMR", "TND"}


class Monetary(Payload):
    """Money in the smallest unit of its currency."""

    currency: str
    value: Decimal = Field(ge=0)

    @property
    def money(self) -> Decimal:
        """The same in whole units."""
        code = self.currency.upper()
        places = 0 if code in WHOLE else 3 if code in THOUSANDTHS else 2
        return self.value.scaleb(-places)


class Amount(Payload):
    """How many credits, which are money here."""

    type: str
    monetary: Monetary | None = None


class Named(Payload):
    """An object that stands in the place of its id."""

    id: str = Field(min_length=1)


class Grant(Payload):
    """Credits that were granted."""

    id: str = Field(min_length=1)
    amount: Amount
    category: Literal["paid", "promotional"]
    customer: str | Named
    created: EpochSeconds = None
    effective_at: EpochSeconds = None
    expires_at: EpochSeconds = None
    updated: EpochSeconds = None


class Applied(Payload):
    """What credits were applied to, or were before its invoice was voided."""

    invoice_line_item: str | None = None


class Moved(Payload):
    """One direction of a transaction."""

    amount: Amount
    type: str
    credits_applied: Applied | None = None
    credits_application_invoice_voided: Applied | None = None

    @property
    def line_item(self) -> str | None:
        """The line of an invoice that took the credits, and gives them back if it is voided."""
        applied = self.credits_applied or self.credits_application_invoice_voided
        return applied.invoice_line_item if applied else None


class Transaction(Payload):
    """What was booked on a grant's balance."""

    id: str = Field(min_length=1)
    type: Literal["credit", "debit"]
    credit: Moved | None = None
    debit: Moved | None = None
    credit_grant: Grant | str
    created: EpochSeconds = None
    effective_at: EpochSeconds = None

    @property
    def moved(self) -> Moved | None:
        """The direction that its type names; the other one is null."""
        return self.credit if self.type == "credit" else self.debit


def id_of(value: str | Named) -> str:
    """Of an object that may stand as its id alone."""
    return value if isinstance(value, str) else value.id
