"""The tabs of the Commitments page: what was compared, on what evidence, what could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.app.charts.commitments import (
    DRAWN,
    break_even,
    burning_down,
    cost_by_size,
    local_day,
)
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart, wide_and_narrow
from dashboard.app.parts.markup import advice, sentence
from dashboard.words.commitment_rows import (
    MONEY,
    RATES,
    TITLES,
    bases,
    left_out_rows,
    rows_of,
    telling,
)
from dashboard.words.commitments import (
    ONE_WEEK,
    backtest_words,
    evidence_words,
    ledger_words,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from dashboard.words.commitment_rows import Row
    from data.commitments.futures.burn_down import BurnDown
    from data.commitments.team_sizing import ChannelSizing, TeamSizing

MEANINGS = {
    "units": "How many subscriptions; the number with the least expected cost, one at least.",
    "cost": "The mean over all futures: fees and top-ups, less what is carried over.",
    "cost_p10": "In one future of ten it costs less.",
    "cost_p90": "In one future of ten it costs more.",
    "months_topped_up": "Share of months, over all futures, in which the credits do not last.",
    "utilisation": "Plan credits used / plan credits granted.",
    "coverage": "Share of the work that the plan's credits pay for.",
    "breakage": "What the credits had cost that lapse unused.",
    "price_per_credit": "Cost / credits of work done.",
    "savings": "1 − cost / the cost of the base named below.",
    "cash_at_risk": "The most that is paid ahead at one time and lost if the work stops.",
    "top_ups": "What is bought beside the plan: packs, overage, credits elsewhere.",
    "cost_per_usable_asset": "Cost / usable assets, at the attempts a usable asset takes.",
    "break_even_utilisation": "So much of it must be used for it to cost what topping up would.",
}


def show_evidence(channel: ChannelSizing, currency: str) -> None:
    """What a decision rests on, and what the figures do not know."""
    found = channel.sizing.recommendation
    for words in found.because if found.why else ():  # else it stands with the answer
        sentence(words)
    heading("Is the evidence enough?")
    for words in evidence_words(channel.sizing.evidence, currency):
        sentence(words)
    sentence(backtest_words(channel.sizing.backtest, channel.sizing.weeks), "offcut-quiet")


def show_costs(channel: ChannelSizing, currency: str) -> None:
    """Cost against size with its band, and break-even utilisation."""
    plans = channel.sizing.plans
    if not plans:
        sentence("No plan was sized, so there are no sizes to compare.", "offcut-quiet")
        return
    left, right = wide_and_narrow()
    with left:
        heading("What does each size cost?")
        show_chart(cost_by_size(plans, currency), "Expected cost by credits committed, per plan")
        more = f" The {DRAWN} cheapest of {len(plans)} plans." if len(plans) > DRAWN else ""
        sentence(
            "Lines are the mean, bands hold four of five futures; the large dot is the size that "
            f"costs least. At 0 everything is bought as needed.{more}",
            "offcut-quiet",
        )
    with right:
        heading("When does a plan pay?")
        show_chart(break_even(plans), "Expected use and break-even use of each plan")


def show_plans(channel: ChannelSizing, currency: str) -> None:
    """Everything that was sized in one table, and what was not, with the reason."""
    rows = [row | {"offer": _marked(row)} for row in rows_of(channel)]
    if rows:
        heading("How do the plans compare?")
        told = telling(rows)
        whole = all(row["units"] is None or row["units"] % 1 == 0 for row in rows)
        columns = [
            Column(name, title, _unit(name, whole=whole), MEANINGS.get(name, ""))
            for name, title in TITLES.items()
            if name in told
        ]
        notes = [Column("note", "Note")] if any(row["note"] for row in rows) else []
        show_table(
            rows,
            [*columns, *notes],
            currency,
            file="offcut-plans",
            height="content",
        )
    marked = "→ marks the recommendation. " if any(row["recommended"] for row in rows) else ""
    for base in bases(rows):
        sentence(
            f"{marked}The savings rate is against {base}, in the same futures.", "offcut-quiet"
        )
    if channel.sizing.as_you_go_unknown:
        sentence(channel.sizing.as_you_go_unknown, "offcut-quiet")
    if rows and not channel.sizing.has_spread:
        sentence(ONE_WEEK, "offcut-quiet")
    left_out = left_out_rows(channel)
    if not rows and not left_out:
        sentence("No plan, pack or price is known that could be compared.", "offcut-quiet")
    if left_out:
        heading("What was left out?")
        columns = [Column("offer", "Plan"), Column("note", "Why")]
        show_table(left_out, columns, currency, file="offcut-plans-left-out")


def _marked(row: Row) -> str:
    return f"→ {row['offer']}" if row["recommended"] else row["offer"]


def _unit(name: str, *, whole: bool) -> str:
    if name == "units":
        return "count" if whole else "number"
    return "money" if name in MONEY else "rate" if name in RATES else "text"


def show_sensitivity(channel: ChannelSizing, currency: str) -> None:
    """The same question with one thing changed."""
    if not channel.sizing.sensitivity:
        sentence("Nothing is chosen yet, so nothing could change it.", "offcut-quiet")
        return
    heading("What would change the answer?")
    rows: list[dict[str, Any]] = [
        {
            "case": row.case,
            "best": row.best,
            "best_cost": row.best_cost,
            "kept_cost": row.kept_cost,
            "regret": row.regret,
            "changes": "yes" if row.changes else "no",
        }
        for row in channel.sizing.sensitivity
    ]
    columns = [
        Column("case", "If"),
        Column("changes", "Changes the answer"),
        Column("best", "Cheapest then"),
        Column("best_cost", "Costs", "money"),
        Column("kept_cost", "Today's choice then", "money", "– where work would stay undone."),
        Column("regret", "Dearer by", "money"),
    ]
    show_table(rows, columns, currency, file="offcut-plans-what-if", height="content")


def show_balances(team: TeamSizing, zone: tzinfo) -> None:
    """The credits held today: when they run out, and which of them lapse."""
    if not team.balances:
        sentence("No credit ledger is loaded: what is held now is not known.", "offcut-quiet")
        return
    heading("How long will the credits held now last?")
    for balance in team.balances:
        for words in (*balance.sentences, *_used_in_time(balance, zone)):
            sentence(words)
    advice(ledger_words(team))
    if any(balance.credits for balance in team.balances):
        show_chart(burning_down(team.balances, zone), "Credits held by account from today on")
        sentence("At the rate of the last four weeks; nothing new is counted.", "offcut-quiet")


def _used_in_time(balance: BurnDown, zone: tzinfo) -> list[str]:
    """The days on which credits end that will be used by then."""
    return [
        f"{each.credits:,.0f} credits of {balance.account} are valid to "
        f"{local_day(each.at, zone)}; at this rate all are used before."
        for each in balance.lapses
        if not each.lapsing
    ]
