"""ComfyUI: the graph that ran (`prompt`) and the graph as drawn (`workflow`), as JSON.

PNG keeps them as text, WebP in EXIF's Make and Model (`workflow:{…}`, `prompt:{…}`), clips among
their own metadata, some as one JSON in `comment`. Node ids mean nothing: what counts is found by
the names of inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.media.reading.generators.comfyui_graph import Graph
from ingest.media.reading.generators.comfyui_workflow import of_workflow
from ingest.media.reading.generators.generation import Generation, json_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "ComfyUI"
CARRIERS = ("exif:Make", "exif:Model", "exif:ImageDescription")
WRAPPERS = ("comment", "exif:UserComment", "description")


def comfyui(texts: Mapping[str, str]) -> Generation | None:
    """By the graph that ran, else by the drawn one."""
    found = dict(_graphs(texts))
    ran = Graph(found.get("prompt", {}))
    if ran.nodes:
        return Generation(NAME, model=ran.model(), seed=ran.seed(), prompt=ran.prompt())
    return of_workflow(found["workflow"]) if _is_workflow(found.get("workflow")) else None


def _is_workflow(value: dict[str, Any] | None) -> bool:
    return bool(value) and isinstance((value or {}).get("nodes"), list)


def _graphs(texts: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """`prompt` and `workflow` with their JSON, wherever they are kept."""
    for key in WRAPPERS:
        for name, value in json_object(texts.get(key)).items():
            yield name, value if isinstance(value, dict) else json_object(str(value))
    for key in CARRIERS:
        name, _, text = texts.get(key, "").partition(":")
        if value := json_object(text):
            yield name.strip().lower(), value
    for name in ("prompt", "workflow"):
        if value := json_object(texts.get(name)):
            yield name, value
