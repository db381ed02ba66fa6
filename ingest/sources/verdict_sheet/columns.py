"""What the columns of a sheet of review decisions are called, and what tells it from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.sheets import SheetFormat, compact
from ingest.sources.verdict_sheet import by_stage

if TYPE_CHECKING:
    from collections.abc import Sequence

ASSET = (
    "asset id", "asset ref", "asset", "output id", "image id", "file name", "filename",
    "file", "image", "picture", "video", "clip", "url", "link", "uri", "datei", "dateiname", "bild",
    "fichier", "archivo", "imagen",
)  # fmt: skip
DECISION = (
    "decision", "review decision", "verdict", "review status", "approval status", "approval",
    "approved", "entscheidung", "freigabe", "décision", "decisión",
)  # fmt: skip
WEAK_DECISION = ("status", "result", "review", "outcome", "estado", "statut")
DECIDED_AT = (
    "decided at", "reviewed at", "decision date", "review date", "approved at", "date", "timestamp",
    "time", "when", "datum", "fecha",
)  # fmt: skip
NAMES = {
    "asset_ref": ASSET,
    "decision": DECISION + WEAK_DECISION,
    "decided_at": DECIDED_AT,
    "clock": ("time", "time of day", "uhrzeit", "heure", "hora"),
    "stage": ("stage", "review stage", "step", "phase", "round"),
    "reviewer": ("reviewer", "reviewed by", "decided by", "approved by", "by", "prüfer",
                 "geprüft von", "freigegeben von", "relecteur", "revisor", "aprobado por"),
    "reason": ("reason", "why", "comment", "comments", "notes", "note", "feedback", "grund",
               "begründung", "kommentar", "bemerkung", "motif", "commentaire", "motivo",
               "comentario"),
    "review_seconds": ("review seconds", "review time", "review duration"),
    "output_index": ("output index", "index"),
    "output_number": ("output number", "output no", "image number", "image no"),
    "output": ("output",),
    "verdict_id": ("verdict id", "review id"),
    "row_id": ("id",),
    "updated_at": ("updated at", "last modified", "modified at"),
    **by_stage.NAMES,
}  # fmt: skip
ELSEWHERE = {"annotationid", "annotator", "leadtime", "traceid", "observationid", "billedcost"}
"""Columns of Label Studio, Langfuse and FOCUS exports, which are no sheets of decisions."""
LOG_OR_LEDGER = {
    "model", "prompt", "seed", "cost", "price", "spend", "latency", "provider", "tokens", "credits",
    "amount", "balance", "account", "kind", "calltype", "requestid", "jobid", "submittedat",
    "createdat", "startedat", "completedat", "starttime", "endtime", "retries", "error",
}  # fmt: skip
NO_TIME = (
    "no time of the decision: fill a column 'decided at' (or 'reviewed at', 'date', 'timestamp'),"
    " or pass --submitted-at"
)
ASSETS = {compact(name) for name in (*ASSET, "output")}
STRONG = {compact(name) for name in DECISION} | by_stage.DECISIONS


def is_weak(header: Sequence[str]) -> bool:
    """Whether only the cells can tell that a compact header's `status` is a decision."""
    return STRONG.isdisjoint(header)


def suffices(header: Sequence[str]) -> bool:
    """Whether a compact header has an asset and a decision."""
    decisions = STRONG | set(WEAK_DECISION)
    return not ASSETS.isdisjoint(header) and not decisions.isdisjoint(header)


def recognises(header: Sequence[str]) -> bool:
    """Whether it suffices and has no column that only other sheets have."""
    foreign = ELSEWHERE | (LOG_OR_LEDGER if is_weak(header) else set())
    return suffices(header) and foreign.isdisjoint(header)


SHEET = SheetFormat(
    title="sheet of review decisions",
    needs="columns for the asset ('asset', 'file name', 'image', 'url' …) and the decision"
    " ('decision', 'verdict', 'approved', 'status' …)",
    names=NAMES,
    recognises=recognises,
    suffices=suffices,
    times=frozenset({"decided_at", "updated_at"} | by_stage.TIMES),
    numbers=frozenset(),
    alternatives=frozenset({"asset_ref"}),
)
