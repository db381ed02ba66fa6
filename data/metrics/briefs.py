"""Metrics of briefs. A brief counts once, in the group and period of its earliest attempt."""

from __future__ import annotations

from typing import Literal

from data.metrics.distributions import PORTIONS, Percentile, Share, TimeReached
from data.metrics.metric import Metric, Ratio, Term, Total
from data.metrics.sums import ASKED_FOR, UNDECIDED, UNKNOWN_ENDS, USABLE

_LINEAGE = ("dropped_parent_links",)
"""Without it, the calls of one brief may count as several."""
_REFINED = ("operation_assumed_attempts",)
"""Gap of what was refined: whether it was, the log does not say."""
_SETTLED = Term(
    "count(*) FILTER (WHERE settled)",
    gaps=(*UNDECIDED, *UNKNOWN_ENDS),
    none="no brief is settled yet",
)
_ATTEMPTS_PER_USABLE = Term(
    "n_attempts / nullif(n_usable, 0)", gaps=UNDECIDED, none="no brief has a usable asset yet"
)
_TO_FIRST_USABLE = Term(
    "time_to_first_usable_s",
    gaps=("time_to_first_usable_s_n", "time_to_first_usable_s_censored"),
    none=ASKED_FOR.none,
)
_TO_FIRST_APPROVAL = Term(
    "CASE WHEN first_usable_at IS NOT NULL"
    " THEN greatest(seconds_between(first_submitted_at, first_usable_at), 0) END",
    gaps=("time_to_first_approval_s_n", "time_to_first_approval_s_censored"),
    none=ASKED_FOR.none,
)
_OPEN = "n_usable = 0 AND NOT never_usable"


def _attempts_per_usable(p: float) -> Percentile:
    return Percentile(
        f"attempts_per_usable_p{p * 100:.0f}",
        f"Attempts per usable asset by brief, p{p * 100:.0f}",
        f"Attempts per usable asset within which {PORTIONS[p]} of the briefs that have one stayed.",
        f"{p * 100:.0f}th percentile over those briefs of attempts / usable assets",
        unit="ratio",
        good="down",
        grain="brief",
        column=_ATTEMPTS_PER_USABLE,
        p=p,
    )


def _first_usable(
    suffix: str,
    title: str,
    words: str,
    *,
    shows: Literal["value", "above", "n", "censored"] = "value",
    p: float = 0.5,
    of: Term = _TO_FIRST_USABLE,
) -> TimeReached:
    counts = shows in ("n", "censored")
    name, until, what = _UNTIL[of]
    return TimeReached(
        f"{name}_{suffix}",
        f"{until}, {title}",
        words,
        f"Kaplan–Meier quantile from a brief's first submit to the {what}; open briefs are "
        "censored now, settled ones without any never reach it",
        unit="count" if counts else "seconds",
        good=None if counts else "down",
        grain="brief",
        time=of,
        cases="briefs",
        observed="seconds_between(first_submitted_at, CAST(getvariable('asked_at') AS TIMESTAMP))",
        still_open=f"{of.sql} IS NULL AND {_OPEN}",
        never="never_usable",
        p=p,
        shows=shows,
    )


_UNTIL = {
    _TO_FIRST_USABLE: (
        "time_to_first_usable_s",
        "Time to first usable asset",
        "completion of its first usable asset",
    ),
    _TO_FIRST_APPROVAL: (
        "time_to_first_approval_s",
        "Time to first approval",
        "standing approval of its first usable asset",
    ),
}
"""What each of the times is called, and what ends it."""


def _first_approval() -> tuple[TimeReached, ...]:
    """The same to the yes: how long people waited for a word."""
    had = "had the approval of their first usable asset"
    return (
        _first_usable(
            "p50",
            "p50",
            f"Seconds until half of the briefs {had}; not known where fewer than half have one "
            "yet.",
            of=_TO_FIRST_APPROVAL,
        ),
        _first_usable(
            "p90",
            "p90",
            f"Seconds until nine in ten briefs {had}; not known where fewer have one yet.",
            p=0.9,
            of=_TO_FIRST_APPROVAL,
        ),
        _first_usable(
            "n",
            "n",
            "How many briefs the time to the first approval rests on.",
            shows="n",
            of=_TO_FIRST_APPROVAL,
        ),
        _first_usable(
            "censored",
            "censored",
            "How many of those briefs are still open, so that their time is only known to be "
            "longer.",
            shows="censored",
            of=_TO_FIRST_APPROVAL,
        ),
    )


