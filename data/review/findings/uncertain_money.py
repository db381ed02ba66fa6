"""Money without a sure price, where it is enough to change the story."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import counted, money, percent
from data.review.findings.finding import Finding, cents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts

ASKED = ("spend", "assumed_cost", "unpriced_attempts", "attempts")


def uncertain_money(facts: Facts) -> Iterator[Finding]:
    """Assumed money, and attempts without a price, beyond the settings' share of the period."""
    (row,) = facts.figures.measure(ASKED, selection=facts.asked.selection).rows
    spend, assumed = row["spend"] or Decimal(0), row["assumed_cost"] or Decimal(0)
    unpriced, attempts = row["unpriced_attempts"], row["attempts"]
    least, currency = facts.thresholds.least_gap_share, facts.settings.currency
    if spend and assumed / spend >= Decimal(str(least)):
        sentence = (
            f"{money(assumed, currency)} of the spend, {percent(assumed / spend)}, rests on an "
            "assumption: `offcut metrics assumed_cost --by channel` says where."
        )
        yield Finding(
            "assumed_money", sentence, cents(float(assumed) / facts.weeks), attempts, "attempts"
        )
    if attempts and unpriced / attempts >= least:
        usual = spend / (attempts - unpriced) if attempts > unpriced else Decimal(0)
        missing = cents(float(usual * unpriced) / facts.weeks)
        sentence = (
            f"{counted(unpriced, 'attempt')} of {attempts:,} have no known price, "
            f"{money(missing, currency)} a week at the usual cost: add their prices before "
            "trusting the change."
        )
        yield Finding("unpriced_money", sentence, missing, unpriced, "attempts")
