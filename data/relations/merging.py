"""What merging landed records makes: the tables that the pipeline begins with.

A lake keeps what each file told, and a record may have been told more than once. Loading into a
warehouse merges it on its way in; of a lake it is a relation, by the same rules, so that the order
in which files were landed cannot matter. An engine shows all rows that were landed as
`landed_<table>`: `landed_as` (BIGINT, a number of its own for each, the earlier files first), then
`content_hash`, `file_no`, `line` and the logged columns, in the order of the warehouse's table.
"""

from __future__ import annotations

from data.relations.relation import Kind, Relation, Stage

KINDS = {
    "attempts": "attempt_versions",
    "assets": "asset_versions",
    "verdicts": "verdict_versions",
    "ledger_entries": "ledger_entry_versions",
    "handovers": None,
    "labour": None,
}
"""The tables of records that are landed, and that of their versions where there can be several."""
LANDED = "landed_"


def _declared(kind: Kind, name: str, *needs: str) -> Relation:
    return Relation(name=name, kind=kind, needs=needs)


MERGING = Stage(
    "00_merging",
    "records of all landed files, each merged from all that was told of it",
    (
        _declared("table", "attempt_contents", "landed_attempts"),
        _declared("stored", "attempts", "attempt_contents", "landed_attempts"),
        _declared("stored", "attempt_versions", "attempt_contents"),
        _declared("table", "asset_contents", "landed_assets"),
        _declared("stored", "assets", "asset_contents", "landed_assets"),
        _declared("stored", "asset_versions", "asset_contents"),
        _declared("table", "verdict_contents", "landed_verdicts"),
        _declared("stored", "verdicts", "verdict_contents"),
        _declared("stored", "verdict_versions", "verdict_contents"),
        _declared("table", "entry_contents", "landed_ledger_entries"),
        _declared("stored", "ledger_entries", "entry_contents"),
        _declared("stored", "ledger_entry_versions", "entry_contents"),
        _declared("stored", "handovers", "landed_handovers"),
        _declared("stored", "labour", "landed_labour"),
    ),
)
