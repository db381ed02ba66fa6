"""Services by the names they leave in software, author and credit fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.media.reading.generators.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELDS = (
    "Software", "Source", "encoder", "software", "exif:Software", "exif:Make", "exif:Model",
    "xmp:CreatorTool", "xmp:AISystemUsed",
)  # fmt: skip
"""Where the program stands. Persons are called Sora and Vidu: their fields are not looked at."""
CREDITS = ("Credit", "iptc:Credit", "iptc:Source", "xmp:Credit")
"""A credit names a person or an agency, unless it says what the picture was made with."""
LONGEST_NAME = 120
SERVICES: tuple[tuple[str, str], ...] = (
    (r"firefly", "Adobe Firefly"),
    (r"chatgpt|gpt-(image|\d)", "ChatGPT"),
    (r"dall.?e\b", "DALL·E"),
    (r"\bsora\b", "Sora"),
    (r"openai", "OpenAI"),
    (r"midjourney", "Midjourney"),
    (r"gemini|nano.?banana", "Google Gemini"),
    (r"\bimagen[- ]?\d|google imagen", "Google Imagen"),
    (r"\bveo[- ]?\d|google veo", "Google Veo"),
    (r"google ai|google.*generative", "Google AI"),
    (r"dreamina|jimeng|即梦", "Dreamina"),
    (r"seedream", "Seedream"),
    (r"seedance", "Seedance"),
    (r"doubao|豆包|volcengine|byteplus", "BytePlus"),
    (r"kling|可灵", "Kling"),
    (r"hailuo|minimax", "MiniMax"),
    (r"\bvidu\b", "Vidu"),
    (r"tongyi|wanxiang|通义", "Wan"),
    (r"hunyuan|混元", "Hunyuan"),
    (r"\bbfl\b|black forest labs|\bflux[.\d -]", "FLUX"),
    (r"stability\.? ?ai|stable.?diffusion|dreamstudio", "Stable Diffusion"),
    (r"ideogram", "Ideogram"),
    (r"recraft", "Recraft"),
    (r"leonardo\.?ai", "Leonardo"),
    (r"runway", "Runway"),
    (r"luma (ai|labs|dream)|dream machine", "Luma"),
    (r"\bpika\b", "Pika"),
    (r"\bgrok\b|\bx\.?ai\b", "Grok"),
    (r"bing image creator|microsoft.*designer", "Microsoft Designer"),
    (r"microsoft.*responsible.?ai", "Microsoft AI"),
    (r"magnific", "Magnific"),
    (r"\bkrea\b", "Krea"),
    (r"fal\.ai", "fal"),
    (r"comfyui", "ComfyUI"),
    (r"invokeai", "InvokeAI"),
    (r"draw things", "Draw Things"),
)  # fmt: skip
_SERVICES = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in SERVICES)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_JOB = re.compile(rf"Job ID: (?P<id>{_UUID})")
_MADE = re.compile(r"\b(?:made|created|generated|edited) (?:with|by|using) ", re.IGNORECASE)


def generative_name(names: Iterable[str | None]) -> str | None:
    """The service that one of these names is known for; None for cameras and editors."""
    for name in names:
        if not name or len(name) > LONGEST_NAME:
            continue
        for pattern, service in _SERVICES:
            if pattern.search(name):
                return service
    return None


def named_service(texts: Mapping[str, str]) -> Generation | None:
    """A generator that one of the fields for a maker names."""
    given = (texts.get(field, "") for field in CREDITS)
    made = (credit for credit in given if _MADE.search(credit))
    name = generative_name([*(texts.get(field) for field in FIELDS), *made])
    return Generation(name) if name else None


def midjourney(texts: Mapping[str, str]) -> Generation | None:
    """Midjourney: the description is the prompt, its switches, and `Job ID: …`."""
    for key in ("Description", "xmp:description", "exif:ImageDescription"):
        text = texts.get(key, "")
        if found := _JOB.search(text):
            prompt = text[: found.start()].strip()
            return Generation("Midjourney", prompt=prompt or None, ids=(found["id"],))
    return None
