"""The workspace report of Runway's web app: one row per generation with its credits, CSV or JSON.

The web app's credits are another pool than the API's, so their account is another. No such report
was seen: its columns are guesses, compared without case, spaces and signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Attempt
from ingest.formats.amounts import amount
from ingest.formats.sheets import compact
from ingest.formats.times import moment
from ingest.source import Guess, Refused
from ingest.sources.parts.operations import seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from ingest.source import Opened

COLUMNS = {
    "id": "Generation ID",
    "created_at": "Created At",
    "model": "Model",
    "credits": "Credits",
    "user": "User",
    "status": "Status",
    "seconds": "Duration",
    "uri": "Asset URL",
}
NEEDED = ("id", "created_at", "model", "credits")
GUESSES = tuple(
    Guess(f"report.{field}", name, f"the report's column with its {field}")
    for field, name in COLUMNS.items()
)
STATUSES = {
    "": "succeeded",
    "succeeded": "succeeded",
    "completed": "succeeded",
    "failed": "failed",
    "moderated": "blocked",
    "cancelled": "canceled",
    "canceled": "canceled",
}
"""Without a status a row is a generation that was made."""


def names_of(told: Callable[[str], str]) -> dict[str, str]:
    """Field to column, both as they are compared."""
    return {field: compact(told(f"report.{field}")) for field in COLUMNS}


def is_row(keys: AbstractSet[str], told: Callable[[str], str]) -> bool:
    """Whether a row with such columns is one of the report."""
    names, given = names_of(told), {compact(key) for key in keys}
    return all(names[field] in given for field in NEEDED)


def attempt(
    row: Mapping[str, Any], told: Callable[[str], str], statuses: Mapping[str, str], file: Opened
) -> Attempt:
    """The generation of a row. Raises Refused, or ValueError with a sentence."""
    by_name = {compact(key): value for key, value in row.items()}
    cells = {field: _text(by_name.get(name)) for field, name in names_of(told).items()}
    if not cells["id"] or not cells["created_at"]:
        raise Refused(f"a row of the report needs {COLUMNS['id']} and {COLUMNS['created_at']}")
    written = cells["status"].lower()
    status = {**STATUSES, **statuses}.get(written)
    if status is None:
        raise Refused(
            f"{COLUMNS['status']}: {cells['status'][:80]!r} is none of "
            f"{', '.join(filter(None, STATUSES))}; say what it means in the settings: "
            f'[sources.runway] "status.{written[:80]}" = "failed"'
        )
    model = cells["model"] or None
    try:
        return Attempt(
            source="runway", source_id=cells["id"],
            submitted_at=moment(cells["created_at"], file.settings.zone),
            status=status, raw_status=cells["status"] or None, channel="runway", provider="runway",
            account="web", model=model, user=cells["user"] or None,
            credits=amount(cells["credits"])[0] if cells["credits"] else None,
            requested_seconds=seconds_of({"duration": cells["seconds"]}),
            n_outputs=1 if status == "succeeded" else (None if status == "canceled" else 0),
            output_uris=(cells["uri"],) if cells["uri"] else None,
        )  # fmt: skip
    except ValueError as error:
        raise Refused(str(error)) from None


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
