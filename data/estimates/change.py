"""Why a cost per usable asset changed between two periods, split without a residual.

With shares w of the outputs asked for, money p and usable assets y per output asked for, and lapsed
credits b and people's money h per output asked for in the whole period, the cost is

    c = (Σ w·p + b + h) / Σ w·y

over the segments. Each factor gets its Shapley value (Shapley, L. S. (1953): A value for n-person
games): the mean of what changing it alone does, over all orders in which the factors can change.
What a step does is shared over the segments by (ΔA·Ȳ − ΔY·Ā) / (Y₀·Y₁), A being the money, Y the
usable assets per output asked for, a bar the mean of both ends: this sums to the step, and is
nothing for a segment that is as dear as the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, chain, combinations, pairwise
from math import factorial
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Cause = Literal["mix", "new", "vanished", "price", "yield", "mix_and_yield", "breakage", "people"]
"""`new` and `vanished` are the mix of segments that only one of the periods has. `mix_and_yield`
stands for both where they cannot be told apart: either alone would leave nothing usable."""
PLACES = Decimal("0.000001")
DIGITS = 50
_NONE = Decimal(0)
_APART: tuple[Cause, ...] = ("mix", "price", "yield", "breakage", "people")
_TOGETHER: tuple[Cause, ...] = ("mix_and_yield", "price", "breakage", "people")

Segment = TypeVar("Segment")


class Sums(NamedTuple):
    """What a period holds of a segment: outputs asked for, usable assets, and money.

    `money` is that of calls, net of refunds; `breakage` of credits that lapsed.
    """

    asked: int = 0
    usable: int = 0
    money: Decimal = _NONE
    breakage: Decimal = _NONE
    people: Decimal = _NONE


class Line(NamedTuple, Generic[Segment]):
    """What one cause did in one segment to the cost per usable asset, in money."""

    segment: Segment
    cause: Cause
    amount: Decimal


@dataclass(frozen=True)
class Change(Generic[Segment]):
    """The cost per usable asset of two periods, and the lines between them, which sum exactly."""

    before: Decimal
    after: Decimal
    lines: tuple[Line[Segment], ...]

    @property
    def amount(self) -> Decimal:
        """After less before: the sum of the lines, to the last digit."""
        return self.after - self.before

    def of_cause(self, *causes: Cause) -> Decimal:
        """What these causes did in all segments."""
        return sum((line.amount for line in self.lines if line.cause in causes), _NONE)

    def of_segment(self, segment: Segment) -> Decimal:
        """What all causes did in one segment."""
        return sum((line.amount for line in self.lines if line.segment == segment), _NONE)


class _Rates(NamedTuple):
    share: Decimal
    money: Decimal
    usable: Decimal
    breakage: Decimal
    people: Decimal


class _Levels(NamedTuple):
    """Money and usable assets per output asked for, by segment and in all."""

    money: list[Decimal]
    usable: list[Decimal]
    all_money: Decimal
    all_usable: Decimal


def split_change(
    before: Mapping[Segment, Sums], after: Mapping[Segment, Sums]
) -> Change[Segment] | None:
    """The change between two periods by segment and cause; lines of nothing are left out.

    None where one of the periods has nothing usable or asked for nothing: there is no cost per
    usable asset to compare.
    """
    segments = list(dict.fromkeys([*before, *after]))
    sums = [(before.get(each, Sums()), after.get(each, Sums())) for each in segments]
    if not all(_has_cost(period) for period in zip(*sums, strict=True)) or not sums:
        return None
    with localcontext(prec=DIGITS):
        rates = list(zip(*(_rates(pair, _totals(sums)) for pair in sums), strict=True))
        costs = [_level(_state(rates, changed)) for changed in ((), _APART)]
        exact = {
            (segment, cause): amount
            for cause, amounts in _shapley(rates).items()
            for segment, amount in zip(segments, amounts, strict=True)
        }
        first, last = (cost.quantize(PLACES) for cost in costs)
        amounts = _rounded(list(exact.values()), last - first)
    lines = (
        Line(segment, _named(cause, before.get(segment), after.get(segment)), amount)
        for (segment, cause), amount in zip(exact, amounts, strict=True)
        if amount
    )
    return Change(first, last, tuple(lines))


def _has_cost(period: Sequence[Sums]) -> bool:
    return any(sums.usable for sums in period) and any(sums.asked for sums in period)


def _totals(sums: Sequence[tuple[Sums, Sums]]) -> tuple[int, int]:
    return sum(first.asked for first, _ in sums), sum(last.asked for _, last in sums)


def _rates(pair: tuple[Sums, Sums], asked: tuple[int, int]) -> tuple[_Rates, _Rates]:
    """A segment's rates in both periods; one that asked for nothing has those of the other."""
    first, last = (_own_rates(sums, total) for sums, total in zip(pair, asked, strict=True))
    if not pair[0].asked:
        first = first._replace(money=last.money, usable=last.usable)
    if not pair[1].asked:
        last = last._replace(money=first.money, usable=first.usable)
    return first, last


