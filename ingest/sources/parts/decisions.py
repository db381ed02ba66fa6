"""What reviewers write for a decision and a stage, and what it means.

Words are compared without case, accents, spaces and signs. A word that could mean either (`pass`,
`x`, `maybe not`) is left out on purpose: it is refused with the valid ones, never guessed at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.formats.sheets import compact

if TYPE_CHECKING:
    from data.warehouse.records import Decision, Stage

APPROVED = (
    "approve, approved, approval, accept, accepted, ok, okay, yes, y, true, 1, keep, keeper,"
    " select, selected, pick, picked, final, good, use, winner, freigegeben, genehmigt, ja,"
    " approuvé, approuvée, validé, validée, oui, aprobado, aprobada, aceptado, aceptada, sí,"
    " angenommen, accepté, acceptée, approvato, approvata, accettato, accettata,"
    " 承認, 採用, ✓, ✔, ✅, 👍"
)
REJECTED = (
    "reject, rejected, rejection, not approved, no, n, false, 0, kill, killed, discard, discarded,"
    " decline, declined, deny, denied, bin, trash, unusable, abgelehnt, verworfen, nein, rejeté,"
    " rejetée, refusé, refusée, non, rechazado, rechazada, descartado,"
    " descartada, rifiutato, rifiutata, scartato, scartata, 却下, 不採用, ✗, ✘, ❌, 👎"
)
NEEDS_EDIT = (
    "needs edit, needs edits, edit, revise, revision, revisions, needs revision, needs changes,"
    " changes requested, changes required, request changes, approved with changes, redo, rework,"
    " needs work, fix, retouch, überarbeiten, nacharbeiten, nacharbeit, à corriger, à revoir,"
    " à retoucher, à reprendre, corregir, por corregir, retocar, da correggere, da ritoccare,"
    " 要修正"
)
PENDING = (
    "pending, tbd, tba, to do, open, new, in review, needs review, in progress, waiting, awaiting,"
    " not reviewed, unreviewed, undecided, on hold, hold, maybe, ?, offen, ausstehend, en attente,"
    " pendiente"
)
STAGES = {
    "triage": "triage, first pass, selects, shortlist, preselection",
    "qc": "qc, qa, internal, internal review, internal qc, quality, quality control,"
    " intern, interne, interna, interno",
    "client": "client, client review, client approval, customer, kunde, cliente",
    "audit": "audit, final audit, spot check",
}
UNTICKED = {"false", "0"}
"""What a tick box that nobody has touched says too."""
VALID_DECISIONS = (
    "approved, rejected, needs edit, pending (or ok, yes, keep, no, kill, revise, tbd …)"
)


def word(text: str) -> str:
    """A word in the form it is compared in; a sign that is no letter stays as it is."""
    return compact(text) or text.strip().rstrip("\ufe0f")


def _meanings(**words: str) -> dict[str, str]:
    return {word(each): name for name, listed in words.items() for each in listed.split(", ")}


DECISIONS = _meanings(approved=APPROVED, rejected=REJECTED, needs_edit=NEEDS_EDIT, pending=PENDING)
STAGE_NAMES = _meanings(**STAGES)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d{1,6})?)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_ROUND = re.compile(r"(?:r|round|runde)?\d{1,2}")


def is_decision(text: str) -> bool:
    """Whether a cell holds a word that `decision_of` knows."""
    return word(text) in DECISIONS


def decision_of(text: str) -> Decision:
    """The decision a cell means; a blank one is pending. Raises ValueError with a sentence."""
    if not text:
        return "pending"
    meant = DECISIONS.get(word(text))
    if meant is None:
        raise ValueError(f"decision: {text[:80]!r} is none of {VALID_DECISIONS}")
    return meant  # type: ignore[return-value]


def stage_of(text: str) -> Stage | None:
    """The stage a cell names; a blank one or a mere round number names none.

    Raises ValueError with a sentence.
    """
    if not text or _ROUND.fullmatch(word(text)):
        return None
    meant = STAGE_NAMES.get(word(text))
    if meant is None:
        raise ValueError(f"stage: {text[:80]!r} is none of {', '.join(STAGES)}")
    return meant  # type: ignore[return-value]


def seconds_of(text: str | None) -> float | None:
    """Seconds from a number or from `h:mm:ss`. Raises ValueError with a sentence."""
    if text is None:
        return None
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
    if _NUMBER.fullmatch(text):
        return float(text)
    raise ValueError(f"seconds: {text[:80]!r} is neither a number nor a duration h:mm:ss")
