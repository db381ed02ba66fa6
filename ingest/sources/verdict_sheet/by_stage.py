"""Wide sheets, with columns for each stage: `QC decision`, `QC date`, `Client decision`.

Each stage that is decided is a verdict of its own. What a stage has no column for, as mostly the
date, is taken from the column of all stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.sheets import compact, stated_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.formats.sheets import Row

STAGES = {
    "triage": ("triage",),
    "qc": ("qc", "qa", "internal", "intern", "interne"),
    "client": ("client", "customer", "kunde", "cliente"),
    "audit": ("audit",),
}
WORDS = {
    "decision": ("decision", "verdict", "approval", "approved", "entscheidung", "freigabe",
                 "décision", "decisión"),
    "decided_at": ("date", "decided at", "decision date", "reviewed at", "review date", "datum",
                   "fecha"),
    "reviewer": ("reviewer", "reviewed by", "by", "prüfer"),
    "reason": ("reason", "comment", "comments", "notes", "note", "feedback", "grund", "kommentar",
               "commentaire", "comentario"),
}  # fmt: skip
NAMES = {
    f"{stage} {field}": tuple(f"{prefix} {word}" for prefix in prefixes for word in words)
    for stage, prefixes in STAGES.items()
    for field, words in WORDS.items()
}
DECISIONS = {
    compact(name) for field in NAMES for name in NAMES[field] if field.endswith(" decision")
}
TIMES = {field for field in NAMES if field.endswith(" decided_at")}


def rows_of(row: Row) -> Iterator[Row]:
    """The row of each stage that has a decision; the row itself where no stage has columns."""
    plain = {field: text for field, text in row.items() if field not in NAMES}
    if len(plain) == len(row) or "decision" in plain:
        yield plain
    for stage in STAGES:
        own = {field: row[key] for field in WORDS if (key := f"{stage} {field}") in row}
        if "decision" in own:
            yield plain | own | {"stage": stage} | _own_id(plain, stage)


def _own_id(row: Row, stage: str) -> Row:
    """The id of a row with several verdicts is the id of none of them."""
    given = row.get("verdict_id") or stated_id(row.get("row_id"))
    return {"verdict_id": f"{given} {stage}"} if given else {}
