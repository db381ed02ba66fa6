"""Issues of CVAT, and the files that the frames of a job are."""

from __future__ import annotations

from typing import Any

from ingest.sources.parts.payloads import Payload, Rfc3339

FILE = "file of the frame"
"""Key under which an issue notes what its job's frames say."""


class Person(Payload):
    """Who raised an issue."""

    username: str | None = None


class Comment(Payload):
    """What was said of it."""

    message: str | None = None


class Issue(Payload):
    """Something amiss in one frame of a job, until it is resolved."""

    id: str
    job: str
    frame: int
    resolved: bool
    owner: Person | None = None
    comments: tuple[Comment, ...] | None = None
    created_date: Rfc3339 = None
    updated_date: Rfc3339 = None

    @property
    def said(self) -> str | None:
        """What its first comment says."""
        texts = (each.message for each in self.comments or () if each.message)
        return next(texts, None)


def with_files(document: Any) -> list[Any]:
    """The issues of a job, each with the file its frame is, so far as `data_meta` knows it.

    What holds no issues is left as it is.
    """
    if not isinstance(document, dict) or "issues" not in document:
        return [document]
    page, meta = document["issues"], document.get("data_meta")
    issues = page.get("results") if isinstance(page, dict) else page
    listed = issues if isinstance(issues, list) else [issues]
    return [
        each | {FILE: _file(each.get("frame"), meta)} if isinstance(each, dict) else each
        for each in listed
    ]


def _file(frame: Any, meta: Any) -> str | None:
    """Frames count on from the job's first; a clip is one file, whatever its frames."""
    frames = meta.get("frames") if isinstance(meta, dict) else None
    if not isinstance(frames, list) or not frames or not isinstance(frame, int):
        return None
    first = meta.get("start_frame") or 0
    place = 0 if len(frames) == 1 else frame - first if isinstance(first, int) else -1
    found = frames[place] if 0 <= place < len(frames) else None
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) and name else None
