"""The graph that ComfyUI ran: `{node: {"class_type": …, "inputs": {name: value or [node, n]}}}`."""

from __future__ import annotations

from typing import Any

from ingest.media.reading.generators.generation import as_text, file_stem, seed_text

MODEL_SUFFIXES = (".safetensors", ".ckpt", ".gguf", ".sft", ".pt", ".pth", ".bin")
MODEL_INPUTS = ("ckpt_name", "unet_name", "model_name", "gguf_name", "diffusion_model_name")
"""A checkpoint or its like before any other file of weights: LoRAs, encoders, upscalers."""
SEED_INPUTS = ("seed", "noise_seed")
VALUE_INPUTS = (*SEED_INPUTS, "value", "int", "Value", "number")
TEXT_INPUTS = ("text", "prompt", "positive_prompt", "text_g", "text_positive", "string", "value")
MOST_NODES = 20_000


class Graph:
    """Nodes by id; whatever does not look like one is left out."""

    def __init__(self, given: dict[str, Any]) -> None:
        """Take the nodes of a graph, in the order of the file."""
        self.nodes: dict[str, dict[str, Any]] = {
            str(key): node["inputs"]
            for key, node in list(given.items())[:MOST_NODES]
            if isinstance(node, dict) and isinstance(node.get("inputs"), dict)
        }

    def seed(self) -> str | None:
        """The seed of the sampler that makes most of the picture, by its `denoise`."""
        best: tuple[float, str] | None = None
        for inputs in self.nodes.values():
            seed = self._seed_of(inputs)
            strength = inputs.get("denoise", 1.0)
            strength = float(strength) if isinstance(strength, int | float) else 1.0
            if seed and (best is None or strength > best[0]):
                best = (strength, seed)
        return best[1] if best else None

    def _seed_of(self, inputs: dict[str, Any]) -> str | None:
        for name in SEED_INPUTS:
            value = inputs.get(name)
            if (target := self._linked(value)) is not None:
                value = next((target[n] for n in VALUE_INPUTS if as_text(target.get(n))), None)
            if isinstance(value, int | str) and (seed := seed_text(value)):
                return seed
        return None

    def _linked(self, value: object) -> dict[str, Any] | None:
        if isinstance(value, list) and len(value) == 2:
            return self.nodes.get(str(value[0]))
        return None

    def model(self) -> str | None:
        """The checkpoint, else the first file of weights."""
        found = [
            (name, value)
            for inputs in self.nodes.values()
            for name, value in inputs.items()
            if isinstance(value, str) and value.lower().endswith(MODEL_SUFFIXES)
        ]
        preferred = (v for name in MODEL_INPUTS for n, v in found if n == name)
        loaded = next(preferred, None) or next((v for n, v in found if n.endswith("_name")), None)
        return file_stem(loaded) or self._called_model()

    def _called_model(self) -> str | None:
        """A partner's node names the model that it calls."""
        named = (as_text(inputs.get("model")) for inputs in self.nodes.values())
        return next(filter(None, named), None)

    def prompt(self) -> str | None:
        """The one text that conditions the picture; None where several do.

        Followed from the inputs called `positive` (or a guider's `conditioning`); in a graph
        without them, what a node is given as `prompt` itself.
        """
        starts = [
            inputs[name]
            for name in ("positive", "conditioning")
            for inputs in self.nodes.values()
            if self._linked(inputs.get(name)) is not None
        ]
        texts = self._texts_behind(starts)
        if not starts:
            own = (as_text(inputs.get("prompt")) for inputs in self.nodes.values())
            texts = {text for text in own if text}
        return texts.pop() if len(texts) == 1 else None

    def _texts_behind(self, links: list[Any]) -> set[str]:
        """Texts on the way upstream from links; what is not wanted is not followed."""
        texts: set[str] = set()
        waiting, seen = list(links), set()
        while waiting:
            inputs = self._linked(waiting.pop())
            if inputs is None or id(inputs) in seen:
                continue
            seen.add(id(inputs))
            texts |= {t for name in TEXT_INPUTS if (t := _literal(inputs.get(name)))}
            waiting += [each for name, each in inputs.items() if "negative" not in name.lower()]
        return texts


def _literal(value: object) -> str | None:
    return as_text(value) if isinstance(value, str) else None
