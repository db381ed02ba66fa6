"""Waiting in words: how long how many waited, and for how many nothing came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted, duration, label, percent

if TYPE_CHECKING:
    from data.metrics.metric import Evidence, Value

STEMS = {"latency_s": "All in all", "queue_s": "Queue", "render_s": "Render"}
STEM_MEANINGS = {
    "latency_s": "From submit to completion.",
    "queue_s": "From submit to start: waiting for the provider.",
    "render_s": "From start to completion: the model at work.",
}
FIRST_ONES = {
    "time_to_first_usable_s": "First usable",
    "time_to_first_approval_s": "First approval",
}
_MANY = {"image": "images", "video": "videos", "audio": "audio files"}
_ONE = {"image": "image", "video": "video", "audio": "audio file"}


def calls_for(media: str | None) -> str:
    """`calls for images`: an attempt may bring several."""
    return f"calls for {_MANY.get(label(media), 'media')}"


def one_of(media: str | None) -> str:
    """`a usable image`."""
    return f"a usable {_ONE.get(label(media), 'asset')}"


def within_words(low: float | None, high: float | None, evidence: Evidence) -> str:
    """`95 % sure: 41.2 s to 43.9 s · n = 5,173`: what a percentile rests on."""
    if not evidence.n:
        return "nothing succeeded"
    tail = " · thin tail" if evidence.thin else ""
    near = f" · {near_words(evidence.within)}" if evidence.within else ""
    return f"{between(low, high)} · n = {evidence.n:,}{tail}{near}"


def near_words(within: float) -> str:
    """`read off day sums, within 1 %`: how near a figure is to the exact one."""
    return f"read off day sums, within {percent(within)}"


def between(low: float | None, high: float | None) -> str:
    """`95 % sure: 41.2 s to 43.9 s`, or that so few cannot tell."""
    if low is None and high is None:
        return "too few for an interval"
    if high is None:
        return f"95 % sure: above {duration(low or 0)}"
    return (
        f"95 % sure: {duration(low)} to {duration(high)}"
        if low is not None
        else (f"95 % sure: below {duration(high)}")
    )


def reached_value(value: Value, evidence: Evidence) -> str:
    """`29 min 12 s`; where not half have one, that, and no bound that reads as a wait."""
    if value is not None:
        return duration(float(value))
    return "not half yet" if evidence.n else NOTHING


def reached_words(value: Value, evidence: Evidence) -> str:
    """`54 of 788 briefs still open`; that more than half are where the half is not reached."""
    n = evidence.n or 0
    if not n:
        return "no brief"
    still = f"{evidence.censored or 0:,} of {counted(n, 'brief')} still open"
    if value is None and 2 * (evidence.censored or 0) > n:
        return f"more than half still open: {still}"
    return still if value is not None else f"more than half have none: {still}"


def never_words(evidence: Evidence) -> str:
    """`9.0 % to 13.1 % · n = 734 settled briefs`."""
    if evidence.low is None or evidence.high is None:
        return "no brief is settled yet"
    interval = f"95 % sure: {percent(evidence.low)} to {percent(evidence.high)}"
    return f"{interval} · n = {counted(evidence.n or 0, 'settled brief')}"


def target_words(metric_title: str, limit: str, *, at_most: bool, where: str, period: str) -> str:
    """`Latency, p95: at most 1 min 00 s a week (media image)`."""
    whose = f" ({where})" if where else ""
    return f"{metric_title}: {'at most' if at_most else 'at least'} {limit} a {period}{whose}"
