"""What there is to choose about a map, in words for people who never saw one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import label

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = {
    "name": "What the log is called",
    "record": "One row is",
    "time_format": "Times are written",
    "timezone": "By the clock of",
    "decimal": "Decimal mark",
}
FIELDS = {
    "source_id": "Id of the call",
    "submitted_at": "Time of submit",
    "completed_at": "Time of completion",
    "started_at": "Time of start",
    "latency_s": "How long it took",
    "queue_s": "How long it waited",
    "n_requested": "Outputs asked for",
    "n_outputs": "Outputs that came",
    "output_uris": "Addresses of outputs",
    "reported_cost": "Cost",
    "brief_id": "Brief",
    "operation_id": "Operation",
    "asset_ref": "Which output",
    "decided_at": "Time of the decision",
    "user": "Person",
}
IN_ALL = "The same in all records:"


def title_words(choice: str) -> str:
    """`units.latency_s` is `Unit of: how long it took`; a word of the log stands as it is."""
    if choice in WHOLE:
        return WHOLE[choice]
    part, _, rest = choice.partition(".")
    if part == "values":
        field, _, word = rest.partition(".")
        meant = "nothing there" if word == "$null" else f"“{label(word)}”"
        return f"{_field(field)}: {meant} means"
    if part == "units":
        return f"Unit of: {_field(rest).lower()}"
    if part == "constants":
        return f"{IN_ALL} {_field(rest).lower()}"
    if rest:
        return f"{_field(part)}: {rest}"
    return _field(choice)


def _field(name: str) -> str:
    return FIELDS.get(name, name.replace("_", " ").capitalize())


def reason_words(guess: Mapping[str, Any]) -> str:
    """Why it is taken for that; what is doubted stands first."""
    reason = str(guess["reason"])
    if guess["doubt"] and not guess["chosen"]:
        return f"{guess['doubt']} ({reason})" if reason else str(guess["doubt"])
    return reason


def problem_words(problem: str) -> str:
    """Why nothing can load, without what only a terminal understands."""
    return problem.partition(" Choose one: --choose")[0]
