"""One colour for each outcome, medium and percentile, the same in every chart."""

from __future__ import annotations

LINE_COLOURS = {
    "usable": "#1f9d80",
    "contributed": "#85cdb9",
    "pending": "#8ea3c8",
    "unknown": "#6b7686",
    "not_selected": "#f0b45f",
    "rejected": "#e07b39",
    "failed": "#bb3b30",
    "blocked": "#8d5f9f",
    "canceled": "#bcb393",
    "breakage": "#96754e",
}
"""One colour for each line of the waste ledger, the same on every page."""
GROUP_COLOURS = {
    "used": LINE_COLOURS["usable"],
    "undecided": LINE_COLOURS["pending"],
    "discarded": LINE_COLOURS["not_selected"],
    "gave_nothing": LINE_COLOURS["failed"],
}
"""Of the four groups that the lines make."""
HATCHED_GROUPS = frozenset({"undecided"})
"""Of these: drawn hatched, as what is undecided is everywhere."""
MEDIA_COLOURS = {"image": "#3f7fc4", "video": "#b7579a", "audio": "#7d8f33", "other": "#8f9fa7"}
PERCENTILE_COLOURS = {"p50": "#9cc4ee", "p90": "#6aa3dd", "p95": "#3f7fc4", "p99": "#2f62a0"}
"""One hue: the further out, the stronger."""
NEVER_DECIDED = "#f6d9a9"
"""The lighter half of `not_selected`."""
SERIES_COLOURS = ("#3f7fc4", "#dd864d", "#1f9d80", "#b3559a", "#7a8b2f", "#8d8bed", "#8e97a5")
"""For series that have no colour of their own, in their order."""
QUIET = "#8a93a0"
INK = "#1f2733"
"""Text on a filled bar, in either theme."""
