"""Service levels: targets of the settings that are about waiting, kept or missed in each period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.review.targets import checked_targets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.asking.figures import Figures
    from data.asking.selection import Filter, Selection
    from data.metrics.metric import Value
    from data.target import Target

WAITS = (
    *("latency_s_", "queue_s_", "render_s_", "handover_s_", "peak_latency_s_"),
    *("off_peak_latency_s_", "time_to_first_"),
)
"""What the names of metrics of waiting begin with."""


@dataclass(frozen=True)
class KeptIn:
    """One week or month of a target: its figure, and whether that keeps to the limit."""

    first_day: date
    value: float | None
    n: int
    is_kept: bool | None
    """None where neither the figure nor that it lies above the limit is known."""
    is_thin: bool


@dataclass(frozen=True)
class ServiceLevel:
    """A target of waiting and the periods of the selection, in their order."""

    target: Target
    periods: tuple[KeptIn, ...]

    @property
    def kept(self) -> int:
        """In how many periods it was kept."""
        return sum(each.is_kept is True for each in self.periods)

    @property
    def known(self) -> int:
        """In how many it is known whether it was."""
        return sum(each.is_kept is not None for each in self.periods)


def service_levels(figures: Figures, selection: Selection) -> tuple[ServiceLevel, ...]:
    """The targets of waiting that the selection has work of. Raises SettingsError."""
    return tuple(_levels(figures, selection))


def _levels(figures: Figures, selection: Selection) -> Iterator[ServiceLevel]:
    for target in checked_targets(figures.settings):
        filters = _both(selection.filters, target.where)
        if target.metric.startswith(WAITS) and filters is not None:
            asked = replace(selection, filters=filters)
            if periods := _periods(figures, target, asked):
                yield ServiceLevel(target, periods)


def _periods(figures: Figures, target: Target, asked: Selection) -> tuple[KeptIn, ...]:
    table = figures.measure([target.metric], by=[target.period], selection=asked)
    found = []
    for number, row in enumerate(table.rows):
        value, evidence = row[target.metric], table.evidence(number, target.metric)
        if row[target.period] is not None and evidence.n:
            kept = _is_kept(target, value, evidence.above)
            found.append(KeptIn(row[target.period], value, evidence.n, kept, evidence.thin))
    return tuple(found)


def _is_kept(target: Target, value: Value, above: float | None) -> bool | None:
    """A time not reached that is sure to lie above the limit is missed, although not known."""
    if value is not None:
        return target.is_met(value)
    is_beyond = above is not None and target.at_most is not None and not target.is_met(above)
    return False if is_beyond else None


def _both(mine: tuple[Filter, ...], asked: tuple[Filter, ...]) -> tuple[Filter, ...] | None:
    """The filters of both; None where nothing can pass both."""
    merged = dict(mine)
    for name, values in asked:
        shared = tuple(each for each in merged.get(name, values) if each in values)
        if not shared:
            return None
        merged[name] = shared
    return tuple(merged.items())
