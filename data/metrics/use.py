"""Metrics of use: what was delivered or placed, how much of it, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.metrics.distributions import Percentile
from data.metrics.metric import Aggregate, Metric, Ratio, Term, Total
from data.metrics.sums import OF_SPEND, UNDECIDED

NO_FILES = "no file or timeline of such work was scanned"
OF_USE = ("possible_matches",)
"""Gap of what is used: a person has to say which output some files are."""
_KNOWN_CLIPS = "is_usable AND (is_used OR is_never_used) AND clip_seconds IS NOT NULL"
_USED_SECONDS = Term("sum(used_seconds)", gaps=OF_USE, none="no used second is known")
_DELIVERED = Term(
    f"sum(clip_seconds) FILTER (WHERE {_KNOWN_CLIPS}"
    " AND (NOT is_used OR used_seconds IS NOT NULL))",
    gaps=OF_USE,
    none="of no usable clip it is known whether it is used",
)


@dataclass(frozen=True)
class CostPerUsedSecond(Ratio):
    """Money of all video attempts per second used: sums of two relations."""

    @property
    def expression(self) -> str:
        """None: no SQL over one relation gives it."""
        return ""

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """The money of attempts, the seconds of their outputs."""
        return (
            Aggregate("attempt", self.numerator.sql),
            Aggregate("use", self.denominator.sql, 0),
        )


def _count(name: str, title: str, meaning: str, formula: str, condition: str, **more: Any) -> Total:
    counted = Term(f"count(*) FILTER (WHERE {condition})", gaps=OF_USE)
    return Total(name, title, meaning, formula, unit="count", grain="use", of=counted, **more)


def _until_use(portion: str, p: float) -> Percentile:
    return Percentile(
        f"first_use_s_p{p * 100:.0f}",
        f"Time to first use, p{p * 100:.0f}",
        f"Seconds within which {portion} of the outputs that are used were first seen in a "
        "timeline, a layout or a folder of finals, from their completion.",
        f"p{p * 100:.0f} of (first seen in a container or in finals - completed)",
        unit="seconds",
        good="down",
        grain="use",
        column=Term("first_use_s", gaps=OF_USE, none="no use after a known completion"),
        p=p,
    )


USE_METRICS: tuple[Metric, ...] = (
    _count(
        "used_assets",
        "Used assets",
        "Outputs found in a folder of finals, or placed in the newest version of a timeline, "
        "project, layered file or layout.",
        "count of outputs delivered or placed",
        "is_used",
        good="up",
    ),
    _count(
        "usable_by_use",
        "Usable by use",
        "Usable assets on which no person decided: that they were used says that they were wanted.",
        "count of usable outputs whose standing decision is their use",
        "is_usable_by_use",
    ),
    Total(
        "used_seconds",
        "Used seconds",
        "Seconds of clips that are used, each second of a clip once, wherever it is used.",
        "sum of the seconds of outputs within the newest timelines and finals",
        unit="seconds",
        good="up",
        grain="use",
        of=Term("sum(used_seconds)", gaps=OF_USE, unknown=_USED_SECONDS.none),
        nothing_is_unknown=True,
    ),
    Total(
        "delivered_seconds",
        "Delivered seconds",
        "Seconds of usable clips of which it is known whether they are used, and how much of them.",
        "sum of the length of usable clips used, or never used after the verdict window",
        unit="seconds",
        grain="use",
        of=Term(_DELIVERED.sql, gaps=OF_USE, unknown=_DELIVERED.none),
        nothing_is_unknown=True,
    ),
    Ratio(
        "seconds_yield",
        "Seconds yield",
        "Of the seconds of usable clips, the share that is used: five of fifteen are typical.",
        "used seconds / delivered seconds, of usable clips",
        unit="rate",
        good="up",
        grain="use",
        numerator=Term(
            f"coalesce(sum(used_seconds) FILTER (WHERE {_KNOWN_CLIPS}), 0)", gaps=OF_USE
        ),
        denominator=_DELIVERED,
    ),
    CostPerUsedSecond(
        "cost_per_used_second",
        "Cost per used second",
        "What all video attempts cost, waste included, for each second that is used.",
        "spend on video / used seconds",
        unit="money_per",
        good="down",
        numerator=Term(
            "sum(cost) FILTER (WHERE media = 'video')", gaps=OF_SPEND, unknown="no known price"
        ),
        denominator=_USED_SECONDS,
    ),
    Ratio(
        "approved_never_used_share",
        "Approved, never used",
        "Of the assets that people approved where such work is used, the share that is in no "
        "final and no timeline although the verdict window has passed.",
        "approved outputs never used / approved outputs used, or never used after the window",
        unit="rate",
        good="down",
        grain="use",
        numerator=Term("count(*) FILTER (WHERE is_never_used)", gaps=(*OF_USE, *UNDECIDED)),
        denominator=Term("count(is_never_used)", none=NO_FILES),
    ),
    _count(
        "used_unreviewed",
        "Used unreviewed",
        "Outputs that are used although a person rejected them, or nobody looked at them where "
        "work is reviewed.",
        "count of used outputs rejected or without a decision, where people decide",
        "is_used_unreviewed",
        good="down",
    ),
    _count(
        "use_conflicts",
        "Conflicts of use",
        "Outputs that are used although the decision that stands is a person's no: the decision "
        "counts.",
        "count of used outputs whose standing decision is rejected",
        "is_conflict",
        good="down",
    ),
    _until_use("half", 0.5),
    _until_use("nine in ten", 0.9),
)
