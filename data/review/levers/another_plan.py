"""Another plan: a commitment that `offcut size` recommends for the team's own work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.question import SizingQuestion
from data.commitments.team_sizing import committing_channels, size_team
from data.commitments.wording import money, percent
from data.review.findings.finding import Finding, cents, only
from data.review.levers.claims import brief_sums, claiming_saving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.commitments.team_sizing import ChannelSizing
    from data.review.facts import Facts


def another_plan(facts: Facts) -> Iterator[Finding]:
    """Channels whose work a plan would pay for with less money, where the evidence is enough.

    The offer, the saving and what it risks are those of `offcut size` at this moment: weeks drawn
    from the team's own. Accounts belong to no client or model, so a review that is narrowed says
    nothing of them.
    """
    if facts.asked.filters.filters:
        return
    selection = facts.asked.selection
    channels = committing_channels(facts.figures, selection)
    if not channels:
        return
    team = size_team(facts.figures, selection, SizingQuestion(channels=channels))
    for each in team.channels:
        yield from _lever(facts, each)


def _lever(facts: Facts, sized: ChannelSizing) -> Iterator[Finding]:
    found, sizing = sized.sizing.recommendation, sized.sizing
    offer = found.outcome
    if found.answer != "commit" or offer is None or offer.saved is None or offer.saved <= 0:
        return
    weeks = Decimal(sizing.horizon.days) / 7
    saved, low, high = (
        cents(each / weeks)
        for each in (offer.saved, offer.saved_p10 or offer.saved, offer.saved_p90 or offer.saved)
    )
    currency = facts.settings.currency
    n = max((len(demand.weeks) for demand in sizing.demands.values()), default=0)
    sentence = (
        f"{offer.title} pays for the work on {sized.channel} with {money(saved, currency)} a week "
        f"less than {offer.base}, if work goes on as in the weeks so far; dearer in "
        f"{percent(offer.p_dearer or 0)} of futures. `offcut size` has the terms and the risk."
    )
    where = only("channel", sized.channel)
    lever = Finding("another_plan", sentence, saved, n, "weeks", where, low, high)
    spent = float(sum(each.money for each in brief_sums(facts, where)))
    share = float(offer.savings or 0)
    yield claiming_saving(facts, lever, "cost_per_generation", cents(spent * share))
