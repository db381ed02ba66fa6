"""The record kinds as the merge sees them: tables, what identifies a record, which version wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.warehouse.records import KINDS as MODELS
from ingest.maps.fields import fields_of
from ingest.storing.sql_text import SQL_TYPES, identifier, typed

if TYPE_CHECKING:
    from data.warehouse.records import Record

NTH = "nth"
CONTENT = "content_hash"


@dataclass(frozen=True)
class RecordKind:
    """One record kind.

    `key` are expressions over its columns, over `content_hash` and `nth`: a record without an id
    is the nth record with its content in the file. `rank` orders the versions of one record, the
    winner first; the content hash breaks ties.
    """

    name: str
    table: str
    versions: str
    number: str
    time: str | None
    key: tuple[str, ...]
    rank: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """The logged columns and their SQL types, in the order of the table."""
        fields = fields_of(self.name).values()
        return {"source": "VARCHAR"} | {each.name: SQL_TYPES[each.shape] for each in fields}

    @property
    def is_counted(self) -> bool:
        """Whether some records have no id, and are told apart by how often their content comes."""
        return any(NTH in part for part in self.key)

    def hash_of(self, alias: str = "") -> str:
        """SQL: the hash of the logged columns."""
        return f"hash({', '.join(prefixed(alias, name) for name in self.columns)})"

    def listed(self, alias: str = "") -> str:
        """SQL: the logged columns."""
        return ", ".join(prefixed(alias, name) for name in self.columns)

    def default_of(self, column: str) -> Any:
        """What the record model assumes where a log says nothing."""
        return None if column == "source" else fields_of(self.name)[column].default

    def merged(self, column: str) -> str:
        """SQL aggregate over versions with `place` 1, 2, …: the best one that knows this column.

        A default is what nothing says, so it never hides what some version said.
        """
        name, default = identifier(column), self.default_of(column)
        # A reason belongs to its decision: the reason of an overruled one is not the winner's.
        known = "decision = decided" if (self.name, column) == ("verdict", "reason") else ""
        if default is None:
            return f"arg_min({name}, place)" + (f" FILTER ({known})" if known else "")
        assumed = typed(default, fields_of(self.name)[column].shape)
        return f"coalesce(arg_min({name}, place) FILTER ({name} <> {assumed}), {assumed})"


def prefixed(alias: str, name: str) -> str:
    """A quoted column of a relation."""
    return f"{alias}.{identifier(name)}" if alias else identifier(name)


def _unless(known: str, *parts: str) -> tuple[str, ...]:
    """These parts of a key count only where there is no id."""
    return tuple(f"CASE WHEN {known} IS NULL THEN {part} END" for part in parts)


ATTEMPT = RecordKind(
    "attempt",
    "attempts",
    "attempt_versions",
    "attempt_no",
    "submitted_at",
    ("source", "source_id"),
    (
        "CASE status WHEN 'running' THEN 2 WHEN 'unknown' THEN 1 ELSE 0 END",
        "coalesce(updated_at, completed_at) DESC NULLS LAST",
    ),
)
ASSET = RecordKind(
    "asset",
    "assets",
    "asset_versions",
    "asset_no",
    None,
    ("source", "attempt_id", "output_index"),
)
VERDICT = RecordKind(
    "verdict",
    "verdicts",
    "verdict_versions",
    "verdict_no",
    "decided_at",
    (
        "source",
        "verdict_id",
        *_unless("verdict_id", "asset_ref", "output_index", "stage", "reviewer"),
    ),
    ("decided_at DESC",),
)
LEDGER = RecordKind(
    "ledger",
    "ledger_entries",
    "ledger_entry_versions",
    "entry_no",
    "at",
    ("source", "entry_id", *_unless("entry_id", CONTENT, NTH)),
)
HANDOVER = RecordKind(
    "handover",
    "handovers",
    "handover_versions",
    "handover_no",
    "handed_over_at",
    ("source", CONTENT, NTH),
)
LABOUR = RecordKind(
    "labour", "labour", "labour_versions", "labour_no", "at", ("source", CONTENT, NTH)
)
KINDS = {kind.name: kind for kind in (ATTEMPT, ASSET, VERDICT, LEDGER, HANDOVER, LABOUR)}
_KIND_OF = {model: KINDS[name] for name, model in MODELS.items()}


def kind_of(record: Record) -> RecordKind:
    """The kind of a record."""
    return _KIND_OF[type(record)]
