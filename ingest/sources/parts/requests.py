"""What a request asked for, under the names that providers share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.sources.parts.operations import first_of, seconds_of

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTS = ("n", "num_images", "numImages", "number_of_images", "numVariations", "num_outputs")
MODELS = ("model", "model_name", "modelId", "model_id")
PROMPTS = ("prompt", "promptText", "text_prompt")
SEEDS = ("seed", "random_seed")
SIZES = ("size", "image_size", "resolution", "ratio")
TWO_NUMBERS = re.compile(r"(\d{2,5}) ?[x:*\u00d7] ?(\d{2,5})", re.IGNORECASE | re.ASCII)
MOST_OUTPUTS = 1000


def asked_for(request: Mapping[str, Any] | None) -> dict[str, Any]:
    """Fields of the attempt that a request tells; what is of another kind is not known."""
    given = request or {}
    width, height = size_asked(given)
    seed, n = first_of(given, SEEDS, int, str), first_of(given, COUNTS, int)
    return {
        "model": first_of(given, MODELS, str),
        "prompt": first_of(given, PROMPTS, str),
        "seed": None if seed in {None, -1, "-1", ""} else str(seed),
        "n_requested": n if n is not None and 0 < n <= MOST_OUTPUTS else None,
        "requested_width": width,
        "requested_height": height,
        "requested_seconds": seconds_of(given),
    }


def size_asked(given: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Width and height: as two numbers, as an object, or as text (1024x1024, 1280:720)."""
    named = first_of(given, ("image_size", "size"), dict) or given
    width, height = first_of(named, ("width",), int), first_of(named, ("height",), int)
    if width and height and width > 0 and height > 0:
        return width, height
    texts = (first_of(given, (name,), str) for name in SIZES)
    return next(filter(any, map(size_in, texts)), (None, None))


def size_in(text: str | None) -> tuple[int | None, int | None]:
    """The two numbers of "2048x1152"; none for "auto", "2K" or "16:9"."""
    found = TWO_NUMBERS.fullmatch((text or "").strip())
    pair = (int(found[1]), int(found[2])) if found else (0, 0)
    return pair if min(pair) >= 64 else (None, None)


def known(*fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields laid over each other, the later before the earlier; None hides nothing."""
    return {name: value for each in fields for name, value in each.items() if value is not None}
