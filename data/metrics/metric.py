"""What a metric is: a name with its words, and a formula made of terms.

A metric is put together in Python from *parts*: SQL aggregates over one relation, such as
`sum(cost)`. So a ratio is always a ratio of sums, its numerator and denominator can be shown
beside it, and figures of different relations (money of attempts, money of people) combine.

What a *term* could not take in, and why it may be missing, stands on the term. So every metric
made of it carries both: the gaps to show beside it, and the reason where it is NULL.
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
Grain = Literal["asset", "attempt", "brief", "people", "handover", "use", "warehouse"]
"""What is counted. `asset` figures split down to single outputs; `warehouse` ones not at all."""
Good = Literal["up", "down"]
Value = int | float | Decimal | None


class Aggregate(NamedTuple):
    """One aggregate over the relation of a grain, and what it is where that has no rows."""

    grain: Grain
    sql: str
    empty: Any = None


@dataclass(frozen=True)
class Term:
    """A term of a formula: its SQL, what it could not take in, and why it may be missing.

    `none` says why nothing can be divided by it or ranked: there is none of it, or none is known.
    `unknown` says why it is NULL; a term without has a value in every group.
    """

    sql: str
    _: KW_ONLY
    gaps: tuple[str, ...] = ()
    """Names of the metrics that count what it could not take in."""
    none: str = ""
    unknown: str = ""


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
    within: float | None = None
    """How far the figure may lie from the exact one, as a share of it; None: it is exact."""
    unknown_because: str = ""
    """Why the figure is NULL; empty where it is known."""


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
    def terms(self) -> tuple[Term, ...]:
        """What the formula is made of."""
        raise NotImplementedError

    @property
    def gaps(self) -> tuple[str, ...]:
        """The metrics that stand beside it: what its terms could not take in, each once."""
        named = (gap for term in self.terms for gap in term.gaps)
        return tuple(dict.fromkeys(gap for gap in named if gap != self.name))

    @property
    def reasons(self) -> tuple[str, ...]:
        """All reasons why it may be unknown, the usual one first; none: it is always known."""
        raise NotImplementedError

    @property
    def unknown_because(self) -> str:
        """The usual reason why it is NULL where it is; empty where it never is."""
        return next(iter(self.reasons), "")

    @property
    def expression(self) -> str:
        """The figure as SQL over a group of its grain's relation; empty where SQL alone cannot."""
        return ""

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """The aggregates that `value`, `evidence` and `why_unknown` take, in their order."""
        raise NotImplementedError

    def value(self, parts: Sequence[Any]) -> Value:
        """The figure of one group."""
        raise NotImplementedError

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """What the figure of one group rests on."""
        del parts
        return Evidence()

    def why_unknown(self, parts: Sequence[Any]) -> str:
        """Which of its reasons it is in a group where it is NULL."""
        del parts
        return self.unknown_because


@dataclass(frozen=True)
class Total(Metric):
    """A sum or a count. A count is always known: of nothing it is 0.

    A sum of money of which nothing is known is NULL; no rows make 0. With `nothing_is_unknown` no
    rows make NULL too: none recorded need not mean that none was.
    """

    _: KW_ONLY
    of: Term
    nothing_is_unknown: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is summed."""
        return (self.of,)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the sum may be NULL; a count never is."""
        return (self.of.unknown,) if self.of.unknown and self.unit != "count" else ()

    @property
    def expression(self) -> str:
        """The sum itself."""
        return self.of.sql

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """The sum."""
        nothing = Decimal(0) if self.unit == "money" else 0
        return (Aggregate(self.grain, self.of.sql, None if self.nothing_is_unknown else nothing),)

    def value(self, parts: Sequence[Any]) -> Value:
        """The sum; a count of nothing is 0, a sum of unknown money is not known."""
        (total,) = parts
        return 0 if total is None and self.unit == "count" else total


@dataclass(frozen=True)
class Ratio(Metric):
    """A ratio of two sums over the group. x/0 is not known, and neither is 0/0."""

    _: KW_ONLY
    numerator: Term
    denominator: Term

    @property
    def terms(self) -> tuple[Term, ...]:
        """Numerator and denominator."""
        return self.numerator, self.denominator

    @property
    def reasons(self) -> tuple[str, ...]:
        """That there is nothing to divide by, or that one of the two is not known."""
        reasons = (self.denominator.none, self.denominator.unknown, self.numerator.unknown)
        return tuple(dict.fromkeys(filter(None, reasons)))

    @property
    def expression(self) -> str:
        """Numerator over denominator."""
        return f"({self.numerator.sql}) / nullif({self.denominator.sql}, 0)"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Numerator and denominator."""
        return (
            Aggregate(self.grain, self.numerator.sql),
            Aggregate(self.grain, self.denominator.sql, 0),
        )

    def value(self, parts: Sequence[Any]) -> Value:
        """The quotient: a Decimal where it is money, a float otherwise."""
        exact = quotient(*parts)
        return exact if exact is None or self.unit == "money_per" else float(exact)

    def evidence(self, parts: Sequence[Any]) -> Evidence:
        """Both sums; n is the denominator where it counts something."""
        numerator, denominator = parts
        n = denominator if isinstance(denominator, int) else None
        return Evidence(numerator=numerator, denominator=denominator, n=n)

    def why_unknown(self, parts: Sequence[Any]) -> str:
        """That there is nothing to divide by, or it is not known, before the numerator is not."""
        numerator, denominator = parts
        if denominator is None and self.denominator.unknown:
            return self.denominator.unknown
        return (
            self.numerator.unknown if denominator and numerator is None else self.denominator.none
        )


@dataclass(frozen=True)
class ProductOfRatios(Metric):
    """The product of those ratios that are known; not known when none is."""

    _: KW_ONLY
    ratios: tuple[tuple[Term, Term], ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """Numerator and denominator of each, in turn."""
        return tuple(term for ratio in self.ratios for term in ratio)

    @property
    def reasons(self) -> tuple[str, ...]:
        """That there is nothing to divide by in any of them."""
        return tuple(dict.fromkeys(denominator.none for _, denominator in self.ratios))

    @property
    def expression(self) -> str:
        """Numerator over denominator of each, multiplied; NULLs are left out."""
        quotients = ", ".join(f"({a.sql}) / nullif({b.sql}, 0)" for a, b in self.ratios)
        return f"list_product([{quotients}])"

    @property
    def parts(self) -> tuple[Aggregate, ...]:
        """Numerator and denominator of each, in turn."""
        return tuple(Aggregate(self.grain, term.sql) for term in self.terms)

    def value(self, parts: Sequence[Any]) -> Value:
        """The product as a float."""
        known = [float(q) for q in map(quotient, parts[::2], parts[1::2]) if q is not None]
        return prod(known) if known else None


def quotient(numerator: Value, denominator: Value) -> Decimal | None:
    """Their ratio in decimal; None when either is not known or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / Decimal(denominator)
