"""Rows of InvokeAI's database: an item of the queue, and the images of one session."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BeforeValidator

from data.warehouse.records import COUNT_LIMIT
from ingest.sources.parts.payloads import Noted, Payload, decoded, text_of

ENDS = {
    "completed": "succeeded",
    "failed": "failed",
    "canceled": "canceled",
}
OPERATIONS = {
    "txt2img": "text_to_image",
    "img2img": "image_to_image",
    "inpaint": "edit",
    "outpaint": "edit",
    "txt2vid": "text_to_video",
    "img2vid": "image_to_video",
}
"""By how the generation mode ends: `sdxl_txt2img`, `flux_inpaint`."""
NO_USER = {"", "system"}


def _object_in(value: Any) -> Any:
    """The object in a column of JSON; None where there is none, or it is broken."""
    found = decoded(value)
    return found if isinstance(found, dict) else None


JsonObject = BeforeValidator(_object_in)


class Model(Payload):
    """The main model."""

    name: str | None = None
    model_name: str | None = None


class Metadata(Payload):
    """What is written of a generation, into an image and into the graph that made it."""

    generation_mode: str | None = None
    positive_prompt: str | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    model: Annotated[Model | None, JsonObject] = None

    @property
    def model_name(self) -> str | None:
        """As it is called in the list of models."""
        return (self.model.name or self.model.model_name) if self.model else None

    @property
    def operation(self) -> str | None:
        """None where the mode is none that is known."""
        mode = self.generation_mode or ""
        return next((ours for end, ours in OPERATIONS.items() if mode.endswith(end)), None)


class Image(Payload):
    """A file."""

    image_name: str
    width: int | None = None
    height: int | None = None
    metadata: Annotated[Metadata | None, JsonObject] = None
    is_intermediate: bool | None = None
    image_origin: str | None = None
    starred: bool | None = None
    board_name: str | None = None
    user_id: str | None = None
    created_at: Noted = None
    updated_at: Noted = None

    @property
    def place(self) -> int:
        """Which output of its run it is, by its name: others may be deleted by the next load."""
        return int(sha256(self.image_name.encode()).hexdigest()[:8], 16) % COUNT_LIMIT

    @property
    def is_output(self) -> bool:
        """Neither uploaded nor a step on the way."""
        return not self.is_intermediate and self.image_origin != "external"


class Queued(Payload):
    """An item of the queue: one run of a graph."""

    item_id: str
    status: str
    error: str | None = None
    error_type: str | None = None
    created_at: Noted = None
    started_at: Noted = None
    completed_at: Noted = None
    retried_from_item_id: str | None = None
    user_id: str | None = None
    session: Annotated[dict[str, Any] | None, JsonObject] = None

    @property
    def seconds(self) -> float | None:
        """How long the machine worked."""
        if self.started_at is None or self.completed_at is None:
            return None
        worked = (self.completed_at - self.started_at).total_seconds()
        return worked if worked >= 0 else None

    @property
    def metadata(self) -> Metadata | None:
        """What the graph writes into its images, where no image was saved that has it."""
        graph = (self.session or {}).get("graph")
        nodes = graph.get("nodes") if isinstance(graph, dict) else None
        for node in nodes.values() if isinstance(nodes, dict) else ():
            if isinstance(node, dict) and text_of(node.get("type")) == "core_metadata":
                return Metadata.model_validate(node)
        return None


class Session(Payload):
    """One run: its item of the queue while that is there, and its images."""

    session_id: str | None = None
    queued: Queued | None = None
    images: tuple[Image, ...] = ()

    @cached_property
    def outputs(self) -> tuple[Image, ...]:
        """The images that were kept."""
        return tuple(each for each in self.images if each.is_output)

    @property
    def metadata(self) -> Metadata:
        """Of the first image that tells, else of the graph; empty where nothing does."""
        told = (each.metadata for each in self.images if each.metadata is not None)
        return next(told, None) or (self.queued and self.queued.metadata) or Metadata()

    @property
    def user(self) -> str | None:
        """Who asked for it, where several people use one server."""
        asked = [self.queued.user_id] if self.queued else []
        found = [*asked, *(each.user_id for each in self.images)]
        return next((each for each in found if each and each not in NO_USER), None)
