"""Who looks at what, when, and what they say: triage, studio (QC), client and audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.demo.agency.briefs import GUIDELINE_REASON, REASONS
from data.demo.agency.events import Brief, Delivery, Event, Output, Rating, Verdict
from data.demo.agency.office_hours import at_work, later
from data.demo.agency.people import AUDITOR, GUIDELINE_REFUSES, MOTION, REVIEWERS, SHOP, STILLS

if TYPE_CHECKING:
    from datetime import datetime

    from data.demo.agency.dice import Dice

DAY_S = 86_400
SAID_NO_IN_TRIAGE = {STILLS: 0.12, SHOP: 0.04, MOTION: 0.18}
"""Share of discarded outputs that get a written no; the rest is dropped in silence."""
STUDIO_DECISIONS = (("approved", 0.83), ("rejected", 0.1), ("needs_edit", 0.07))
STARS = {
    "approved": ((5, 0.6), (4, 0.4)),
    "needs_edit": ((2, 1.0),),
    "rejected": ((-1, 1.0),),
}
"""What the same decision is in the photo browser; three stars are the maker's shortlist."""
LATE_CLIENT = 0.09
LATE_CLIENT_REFUSES = 0.55
CLIENT_SILENT = 0.05
AUDITED, AUDIT_REFUSES = 0.08, 0.07
TOOLS = {
    STILLS: ("Photoshop",),
    SHOP: ("Photoshop", "Slack"),
    MOTION: ("Premiere Pro", "DaVinci Resolve"),
}
TROUBLES = ("wrong colour profile", "frame rate not recognised", "opened only after re-export")


@dataclass(frozen=True, slots=True)
class Word:
    """A decision and when it fell."""

    decision: str
    at: datetime


class Reviewing:
    """The reviews of one brief; whatever is decided is added to `events`."""

    def __init__(self, brief: Brief, dice: Dice, events: list[Event]) -> None:
        """No one has looked yet."""
        self.brief, self.dice, self.events = brief, dice, events
        self.reviewer = REVIEWERS[brief.project.team]

    def triage(
        self, seen: tuple[Output, ...], chosen: tuple[Output, ...], finished_at: datetime
    ) -> None:
        """The maker's own first look: a shortlist, few written noes, silence for most."""
        at = at_work(later(finished_at, self.dice.between(60, 900)), self.dice)
        for output in seen:
            at = later(at, self.dice.between(2, 9))
            if self.brief.rated and output.file_name:
                self._rate(output, 3 if output in chosen else self._unchosen_stars(), at)
            elif output in chosen:
                self._say(output, "triage", Word("approved", at), review_s=(3, 15))
            elif self.dice.chance(SAID_NO_IN_TRIAGE[self.brief.project.team]):
                self._say(output, "triage", Word("rejected", at), review_s=(2, 8))

    def _unchosen_stars(self) -> int:
        return self.dice.weighed(((0, 0.7), (-1, 0.14), (1, 0.06), (2, 0.1)))

    def studio(self, output: Output, ready_at: datetime, *, surely: bool = False) -> Word:
        """The art director's decision; `surely` when it is a mere go-ahead for the upscale."""
        at = at_work(later(ready_at, self.dice.lognormal(2.5 * 3600, 0.9)), self.dice)
        decision = "approved" if surely else self.dice.weighed(STUDIO_DECISIONS)
        word = Word(decision, at)
        if self.brief.rated and output.file_name:
            self._rate(output, self.dice.weighed(STARS[decision]), at)
        else:
            self._say(output, "qc", word, review_s=(18, 110))
        if decision == "approved" and not surely:
            self._send(output, "Frame.io", at)
        return word

    def client(self, output: Output, approved_at: datetime) -> Word | None:
        """The client's decision, if the client sees it and answers."""
        if not self.dice.chance(self.brief.project.to_client):
            return None
        late = self.dice.chance(LATE_CLIENT)
        days = self.dice.between(6, 11) if late else self.dice.lognormal(1.6, 0.6)
        at = at_work(later(approved_at, days * DAY_S), self.dice)
        if self.dice.chance(CLIENT_SILENT):
            self._say(output, "client", Word("pending", at))
            return None
        refused = self.dice.chance(LATE_CLIENT_REFUSES if late else self._refuses())
        word = Word("rejected" if refused else "approved", at)
        self._say(output, "client", word)
        if not refused:
            self._after_approval(output, at)
        return word

    def _refuses(self) -> float:
        return GUIDELINE_REFUSES if self.brief.guideline else self.brief.client.refuses

    def _after_approval(self, output: Output, at: datetime) -> None:
        self._send(output, self.dice.pick(TOOLS[self.brief.project.team]), at)
        if self.dice.chance(AUDITED):
            decision = "rejected" if self.dice.chance(AUDIT_REFUSES) else "approved"
            audited_at = at_work(later(at, self.dice.between(4, 9) * DAY_S), self.dice)
            self._say(output, "audit", Word(decision, audited_at), review_s=(60, 240))

    def _say(
        self, output: Output, stage: str, word: Word, review_s: tuple[int, int] | None = None
    ) -> None:
        reason = "" if word.decision in {"approved", "pending"} else self._reason()
        people = {"triage": self.brief.user, "client": self.brief.client.name, "audit": AUDITOR}
        reviewer = people.get(stage, self.reviewer)
        seconds = self.dice.whole(*review_s) if review_s else None
        decision = word.decision
        self.events.append(Verdict(output, stage, decision, reviewer, word.at, reason, seconds))

    def _reason(self) -> str:
        if self.brief.guideline and self.dice.chance(0.55):
            return GUIDELINE_REASON
        return self.dice.weighed(REASONS)

    def _rate(self, output: Output, stars: int, at: datetime) -> None:
        self.events.append(Rating(output, stars, at))

    def _send(self, output: Output, destination: str, approved_at: datetime) -> None:
        sent_at = later(approved_at, self.dice.between(30, 3600))
        arrived_at = later(sent_at, self.dice.lognormal(95, 0.9))
        opened = not self.dice.chance(0.05)
        note = "" if opened else self.dice.pick(TROUBLES)
        self.events.append(Delivery(output, destination, sent_at, arrived_at, opened, note))
