"""Stretches of time, and what a speed curve makes of them. All in seconds."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Seconds = float | Fraction
SHORTEST_S = 1e-6
"""What is shorter is left over by reckoning, and no part of a film."""


class Span(NamedTuple):
    """From `start` until before `end`."""

    start: Seconds
    end: Seconds

    @property
    def length(self) -> Seconds:
        """In seconds; never negative."""
        return max(self.end - self.start, 0)

    def within(self, other: Span | None) -> Span | None:
        """What of it lies in `other`; None where nothing does. None as `other` has no bounds."""
        if other is None:
            return self
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if end - start > SHORTEST_S else None

    def moved(self, by: Seconds) -> Span:
        """The same length, later."""
        return Span(self.start + by, self.end + by)

    def or_one_frame(self, frame: Seconds) -> Span:
        """A frozen picture shows one frame of its medium."""
        return self if self.end > self.start else Span(self.start, self.start + frame)


class Curve:
    """What of the medium is shown when, between given moments along straight lines.

    Before the first and after the last moment the picture stands still.
    """

    def __init__(self, points: Iterable[tuple[Seconds, Seconds]]) -> None:
        """Pairs of a moment and a moment of the medium. Raises ValueError where there are none."""
        self.points = sorted(points, key=lambda point: point[0])
        if not self.points:
            raise ValueError("a speed curve without a point")
        self._moments = [moment for moment, _ in self.points]

    def at(self, moment: Seconds) -> Seconds:
        """The moment of the medium that is shown."""
        after = bisect_right(self._moments, moment)
        if after == 0:
            return self.points[0][1]
        if after == len(self.points):
            return self.points[-1][1]
        (t0, v0), (t1, v1) = self.points[after - 1 : after + 1]
        return v0 + (v1 - v0) * (moment - t0) / (t1 - t0)

    def shown(self, span: Span) -> Span:
        """From the earliest to the latest moment of the medium that is shown in `span`."""
        inside = (value for moment, value in self.points if span.start < moment < span.end)
        values = [self.at(span.start), self.at(span.end), *inside]
        return Span(min(values), max(values))
