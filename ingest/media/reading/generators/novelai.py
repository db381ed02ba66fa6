"""NovelAI: `Software` names it, `Description` is the prompt, `Comment` holds the rest as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.media.reading.generators.generation import (
    Generation,
    as_text,
    json_object,
    seed_text,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = {"sampler": "sampler", "steps": "steps", "cfg": "scale"}


def novelai(texts: Mapping[str, str]) -> Generation | None:
    """By the name of the software."""
    if texts.get("Software") != "NovelAI":
        return None
    comment = json_object(texts.get("Comment"))
    return Generation(
        "NovelAI",
        model=as_text(texts.get("Source")),
        seed=seed_text(comment.get("seed")),
        prompt=as_text(texts.get("Description")) or as_text(comment.get("prompt")),
        made_with=settings_of(comment, SETTINGS),
    )
