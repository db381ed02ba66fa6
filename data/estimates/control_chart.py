"""Control charts of weekly figures: what a week may show without anything having changed.

Rates: the P' chart (Laney, D. B., 2002: Improved control charts for attributes), which takes from
the weeks themselves how much more they differ than cases drawn one by one would, and never less. As
rates near 0 or 1 are lopsided, a limit is drawn on the angular scale too (Freeman, M. F. and Tukey,
J. W., 1950: Transformations related to the angular and the square root), and the farther one holds.
Money: the XmR chart (Wheeler, D. J., 2000: Understanding Variation) of the logarithm, as costs
double and halve. Sigma is the mean difference of neighbours / 1.128: 2.66 of it are 3 sigma.

A phase is what lies between two changes known beforehand, of model or price: each has limits of
its own, from its own weeks. The last week of all is the one asked about: its limits, and those of
its phase, come from the earlier weeks of the phase, so that it cannot hide itself. Measured in the
first year after eight weeks, without any change (`python -m tests.estimate_coverage`): beyond 3
sigma lies about a week in two years, between 2 and 3 sigma 2 to 3 weeks a year. Noise that lasts
from one week into the next makes it more than one, and 5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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


class _Scale(NamedTuple):
    """A scale to chart a phase on: its centre, and each week's level and the unit of chance."""

    centre: float
    levels: Sequence[float | None]
    units: Sequence[float]
    to_value: Callable[[float], float]
    least: float
    """Units of a week by chance, at the least."""


_Scales = tuple[_Scale, ...]


def rate_chart(
    hits: Sequence[int], cases: Sequence[int], phase_starts: Sequence[int] = ()
) -> Chart:
    """The P' chart of hits / cases, by week; a week without cases has no value.

    `phase_starts` are the indexes of weeks with which a new phase begins.
    """
    values = [h / n if n else None for h, n in zip(hits, cases, strict=True)]
    angles = [None if value is None else _angle(value) for value in values]
    units = [1 / math.sqrt(n) if n else 0.0 for n in cases]

    def scales(baseline: Sequence[int]) -> _Scales:
        centre = sum(hits[i] for i in baseline) / sum(cases[i] for i in baseline)
        spread = math.sqrt(centre * (1 - centre))
        plain = _Scale(centre, values, [spread * unit for unit in units], _rate, 1.0)
        return plain, _Scale(_angle(centre), angles, units, _rate_of_angle, 1.0)

    return _chart(values, phase_starts, scales)


def cost_chart(costs: Sequence[float | None], phase_starts: Sequence[int] = ()) -> Chart:
    """The XmR chart of the logarithm of money, one figure a week, such as cost per usable.

    A week without a figure is None; one that cost nothing has no logarithm and is not judged.
    """
    logs = [math.log(cost) if cost is not None and cost > 0 else None for cost in costs]

    def scales(baseline: Sequence[int]) -> _Scales:
        known = [log for i in baseline if (log := logs[i]) is not None]
        return (_Scale(sum(known) / len(known), logs, [1.0] * len(logs), math.exp, 0.0),)

    return _chart(costs, phase_starts, scales, judged=logs)


def _angle(rate: float) -> float:
    return 2 * math.asin(math.sqrt(rate))


def _rate_of_angle(angle: float) -> float:
    return math.sin(min(math.pi, max(0.0, angle)) / 2) ** 2


def _rate(level: float) -> float:
    return min(1.0, max(0.0, level))


def _chart(
    values: Sequence[float | None],
    phase_starts: Sequence[int],
    scales: Callable[[Sequence[int]], _Scales],
    judged: Sequence[float | None] | None = None,
) -> Chart:
    judged = values if judged is None else judged
    points: list[ChartPoint] = []
    phases = []
    for number, (first, end) in enumerate(_bounds(phase_starts, len(values))):
        baseline = [i for i in range(first, end) if judged[i] is not None and i < len(values) - 1]
        bare = [ChartPoint(values[i], number) for i in range(first, end)]
        why = _too_few(len(baseline))
        if why is None:
            drawn = scales(baseline)
            sigmas = [_sigma(scale, baseline) for scale in drawn]
            why = None if all(sigmas) else "every week is the same, so chance is not known"
            if why is None:
                pairs = list(zip(drawn, sigmas, strict=True))
                bare = [_judged(point, i, pairs) for i, point in enumerate(bare, first)]
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


def _sigma(scale: _Scale, baseline: Sequence[int]) -> float:
    """How many units a week moves by chance; 0 where nothing moves."""
    scaled = [
        (level - scale.centre) / scale.units[i]
        for i in baseline
        if (level := scale.levels[i]) is not None and scale.units[i]
    ]
    ranges = [abs(after - before) for before, after in pairwise(scaled)]
    return max(scale.least, sum(ranges) / len(ranges) / MEAN_RANGE) if ranges else 0.0


def _judged(point: ChartPoint, i: int, scales: Sequence[tuple[_Scale, float]]) -> ChartPoint:
    """The point with its limits: of more scales than one, the farthest."""
    found = []
    for scale, sigma in scales:
        level, unit = scale.levels[i], scale.units[i] * sigma
        if level is None:
            return point
        ends = scale.centre - SIGNAL * unit, scale.centre + SIGNAL * unit
        found.append((*map(scale.to_value, ends), (level - scale.centre) / unit))
    lows, highs, sigmas = zip(*found, strict=True)
    return replace(
        point,
        centre=scales[0][0].to_value(scales[0][0].centre),
        low=min(lows),
        high=max(highs),
        sigmas=min(sigmas, key=abs),
    )
