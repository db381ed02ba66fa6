"""Ark's answers: Seedance video tasks and Seedream images, with what a poller noted beside them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

from pydantic import Field

from ingest.sources.parts.payloads import EpochSeconds, Length, Noted, Payload, decoded, http_date

State = Literal["queued", "running", "succeeded", "failed", "cancelled", "expired"]
STATUSES = {
    "queued": "running",
    "running": "running",
    "succeeded": "succeeded",
    "failed": "failed",
    "cancelled": "canceled",
    "expired": "failed",
}
"""An expired task passed its deadline at Ark: it never finishes and is not billed, so it failed."""
POLICY = re.compile(r"SensitiveContentDetected|RiskDetection")
REQUEST = re.compile(r"Request id: (\w+)")
"""How the message of an error ends."""
TASK = re.compile(r"cgt-(\d{14})-\w+")
CHINA = timezone(timedelta(hours=8))
SIZES = {
    "480p": {"16:9": (864, 496), "4:3": (752, 560), "1:1": (640, 640), "21:9": (992, 432)},
    "720p": {"16:9": (1280, 720), "4:3": (1112, 834), "1:1": (960, 960), "21:9": (1470, 630)},
    "1080p": {"16:9": (1920, 1080), "4:3": (1664, 1248), "1:1": (1440, 1440), "21:9": (2206, 946)},
}
"""Seedance's width and height by resolution and ratio (Seedance 2.0; older ones differ by a few
pixels). Upright ratios are the same, turned."""
FRAMES_PER_SECOND = 24
"""Of Seedance, where an answer does not say it."""


class Problem(Payload):
    """Why something failed."""

    code: str | None = None
    message: str | None = None

    @property
    def is_policy(self) -> bool:
        """Whether a content filter said no."""
        return POLICY.search(self.code or "") is not None

    @property
    def request_id(self) -> str | None:
        """The id of the request that failed."""
        found = REQUEST.search(self.message or "")
        return found[1] if found else None


class Result(Payload):
    """Where the output of a task is. `last_frame_url` comes on top and is no output."""

    video_url: str | None = None
    file_url: str | None = None

    @property
    def uri(self) -> str | None:
        """The output's address."""
        return self.video_url or self.file_url


class Usage(Payload):
    """What is billed: tokens of video, number of images."""

    completion_tokens: int | None = None
    generated_images: int | None = None
    output_tokens: int | None = None


class Task(Payload):
    """A Seedance task as a poll, the list or the callback returned it."""

    id: str
    status: State
    model: str | None = None
    error: Problem | None = None
    content: Result | None = None
    usage: Usage | None = None
    created_at: EpochSeconds = None
    updated_at: EpochSeconds = None
    seed: str | None = None
    resolution: str | None = None
    ratio: str | None = None
    duration: Length = None
    frames: int | None = None
    framespersecond: float | None = None
    service_tier: str | None = None
    generate_audio: bool | None = None
    draft: bool | None = None
    draft_task_id: str | None = None

    @property
    def created(self) -> datetime | None:
        """When it was submitted: as given, else by the id, which holds the wall clock of China."""
        stamp = TASK.fullmatch(self.id)
        if self.created_at or stamp is None:
            return self.created_at
        try:
            local = datetime.strptime(stamp[1], "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
        except ValueError:
            return None
        return local.astimezone(UTC)

    @property
    def size(self) -> tuple[int | None, int | None]:
        """Width and height of the clip."""
        return clip_size(self.resolution, self.ratio)

    @property
    def seconds(self) -> float | None:
        """The clip's length: as given, else by its frames."""
        if self.duration is not None or not self.frames or self.frames < 0:
            return self.duration
        return round(self.frames / (self.framespersecond or FRAMES_PER_SECOND), 6)


def clip_size(resolution: str | None, ratio: str | None) -> tuple[int | None, int | None]:
    """Width and height that a resolution and a ratio mean."""
    sizes, given = SIZES.get((resolution or "").lower(), {}), ratio or ""
    turned = ":".join(reversed(given.split(":")))
    if turned in sizes and given not in sizes:
        width, height = sizes[turned]
        return height, width
    return sizes.get(given, (None, None))


class Picture(Payload):
    """One image of a Seedream answer, or why it is missing."""

    url: str | None = None
    b64_json: str | None = None
    size: str | None = None
    error: Problem | None = None

    @property
    def is_made(self) -> bool:
        """Whether it came."""
        return bool(self.url or self.b64_json)


class Pictures(Payload):
    """A Seedream answer. It has no id."""

    model: str | None = None
    created: EpochSeconds = None
    data: tuple[Picture, ...] | None = None
    usage: Usage | None = None
    error: Problem | None = None


KINDS = {
    "model": str,
    "request_id": str,
    "submitted_at": str | int | float,
    "prompt": str,
    "n": int,
    "size": str,
    "resolution": str,
    "ratio": str,
}
"""What is taken from a studio's own fields, and of which kind it has to be."""


class Asked(Payload):
    """What a studio keeps beside an answer, which itself says little of its request."""

    labels: dict[str, Any]
    model: str | None = None
    request_id: str | None = None
    submitted_at: Noted = None
    sent_at: datetime | None = None
    """When the answer was sent, by its header."""
    prompt: str | None = None
    n: int | None = None
    size: str | None = None
    resolution: str | None = None
    ratio: str | None = None
    inputs: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Asked:
        """From `labels` or `metadata` of a task, and what was recorded of the exchange."""
        beside = {**_object(document.get("metadata")), **_object(document.get("labels"))}
        request = _object(decoded(document.get("request")))
        content = request.get("content")
        parts = [_object(part) for part in content] if isinstance(content, list) else []
        texts = [part["text"] for part in parts if isinstance(part.get("text"), str)]
        sent = {f"{key} {n}": value for n, part in enumerate(parts) for key, value in part.items()}
        times = {"submitted_at": document.get("submitted_at")}
        known = {"prompt": "\n".join(texts) or None, **times, **request, **beside}
        own = {
            name: known[name] for name, kind in KINDS.items() if isinstance(known.get(name), kind)
        }
        own |= {"labels": beside, "inputs": {**sent, **request}}
        return cls.model_validate(own | {"sent_at": http_date(document.get("headers"))})


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def width_height(size: str | None) -> tuple[int | None, int | None]:
    """The two numbers in "2048x1152"; (None, None) for "2K" and the like."""
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", (size or "").strip())
    return (int(found[1]), int(found[2])) if found else (None, None)
