"""Which evidence a team has given, and which figures each kind of it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.warehouse.records import OF_SCANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.freshness import SourceFreshness
    from data.settings import Settings


class Evidence(NamedTuple):
    """One kind: whether it is there, what it gives, and what is not known without it."""

    what: str
    is_there: bool
    unlocks: str
    without: str


def checklist(given: Sequence[SourceFreshness], settings: Settings) -> tuple[Evidence, ...]:
    """All kinds, the first to load first."""
    has_rates = None not in (
        settings.reviewer_rate_per_hour, settings.editor_rate_per_hour,
        settings.creator_rate_per_hour,
    )  # fmt: skip
    reviewed = any(each.verdicts and each.source not in OF_SCANS for each in given)
    used = any(each.verdicts and each.source in OF_SCANS for each in given)
    return (
        Evidence(
            "Generations", any(each.attempts for each in given),
            "give spend, failures, waiting times and what was asked for.",
            "Without them nothing can be counted: load a provider's, gateway's or studio's log.",
        ),
        Evidence(
            "Reviews or finals", reviewed or used,
            "give usable assets, their cost, and waste"
            + (", from decisions and from use." if reviewed and used else
               ", from decisions." if reviewed else ", from use alone."),
            "Without them waste is not known: load a review sheet, or scan the folder of finals.",
        ),
        Evidence(
            "Credits", any(each.bookings for each in given),
            "give what credits cost, what lapsed, and how many to commit to.",
            "Without them credits have no money, and lapsed ones are not seen: load a ledger.",
        ),
        Evidence(
            "Rates and hours", has_rates and any(each.labour or each.verdicts for each in given),
            "give what people cost, and the fully loaded cost.",
            "Without rates in offcut.toml, and hours, what people cost is not known.",
        ),
        Evidence(
            "Handovers", any(each.handovers for each in given),
            "give how long files take into the tool where they are used.",
            "Without them nobody knows how long files take into the next tool.",
        ),
    )  # fmt: skip
