"""Sums over a group of attempts that several metrics are made of, as SQL over `attempt_facts`.

`SHARES` splits the attempts into their outputs and has the same columns of money and outputs, so an
expression over those serves both.
"""

from __future__ import annotations

OUTPUT_LINES = ("usable", "contributed", "rejected", "not_selected", "pending", "blocked")
"""Lines of the waste ledger that hold outputs."""
LINES = (
    *("usable", "contributed", "rejected", "not_selected", "pending"),
    *("failed", "blocked", "canceled", "unknown", "breakage"),
)
"""Lines of the waste ledger, in their order: every unit of money is in exactly one."""

ATTEMPTS = "sum(n_attempts)"
SPEND = "sum(cost)"
ASKED_FOR = "sum(n_requested)"

DELIVERED = "sum(outputs_delivered)"
USABLE = "sum(outputs_usable)"
ACCEPTED = "sum(outputs_usable) + sum(outputs_contributed)"
DISCARDED = "sum(outputs_rejected) + sum(outputs_not_selected)"
SETTLED = f"{ACCEPTED} + {DISCARDED}"
PENDING = "sum(outputs_pending)"

ACCEPTED_COST = "sum(money_usable) + sum(money_contributed)"
PENDING_COST = "sum(money_pending)"
WASTED_COST = (
    "sum(money_rejected) + sum(money_not_selected) + sum(money_failed) + sum(money_blocked)"
    " + sum(money_canceled) + sum(money_breakage)"
)


def attempts_that(*statuses: str) -> str:
    """The number of attempts with one of these statuses."""
    listed = ", ".join(f"'{status}'" for status in statuses)
    return f"count(*) FILTER (WHERE status IN ({listed}))"


def _shares() -> str:
    """Per share of money in `waste_ledger`: the columns of `attempt_facts` it can fill."""
    money = [
        f"CASE WHEN line = '{line}' THEN money WHEN money IS NOT NULL THEN 0 END AS money_{line}"
        for line in LINES
    ]
    outputs = [
        f"CASE WHEN line = '{line}' THEN outputs ELSE 0 END AS outputs_{line}"
        for line in OUTPUT_LINES
    ]
    delivered = "CASE WHEN line = 'blocked' THEN 0 ELSE outputs END AS outputs_delivered"
    columns = ", ".join(["*", "money AS cost", *money, *outputs, delivered])
    return f"(SELECT {columns} FROM waste_ledger)"


SHARES = _shares()
