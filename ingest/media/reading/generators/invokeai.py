"""InvokeAI: `invokeai_metadata` (3 and later), `sd-metadata` (2.x), `Dream` (1.x, a command)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.media.reading.generators.generation import (
    Generation,
    as_text,
    json_object,
    seed_text,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "InvokeAI"
SETTINGS = {"scheduler": "scheduler", "steps": "steps", "cfg": "cfg_scale"}
MODES = {
    "txt2img": "text_to_image",
    "img2img": "image_to_image",
    "inpaint": "edit",
    "outpaint": "edit",
}
_DREAM_PROMPT = re.compile(r'\A\s*"(?P<prompt>(?:\\.|[^"\\])*)"')
_DREAM_SEED = re.compile(r"\s-S\s*(?P<seed>\d+)")
_NEGATIVE = re.compile(r"\[[^\[\]]*\]")


def invokeai(texts: Mapping[str, str]) -> Generation | None:
    """By the newest of its three ways that the file has."""
    if found := json_object(texts.get("invokeai_metadata")):
        return _newest(found)
    if found := json_object(texts.get("sd-metadata")):
        return _second(found)
    if text := texts.get("Dream"):
        prompt, seed = _DREAM_PROMPT.search(text), _DREAM_SEED.search(text)
        return Generation(
            NAME,
            seed=seed["seed"] if seed else None,
            prompt=_positive(prompt["prompt"]) if prompt else None,
        )
    return Generation(NAME) if "invokeai_graph" in texts else None


def _newest(found: dict[str, Any]) -> Generation:
    model = found.get("model")
    name = (model.get("model_name") or model.get("name")) if isinstance(model, dict) else None
    return Generation(
        NAME,
        model=as_text(name),
        seed=seed_text(found.get("seed")),
        prompt=as_text(found.get("positive_prompt")),
        made_with=settings_of(found, SETTINGS) | _operation(found),
    )


def _operation(found: dict[str, Any]) -> dict[str, str]:
    """By its `generation_mode`, such as `txt2img`, `flux_img2img`, `inpaint` or `outpaint`."""
    mode = as_text(found.get("generation_mode")) or ""
    known = (operation for end, operation in MODES.items() if mode.endswith(end))
    return {"operation": operation} if (operation := next(known, None)) else {}


def _second(found: dict[str, Any]) -> Generation:
    image = found.get("image")
    image = image if isinstance(image, dict) else {}
    prompts = image.get("prompt")
    first = prompts[0] if isinstance(prompts, list) and prompts else prompts
    text = as_text(first.get("prompt") if isinstance(first, dict) else first)
    return Generation(
        NAME,
        model=as_text(found.get("model_weights")),
        seed=seed_text(image.get("seed")),
        prompt=_positive(text),
    )


def _positive(prompt: str | None) -> str | None:
    """These versions wrote what is not wanted into the prompt, in square brackets."""
    return (_NEGATIVE.sub("", prompt).strip() or None) if prompt else None
