"""Stripe's credits: grants, and transactions on their balance, as entries of a credit ledger.

A credit is a unit of money here. The account is the customer; a transaction names only its grant,
so it is read where that is expanded or stands in the same file, or where the settings name the
account. What a paid grant was bought for is not said: its amount is taken for it. A line of an
invoice stands for the call that it bills, so that one that is voided gives back what it took.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import LedgerEntry
from ingest.source import Guess, Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.parts.payloads import text_of
from ingest.sources.stripe.payload import Grant, Transaction, id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from data.warehouse.records import Origin
    from ingest.sources.stripe.payload import Amount

GRANT, TRANSACTION = "billing.credit_grant", "billing.credit_balance_transaction"
ACCOUNT = "account"
GRANTED = "credits_granted"
KINDS = {
    "credits_applied": "consume",
    "credits_expired": "expire",
    "credits_voided": "adjust",
    "credits_application_invoice_voided": "refund",
}


@dataclass(frozen=True)
class Stripe(Source):
    """Reads list pages of the API, single objects, and events of webhooks."""

    name: ClassVar[str] = "stripe"
    title: ClassVar[str] = "Stripe's billing credits: grants and balance transactions"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "GET /v1/billing/credit_grants, and /v1/billing/credit_balance_transactions with "
        "expand[]=data.credit_grant."
    )
    evidence: ClassVar[str] = "Stripe's schema, with made-up values; no recorded answer"
    guesses: ClassVar[tuple[Guess, ...]] = (
        Guess(ACCOUNT, "", "the account of transactions whose grant is not at hand"),
    )

    def identify(self, file: Opened) -> str | None:
        """By the kind of the first objects."""
        kinds = (_kind(each) for document in file.first_documents for each in self.unwrap(document))
        return "Stripe's credit objects" if {GRANT, TRANSACTION}.intersection(kinds) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The objects of a list page, or the one that an event is about."""
        held = document.get("data") if _kind(document) in {"event", "list"} else document
        if isinstance(held, dict) and held is not document:
            return [held.get("object")]
        return held if isinstance(held, list) else [document]

    def documents(self, file: Opened) -> Iterator[Item]:
        """The objects; a transaction with the grant of the same file that it names."""
        there = (item.value for item in super().documents(file) if _kind(item.value) == GRANT)
        grants = {text_of(grant.get("id")): grant for grant in there}
        for item in super().documents(file):
            named = text_of(item.value.get("credit_grant")) if _kind(item.value) else ""
            known = {"credit_grant": grants[named]} if named in grants else None
            yield item if known is None else replace(item, value=item.value | known)

    def records(self, item: Item, file: Opened) -> Iterable[LedgerEntry]:
        """One entry. Raises Refused or Ignored."""
        kind = _kind(item.value)
        if kind not in {GRANT, TRANSACTION}:
            raise Ignored(f"{shortened(kind or 'an object', 60)}, no booking of credits")
        if item.value.get("livemode") is False:
            raise Ignored("an object of Stripe's test mode")
        if kind == GRANT:
            return (_granted(Grant.model_validate(item.value)),)
        return (self._booked(Transaction.model_validate(item.value), file),)

    def _booked(self, booked: Transaction, file: Opened) -> LedgerEntry:
        grant, moved = booked.credit_grant, booked.moved
        if moved is None:
            raise Refused(f"{booked.type}: null, though that is the transaction's type")
        if moved.type == GRANTED and isinstance(grant, str):
            raise Ignored("credits that were granted: the grant itself says so, load it too")
        if moved.type == GRANTED and isinstance(grant, Grant):
            return _granted(grant)
        if moved.type not in KINDS:
            raise Refused(f"type: {shortened(moved.type)!r} is none of {', '.join(KINDS)}")
        account = self.told(ACCOUNT, file) if isinstance(grant, str) else id_of(grant.customer)
        if not account:
            raise Refused(
                "no customer: a transaction names only its grant. Ask for it with "
                "expand[]=data.credit_grant, keep the grants in the same file, or say whose it is "
                f'in the settings: [sources.stripe] "{ACCOUNT}" = "cus_…"'
            )
        n_credits, currency = _credits(moved.amount)
        kind = KINDS[moved.type]
        return LedgerEntry(
            source=self.name, account=account, kind=kind, entry_id=booked.id, currency=currency,
            at=_moment(booked), attempt_ref=moved.line_item,
            credits=-n_credits if kind == "adjust" else n_credits,
        )  # fmt: skip


def _granted(grant: Grant) -> LedgerEntry:
    n_credits, currency = _credits(grant.amount)
    is_paid = grant.category == "paid"
    return LedgerEntry(
        source=Stripe.name, account=id_of(grant.customer), kind="purchase" if is_paid else "grant",
        entry_id=grant.id, at=_moment(grant), credits=n_credits, money=n_credits, currency=currency,
        expires_at=grant.expires_at, promotional=not is_paid, updated_at=grant.updated,
    )  # fmt: skip


def _credits(amount: Amount) -> tuple[Decimal, str]:
    if amount.monetary is None:
        raise Refused(f"amount: {shortened(amount.type)!r} has no money; `monetary` is read")
    return amount.monetary.money, amount.monetary.currency.upper()


def _moment(said: Grant | Transaction) -> Any:
    if (at := said.effective_at or said.created) is None:
        raise Refused("no time: neither effective_at nor created")
    return at


def _kind(value: Any) -> str:
    return text_of(value.get("object")) if isinstance(value, dict) else ""
