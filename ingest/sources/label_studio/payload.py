"""Tasks of a Label Studio export, as far as their annotations judge what is shown."""

from __future__ import annotations

from typing import Any

from ingest.formats.file_names import is_media
from ingest.source import Refused, shortened
from ingest.sources.parts.payloads import Payload, Rfc3339, text_of

USUAL_KEYS = ("image", "video", "img", "picture", "clip", "url", "uri", "file", "asset", "audio")
UPLOADED = "/data/upload/"
SERVED = "/data/local-files/?d="
PREFIX = 8
"""An upload is called `bc171829-hero.png`: eight letters of a hash stand before its own name."""


class Region(Payload):
    """One part of a result: a choice, a rating, a text, a box."""

    type: str | None = None
    from_name: str | None = None
    value: dict[str, Any] | None = None

    @property
    def choices(self) -> list[str]:
        """What was chosen."""
        return _texts((self.value or {}).get("choices")) if self.type == "choices" else []

    @property
    def texts(self) -> list[str]:
        """What was written in a field of text."""
        return _texts((self.value or {}).get("text")) if self.type == "textarea" else []


class Review(Payload):
    """What a second person said of an annotation."""

    accepted: bool
    created_by: Any = None
    created_at: Rfc3339 = None


class Annotation(Payload):
    """What one person did to a task; `lead_time` is all the seconds spent so far."""

    id: str
    completed_by: Any = None
    result: tuple[Region, ...] = ()
    reviews: tuple[Review, ...] | None = None
    was_cancelled: bool = False
    created_at: Rfc3339 = None
    updated_at: Rfc3339 = None
    lead_time: float | None = None

    @property
    def review(self) -> Review | None:
        """The newest review, if there was one; of those without a time the last."""
        dated = [each for each in self.reviews or () if each.created_at]
        newest = max(dated, key=lambda each: each.created_at, default=None)  # type: ignore[arg-type,return-value]
        return newest or (self.reviews[-1] if self.reviews else None)


class Task(Payload):
    """What was to be judged, and one annotation of it."""

    data: dict[str, Any]
    annotations: tuple[Annotation, ...] = ()

    @property
    def asset(self) -> str:
        """The picture or clip, by its address or the name it was uploaded by. Raises Refused."""
        given = {name: text for name, text in self.data.items() if isinstance(text, str) and text}
        shown = next((given[key] for key in USUAL_KEYS if key in given), None)
        shown = shown or next(filter(is_media, given.values()), None)
        if shown is None:
            raise Refused(f"data: {shortened(self.data)} shows no picture or clip")
        return _named(shown)


def _texts(given: Any) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    return [each for each in listed if isinstance(each, str)]


def _named(shown: str) -> str:
    """Without what Label Studio adds in serving a file."""
    if SERVED in shown:
        return shown.partition(SERVED)[2]
    bare = shown.partition("?")[0] if "://" in shown else shown
    if UPLOADED not in shown:
        return bare
    name = bare.rpartition("/")[2]
    return name[PREFIX + 1 :] if name[PREFIX : PREFIX + 1] == "-" and name[PREFIX + 1 :] else name


def person(given: Any) -> str | None:
    """Someone as exports name them: an object with an address, or the number of an account."""
    if isinstance(given, dict):
        return text_of(given.get("email")) or person(given.get("id"))
    return str(given) if isinstance(given, int | str) and not isinstance(given, bool) else None
