"""Which scores are decisions: a person's, whose name says that it is one, on one observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.records import Verdict
from ingest.formats.sheets import compact
from ingest.source import Ignored, Refused, shortened
from ingest.sources.langfuse.payload import Score
from ingest.sources.parts.decisions import STAGE_NAMES, decision_of

if TYPE_CHECKING:
    from typing import Any

    from data.warehouse.records import Stage

DECIDING = {
    compact(word)
    for word in (
        *("approved", "approval", "approve", "accepted", "decision", "verdict", "review"),
        *("usable", "keep", "keeper", "selected", "select", "pick", "final"),
    )
}
"""Names of scores by which a person decides; any other may say anything (`hallucinates: true`)."""


def verdict_of(source: str, value: Any) -> Verdict:
    """The decision. Raises Ignored for a score that is none."""
    score = Score.model_validate(value)
    name = compact(score.name)
    if score.source.upper() != "ANNOTATION":
        raise Ignored("a score that no person gave")
    if name not in DECIDING and name not in STAGE_NAMES:
        raise Ignored(f"a score named {shortened(score.name, 40)}, which is no decision")
    if score.observation_id is None:
        raise Ignored("a score of a whole trace, not of one call")
    if (score.data_type or "").upper() == "NUMERIC":
        raise Ignored("a decision as a number: map it, with ranges for its meaning")
    if score.timestamp is None:
        raise Refused("no timestamp: a score carries one")
    try:
        decision = decision_of(score.string_value or str(score.value or ""))
    except ValueError as error:
        raise Refused(str(error)) from None
    stage: Stage | None = STAGE_NAMES.get(name)  # type: ignore[assignment]
    return Verdict(
        source=source,
        asset_ref=score.observation_id,
        decision=decision,
        decided_at=score.timestamp,
        stage=stage,
        reason=score.comment,
        reviewer=score.author_user_id,
        verdict_id=score.id,
        updated_at=score.updated_at,
    )
