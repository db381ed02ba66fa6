"""The `parameters` text of AUTOMATIC1111's web UI, Forge and all that write like it.

Lines of the prompt, `Negative prompt: …`, and a last line `Steps: 20, Sampler: …, Seed: 1, …`. In
PNG a text chunk, in JPEG and WebP the EXIF UserComment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.media.reading.generators.generation import Generation, seed_text, settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = ("parameters", "exif:UserComment", "comment", "exif:ImageDescription")
SETTINGS = {
    "sampler": "Sampler",
    "scheduler": "Schedule type",
    "steps": "Steps",
    "cfg": "CFG scale",
}
_SETTINGS = re.compile(r"(?:\A|\n)(?P<line>Steps: \d+, [^\n]*)")
_NEGATIVE = re.compile(r"(?:\A|\n)Negative prompt:")
_FIELD = re.compile(r'(?:\A|,)\s*+([\w/.-][\w /.-]{0,59}+):\s*+("(?:\\.|[^"\\])*+"|[^,]*+)')
_BY_VERSION = (
    ("fooocus", "Fooocus"),
    ("comfyui", "ComfyUI"),
    ("neo", "Forge"),
    ("f", "Forge"),
)


def parameters_text(texts: Mapping[str, str]) -> Generation | None:
    """The first text of this form."""
    for key in KEYS:
        text = texts.get(key, "")
        if settings := _last(_SETTINGS, text):
            return _generation(text, settings)
    return None


def _generation(text: str, settings: re.Match[str]) -> Generation:
    fields = {name.strip(): value.strip('" ') for name, value in _FIELD.findall(settings["line"])}
    before = text[: settings.start()]
    negative = _NEGATIVE.search(before)
    prompt = (before[: negative.start()] if negative else before).strip()
    return Generation(
        generator=_generator(fields),
        model=fields.get("Model") or None,
        seed=seed_text(fields.get("Seed")),
        prompt=prompt or None,
        made_with=settings_of(fields, SETTINGS) | _operation(fields),
    )


def _operation(fields: Mapping[str, str]) -> dict[str, str]:
    """An upscaler's second pass is one; noise taken off something is an image to begin with."""
    if any(name.startswith("Hires upscale") for name in fields):
        return {"operation": "upscale"}
    return {"operation": "image_to_image" if "Denoising strength" in fields else "text_to_image"}


def _generator(fields: Mapping[str, str]) -> str:
    """By `App` or `Version`: Forge's versions begin with f; without either it is AUTOMATIC1111."""
    if app := fields.get("App"):
        return app
    version = fields.get("Version", "").lower()
    named = (name for start, name in _BY_VERSION if version.startswith(start))
    return next(named, "AUTOMATIC1111")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 (the last one is wanted)
        pass
    return found
