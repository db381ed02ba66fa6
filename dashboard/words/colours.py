"""One colour for each outcome, medium and percentile, the same in every chart."""

from __future__ import annotations

LINE_COLOURS = {
    "usable": "#1f9d80",
    "contributed": "#85cdb9",
    "pending": "#8ea3c8",
    "unknown": "#6b7686",
    "not_selected": "#f0b45f",
    "rejected": "#e07b39",
    "failed": "#c8473c",
    "blocked": "#93619f",
    "canceled": "#a3a09a",
    "breakage": "#8f7048",
}
"""One colour for each line of the waste ledger, the same on every page."""
MEDIA_COLOURS = {"image": "#3f7fc4", "video": "#b8589b", "audio": "#7d8f33", "other": "#808894"}
PERCENTILE_COLOURS = {"p50": "#9cc4ee", "p90": "#6aa3dd", "p95": "#3f7fc4", "p99": "#2f62a0"}
"""One hue: the further out, the stronger."""
NEVER_DECIDED = "#f6d9a9"
"""The lighter half of `not_selected`."""
SERIES_COLOURS = ("#3f7fc4", "#d98248", "#1f9d80", "#b8589b", "#7d8f33", "#7d6fc2", "#808894")
"""For series that have no colour of their own, in their order."""
QUIET = "#8a93a0"
INK = "#1f2733"
"""Text on a filled bar, in either theme."""
