"""What calls may have in common, in words: a model, a size, an hour, a person."""

from __future__ import annotations

from dashboard.words.formats import label

_WORDS = {
    "model": "Model {value}",
    "variant": "Variant {value}",
    "operation": "{value}",
    "hour_of_day": "From {value}:00, an hour",
    "aspect": "Aspect ratio {value}",
    "prompt_length": "Prompts of {value} characters",
    "seed": "Seed {value}",
    "reference": "Reference {value}",
    "user": "User {value}",
    "project": "Project {value}",
    "client": "Client {value}",
}


def factor_words(factor: str, value: str) -> str:
    """`Model gen4_turbo`, `From 17:00, an hour`."""
    written = label(value).replace("_", " ") if factor == "operation" else label(value)
    words = _WORDS[factor].replace("{value}", written)
    return words[0].upper() + words[1:]
