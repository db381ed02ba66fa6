"""One output and what became of it, as far as its file tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.demo.agency.events import Attempt, Rating, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from data.demo.agency.events import Brief, Event, Output

STAGES = ("triage", "qc", "client", "audit")
COUNTS_FROM = STAGES.index("qc")
STARS = {-1: "rejected", 4: "approved", 5: "approved"}
"""What stars decide; the others are a shortlist."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One output with what it shows. Of edits of one picture `root` is the same."""

    output: Output
    brief: Brief
    tier: str
    made_at: datetime
    seconds: int | None
    """None of stills."""
    root: str
    edits: tuple[str, ...]
    number: int
    """Which of its brief, counted from 1."""
    approved_at: datetime | None
    """None unless it is usable."""
    is_judged: bool
    """Whether anybody decided on it, or will."""
    client_to_answer: bool
    """Whether the client's answer comes later than the demo ends."""
    led_on: bool
    """Whether more was made from it."""

    @property
    def name(self) -> str:
        """The file's name as its log tells it: of the address, else its id."""
        if self.output.file_name:
            return self.output.file_name
        if self.output.uri:
            return "/".join(self.output.uri.split("/")[-2:])
        return f"{self.output.asset_id}.png"

    @property
    def folder(self) -> str:
        """Where its project keeps it."""
        return f"{self.brief.project.name}/{self.brief.brief_id}"


def pieces_of(brief: Brief, events: Sequence[Event], until: datetime) -> Iterator[Piece]:
    """All outputs of a brief that had come back by then, the parents first."""
    attempts = sorted(
        (each for each in events if isinstance(each, Attempt) and each.completed_at <= until),
        key=lambda attempt: (attempt.submitted_at, attempt.attempt_id),
    )
    approved, judged = usable(attempts, events, until), _judged(events)
    waiting = _waiting(events, until)
    parents = {parent.asset_id for attempt in attempts for parent in attempt.parents}
    shown: dict[str, tuple[str, tuple[str, ...]]] = {}
    number = 0
    for attempt in attempts:
        for output in attempt.outputs:
            number += 1
            root, edits = shown[output.asset_id] = _shows(attempt, output, shown)
            if not output.blocked:
                yield Piece(
                    output, brief, attempt.tier, attempt.completed_at,
                    attempt.seconds if attempt.model.film else None, root, edits, number,
                    approved.get(output.asset_id), output.asset_id in judged,
                    output.asset_id in waiting, output.asset_id in parents,
                )  # fmt: skip


def _shows(
    attempt: Attempt, output: Output, shown: dict[str, tuple[str, tuple[str, ...]]]
) -> tuple[str, tuple[str, ...]]:
    """(root, edits): the picture that it began as, and the edits since."""
    above = attempt.parents[0].asset_id if attempt.parents else f"{attempt.draft_of}#0"
    if (attempt.tier == "generate" and attempt.draft_of is None) or above not in shown:
        return output.asset_id, ()
    root, edits = shown[above]
    return root, (*edits, output.asset_id) if attempt.tier == "refine" else edits


def usable(
    attempts: Iterable[Attempt], events: Iterable[Event], until: datetime
) -> dict[str, datetime]:
    """Since when each usable output is: approved, and nothing made from it is, or was refused."""
    said = _standing(events, until)
    approved = {asset: at for asset, (_, decision, at) in said.items() if decision == "approved"}
    stands = dict(approved)
    above: dict[str, set[str]] = {}
    for attempt in attempts:
        parents = {parent.asset_id for parent in attempt.parents}
        found = parents.union(*(above.get(parent, set()) for parent in parents))
        for output in attempt.outputs:
            above[output.asset_id] = found
            stage, decision, at = said.get(output.asset_id, (0, "", until))
            for ancestor in found & approved.keys():
                is_refused = decision == "rejected" and stage > COUNTS_FROM
                if output.asset_id in approved or (is_refused and at > approved[ancestor]):
                    stands.pop(ancestor, None)
    return stands


def _standing(events: Iterable[Event], until: datetime) -> dict[str, tuple[int, str, datetime]]:
    """(stage, decision, since when) by asset, at the furthest stage that decided."""
    found: dict[str, tuple[int, str, datetime]] = {}
    words = [each for each in map(_word, events) if each and each[3] <= until]
    for asset, stage, decision, at in sorted(words, key=lambda word: word[3]):
        if stage >= max(COUNTS_FROM, found.get(asset, (0,))[0]):
            found[asset] = stage, decision, at
    return found


def _word(event: Event) -> tuple[str, int, str, datetime] | None:
    """(asset, stage, decision, when) of a decision."""
    if isinstance(event, Verdict) and event.decision != "pending":
        stage = STAGES.index(event.stage)
        return event.output.asset_id, stage, event.decision, event.decided_at
    if isinstance(event, Rating) and event.stars in STARS:
        return event.output.asset_id, COUNTS_FROM, STARS[event.stars], event.rated_at
    return None


def _judged(events: Iterable[Event]) -> set[str]:
    return {each.output.asset_id for each in events if isinstance(each, Verdict | Rating)}


def _waiting(events: Iterable[Event], until: datetime) -> set[str]:
    """What the client decides on later."""
    words = (each for each in events if isinstance(each, Verdict) and each.stage == "client")
    return {each.output.asset_id for each in words if each.decided_at > until}
