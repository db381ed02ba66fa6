"""Every log format Offcut knows; `parts` is what several share.

Adding one: its folder, a line below, its samples in tests/samples. docs/source_template is to copy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.source import Source

CLASSES = {
    "ark": "Ark",
    "bfl": "BlackForestLabs",
    "comfyui": "ComfyUi",
    "credit_ledger": "CreditLedgerSheet",
    "cvat": "Cvat",
    "desk": "Desk",
    "fal": "Fal",
    "firefly": "Firefly",
    "frameio": "FrameIo",
    "gemini": "Gemini",
    "helicone": "Helicone",
    "ideogram": "Ideogram",
    "invokeai": "InvokeAi",
    "kling": "Kling",
    "label_studio": "LabelStudio",
    "langfuse": "Langfuse",
    "langfuse_scores": "LangfuseScores",
    "leonardo": "Leonardo",
    "litellm": "LiteLlm",
    "luma": "Luma",
    "midjourney": "Midjourney",
    "openai": "OpenAi",
    "openrouter": "OpenRouter",
    "opentelemetry": "OpenTelemetry",
    "portkey": "Portkey",
    "posthog": "PostHog",
    "recraft": "Recraft",
    "replicate": "Replicate",
    "runway": "Runway",
    "slack": "Slack",
    "stability": "Stability",
    "stripe": "Stripe",
    "verdict_sheet": "VerdictSheet",
    "xai": "Xai",
    "xmp": "Xmp",
}
"""The class of each source, by its folder, in alphabetical order."""


def all_sources() -> tuple[Source, ...]:
    """One of each, imported on demand, so that help stays quick."""
    return tuple(
        getattr(import_module(f"ingest.sources.{folder}.source"), name)()
        for folder, name in CLASSES.items()
    )
