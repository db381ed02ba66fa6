"""The lines of the waste ledger in words, in the ledger's order."""

from __future__ import annotations

LINE_TITLES = {
    "usable": "Usable",
    "contributed": "Built on",
    "rejected": "Rejected",
    "not_selected": "Passed over",
    "pending": "Undecided",
    "failed": "Failed",
    "blocked": "Blocked",
    "canceled": "Canceled",
    "unknown": "Unknown",
    "breakage": "Lapsed credits",
}
LINE_MEANINGS = {
    "usable": "Approved, and nothing approved was made from it.",
    "contributed": "Not used itself, but a usable asset was made from it.",
    "rejected": "Somebody decided against it.",
    "not_selected": "Nobody decided on it, and the work moved on without it.",
    "pending": "Delivered, and still waiting for a decision.",
    "failed": "Billed although a technical error left nothing to look at.",
    "blocked": "Billed although a safety or policy filter held it back.",
    "canceled": "Billed although the user called it off.",
    "unknown": "The log does not say how it ended; it may still finish.",
    "breakage": "Paid for credits that lapsed unused.",
}

ACCEPTED_LINES = ("usable", "contributed")
UNDECIDED_LINES = ("pending", "unknown")
WASTE_LINES = ("not_selected", "rejected", "failed", "blocked", "canceled", "breakage")
DOWN_TO_USED = (
    *("breakage", "canceled", "blocked", "failed", "rejected", "not_selected"),
    *("unknown", "pending", "contributed", "usable"),
)
"""In which order spend is taken apart on the way to what is used: waste, undecided, used."""
