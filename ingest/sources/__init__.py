"""Every log format Offcut knows. Adding one: a file, a line below, a sample in tests/samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.source import Source


def all_sources() -> tuple[Source, ...]:
    """The sources in alphabetical order; imported on demand, so that help stays quick."""
    from ingest.sources.ark import Ark
    from ingest.sources.credit_ledger_sheet import CreditLedgerSheet
    from ingest.sources.fal import Fal
    from ingest.sources.gemini import Gemini
    from ingest.sources.litellm import LiteLlm
    from ingest.sources.replicate import Replicate
    from ingest.sources.verdict_sheet import VerdictSheet
    from ingest.sources.xmp import Xmp

    return (
        Ark(),
        CreditLedgerSheet(),
        Fal(),
        Gemini(),
        LiteLlm(),
        Replicate(),
        VerdictSheet(),
        Xmp(),
    )
