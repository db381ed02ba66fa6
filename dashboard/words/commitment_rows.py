"""Everything that was sized as flat rows, the same for the command line and the page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.words.formats import NOTHING, money, percent
from data.commitments.offers.rates_used import rates_of
from data.commitments.wording import size_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from data.commitments.offers.outcome import OfferOutcome, Spread
    from data.commitments.sizing import Sizing
    from data.commitments.team_sizing import ChannelSizing

Row = dict[str, Any]
TITLES = {
    "offer": "Plan",
    "cost": "Expected cost",
    "cost_p10": "P10",
    "cost_p90": "P90",
    "savings": "Savings rate",
    "months_topped_up": "Months with top-ups",
    "top_ups": "Beyond the plan",
    "utilisation": "Utilisation",
    "break_even_utilisation": "Break-even",
    "coverage": "Coverage",
    "breakage": "Lapsed credits",
    "cost_per_usable_asset": "Per usable asset",
    "units": "Size",
    "cash_at_risk": "Cash at risk",
    "price_per_credit": "Per credit",
}
"""What people call the figures; a row has more than these."""
MONEY = frozenset({
    *("cost", "cost_p10", "cost_p90", "breakage", "top_ups", "price_per_credit"),
    *("cost_per_usable_asset", "cash_at_risk"),
})  # fmt: skip
UNASKED = "compared, not advised: name it as a platform to have it weighed"
MOST_UNDONE = Decimal("0.1")
"""What leaves work undone in more futures than this comes last."""
RATES = frozenset({
    *("months_topped_up", "utilisation", "coverage", "savings", "break_even_utilisation"),
})  # fmt: skip


def rows_of(channel: ChannelSizing) -> list[Row]:
    """A row for every plan, way to buy on demand and mix that was sized, the cheapest first."""
    chosen = channel.sizing.recommendation.outcome
    unknown = {} if channel.sizing.has_spread else dict.fromkeys(_OF_SPREADS)
    rows = [
        {"channel": channel.channel, "answer": channel.sizing.recommendation.answer}
        | {
            **_row(outcome, channel.sizing.horizon.buys_on),
            "recommended": outcome == chosen,
            **more,
            **unknown,
        }
        for outcome, more in _sized(channel.sizing)
    ]
    return sorted(rows, key=lambda row: (row["p_unmet"] > MOST_UNDONE, row["cost"]))


def left_out_rows(channel: ChannelSizing) -> list[Row]:
    """The plans that were not sized, in the same shape, with the reason."""
    empty = dict.fromkeys(_KEYS)
    return [
        empty
        | {"channel": channel.channel, "kind": "left out", "offer": each.title}
        | {
            "recommended": False,
            "answer": channel.sizing.recommendation.answer,
            "note": each.reason,
        }
        for each in channel.sizing.left_out
    ]


def _sized(sizing: Sizing) -> Iterator[tuple[OfferOutcome, Row]]:
    for plan in sizing.plans:
        form = plan.closed_form
        yield (
            plan.outcome,
            {
                "kind": "plan",
                "break_even_utilisation": form.break_even_utilisation if form else None,
                "note": plan.never_pays,
            },
        )
    today = [sizing.as_you_go] if sizing.as_you_go else []
    for kind, outcomes in (
        ("pay as you go", (*today, *sizing.as_you_go_there)),
        ("on demand", sizing.on_demand),
        ("mix", sizing.mixes),
    ):
        for outcome in outcomes:
            yield outcome, {"kind": kind, "break_even_utilisation": None, "note": None}
    for outcome in sizing.unasked:
        row = {"kind": "pay as you go", "break_even_utilisation": None, "note": UNASKED}
        yield outcome, row


def _row(outcome: OfferOutcome, buys_on: date) -> Row:
    plan = outcome.offer.plan
    return {
        "offer": outcome.title,
        "billing": plan.billing if plan else None,
        "units": outcome.offer.units if plan else None,
        **_spread("cost", outcome.cost),
        "committed": outcome.committed,
        "cash_at_risk": outcome.cash_at_risk,
        "top_ups": outcome.top_ups.mean,
        "utilisation": outcome.utilisation,
        "coverage": outcome.coverage,
        "months_topped_up": outcome.months_topped_up,
        "p_run_out": outcome.p_run_out,
        "runs_out_on": outcome.runs_out_on,
        "breakage": outcome.breakage,
        "breakage_credits": outcome.breakage_credits,
        "price_per_credit": outcome.price_per_credit,
        "savings": outcome.savings,
        "saved": outcome.saved,
        "savings_against": outcome.base,
        **_spread("cost_per_usable_asset", outcome.cost_per_usable_asset),
        "p_dearer": outcome.p_dearer,
        "p_unmet": outcome.p_unmet,
        "buys_on": buys_on,
        **_converted(outcome),
    }


def _converted(outcome: OfferOutcome) -> Row:
    """The currency that its prices are stated in, where that is another, and by what rate."""
    rates = rates_of([outcome.offer])
    columns = {
        "price_currency": [rate.currency for rate in rates],
        "exchange_rate": [f"{rate.rate.normalize():f}" for rate in rates],
        "exchange_rate_on": [rate.day.isoformat() for rate in rates],
    }
    return {name: ", ".join(values) or None for name, values in columns.items()}


def _spread(name: str, spread: Spread | None) -> Row:
    parts = ("mean", "p10", "p50", "p90")
    return {
        name if part == "mean" else f"{name}_{part}": spread and getattr(spread, part)
        for part in parts
    }


_OF_SPREADS = (
    *("cost_p10", "cost_p50", "cost_p90", "p_dearer"),
    *("cost_per_usable_asset_p10", "cost_per_usable_asset_p50", "cost_per_usable_asset_p90"),
)
"""What one week cannot say."""
_KEYS = (
    *("channel", "answer", "offer", "billing", "units", "cost", "cost_p10", "cost_p50", "cost_p90"),
    *(
        "committed",
        "cash_at_risk",
        "top_ups",
        "utilisation",
        "coverage",
        "months_topped_up",
        "p_run_out",
        "runs_out_on",
        "breakage",
    ),
    *("breakage_credits", "price_per_credit", "savings", "saved", "savings_against"),
    *("cost_per_usable_asset", "cost_per_usable_asset_p10", "cost_per_usable_asset_p50"),
    *("cost_per_usable_asset_p90", "p_dearer", "p_unmet"),
    *("buys_on", "price_currency", "exchange_rate", "exchange_rate_on", "recommended", "kind"),
    *("break_even_utilisation", "note"),
)


def telling(rows: Sequence[Row], names: Iterable[str] = TITLES) -> list[str]:
    """The figures that tell rows apart, and what is bought; of one row all that are known."""
    if len(rows) == 1:
        return [name for name in names if rows[0][name] is not None]
    return [name for name in names if name == "offer" or len({row[name] for row in rows}) > 1]


def figure_words(name: str, value: Any, currency: str) -> str:
    """One figure of a row as it is written, names as they are."""
    if value is None:
        return NOTHING
    if name in MONEY:
        return money(value, currency)
    if name in RATES:
        return percent(value)
    return size_words(value) if isinstance(value, float) else str(value)


def bases(rows: Iterable[Row]) -> list[str]:
    """What savings are measured against, each once."""
    return list(dict.fromkeys(row["savings_against"] for row in rows if row["savings_against"]))
