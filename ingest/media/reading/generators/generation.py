"""What a generator writes of itself into what it made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Generation:
    """The generator, and what it says of one generation; None where it says nothing."""

    generator: str
    model: str | None = None
    seed: str | None = None
    prompt: str | None = None
    ids: tuple[str, ...] = ()
    made_with: Mapping[str, str] = field(default_factory=dict)
    """`sampler`, `steps` and the like by name, and our `operation` where the settings tell it."""


def json_object(text: str | None) -> dict[str, Any]:
    """The JSON object in a text, empty where there is none. NaN and Infinity do occur in it."""
    if not text or not text.lstrip().startswith("{"):
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def as_text(value: object) -> str | None:
    """A text or a whole number as text; None for what is neither, or empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return (value.strip() or None) if isinstance(value, str) else None


def seed_text(value: object) -> str | None:
    """A seed as text; -1 asks for a random one and is none."""
    text = as_text(value)
    return None if text is None or text.startswith("-") else text


def settings_of(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Settings by our names for them; `names` says what each is called there."""
    texts = {ours: _setting(found.get(theirs)) for ours, theirs in names.items()}
    return {name: text for name, text in texts.items() if text}


def _setting(value: object) -> str | None:
    return f"{value:g}" if isinstance(value, float) else as_text(value)


def file_stem(name: str | None) -> str | None:
    """A model's file name without its folder, as it was loaded."""
    return name.replace("\\", "/").rsplit("/", 1)[-1] if name else None
