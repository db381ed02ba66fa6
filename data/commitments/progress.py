"""How far a sizing is: one count of parts, whoever does them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int, str], None]
    """Called with how many of how many parts are done, and which is next."""


@dataclass
class Parts:
    """Parts of which each is announced before it is done."""

    total: int
    listener: Progress | None = None
    done: int = -1

    def begin(self, what: str) -> None:
        """The part before is done, and this one begins."""
        self.done += 1
        self._tell(what)

    def finish(self) -> None:
        """All parts are done, also those that turned out not to be needed."""
        self.done = self.total
        self._tell("done")

    def _tell(self, what: str) -> None:
        if self.listener:
            self.listener(self.done, self.total, what)
