"""Scores of Langfuse as decisions: those that people gave (ANNOTATION), by their names.

A score called as [langfuse] fields says, else as usual (`verdict`, `decision`, `approved` …), is a
decision about its observation, the call, or else about its trace. Categories are words; true is
approved and false rejected; a number means what [langfuse.decisions] says, for nobody else knows
the scale. What programs and models gave (API, EVAL) is no person's decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Verdict
from ingest.formats.sheets import compact
from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.langfuse_scores.payload import Score
from ingest.sources.parts.payloads import opened_pages
from ingest.sources.parts.review_tools import ToolWords

if TYPE_CHECKING:
    from collections.abc import Iterable

USUAL_NAMES = ("verdict", "decision", "review", "approval", "approved", "usable")
SOURCES = {"ANNOTATION", "API", "EVAL"}
BY_PEOPLE = "ANNOTATION"
NO_CALL = (
    "neither an observation nor a trace: a score of a session decides nothing about one call, and "
    "the third version of the API tells with fields=subject alone"
)


class LangfuseScores(Source):
    """Reads lists, pages and JSON lines of scores."""

    name = "langfuse_scores"
    title = "Langfuse scores given by people: pages of the API, exports to storage"
    origin = "studio"
    where = (
        "GET /api/public/v2/scores (or v3 with fields=details,subject,annotation), or an export of "
        "scores to storage."
    )
    read_with = ("langfuse",)

    evidence = "the API's description; no recorded export"

    def identify(self, file: Opened) -> str | None:
        """By scores: a name, a value and who gave it."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        return "scores of Langfuse (name, source, value)" if any(map(_is_score, objects)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The scores of a list or a page."""
        return opened_pages(document, "data")

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """The verdict that a score is."""
        score, tool = Score.model_validate(item.value), file.settings.langfuse
        if score.source != BY_PEOPLE:
            raise Ignored(f"a score of source {shortened(score.source, 20)}: no person's decision")
        if compact(score.name) not in map(compact, tool.fields or USUAL_NAMES):
            name = shortened(score.name, 40)
            raise Ignored(
                f"a score called {name!r}: if it decides, name it under [langfuse] fields"
            )
        decisions = ToolWords("langfuse", tool).decisions(score.name, [score.text])
        if not decisions:
            raise Ignored(f"{shortened(score.text, 40)!r} means nothing, by [langfuse.decisions]")
        if (about := score.about) is None:
            raise Refused(NO_CALL)
        decided_at = score.timestamp or score.created_at or file.submitted_at
        if decided_at is None:
            raise Refused("no timestamp: pass --submitted-at")
        yield Verdict(
            source=self.name,
            asset_ref=about,
            decision=decisions.pop(),
            decided_at=decided_at,
            stage=tool.stage,
            reviewer=score.author,
            reason=score.comment,
            verdict_id=score.id,
            updated_at=score.updated_at,
        )


def _is_score(value: Any) -> bool:
    if not isinstance(value, dict) or not {"id", "name", "source", "timestamp"} <= set(value):
        return False
    typed = "dataType" in value or "data_type" in value
    return typed and isinstance(value["source"], str) and value["source"] in SOURCES
