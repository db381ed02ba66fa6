"""A graph of ComfyUI nodes: what it would make. Nodes are found by class, never by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.sources.parts.operations import first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.warehouse.records import Operation

SAMPLER = ("KSampler", "SamplerCustom")
LOADERS = ("Checkpoint", "UNETLoader", "UnetLoader", "DiffusionModel")
MODELS = ("ckpt_name", "unet_name", "model_name")
LATENTS = ("Empty",)
STEPS_BACK = 20


@dataclass(frozen=True)
class Graph:
    """The nodes by number, as the server's API takes them."""

    nodes: Mapping[str, Any]

    @property
    def samplers(self) -> list[str]:
        """The numbers of the nodes that render."""
        return [number for number, name, _ in self._known() if name.startswith(SAMPLER)]

    @property
    def seed(self) -> str | None:
        """The first sampler's, or that of the noise it is given."""
        for _, name, inputs in self._known():
            if name.startswith((*SAMPLER, "RandomNoise")):
                seed = first_of(inputs, ("seed", "noise_seed"), int, str)
                if seed is not None:
                    return str(seed)
        return None

    @property
    def model(self) -> str | None:
        """The file of the first model that is loaded."""
        loaded = (i for _, name, i in self._known() if any(word in name for word in LOADERS))
        names: list[str | None] = [first_of(inputs, MODELS, str) for inputs in loaded]
        return next(filter(None, names), None)

    @property
    def size(self) -> tuple[int | None, int | None, int | None]:
        """Width, height and number of what is begun with."""
        for _, name, inputs in self._known():
            width, height = (first_of(inputs, (side,), int) for side in ("width", "height"))
            if name.startswith(LATENTS) and width and height and width > 0 and height > 0:
                n = first_of(inputs, ("batch_size",), int)
                return width, height, n if n and 0 < n <= 1000 else None
        return None, None, None

    @property
    def prompt(self) -> str | None:
        """The text that the first sampler is led by."""
        for number in self.samplers:
            inputs = self._inputs(number)
            for name in ("positive", "guider"):
                text = self._text_at(inputs.get(name))
                if text:
                    return text
        return None

    def operation(self, *, clip: bool) -> Operation:
        """What is done, by what is loaded and whether anything renders."""
        names = [name for _, name, _ in self._known()]
        pictures = any(name.startswith("LoadImage") for name in names)
        if not self.samplers and any("Upscale" in name for name in names):
            return "upscale"
        if clip:
            return "image_to_video" if pictures else "text_to_video"
        return "image_to_image" if pictures else "text_to_image"

    def _text_at(self, link: Any) -> str | None:
        """Goes back along links until a node has text."""
        for _ in range(STEPS_BACK):
            number = link[0] if isinstance(link, list) and link else None
            inputs = self._inputs(number) if isinstance(number, str) else {}
            text: str | None = first_of(inputs, ("text", "t5xxl", "clip_l"), str)
            if text:
                return text
            names = ("conditioning", "positive", "text", "conditioning_1")
            link = next((inputs[name] for name in names if name in inputs), None)
        return None

    def _inputs(self, number: str) -> dict[str, Any]:
        node = self.nodes.get(number)
        inputs = node.get("inputs") if isinstance(node, dict) else None
        return inputs if isinstance(inputs, dict) else {}

    def _known(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for number, node in self.nodes.items():
            name = node.get("class_type") if isinstance(node, dict) else None
            if isinstance(name, str):
                yield number, name, self._inputs(number)
