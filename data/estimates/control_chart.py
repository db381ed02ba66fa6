"""Control charts of weekly figures: what a week may show without anything having changed.

Rates: the P' chart (Laney, D. B., 2002: Improved control charts for attributes), which takes from
the weeks themselves how much more they differ than cases drawn one by one would, and never less.
Money: the XmR chart (Wheeler, D. J., 2000: Understanding Variation) of the logarithm, as costs
double and halve. Sigma is the mean difference of neighbours / 1.128: 2.66 of it are 3 sigma.

A phase is what lies between two changes known beforehand, of model or price: each has limits of its
own, from its own weeks. The last week of all is the one asked about: its limits, and those of its
phase, come from the earlier weeks of the phase, so that it cannot hide itself. Measured without
change (`python -m tests.estimate_coverage`): beyond 3 sigma about one week in two years, beyond 2
sigma 3 to 4 a year, as limits of eight weeks are a little too narrow; weekly noise with heavy tails
or a memory comes to one, and 4 to 6, a year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEAST_WEEKS = 8
"""Complete weeks of equal age that limits need."""
MEAN_RANGE = 1.128
"""Mean difference of two values from one normal distribution, in sigmas (Wheeler's d2)."""
LOOK, SIGNAL = 2.0, 3.0
"""Sigmas from the centre: worth a look in the meeting; a signal."""

State = Literal["common", "look", "signal"]
Direction = Literal["up", "down"]


class Phase(NamedTuple):
    """The weeks from index `first` to before `end`, with limits from `weeks` of them."""

    first: int
    end: int
    weeks: int
    without_limits: str | None
    """Why it has none, as a clause; None where it has."""


@dataclass(frozen=True)
class ChartPoint:
    """One week: its value and limits in the figure's unit; None where there is none."""

    value: float | None
    phase: int
    """Index of its phase."""
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    """The 3 sigma limits; a rate's end at 0 and 1."""
    sigmas: float | None = None
    """How far above the centre, below 0: under it."""

    @property
    def state(self) -> State | None:
        """Whether chance shows as much; None without limits or value."""
        if self.sigmas is None:
            return None
        distance = abs(self.sigmas)
        return "signal" if distance > SIGNAL else "look" if distance > LOOK else "common"

    @property
    def direction(self) -> Direction | None:
        """On which side of the centre; None for a week that is common or not judged."""
        if self.sigmas is None or self.state == "common":
            return None
        return "up" if self.sigmas > 0 else "down"


@dataclass(frozen=True)
class Chart:
    """All weeks, oldest first, and their phases. The last week is the one asked about."""

    points: tuple[ChartPoint, ...]
    phases: tuple[Phase, ...]


class _Week(NamedTuple):
    """A value on the chart's own scale, and how far chance alone moves it there, in some unit."""

    level: float
    unit: float


_Weeks = list[_Week | None]
_Level = tuple[float, _Weeks]


def rate_chart(
    hits: Sequence[int], cases: Sequence[int], phase_starts: Sequence[int] = ()
) -> Chart:
    """The P' chart of hits / cases, by week; a week without cases has no value.

    `phase_starts` are the indexes of weeks with which a new phase begins.
    """
    values = [h / n if n else None for h, n in zip(hits, cases, strict=True)]

    def level(members: range, baseline: Sequence[int]) -> _Level:
        centre = sum(hits[i] for i in baseline) / sum(cases[i] for i in baseline)
        spread = math.sqrt(centre * (1 - centre))
        return centre, [
            None if (value := values[i]) is None else _Week(value, spread / math.sqrt(cases[i]))
            for i in members
        ]

    return _chart(values, phase_starts, level, lambda rate: min(1.0, max(0.0, rate)), least=1.0)


def cost_chart(costs: Sequence[float | None], phase_starts: Sequence[int] = ()) -> Chart:
    """The XmR chart of the logarithm of money, one figure a week, such as cost per usable.

    A week without a figure is None; one that cost nothing has no logarithm and is not judged.
    """
    logs = [math.log(cost) if cost is not None and cost > 0 else None for cost in costs]

    def level(members: range, baseline: Sequence[int]) -> _Level:
        known = [each for i in baseline if (each := logs[i]) is not None]
        return sum(known) / len(known), [
            None if (log := logs[i]) is None else _Week(log, 1.0) for i in members
        ]

    return _chart(costs, phase_starts, level, math.exp, judged=logs)


def _chart(
    values: Sequence[float | None],
    phase_starts: Sequence[int],
    level: Callable[[range, Sequence[int]], _Level],
    to_value: Callable[[float], float],
    judged: Sequence[float | None] | None = None,
    least: float = 0.0,
) -> Chart:
    judged = values if judged is None else judged
    bounds = _bounds(phase_starts, len(values))
    points: list[ChartPoint] = []
    phases = []
    for number, (first, end) in enumerate(bounds):
        members = range(first, end)
        baseline = [i for i in members if judged[i] is not None and i != len(values) - 1]
        bare = [ChartPoint(values[i], number) for i in members]
        why = _too_few(len(baseline))
        if why is None:
            centre, weeks = level(members, baseline)
            sigma = _sigma(centre, [weeks[i - first] for i in baseline], least)
            why = None if sigma else "every week is the same, so chance is not known"
            bare = [
                _judged(*each, centre, sigma, to_value) for each in zip(bare, weeks, strict=True)
            ]
        points += bare
        phases.append(Phase(first, end, len(baseline), why))
    return Chart(tuple(points), tuple(phases))


def _bounds(phase_starts: Sequence[int], n: int) -> list[tuple[int, int]]:
    for start in phase_starts:
        if not 0 <= start < n:
            raise ValueError(f"phase from week {start} of {n}: give 0 to {n - 1}")
    starts = sorted({0, *phase_starts}) if n else []
    return list(pairwise([*starts, n]))


def _too_few(weeks: int) -> str | None:
    if weeks >= LEAST_WEEKS:
        return None
    return f"{weeks} complete week{'' if weeks == 1 else 's'} of at least {LEAST_WEEKS}"


def _sigma(centre: float, weeks: Sequence[_Week | None], least: float) -> float:
    """How many of its units a week moves by chance, at the least so many; 0 where nothing moves."""
    scaled = [(w.level - centre) / w.unit for w in weeks if w is not None and w.unit]
    ranges = [abs(after - before) for before, after in pairwise(scaled)]
    return max(least, sum(ranges) / len(ranges) / MEAN_RANGE) if ranges else 0.0


def _judged(
    point: ChartPoint,
    week: _Week | None,
    centre: float,
    sigma: float,
    to_value: Callable[[float], float],
) -> ChartPoint:
    if not sigma or week is None:
        return point
    distance = SIGNAL * sigma * week.unit
    return ChartPoint(
        point.value,
        point.phase,
        to_value(centre),
        to_value(centre - distance),
        to_value(centre + distance),
        (week.level - centre) / (sigma * week.unit),
    )
