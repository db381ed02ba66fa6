"""The record kinds as the merge sees them: tables, what identifies a record, which version wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.warehouse.records import KINDS as MODELS
from ingest.maps.fields import fields_of
from ingest.storing.sql_text import SQL_TYPES, identifier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.warehouse.records import Record

NTH = "nth"
CONTENT = "content_hash"


@dataclass(frozen=True)
class RecordKind:
    """One record kind.

    `key` are expressions over its columns, over `content_hash` and `nth`: a record without an id
    is the nth record with its content in the file; `without_id` says whether it is one. `rank`
    orders the versions of one record, the winner first; the content hash breaks ties. `merges` says
    how a column is merged that is not simply the best version's that knows it; `best` stands for
    that version's `leading` column.
    """

    name: str
    table: str
    versions: str
    number: str
    time: str | None
    key: tuple[str, ...]
    rank: tuple[str, ...] = ()
    without_id: str = "FALSE"
    leading: str = "NULL"
    merges: Mapping[str, str] = field(default_factory=dict, hash=False)

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
        told = (_hashed(prefixed(alias, name), kind) for name, kind in self.columns.items())
        return f"hash({', '.join(told)})"

    def listed(self, alias: str = "") -> str:
        """SQL: the logged columns."""
        return ", ".join(prefixed(alias, name) for name in self.columns)

    def default_of(self, column: str) -> Any:
        """What stands in the column where a log says nothing."""
        return None if column == "source" else fields_of(self.name)[column].default

    def merged(self, column: str) -> str:
        """SQL aggregate over versions with `place` 1, 2, …: the best one that knows this column."""
        return self.merges.get(column, f"arg_min({identifier(column)}, place)")


def prefixed(alias: str, name: str) -> str:
    """A quoted column of a relation."""
    return f"{alias}.{identifier(name)}" if alias else identifier(name)


def _hashed(column: str, sql_type: str) -> str:
    """What stands for a column in a hash: DuckDB's takes an empty list for none."""
    if not sql_type.endswith("[]"):
        return column
    return f"CASE WHEN len({column}) = 0 THEN [''] ELSE {column} END"


def _unless(known: str, *parts: str) -> tuple[str, ...]:
    """These parts of a key count only where there is no id."""
    return tuple(f"CASE WHEN {known} IS NULL THEN {part} END" for part in parts)


def _of_the_best(leading: str, *columns: str) -> dict[str, str]:
    """Columns that belong to what is leading: an overruled version's are not the winner's."""
    return {column: f"arg_min({column}, place) FILTER ({leading} = best)" for column in columns}


def _said(column: str) -> str:
    """A time that somebody knew; else the earliest at which it was seen."""
    known = f"arg_min({column}, place) FILTER ({column} IS DISTINCT FROM seen_at)"
    return f"coalesce({known}, min({column}))"


ATTEMPT = RecordKind(
    "attempt",
    "attempts",
    "attempt_versions",
    "attempt_no",
    "submitted_at",
    ("source", "source_id"),
    (
        "CASE status WHEN 'running' THEN 2 WHEN 'unknown' THEN 1 ELSE 0 END",
        "coalesce(updated_at, nullif(completed_at, seen_at)) DESC NULLS LAST",
        "coalesce(n_outputs, 0) DESC",
        "seen_at NULLS LAST",
    ),
    leading="status",
    merges={
        **_of_the_best("status", "n_outputs", "raw_status", "error_code"),
        "submitted_at": _said("submitted_at"),
        "completed_at": _said("completed_at"),
        "seen_at": "min(seen_at)",
        # Providers empty the lists of old records.
        "output_uris": (
            "coalesce(arg_min(output_uris, place) FILTER (len(output_uris) > 0),"
            " arg_min(output_uris, place))"
        ),
    },
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
        "asset_ref",
        "output_index",
        *_unless("verdict_id", "coalesce(stage, 'qc')", "lower(trim(reviewer))", "decided_at"),
    ),
    (
        "decided_at DESC",
        "updated_at DESC NULLS LAST",
        "list_position(['rejected', 'needs_edit', 'approved', 'pending'], decision)",
    ),
    leading="decision",
    merges=_of_the_best("decision", "reason"),
)
TASK_SIDE = "CASE WHEN kind IN ('hold', 'release', 'refund') THEN kind END"
"""An id may be that of a task, which is booked more than once: none of these is a version of
another, nor of the charge."""
LEDGER = RecordKind(
    "ledger",
    "ledger_entries",
    "ledger_entry_versions",
    "entry_no",
    "at",
    ("source", "account", "entry_id", TASK_SIDE, *_unless("entry_id", CONTENT, NTH)),
    ("updated_at DESC NULLS LAST", "promotional NULLS LAST", "money DESC NULLS LAST"),
    without_id="entry_id IS NULL",
)
HANDOVER = RecordKind(
    "handover",
    "handovers",
    "handover_versions",
    "handover_no",
    "handed_over_at",
    ("source", CONTENT, NTH),
    without_id="TRUE",
)
LABOUR = RecordKind(
    "labour",
    "labour",
    "labour_versions",
    "labour_no",
    "at",
    ("source", CONTENT, NTH),
    without_id="TRUE",
)
KINDS = {kind.name: kind for kind in (ATTEMPT, ASSET, VERDICT, LEDGER, HANDOVER, LABOUR)}
_KIND_OF = {model: KINDS[name] for name, model in MODELS.items()}


def kind_of(record: Record) -> RecordKind:
    """The kind of a record."""
    return _KIND_OF[type(record)]
