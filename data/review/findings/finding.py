"""A finding: one sentence with its size in money a week, its interval, its n, its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from data.review.predictions import Filters, Prediction, finding_key

if TYPE_CHECKING:
    from data.metrics.metric import Value

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Finding:
    """What a rule found. Money is in the reporting currency, a week; None where it has no price.

    `low` and `high` bound the money at the confidence of the settings; None where the money is a
    plain sum and not an estimate. `where` selects its rows, as `--where` takes it.
    """

    rule: str
    sentence: str
    money_a_week: Decimal | None
    n: int
    n_of: str
    """What `n` counts: briefs, outputs, attempts."""
    where: Filters = ()
    low: Decimal | None = None
    high: Decimal | None = None
    predicts: Prediction | None = None
    """What it claims of the weeks to come, where it claims anything that can be held against it."""

    @property
    def key(self) -> str:
        """What it is known by from week to week."""
        return finding_key(self.rule, self.where)

    @property
    def selection(self) -> str:
        """Its rows, as options of a command: `--where client=acme`."""
        named = ((name, value) for name, values in self.where for value in values)
        return " ".join(f"--where {name}={value or ''}" for name, value in named)


def only(name: str, value: str | None) -> Filters:
    """The filter for one value of one dimension."""
    return ((name, (value,)),)


def cents(amount: Decimal | float) -> Decimal:
    """An estimated amount, to the cent."""
    return Decimal(str(amount)).quantize(CENT)


def claiming(
    finding: Finding, metric: str, expected: Value, low: float | None, high: float | None
) -> Finding:
    """The finding with what it claims of a figure of its rows in the next weeks, if all goes on.

    Without a claim where the figure or its interval is not known.
    """
    if expected is None or low is None or high is None:
        return finding
    ends = [Decimal(str(each)) for each in (low, expected, high)]
    predicts = Prediction(
        key=finding.key,
        sentence=finding.sentence,
        metric=metric,
        where=finding.where,
        expected=ends[1],
        low=min(ends),
        high=max(ends),
    )
    return replace(finding, predicts=predicts)
