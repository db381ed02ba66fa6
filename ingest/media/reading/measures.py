"""What a reader of one format hands on: measures, and what lies embedded beside the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from data.warehouse.media_records import MediaKind

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Measures:
    """The measures of `FileFacts`, by the same names."""

    kind: MediaKind
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    frame_rate: float | None = None
    colour_mode: str | None = None
    bit_depth: int | None = None
    profile: str | None = None
    has_alpha: bool | None = None
    has_audio: bool | None = None


@dataclass(frozen=True)
class Reading:
    """One file as its format's reader found it."""

    measures: Measures
    picture: Image | None = None
    """As it is seen: upright, 8 bits, of bounded size; of a clip, a frame near its first third."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Embedded texts by key: PNG's and a clip's own, EXIF's as `exif:Software`."""
    xmp: bytes | None = None
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A text from a file without what no database takes: zeros, control characters, half signs."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8")).strip()
