"""The labels a studio puts into a log's free field: client, project, brief, lineage, tier.

Where that field is differs per format; what it may hold is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from data.warehouse.records import Operation, Tier

FIELDS = {
    "client": "client",
    "project": "project",
    "campaign": "campaign",
    "team": "team",
    "user": "user",
    "brief": "brief_id",
    "brief_id": "brief_id",
    "operation_id": "operation_id",
}
"""Label to attempt field. Other labels are left alone: they may hold anything, prompts too."""
REDACTED = re.compile(r"\s*[<\[][^<>\[\]]*(?:omitted|redacted)[^<>\[\]]*[>\]]\s*", re.IGNORECASE)
"""What recorders put in place of a prompt. It is not the prompt, and not the same prompt twice."""
CLOSED = {"tier": get_args(Tier), "operation": get_args(Operation)}
TIERS: dict[str, Tier] = {
    "text_to_image": "generate",
    "text_to_video": "generate",
    "image_to_video": "generate",
    "edit": "refine",
    "video_edit": "refine",
    "upscale": "upscale",
}
"""The tier an operation is by definition. Image-to-image is not here: it refines our own output
but generates from a photograph."""


def labelled(
    fields: Mapping[str, Any], labels: object, inputs: Iterable[str] = ()
) -> dict[str, Any]:
    """Attempt fields with the labels laid over them; what is None is left out.

    `inputs` are the addresses of the input files: the parents, unless the labels name them. A tier
    or operation that is none of ours ("prod") is kept as the tag `tier:prod`.
    """
    found = {name: value for name, value in fields.items() if value is not None}
    given = labels if isinstance(labels, Mapping) else {}
    if REDACTED.fullmatch(found.get("prompt", "")):
        del found["prompt"]
    found |= {field: text for name, field in FIELDS.items() if (text := _text(given.get(name)))}
    for name, valid in CLOSED.items():
        text = _text(given.get(name))
        if text in valid:
            found[name] = text
        elif text:
            found["tags"] = (*found.get("tags", ()), f"{name}:{text}")
    known = found.get("parent_asset_ids", ())
    if parents := dict.fromkeys([*known, *(parents_of(given.get("parents")) or inputs)]):
        found["parent_asset_ids"] = tuple(parents)
    found.setdefault("tier", TIERS.get(found.get("operation", "")))
    return found


def parents_of(value: object) -> tuple[str, ...]:
    """Asset ids from a list, or from text with commas or spaces between them."""
    if isinstance(value, str):
        return tuple(filter(None, re.split(r"[,\s]+", value)))
    if isinstance(value, list):
        return tuple(text for each in value if (text := _text(each)))
    return ()


def _text(value: object) -> str:
    """A label as text: numbers too, but neither objects nor true and false."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
