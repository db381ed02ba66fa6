"""How often something may be done: loads, and scans of media. Times are seconds of one clock."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Pace:
    """At most once in so many seconds, counted from the end of the last time."""

    every_s: float
    _not_before: float = field(default=float("-inf"))

    def may(self, now: float) -> bool:
        """Whether it may be done now."""
        return now >= self._not_before

    def done(self, now: float) -> None:
        """It was done, or tried in vain."""
        self._not_before = now + self.every_s

    @property
    def next_at(self) -> float:
        """From when on it may be done."""
        return self._not_before


@dataclass
class ScanPace:
    """When to scan media: where they changed and stand still, or logs came that name them.

    They are looked at once in `every_s`, for there may be very many of them. What changed is looked
    at again `still_s` later, until two looks see the same; after `every_s` it is scanned anyhow.
    """

    every_s: float
    still_s: float
    _next: float = float("-inf")
    _seen: str | None = None
    _seen_since: float = 0.0
    _scanned: str | None = None
    _logs_came: bool = False

    def may_look(self, now: float) -> bool:
        """Whether it is time to look at them."""
        return now >= self._next

    @property
    def next_at(self) -> float:
        """From when on."""
        return self._next

    def logs_came(self) -> None:
        """Something was loaded: files that matched nothing may be outputs of it."""
        self._logs_came = True

    def is_due(self, digest: str, now: float) -> bool:
        """Whether to scan now, where all that lies there has this digest."""
        if digest == self._scanned:
            is_due, self._seen = self._logs_came, None
            self._next = now if is_due else now + self.every_s
            return is_due
        if self._seen is None:
            self._seen_since = now
        is_still, self._seen = digest == self._seen, digest
        self._next = now + self.still_s
        return is_still or now - self._seen_since >= self.every_s

    def scanned(self, digest: str, now: float) -> None:
        """All that had this digest was scanned."""
        self._scanned, self._seen, self._logs_came = digest, None, False
        self._next = now + self.every_s

    def failed(self, now: float, retry_s: float) -> None:
        """It could not be scanned."""
        self._next = now + retry_s
