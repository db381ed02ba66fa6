"""Sums over a group of attempts that several metrics are made of, as terms over `attempt_facts`.

`SHARES` splits the attempts into their outputs and has the same columns of money and outputs, so an
expression over those serves both.
"""

from __future__ import annotations

from data.metrics.metric import Term

OUTPUT_LINES = ("usable", "contributed", "rejected", "not_selected", "pending", "blocked")
"""Lines of the waste ledger that hold outputs."""
LINES = (
    *("usable", "contributed", "rejected", "not_selected", "pending"),
    *("failed", "blocked", "canceled", "unknown", "breakage"),
)
"""Lines of the waste ledger, in their order: every unit of money is in exactly one."""

UNKNOWN_ENDS = ("unknown_attempts",)
"""Gap of what attempts gave: some may still finish."""
UNDECIDED = ("pending_share", "unreviewed_outputs", "disputed_assets")
"""Gaps of what became of outputs: some wait for a decision, some wait where nobody is known to
decide, of some reviewers say different things."""
SURVIVORS = ("attempts_from_files",)
"""Gap of what was thrown away: some of it left no trace."""
OF_SPEND = (
    *("unpriced_attempts", *UNKNOWN_ENDS, "assumed_cost", "held_money"),
    *("unattributed_consumption", "unvalued_consumption", "refunds_unattached"),
)
"""Gaps of spend: money that nobody knows yet, that is assumed, or that belongs to no attempt."""
UNMATCHED = ("unmatched_verdicts", "ambiguous_verdicts")
"""Gaps of figures of one stage: a verdict that reached no asset leaves nothing pending there."""
NO_PRICE = "no known price"
NOT_REVIEWED = "nobody is known to review this work"
ALL_UNREVIEWED = "(sum(outputs_delivered) > 0 AND sum(outputs_unreviewed) = sum(outputs_delivered))"
"""Of a group: something was delivered, and no word on any of it tells what it was worth."""

ATTEMPTS = Term("sum(n_attempts)", gaps=("rejected_rows", "possible_duplicates"))
ASKED_FOR = Term("sum(n_requested)", gaps=UNKNOWN_ENDS, none="nothing was asked for")

DELIVERED = Term(
    "sum(outputs_delivered)",
    gaps=(*UNKNOWN_ENDS, "outputs_assumed_attempts"),
    none="nothing was delivered",
)
USABLE = Term("sum(outputs_usable)", gaps=UNDECIDED, none="nothing usable yet")
USABLE_WHERE_REVIEWED = Term(
    f"CASE WHEN {ALL_UNREVIEWED} THEN NULL ELSE {USABLE.sql} END",
    gaps=UNDECIDED,
    none=USABLE.none,
    unknown=NOT_REVIEWED,
)
ACCEPTED = Term(
    "sum(outputs_usable) + sum(outputs_contributed)", gaps=UNDECIDED, none="nothing accepted yet"
)
DISCARDED = Term("sum(outputs_rejected) + sum(outputs_not_selected)", gaps=(*UNDECIDED, *SURVIVORS))
SETTLED = Term(
    f"CASE WHEN {ALL_UNREVIEWED} THEN NULL ELSE {ACCEPTED.sql} + {DISCARDED.sql} END",
    gaps=UNDECIDED,
    none="nothing is settled yet",
    unknown=NOT_REVIEWED,
)
PENDING = Term("sum(outputs_pending)")

SPEND = Term("sum(cost)", gaps=OF_SPEND, none="no known spend", unknown=NO_PRICE)
SETTLED_SPEND = Term(f"{SPEND.sql} - sum(money_pending)", gaps=OF_SPEND, unknown=NO_PRICE)
ACCEPTED_COST = Term(
    "sum(money_usable) + sum(money_contributed)",
    gaps=("unpriced_attempts", "pending_share", "unreviewed_money", "disputed_assets"),
    unknown=NO_PRICE,
)
_WASTED = (
    "sum(money_rejected) + sum(money_not_selected) + sum(money_failed) + sum(money_blocked)"
    " + sum(money_canceled) + sum(money_breakage)"
)
WASTED_COST = Term(
    f"CASE WHEN NOT {ALL_UNREVIEWED} THEN {_WASTED} END",
    gaps=(*OF_SPEND, "pending_share", "unreviewed_money", "disputed_assets", *SURVIVORS),
    unknown=NOT_REVIEWED,
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
    is_open = "line = 'pending' AND NOT is_reviewed"
    unreviewed = (
        f"CASE WHEN {is_open} THEN outputs ELSE 0 END AS outputs_unreviewed",
        f"CASE WHEN {is_open} THEN money WHEN money IS NOT NULL THEN 0 END AS money_unreviewed",
    )
    columns = ", ".join(["*", "money AS cost", *money, *outputs, delivered, *unreviewed])
    return f"(SELECT {columns} FROM waste_ledger)"


SHARES = _shares()
