"""Fooocus and SwarmUI: `parameters` as a JSON object."""

from __future__ import annotations

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

KEYS = ("parameters", "exif:UserComment", "comment")
SETTINGS = {
    "sampler": "sampler",
    "scheduler": "scheduler",
    "steps": "steps",
    "cfg": "guidance_scale",
}
FOOOCUS_KEYS = {
    "base_model",
    "performance",
    "adm_guidance",
    "fooocus_expansion",
    "prompt_expansion",
}


def fooocus(texts: Mapping[str, str]) -> Generation | None:
    """By its scheme or by what only its parameters name. The prompt is the one that was typed."""
    for found in _objects(texts):
        if "fooocus_scheme" in texts or len(FOOOCUS_KEYS & found.keys()) > 1:
            return Generation(
                "Fooocus",
                model=as_text(found.get("base_model")),
                seed=seed_text(found.get("seed")),
                prompt=_typed(found.get("prompt")),
                made_with=settings_of(found, SETTINGS),
            )
    return None


def swarm(texts: Mapping[str, str]) -> Generation | None:
    """SwarmUI, by its `sui_image_params`."""
    for found in _objects(texts):
        if isinstance(given := found.get("sui_image_params"), dict):
            return Generation(
                "SwarmUI",
                model=as_text(given.get("model")),
                seed=seed_text(given.get("seed")),
                prompt=as_text(given.get("prompt")),
            )
    return None


def _objects(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [found for key in KEYS if (found := json_object(texts.get(key)))]


def _typed(prompt: object) -> str | None:
    return as_text(prompt[0] if isinstance(prompt, list) and prompt else prompt)
