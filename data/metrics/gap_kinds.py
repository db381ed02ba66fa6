"""The kinds of two gaps: why a cost is not known, and what is assumed of one that is.

An attempt has the first kind that applies, so that the kinds of a gap sum to it.
"""

from __future__ import annotations

from data.metrics.metric import Metric, Term, Total

UNPRICED_KINDS = {
    "still_running": ("Still running", "They had not ended yet at the moment of the figures."),
    "end_unknown": (
        "End unknown",
        "How they ended is not logged, or not what is billed for such an end.",
    ),
    "untold": (
        "Variant or quantity not told",
        "The price book has their model, but the log does not tell what of it was bought.",
    ),
    "no_rate": ("Without a rate", "Their cost is known in a currency that no rate converts."),
    "model_shut": ("Model shut", "The channel served their model no more when they were made."),
    "no_price": ("Without a price", "Neither the log nor the price book tells a price that fits."),
}
"""Why a cost is not known (`unpriced_because` of `attempt_facts`): title and meaning."""
ASSUMED_KINDS = {
    "date_assumed": ("First day of a price", "Nobody knows that their price held so early."),
    "billing_assumed": ("Billing", "Nobody knows that such an end is billed, or all of it."),
    "outputs_assumed": ("Outputs", "The log does not say how many outputs they gave."),
    "currency_assumed": ("Currency", "The log names no currency; that of the settings is taken."),
    "hardware_assumed": ("Hardware", "No log says which machine it was, or how long it took."),
    "price_assumed": (
        "Size, tier or formula",
        "The price of another size or tier is taken, or the documented formula.",
    ),
}
"""What a cost rests on (`assumed_because` of `attempt_facts`): title and meaning."""


def unpriced_metric(kind: str) -> str:
    """The name of the metric that counts the unpriced attempts of a kind."""
    return f"unpriced_attempts_{kind}"


def assumed_metric(kind: str) -> str:
    """The name of the metric that sums the assumed cost of a kind."""
    return f"assumed_cost_{kind.removesuffix('_assumed')}"


def _within(meaning: str) -> str:
    return meaning[0].lower() + meaning[1:]


def _unpriced(kind: str, title: str, meaning: str) -> Metric:
    return Total(
        unpriced_metric(kind),
        f"Unpriced: {title.lower()}",
        f"Attempts whose cost nobody knows: {_within(meaning)}",
        f"count of attempts without a cost, {kind.replace('_', ' ')}",
        unit="count",
        good="down",
        of=Term(f"sum(n_attempts) FILTER (WHERE unpriced_because = '{kind}')"),
    )


def _assumed(kind: str, title: str, meaning: str) -> Metric:
    return Total(
        assumed_metric(kind),
        f"Assumed: {title.lower()}",
        f"A part of assumed cost: {_within(meaning)}",
        f"money of attempts whose cost rests on an assumption, {kind.replace('_', ' ')}",
        unit="money",
        good="down",
        of=Term(f"coalesce(sum(cost) FILTER (WHERE assumed_because = '{kind}'), 0)"),
    )


KIND_METRICS: tuple[Metric, ...] = (
    *(_unpriced(kind, *words) for kind, words in UNPRICED_KINDS.items()),
    *(_assumed(kind, *words) for kind, words in ASSUMED_KINDS.items()),
)
