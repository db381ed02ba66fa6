"""Being told by the system that something changed, so that nobody waits for the next look.

It only rings: what changed is found by looking. Where the system cannot tell (a drive on the
network, too many folders), looking every so often has to do.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEBOUNCE_MS = 200
TIMEOUT_MS = 500
JOIN_S = 2.0


@dataclass
class Doorbell:
    """Rings when something changes in one of the folders it is hung at."""

    rang: threading.Event = field(default_factory=threading.Event)
    problem: str | None = None
    """Why the system tells of nothing."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def hang(self, folders: Sequence[Path]) -> None:
        """Listen to these folders, which are there, and to no others any more."""
        self.take_down()
        if not folders:
            return
        self.problem, self._stop = None, threading.Event()
        self._thread = threading.Thread(
            target=self._listen, args=(tuple(folders), self._stop), daemon=True
        )
        self._thread.start()

    def take_down(self) -> None:
        """Listen no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_S)
            self._thread = None

    def wait(self, at_most_s: float) -> None:
        """Until it rings, or for so long."""
        self.rang.wait(max(0.0, at_most_s))
        self.rang.clear()

    def _listen(self, folders: Sequence[Path], stop: threading.Event) -> None:
        from watchfiles import watch

        try:
            for _ in watch(
                *folders,
                watch_filter=None,
                stop_event=stop,
                debounce=DEBOUNCE_MS,
                rust_timeout=TIMEOUT_MS,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self.rang.set()
        except Exception as error:  # noqa: BLE001 (the library has several, and none may end this)
            self.problem = str(error)
            self.rang.set()
