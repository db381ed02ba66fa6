"""What attempts were charged in credits, what no attempt explains, and what is left."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from data.collector import collector_paused
from data.credits.entries import worth
from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from data.credits.entries import Entry, Lot, LotPart, ValuedEntry, Worth


CHARGES = {"consume", "hold", "adjust"}
"""Kinds that add up to the charge of the attempt they name; refunds are taken off it."""


@collector_paused()
def per_attempt(valued: Iterable[ValuedEntry]) -> dict[str, Worth]:
    """Add up, per attempt_ref, all that was booked on it. It sets the attempt's cost."""
    draws: defaultdict[str, list[LotPart]] = defaultdict(list)
    for entry, drawn_from in valued:
        if entry.attempt_ref is not None and entry.kind in CHARGES | {"refund"}:
            draws[entry.attempt_ref].extend(drawn_from)
    return {attempt_ref: worth(drawn) for attempt_ref, drawn in draws.items()}


def unattributed(valued: Iterable[ValuedEntry]) -> Worth:
    """Add up the consumption that names no attempt."""
    return worth(
        draw
        for entry, drawn_from in valued
        if entry.kind == "consume" and entry.attempt_ref is None
        for draw in drawn_from
    )


def balance(entries: Iterable[Entry], account: str, at: datetime) -> tuple[Lot, ...]:
    """List what one account holds at a moment: its lots with credits left, in drawdown order."""
    booked = (entry for entry in entries if entry.account == account)
    return tuple(lot for lot in value_entries(booked, at).lots if lot.left.credit_units)
