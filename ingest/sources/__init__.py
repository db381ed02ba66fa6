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
    from ingest.sources.credit_ledger.source import CreditLedgerSheet
    from ingest.sources.fal.source import Fal
    from ingest.sources.gemini.source import Gemini
    from ingest.sources.helicone.source import Helicone
    from ingest.sources.langfuse.source import Langfuse
    from ingest.sources.litellm.source import LiteLlm
    from ingest.sources.openrouter.source import OpenRouter
    from ingest.sources.opentelemetry.source import OpenTelemetry
    from ingest.sources.portkey.source import Portkey
    from ingest.sources.posthog.source import PostHog
    from ingest.sources.replicate.source import Replicate
    from ingest.sources.verdict_sheet.source import VerdictSheet
    from ingest.sources.xmp.source import Xmp

    return (
        Ark(),
        CreditLedgerSheet(),
        Fal(),
        Gemini(),
        Helicone(),
        Langfuse(),
        LiteLlm(),
        OpenRouter(),
        OpenTelemetry(),
        Portkey(),
        PostHog(),
        Replicate(),
        VerdictSheet(),
        Xmp(),
    )
