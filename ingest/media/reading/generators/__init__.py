"""Who generated a picture or clip, with which prompt and seed, by the texts embedded in it.

One module per way of writing it down; `READERS` is the order in which they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.media.reading.generators.comfyui import comfyui
from ingest.media.reading.generators.fooocus import fooocus, swarm
from ingest.media.reading.generators.invokeai import invokeai
from ingest.media.reading.generators.novelai import novelai
from ingest.media.reading.generators.parameters_text import parameters_text
from ingest.media.reading.generators.services import midjourney, named_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.media.reading.generators.generation import Generation

READERS = (
    invokeai,
    novelai,
    fooocus,
    swarm,
    parameters_text,
    comfyui,
    midjourney,
    named_service,
)
"""ComfyUI after the parameters text: its saving nodes write both, and the text names the prompt."""


def generation_of(texts: Mapping[str, str]) -> Generation | None:
    """What the texts say of how it was made; None where they say nothing of it."""
    return next((found for reader in READERS if (found := reader(texts))), None)
