"""What every record needs and no column gives: a constant, where one can stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.maps.fields import fields_of

if TYPE_CHECKING:
    from ingest.guess.proposal import Draft

STANDS_IN = {
    ("attempt", "status"): "succeeded",
    ("ledger", "account"): "",
    ("ledger", "kind"): "consume",
    ("labour", "kind"): "edit",
    ("handover", "destination"): "unknown",
}
"""What is taken for a field that no column gives; '' is the name of the log."""


def guess_constants(draft: Draft) -> None:
    """Decide the constants of fields that every record needs."""
    for (record, name), value in STANDS_IN.items():
        if record != draft.record or name in draft.columns:
            continue
        field = fields_of(record)[name]
        said = draft.decide(
            f"constants.{name}",
            value or str(draft.top["name"]),
            "no column says it",
            doubt="it is taken for the same in all records",
            options=field.choices,
        )
        draft.say("constants", name, said)


def what_is_missing(draft: Draft) -> str | None:
    """A sentence on what every record needs and nothing gives; None where nothing is missing."""
    given = {*draft.columns, *draft.tables.get("constants", {})}
    if draft.record == "attempt":
        given |= {"source_id"}
        given |= {"submitted_at"} if {"latency_s", "completed_at"} <= given else set()
    needed = [name for name, each in fields_of(draft.record).items() if each.required]
    missing = [name for name in needed if name not in given]
    if not missing:
        return None
    names = ", ".join(draft.sample.names)
    return (
        f"every {draft.record} needs {' and '.join(missing)}, and no column looks like it. Choose "
        f"one: --choose {missing[0]}=COLUMN. There are: {names}."
    )