BRIEF_METRICS: tuple[Metric, ...] = (
    Total(
        "briefs",
        "Briefs",
        "Shots, slots or single images that were asked for, whatever became of them.",
        "count of briefs",
        unit="count",
        grain="brief",
        of=Term("count(*)", gaps=("rejected_rows", *_LINEAGE)),
    ),
    Total(
        "settled_briefs",
        "Settled briefs",
        "Briefs that have a usable asset, or in which nothing is undecided or running any more.",
        "count of briefs with a usable asset, or with nothing pending, running or unknown",
        unit="count",
        grain="brief",
        of=_SETTLED,
    ),
    Ratio(
        "first_pass_yield",
        "First-pass yield",
        "The share of settled briefs that came right without rework: the first attempt gave an "
        "output that is used.",
        "settled briefs without rework whose earliest attempt yielded an accepted output and which "
        "have a usable asset / settled briefs",
        unit="rate",
        good="up",
        grain="brief",
        numerator=Term("count(*) FILTER (WHERE settled AND first_pass)"),
        denominator=_SETTLED,
    ),
    Ratio(
        "rework_rate",
        "Rework rate",
        "The share of settled briefs that needed a refine or a second round of generating; an "
        "upscale is a step, not rework.",
        "settled briefs with a refine attempt or two or more generate operations / settled briefs",
        unit="rate",
        good="down",
        grain="brief",
        numerator=Term("count(*) FILTER (WHERE settled AND reworked)", gaps=_REFINED),
        denominator=_SETTLED,
    ),
    _attempts_per_usable(0.5),
    _attempts_per_usable(0.9),
    _first_usable(
        "p50",
        "p50",
        "Seconds until half of the briefs had their first usable asset; not known where fewer than "
        "half have one yet.",
    ),
    _first_usable(
        "p90",
        "p90",
        "Seconds until nine in ten briefs had their first usable asset; not known where fewer have "
        "one yet.",
        p=0.9,
    ),
    _first_usable(
        "p50_above",
        "p50 above",
        "Where half of the briefs are not there yet: the seconds the median lies above.",
        shows="above",
    ),
    _first_usable(
        "p90_above",
        "p90 above",
        "Where nine in ten briefs are not there yet: the seconds the 90th percentile lies above.",
        shows="above",
        p=0.9,
    ),
    _first_usable(
        "n", "n", "How many briefs the time to the first usable asset rests on.", shows="n"
    ),
    _first_usable(
        "censored",
        "censored",
        "How many of those briefs are still open, so that their time is only known to be longer.",
        shows="censored",
    ),
    *_first_approval(),
    Share(
        "never_usable_share",
        "Briefs without any",
        "The share of settled briefs that ended without a usable asset.",
        "settled briefs without a usable asset / settled briefs",
        unit="rate",
        good="down",
        grain="brief",
        numerator=Term("count(*) FILTER (WHERE never_usable)"),
        denominator=_SETTLED,
    ),
    Ratio(
        "reroll_share",
        "Re-roll share",
        "Of the rounds after a brief's first, the share that generated anew instead of refining "
        "what was there.",
        "generate operations after a brief's first / (those + refine operations)",
        unit="rate",
        good="down",
        grain="brief",
        numerator=Term("sum(n_rerolls)", gaps=_REFINED),
        denominator=Term(
            "sum(n_rerolls) + sum(n_refine_operations)",
            gaps=_LINEAGE,
            none="no brief had a second round",
        ),
    ),
    Ratio(
        "prompt_revisions_per_usable",
        "Prompts per usable asset",
        "How many different prompts were written for each asset that can be used, in briefs whose "
        "prompts are known.",
        "distinct prompts of each brief / usable assets",
        unit="ratio",
        good="down",
        grain="brief",
        numerator=Term("sum(n_prompts) FILTER (WHERE n_prompts > 0)"),
        denominator=Term(
            "sum(n_usable) FILTER (WHERE n_prompts > 0)",
            gaps=USABLE.gaps,
            none="nothing usable yet where prompts are known",
        ),
    ),
)
