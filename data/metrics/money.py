"""Metrics of money: of attempts, of credits that lapsed, of people."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.metrics.metric import Aggregate, Evidence, Metric, Ratio, Term, Total, Value, quotient
from data.metrics.sums import (
    ACCEPTED,
    ACCEPTED_COST,
    DELIVERED,
    NO_PRICE,
    SETTLED_SPEND,
    SPEND,
    UNKNOWN_ENDS,
    USABLE_WHERE_REVIEWED,
    WASTED_COST,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_PEOPLE = Term("sum(cost)", gaps=("unrated_work",), unknown="no work recorded, or no rates set")
_WITHOUT_RATES = "people's work has no rates"


@dataclass(frozen=True)
class FullyLoaded(Metric):
    """Money of attempts plus money of people; `per` divides it by a sum over attempts.

    Without any recorded work of people it is the money of attempts; where work is recorded but
    none of it has a rate, it is not known.
    """

    _: KW_ONLY
    per: Term | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """Money of attempts, money of people, and the divisor if there is one."""
        return (SPEND, _PEOPLE, self.per) if self.per else (SPEND, _PEOPLE)

    @property
    def reasons(self) -> tuple[str, ...]:
        """That there is nothing to divide by, or that one of the two sums is not known."""
        of_money = (_WITHOUT_RATES, SPEND.unknown)
        if not self.per:
            return of_money
        return tuple(filter(None, (self.per.none, self.per.unknown, *of_money)))

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Money of attempts, money of people, pieces of work, and the divisor if there is one."""
        sums = (
            Aggregate("asset", SPEND.sql, Decimal(0)),
            Aggregate("people", _PEOPLE.sql),
            Aggregate("people", "count(*)", 0),
        )
        return (*sums, Aggregate("asset", self.per.sql, 0)) if self.per else sums

    def value(self, parts: Sequence[Any]) -> Value:
        """Money, or money per one of what is counted."""
        total = _with_people(*parts[:3])
        return quotient(total, parts[3]) if self.per else total

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """The money and what it is divided by; for the sum alone, the pieces of people's work."""
        if not self.per:
            return Evidence(n=parts[2])
        return Evidence(numerator=_with_people(*parts[:3]), denominator=parts[3], n=parts[3])

    def why_unknown(self, parts: Sequence[Any]) -> str:
        """That there is nothing to divide by, no price, or no rate, whichever comes first."""
        if self.per and not parts[3]:
            return (self.per.unknown if parts[3] is None else "") or self.per.none
        return SPEND.unknown if parts[0] is None else _WITHOUT_RATES


def _with_people(spend: Decimal | None, people: Decimal | None, pieces: int) -> Decimal | None:
    if spend is None or (pieces and people is None):
        return None
    return spend + (people or Decimal(0))


MONEY_METRICS: tuple[Metric, ...] = (
    Total(
        "spend",
        "Spend",
        "What everything in scope cost, good and bad: all attempts with a known price, net of "
        "refunds, plus credits that lapsed.",
        "sum of the cost of all attempts, net of refunds, plus breakage",
        unit="money",
        grain="asset",
        of=SPEND,
    ),
    Ratio(
        "cost_per_usable_asset",
        "Cost per usable asset",
        "All spend, waste and undecided work included, for each asset that can be used.",
        "spend / usable assets",
        unit="money_per",
        good="down",
        grain="asset",
        numerator=SPEND,
        denominator=USABLE_WHERE_REVIEWED,
    ),
    Ratio(
        "settled_cost_per_usable_asset",
        "Settled cost per usable asset",
        "The same without the money of outputs that still wait for a decision.",
        "(spend − pending money) / usable assets",
        unit="money_per",
        good="down",
        grain="asset",
        numerator=SETTLED_SPEND,
        denominator=USABLE_WHERE_REVIEWED,
    ),
    Ratio(
        "cost_per_generation",
        "Cost per generation",
        "All spend for each output delivered, whatever became of it: what the platform sells.",
        "spend / outputs delivered",
        unit="money_per",
        good="down",
        grain="asset",
        numerator=SPEND,
        denominator=DELIVERED,
    ),
    Ratio(
        "cost_per_accepted_output",
        "Cost per accepted output",
        "All spend for each output that is usable or that a usable asset was made from: the fair "
        "comparison of models and tiers, where one makes the base and another the final.",
        "spend / (usable + contributed outputs)",
        unit="money_per",
        good="down",
        grain="asset",
        numerator=SPEND,
        denominator=ACCEPTED,
    ),
    Ratio(
        "waste_share",
        "Waste share",
        "The part of spend that bought nothing used: rejected and passed-over outputs, failed, "
        "blocked and canceled attempts, lapsed credits.",
        "money in rejected, not selected, failed, blocked, canceled and breakage / spend",
        unit="rate",
        good="down",
        grain="asset",
        numerator=WASTED_COST,
        denominator=SPEND,
    ),
    Total(
        "accepted_cost",
        "Accepted work only",
        "What the usable assets and the outputs they were made from cost by themselves.",
        "money of usable and contributed outputs",
        unit="money",
        grain="asset",
        of=ACCEPTED_COST,
    ),
    Total(
        "people_cost",
        "People cost",
        "Recorded minutes of people at the rates in the settings, dated by the work itself; not "
        "known where none is recorded or none has a rate.",
        "review, prompt and edit minutes × rate",
        unit="money",
        good="down",
        grain="people",
        of=_PEOPLE,
        nothing_is_unknown=True,
    ),
    FullyLoaded(
        "fully_loaded_cost",
        "Fully loaded cost",
        "Spend plus the cost of people: the spend alone where no work is recorded, not known where "
        "work is recorded without a rate.",
        "spend + people cost",
        unit="money",
        grain="people",
    ),
    FullyLoaded(
        "fully_loaded_cost_per_usable_asset",
        "Fully loaded cost per usable asset",
        "Spend and people together for each asset that can be used.",
        "(spend + people cost) / usable assets",
        unit="money_per",
        good="down",
        grain="people",
        per=USABLE_WHERE_REVIEWED,
    ),
    Total(
        "breakage",
        "Lapsed credits",
        "Money paid for credits that lapsed unused, on the day they lapsed.",
        "money of lapsed credits",
        unit="money",
        good="down",
        grain="asset",
        of=Term("sum(money_breakage)", gaps=("unconverted_costs",), unknown=NO_PRICE),
    ),
    Total(
        "refunds",
        "Refunds",
        "Money given back, already taken off spend, by the day its attempt was submitted.",
        "sum of refunds",
        unit="money",
        of=Term("coalesce(sum(refund), 0)", gaps=("refunds_unattached",)),
    ),
    Total(
        "list_cost",
        "List cost",
        "What the attempts would have cost at list prices, where the price book has one.",
        "sum of list cost",
        unit="money",
        of=Term(
            "sum(list_cost)", gaps=UNKNOWN_ENDS, unknown="nothing with a price in the price book"
        ),
        nothing_is_unknown=True,
    ),
)
