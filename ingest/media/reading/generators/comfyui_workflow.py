"""The graph as ComfyUI draws it, for files that keep nothing else: values without their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.media.reading.generators.comfyui_graph import MODEL_SUFFIXES
from ingest.media.reading.generators.generation import Generation, file_stem, seed_text

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED_AT = {"KSampler": 0, "KSamplerAdvanced": 1, "RandomNoise": 0, "SamplerCustom": 1}
LOADERS = ("CheckpointLoader", "CheckpointLoaderSimple", "UNETLoader", "UnetLoaderGGUF")


def of_workflow(workflow: dict[str, Any]) -> Generation:
    """Seed and model by the place at which the known nodes keep them; the prompt is not known."""
    seeds = (
        seed_text(values[SEED_AT[kind]])
        for kind, values in _nodes(workflow)
        if kind in SEED_AT and len(values) > SEED_AT[kind]
    )
    files = (
        value
        for kind, values in _nodes(workflow)
        if kind in LOADERS
        for value in values
        if isinstance(value, str) and value.lower().endswith(MODEL_SUFFIXES)
    )
    return Generation(
        "ComfyUI", model=file_stem(next(files, None)), seed=next(filter(None, seeds), None)
    )


def _nodes(workflow: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for node in workflow["nodes"]:
        if isinstance(node, dict) and isinstance(node.get("widgets_values"), list):
            yield str(node.get("type")), node["widgets_values"]
