"""Metrics of single outputs: how many there are and what became of them."""

from __future__ import annotations

from data.metrics.metric import Metric, ProductOfRatios, Ratio, Term, Total
from data.metrics.sums import (
    ACCEPTED,
    DELIVERED,
    DISCARDED,
    PENDING,
    SETTLED,
    UNDECIDED,
    USABLE,
)

TIERS = ("generate", "refine", "upscale")


def _of_tier(tier: str, *columns: str) -> str:
    return " + ".join(f"sum({column}) FILTER (WHERE tier = '{tier}')" for column in columns)


def _tier_yield(tier: str) -> tuple[Term, Term]:
    accepted = ("outputs_usable", "outputs_contributed")
    settled = (*accepted, "outputs_rejected", "outputs_not_selected")
    return (
        Term(_of_tier(tier, *accepted), gaps=UNDECIDED),
        Term(_of_tier(tier, *settled), gaps=UNDECIDED, none=SETTLED.none),
    )


OUTPUT_METRICS: tuple[Metric, ...] = (
    Total(
        "outputs",
        "Outputs delivered",
        "Images, clips and other files that succeeded attempts delivered, blocked ones left out.",
        "count of outputs delivered",
        unit="count",
        grain="asset",
        of=DELIVERED,
    ),
    Total(
        "usable_assets",
        "Usable assets",
        "Outputs whose standing decision is approved and from which nothing approved was made "
        "further on: an approved base and its approved upscale are one.",
        "count of usable outputs",
        unit="count",
        good="up",
        grain="asset",
        of=Term(USABLE.sql, gaps=(*USABLE.gaps, "usable_with_rejected_final")),
    ),
    Total(
        "accepted_outputs",
        "Accepted outputs",
        "Usable assets and the outputs they were made from.",
        "usable + contributed outputs",
        unit="count",
        good="up",
        grain="asset",
        of=ACCEPTED,
    ),
    Ratio(
        "discard_rate",
        "Discard rate",
        "Of the outputs whose fate is settled, the share that was rejected or passed over.",
        "(rejected + not selected) / (usable + contributed + rejected + not selected) outputs",
        unit="rate",
        good="down",
        grain="asset",
        numerator=DISCARDED,
        denominator=SETTLED,
    ),
    ProductOfRatios(
        "rolled_throughput_yield",
        "Rolled throughput yield",
        "The chance that a piece passes every tier: the shares accepted in generate, refine and "
        "upscale, multiplied, leaving out a tier in which nothing is settled.",
        "product over the tiers of accepted / (accepted + rejected + not selected) outputs",
        unit="rate",
        good="up",
        grain="asset",
        ratios=tuple(_tier_yield(tier) for tier in TIERS),
    ),
    Ratio(
        "pending_share",
        "Undecided share",
        "The share of delivered outputs that still wait for a decision, and so how much of the "
        "picture may yet change.",
        "pending outputs / outputs delivered",
        unit="rate",
        good="down",
        grain="asset",
        numerator=PENDING,
        denominator=DELIVERED,
    ),
    Total(
        "not_selected_by_selection",
        "Passed over for another",
        "Outputs nobody decided on while another of the brief was approved, longer ago than the "
        "selection window.",
        "count of outputs not selected by the selection window",
        unit="count",
        good="down",
        of=Term("sum(outputs_not_selected_by_selection)", gaps=UNDECIDED),
    ),
    Total(
        "not_selected_by_verdict",
        "Never decided on",
        "Outputs nobody decided on within the verdict window, where no approval in the brief had "
        "settled them before.",
        "count of outputs not selected by the verdict window",
        unit="count",
        good="down",
        of=Term(
            "sum(outputs_not_selected) - sum(outputs_not_selected_by_selection)", gaps=UNDECIDED
        ),
    ),
)