def _own_rates(sums: Sums, asked: int) -> _Rates:
    """Money of a segment that asked for nothing stands beside, with what lapsed."""
    beside = sums.breakage if sums.asked else sums.breakage + sums.money
    own = Decimal(sums.asked or 1)
    return _Rates(
        Decimal(sums.asked) / asked,
        sums.money / own if sums.asked else _NONE,
        sums.usable / own if sums.asked else _NONE,
        beside / asked,
        sums.people / asked,
    )


def _state(rates: Sequence[Sequence[_Rates]], changed: Sequence[Cause]) -> _Levels:
    """The levels where some causes stand as in the second period, the others as in the first."""
    together = "mix_and_yield" in changed
    mix, made = (cause in changed or together for cause in ("mix", "yield"))
    price, lapsed, people = (cause in changed for cause in ("price", "breakage", "people"))
    money: list[Decimal] = []
    usable: list[Decimal] = []
    for each in zip(*rates, strict=True):
        share = each[mix].share
        beside = each[lapsed].breakage + each[people].people
        money.append(share * each[price].money + beside)
        usable.append(share * each[made].usable)
    return _Levels(money, usable, sum(money, _NONE), sum(usable, _NONE))


def _level(state: _Levels) -> Decimal:
    return state.all_money / state.all_usable


def _shapley(rates: Sequence[Sequence[_Rates]]) -> dict[Cause, list[Decimal]]:
    """By cause, what it did in each segment."""
    causes = _APART
    states = {subset: _state(rates, subset) for subset in _subsets(causes)}
    if not all(state.all_usable for state in states.values()):
        causes = _TOGETHER
        states = {subset: _state(rates, subset) for subset in _subsets(causes)}
    found = {cause: [_NONE] * len(rates[0]) for cause in causes}
    for cause in causes:
        for subset in _subsets(tuple(each for each in causes if each != cause)):
            joined = tuple(each for each in causes if each in subset or each == cause)
            n, size = len(causes), len(subset)
            weight = Decimal(factorial(size) * factorial(n - size - 1)) / factorial(n)
            steps = _step(states[subset], states[joined])
            found[cause] = [
                sum_ + weight * step for sum_, step in zip(found[cause], steps, strict=True)
            ]
    return found


def _subsets(causes: tuple[Cause, ...]) -> Iterator[tuple[Cause, ...]]:
    return chain.from_iterable(combinations(causes, size) for size in range(len(causes) + 1))


def _step(start: _Levels, end: _Levels) -> list[Decimal]:
    """What a step did to the cost, by segment."""
    both = start.all_usable * end.all_usable
    usable = (start.all_usable + end.all_usable) / 2 / both
    money = (start.all_money + end.all_money) / 2 / both
    pairs = zip(start.money, end.money, start.usable, end.usable, strict=True)
    return [(m1 - m0) * usable - (y1 - y0) * money for m0, m1, y0, y1 in pairs]


def _rounded(amounts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """The amounts to six places so that they sum to the total: what rounding cuts is carried on."""
    ends = [end.quantize(PLACES) for end in accumulate(amounts)]
    ends[-1:] = [total] * bool(ends)
    return [end - start for start, end in pairwise([_NONE, *ends])]


def _named(cause: Cause, first: Sums | None, last: Sums | None) -> Cause:
    if cause != "mix":
        return cause
    if not (first and first.asked):
        return "new"
    return cause if last and last.asked else "vanished"
