"""What the words and stars of review tools mean: as the team's settings say, else as in sheets.

A bare number is no word here: whether 1 is the best mark or the worst, only the team knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.source import Refused, shortened
from ingest.sources.parts.decisions import DECISIONS, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.settings import Meaning, ReviewTool, Settings
    from data.warehouse.records import Decision

PLAIN = re.compile(
    r"(?:not|un)?(?:approv|reject|accept|freigegeben|abgelehnt|genehmigt|verworfen)\w*"
    r"|(?:needs|changes|approvedwith)(?:edits?|changes|revisions?|required|requested|work)",
)
"""Words in compact form that speak of a decision, whatever was asked."""
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class ToolWords(NamedTuple):
    """The words of one tool; `table` is what its settings are called."""

    table: str
    tool: ReviewTool

    def meaning(self, written: str) -> Meaning | None:
        """What a word means; None where nobody has said."""
        own = {word(each): meaning for each, meaning in self.tool.decisions.items()}
        known = {} if NUMBER.fullmatch(written.strip()) else DECISIONS
        return own.get(word(written), known.get(word(written)))  # type: ignore[arg-type]

    def plain_meaning(self, written: str) -> Meaning | None:
        """The same where nobody said that it is about a decision: `Yes` may answer any question."""
        known = word(written) in {word(each) for each in self.tool.decisions}
        return self.meaning(written) if known or PLAIN.fullmatch(word(written)) else None

    def decisions(self, where: str, chosen: Iterable[str]) -> set[Decision]:
        """What the values of a field that is known to decide mean, but for those without meaning.

        Raises Refused where nobody has said.
        """
        found = {self._said(where, each) for each in chosen}
        return {each for each in found if each != "nothing"}

    def _said(self, where: str, written: str) -> Meaning:
        meaning = self.meaning(written)
        if meaning is None:
            raise Refused(
                f"{where}: {shortened(written)!r} is no known decision; say what it means in the "
                f"settings, under [{self.table}.decisions]: approved, rejected, needs_edit, "
                "pending or nothing"
            )
        return meaning

    def starred(self, stars: Any, settings: Settings) -> Decision:
        """What 1 to 5 stars mean, none and those between the two thresholds being no decision.

        Raises Refused for what is no number of stars.
        """
        if stars is None or stars == 0:
            return "pending"
        if isinstance(stars, bool) or not isinstance(stars, int | float) or not 0 < stars <= 5:
            raise Refused(f"rating: {shortened(stars)} is no number of stars, 1 to 5")
        own = self.meaning(f"{stars:g}")
        if own is not None:
            return "pending" if own == "nothing" else own
        if stars >= settings.approve_from_rating:
            return "approved"
        return "rejected" if stars <= settings.reject_to_rating else "pending"
