"""One entry of ComfyUI's history: what ran, when, and what it saved.

Files of type `temp` are previews and no outputs. Where every sampler was cached nothing was
rendered, however much was shown: such a run is a cache hit and stays out of latencies. A stopped
run says `error` too. Only newer versions note when a run was submitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.sources.comfyui.graph import Graph
from ingest.sources.parts.payloads import Noted, Payload

if TYPE_CHECKING:
    from datetime import datetime

KINDS = ("images", "gifs", "videos", "audio")
CLIPS = (".mp4", ".webm", ".mov", ".mkv", ".gif")
ENDS = {
    "execution_success": "succeeded",
    "execution_error": "failed",
    "execution_interrupted": "canceled",
}


class Saved(Payload):
    """A file."""

    filename: str
    subfolder: str | None = None
    type: str | None = None

    @property
    def place(self) -> str:
        """Below the output folder."""
        return f"{self.subfolder}/{self.filename}" if self.subfolder else self.filename


class NodeOutput(Payload):
    """What a node gave out, by kind."""

    images: tuple[Saved, ...] | None = None
    gifs: tuple[Saved, ...] | None = None
    videos: tuple[Saved, ...] | None = None
    audio: tuple[Saved, ...] | None = None


class Event(Payload):
    """What is told of an event."""

    timestamp: Noted = None
    nodes: tuple[str, ...] | None = None
    exception_type: str | None = None
    exception_message: str | None = None


class Status(Payload):
    """How it went."""

    status_str: str | None = None
    completed: bool | None = None
    messages: tuple[tuple[str, Event], ...] | None = None


class Extra(Payload):
    """What came with the run."""

    create_time: Noted = None
    labels: Any = None


class Entry(Payload):
    """A run."""

    prompt_id: str
    prompt: tuple[Any, ...] | None = None
    outputs: dict[str, NodeOutput] | None = None
    status: Status | None = None
    labels: Any = None

    @property
    def graph(self) -> Graph:
        """The nodes that ran."""
        nodes = self.prompt[2] if self.prompt and len(self.prompt) > 2 else None
        return Graph(nodes if isinstance(nodes, dict) else {})

    @property
    def extra(self) -> Extra:
        """What came with the run."""
        given = self.prompt[3] if self.prompt and len(self.prompt) > 3 else None
        return Extra.model_validate(given if isinstance(given, dict) else {})

    @property
    def events(self) -> dict[str, Event]:
        """The events by name."""
        return dict((self.status or Status()).messages or ())

    @property
    def ending(self) -> str | None:
        """Our word for how it ended; None where nothing says so."""
        ended = next((ENDS[name] for name in ENDS if name in self.events), None)
        if ended or self.status is None:
            return ended or ("succeeded" if self.files else None)
        said = {"success": "succeeded", "error": "failed"}
        return said.get(self.status.status_str or "")

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, however it did."""
        return next((e.timestamp for n, e in self.events.items() if n in ENDS), None)

    @property
    def files(self) -> list[Saved]:
        """What was saved."""
        given = [
            file
            for node in (self.outputs or {}).values()
            for kind in KINDS
            for file in getattr(node, kind) or ()
        ]
        return [each for each in given if each.type in {None, "output"}]

    @property
    def is_clip(self) -> bool:
        """Whether what was saved moves."""
        return any(each.filename.lower().endswith(CLIPS) for each in self.files)

    @property
    def is_cached(self) -> bool:
        """Whether all that renders was taken from the cache."""
        cached = set((self.events.get("execution_cached") or Event()).nodes or ())
        rendering = set(self.graph.samplers)
        return bool(rendering) and rendering <= cached
