"""A review as it may be passed on, and what is kept of it when it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.review.persons import GROUPS_OF_PERSONS, for_sharing, persons_by
from data.review.published import publish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.asking.figures import Figures
    from data.review.asked import Asked
    from data.review.findings.finding import Finding
    from data.review.parts import Review
    from data.review.predictions import Prediction


def shared(figures: Figures, asked: Asked, review: Review) -> Review:
    """The review without figures about persons, where the settings leave them out."""
    if figures.settings.person_figures:
        return review
    named = {column.name for part in review.parts for column in part.columns}
    sizes = {name: persons_by(figures, name, asked.selection) for name in GROUPS_OF_PERSONS & named}
    parts = tuple(for_sharing(part, figures.settings, sizes) for part in review.parts)
    return replace(review, parts=parts)


def keep(figures: Figures, asked: Asked, review: Review, found: Sequence[Finding]) -> Path | None:
    """Keep what was said, with what it claims; None where the same is kept already."""
    kept = publish(
        figures,
        asked.selection,
        name=review.name,
        at=datetime.now(UTC),
        predictions=[
            _of_the_review(each.predicts, asked) for each in found if each.predicts is not None
        ],
        once=True,
    )
    return None if kept is None else kept[1]


def _of_the_review(claim: Prediction, asked: Asked) -> Prediction:
    """The claim of the work that the review was narrowed to; its own filters lie within."""
    own = dict(claim.where)
    others = tuple(each for each in asked.filters.filters if each[0] not in own)
    return claim.model_copy(update={"where": (*claim.where, *others)})
