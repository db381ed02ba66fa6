"""What rejected outputs have in common: a model, a size, an hour, a length of prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import money, percent
from data.review.findings.finding import Finding, cents, only
from data.review.shared_values import in_common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.estimates.commonality import Commonality
    from data.review.facts import Facts

WORDS = {
    "model": "the model {value}",
    "variant": "the variant {value}",
    "operation": "{value}",
    "hour_of_day": "what was made from {value}:00 on, for an hour",
    "aspect": "the aspect ratio {value}",
    "prompt_length": "prompts of {value} characters",
    "seed": "calls with the seed {value}",
    "reference": "calls with a reference {value}",
}
DIMENSIONS = ("model", "variant", "operation", "hour_of_day")
MOST = 2


def commonality(facts: Facts) -> Iterator[Finding]:
    """The values of calls that rejected outputs of the recent weeks share beyond chance.

    Of first rounds alone (generate tier), as what is edited was chosen before. By brief, the
    false-discovery rate held over all values of all factors; the money is what was
    rejected beyond the share of the other values. It tells what goes together, not what causes it.
    """
    beyond = [
        each
        for each in in_common(facts.figures, facts.recent_days)
        if each.beyond_chance and each.excess_money is not None and each.excess_money > 0
    ]
    yield from (_finding(facts, each) for each in beyond[:MOST])


def _finding(facts: Facts, found: Commonality) -> Finding:
    row = found.row
    a_week = cents((found.excess_money or 0.0) / facts.thresholds.recent_weeks)
    share, elsewhere = percent(found.share or 0.0), percent(found.share_elsewhere or 0.0)
    sentence = (
        f"Of {WORDS[row.factor].format(value=row.value)}, {share} of what was decided on is "
        f"rejected, {elsewhere} elsewhere: {money(a_week, facts.settings.currency)} a week goes "
        "beyond."
    )
    where = only(row.factor, row.value) if row.factor in DIMENSIONS else ()
    return Finding(f"rejected_{row.factor}", sentence, a_week, row.settled, "outputs", where)
