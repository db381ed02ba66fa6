"""Every log format Offcut knows; `parts` is what several share.

Adding one: its folder, a line below, its samples in tests/samples. docs/source_template is to copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.source import Source


def all_sources() -> tuple[Source, ...]:
    """The sources in alphabetical order; imported on demand, so that help stays quick."""
    from ingest.sources.ark.source import Ark
    from ingest.sources.bfl.source import BlackForestLabs
    from ingest.sources.comfyui.source import ComfyUi
    from ingest.sources.credit_ledger.source import CreditLedgerSheet
    from ingest.sources.cvat.source import Cvat
    from ingest.sources.fal.source import Fal
    from ingest.sources.firefly.source import Firefly
    from ingest.sources.frameio.source import FrameIo
    from ingest.sources.gemini.source import Gemini
    from ingest.sources.helicone.source import Helicone
    from ingest.sources.ideogram.source import Ideogram
    from ingest.sources.kling.source import Kling
    from ingest.sources.label_studio.source import LabelStudio
    from ingest.sources.langfuse.source import Langfuse
    from ingest.sources.langfuse_scores.source import LangfuseScores
    from ingest.sources.leonardo.source import Leonardo
    from ingest.sources.litellm.source import LiteLlm
    from ingest.sources.luma.source import Luma
    from ingest.sources.midjourney.source import Midjourney
    from ingest.sources.openai.source import OpenAi
    from ingest.sources.openrouter.source import OpenRouter
    from ingest.sources.opentelemetry.source import OpenTelemetry
    from ingest.sources.portkey.source import Portkey
    from ingest.sources.posthog.source import PostHog
    from ingest.sources.recraft.source import Recraft
    from ingest.sources.replicate.source import Replicate
    from ingest.sources.runway.source import Runway
    from ingest.sources.slack.source import Slack
    from ingest.sources.stability.source import Stability
    from ingest.sources.verdict_sheet.source import VerdictSheet
    from ingest.sources.xai.source import Xai
    from ingest.sources.xmp.source import Xmp

    return (
        Ark(),
        BlackForestLabs(),
        ComfyUi(),
        CreditLedgerSheet(),
        Cvat(),
        Fal(),
        Firefly(),
        FrameIo(),
        Gemini(),
        Helicone(),
        Ideogram(),
        Kling(),
        LabelStudio(),
        Langfuse(),
        LangfuseScores(),
        Leonardo(),
        LiteLlm(),
        Luma(),
        Midjourney(),
        OpenAi(),
        OpenRouter(),
        OpenTelemetry(),
        Portkey(),
        PostHog(),
        Recraft(),
        Replicate(),
        Runway(),
        Slack(),
        Stability(),
        VerdictSheet(),
        Xai(),
        Xmp(),
    )
