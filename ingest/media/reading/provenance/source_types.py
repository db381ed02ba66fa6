"""IPTC's digital source types: which of them say that a model made the picture, or a part of it."""

from __future__ import annotations

GENERATED = {
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicData",
}
"""`algorithmicMedia` is not among them: a formula drew it, nobody trained a model."""


def source_type(text: object) -> str | None:
    """The bare name of a source type: the last part of its address."""
    if not isinstance(text, str):
        return None
    return text.strip().rstrip("/").replace(":", "/").rsplit("/", 1)[-1] or None


def says_generated(source_types: tuple[str, ...]) -> bool:
    """Whether one of them says so."""
    return not GENERATED.isdisjoint(source_types)
