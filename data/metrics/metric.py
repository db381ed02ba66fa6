"""What a metric is: a name with its words, and an expression over a group with its parts.

A metric is put together in Python from *parts*: SQL aggregates over one relation, such as
`sum(cost)`. So a ratio is always a ratio of sums, its numerator and denominator can be shown
beside it, and figures of different relations (money of attempts, money of people) combine.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Unit = Literal["money", "money_per", "count", "rate", "seconds", "ratio"]
"""`money` is an exact sum, `money_per` a quotient of money, `rate` a share of 1."""
Grain = Literal["asset", "attempt", "brief", "people", "handover", "warehouse"]
"""What is counted. `asset` figures split down to single outputs; `warehouse` ones not at all."""
Good = Literal["up", "down"]
Value = int | float | Decimal | None


class Aggregate(NamedTuple):
    """One aggregate over the relation of a grain, and what it is where that has no rows."""

    grain: Grain
    sql: str
    empty: Any = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a figure rests on; a field is None where it does not apply."""

    n: int | None = None
    numerator: Value = None
    denominator: Value = None
    low: float | None = None
    high: float | None = None
    above: float | None = None
    """Where a quantile was not reached: it lies above this many seconds."""
    censored: int | None = None
    thin: bool = False


@dataclass(frozen=True)
class Metric:
    """A figure over any group, declared once: name, title, meaning, formula in words, unit.

    `good` says which direction is an improvement, None where neither is.
    """

    name: str
    title: str
    meaning: str
    formula: str
    _: KW_ONLY
    unit: Unit
    good: Good | None = None
    grain: Grain = "attempt"

    @property
    def expression(self) -> str:
        """The figure as SQL over a group of its grain's relation; empty where SQL alone cannot."""
        return ""

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """The aggregates that `value` and `evidence` take, in their order."""
        raise NotImplementedError

    def value(self, parts: Sequence[Any]) -> Value:
        """The figure of one group."""
        raise NotImplementedError

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """What the figure of one group rests on."""
        del parts
        return Evidence()


@dataclass(frozen=True)
class Total(Metric):
    """A sum or a count. A sum of money of which nothing is known is NULL; no rows make 0.

    With `nothing_is_unknown` no rows make NULL too: none recorded need not mean that none was.
    """

    _: KW_ONLY
    sql: str
    nothing_is_unknown: bool = False

    @property
    def expression(self) -> str:
        """The sum itself."""
        return self.sql

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """The sum."""
        nothing = Decimal(0) if self.unit == "money" else 0
        return (Aggregate(self.grain, self.sql, None if self.nothing_is_unknown else nothing),)

    def value(self, parts: Sequence[Any]) -> Value:
        """The sum; a count of nothing is 0, a sum of unknown money is not known."""
        (total,) = parts
        return 0 if total is None and self.unit == "count" else total


@dataclass(frozen=True)
class Ratio(Metric):
    """A ratio of two sums over the group. x/0 is not known, and neither is 0/0."""

    _: KW_ONLY
    numerator: str
    denominator: str

    @property
    def expression(self) -> str:
        """Numerator over denominator."""
        return f"({self.numerator}) / nullif({self.denominator}, 0)"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Numerator and denominator."""
        return Aggregate(self.grain, self.numerator), Aggregate(self.grain, self.denominator)

    def value(self, parts: Sequence[Any]) -> Value:
        """The quotient: a Decimal where it is money, a float otherwise."""
        exact = quotient(*parts)
        return exact if exact is None or self.unit == "money_per" else float(exact)

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """Both sums; n is the denominator where it counts something."""
        numerator, denominator = parts
        n = denominator if isinstance(denominator, int) else None
        return Evidence(numerator=numerator, denominator=denominator, n=n)


@dataclass(frozen=True)
class ProductOfRatios(Metric):
    """The product of those ratios that are known; not known when none is."""

    _: KW_ONLY
    ratios: tuple[tuple[str, str], ...]

    @property
    def expression(self) -> str:
        """Numerator over denominator of each, multiplied; NULLs are left out."""
        quotients = ", ".join(f"({a}) / nullif({b}, 0)" for a, b in self.ratios)
        return f"list_product([{quotients}])"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Numerator and denominator of each, in turn."""
        return tuple(Aggregate(self.grain, sql) for ratio in self.ratios for sql in ratio)

    def value(self, parts: Sequence[Any]) -> Value:
        """The product as a float."""
        known = [float(q) for q in map(quotient, parts[::2], parts[1::2]) if q is not None]
        return prod(known) if known else None


def quotient(numerator: Value, denominator: Value) -> Decimal | None:
    """Their ratio in decimal; None when either is not known or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / Decimal(denominator)
