"""What a call's free-form arguments say: inputs, sizes, lengths, and which operation it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.warehouse.records import Operation

ADDRESS = re.compile(r"(?:https?|gs|s3)://", re.IGNORECASE)
MEDIA = re.compile(r"(?:https?|gs|s3)://|data:|<omitted ", re.IGNORECASE)
"""An address, the bytes themselves, or the mark a recorder left in their place."""
CLIP_NAMES = re.compile(r"\.(?:mp4|webm|mov|mkv)(?:[?#]|$)", re.IGNORECASE)
PICTURE_INPUT = re.compile(r"image|img|photo|picture|frame|mask|reference", re.IGNORECASE)
CLIP_INPUT = re.compile(r"video", re.IGNORECASE)
UPSCALERS = re.compile(r"upscal|esrgan|supir|super-resolution|topaz|swinir", re.IGNORECASE)
EDITORS = re.compile(
    r"edit|inpaint|outpaint|kontext|fill|eras|background|bria/expand", re.IGNORECASE
)
FROM_PICTURE = re.compile(r"image-to-|i2[iv]\b", re.IGNORECASE)
NAMES_OPERATION = re.compile(r"-to-(?:image|video)|upscal|edit|inpaint", re.IGNORECASE)
"""A model's name that says the operation by itself."""
CLIP_MODELS = re.compile(
    r"video|\bveo|kling|seedance|\bwan-?\d|hailuo|\bsora|\bltx|pixverse|luma/ray|t2v|i2v",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Inputs:
    """What was sent along with the prompt."""

    pictures: bool
    clips: bool
    addresses: tuple[str, ...]
    """Where they came from, without query strings; bytes sent inline have none."""


def inputs_of(given: Mapping[str, Any]) -> Inputs:
    """The pictures and clips among a model's free-form arguments."""
    pictures = [
        text for key, value in given.items() if PICTURE_INPUT.search(key) for text in media(value)
    ]
    clips = [
        text for key, value in given.items() if CLIP_INPUT.search(key) for text in media(value)
    ]
    addresses = (text.split("?", 1)[0] for text in (*pictures, *clips) if ADDRESS.match(text))
    return Inputs(bool(pictures), bool(clips), tuple(dict.fromkeys(addresses)))


def media(value: object, depth: int = 5) -> list[str]:
    """Every address or inline file in a value: text, or a list or object of such."""
    if isinstance(value, str):
        return [value] if MEDIA.match(value) else []
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, list) or not depth:
        return []
    return [text for each in value for text in media(each, depth - 1)]


def first_of(given: Mapping[str, Any], names: tuple[str, ...], *kinds: type) -> Any:
    """The first of these arguments that has a value of one of the kinds, else None."""
    found = (given[name] for name in names if name in given)
    return next((v for v in found if isinstance(v, kinds) and not isinstance(v, bool)), None)


def seconds_of(given: Mapping[str, Any]) -> float | None:
    """The length asked for: 5, "5" or "5s". None where the model was to decide (-1, 0, "auto")."""
    value = first_of(given, ("duration", "seconds"), int, float, str)
    found = re.fullmatch(r"(\d{1,5}(?:\.\d{1,9})?) ?s?", str(value), re.ASCII)
    return (float(found[1]) or None) if found else None


def operation_of(model: str | None, inputs: Inputs, *, clip: bool | None = None) -> Operation:
    """The operation. `clip`: whether the output is a video; None lets the model's name decide."""
    name = model or ""
    edits = EDITORS.search(name) is not None
    pictures = inputs.pictures or edits or FROM_PICTURE.search(name) is not None
    if UPSCALERS.search(name):
        return "upscale"
    if clip or (clip is None and CLIP_MODELS.search(name)):
        if inputs.clips:
            return "video_edit"
        return "image_to_video" if pictures else "text_to_video"
    if pictures:
        return "edit" if edits else "image_to_image"
    return "text_to_image"
