"""China's label of generated content (GB 45438-2025, TC260): `AIGC` with a JSON object.

It stands in PNG text, EXIF's UserComment or ImageDescription, XMP (`TC260:AIGC`) or a clip's
metadata: `{"AIGC": {"Label": "1", "ContentProducer": …, "ProduceID": …, "PropagateID": …}}`, the
outer object being left out where the key says it. Label 1 is generated, 2 perhaps, 3 suspected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.media.reading.generators.generation import as_text, json_object
from ingest.media.reading.generators.services import generative_name

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "AIGC"
LABELS = {"1", "2", "3"}
IDS = ("ProduceID", "PropagateID")


@dataclass(frozen=True)
class AigcLabel:
    """What the label says."""

    is_generated: bool
    generator: str | None = None
    ids: tuple[str, ...] = ()


def aigc_label(texts: Mapping[str, str]) -> AigcLabel | None:
    """The label among embedded texts; None where there is none."""
    for key, text in texts.items():
        found = json_object(text)
        inner = found.get(KEY)
        if isinstance(inner, str):
            inner = json_object(inner)
        if isinstance(inner, dict):
            return _label(inner)
        if key.rpartition(":")[2].upper() == KEY:
            return _label(found)
    return None


def _label(said: dict[str, Any]) -> AigcLabel:
    producer = as_text(said.get("ContentProducer"))
    ids = (as_text(said.get(name)) for name in IDS)
    return AigcLabel(
        is_generated=as_text(said.get("Label")) in LABELS or not said,
        generator=generative_name([producer]) or producer,
        ids=tuple(each for each in ids if each),
    )
