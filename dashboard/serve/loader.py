"""The process that loads beside the web app: it ends with it, and starts again where it died."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PARENT = "OFFCUT_PARENT"
"""Names the process that it ends with, whatever ends that."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 300.0
WELL_AFTER_S = 60.0
"""Who lived so long did not die of what killed the one before."""


@dataclass
class Loader:
    """One such process; none where the command is empty. `clock` counts seconds."""

    command: Sequence[str]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _again_at: float | None = field(default=None)
    _pause_s: float = FIRST_PAUSE_S

    def look_after(self) -> None:
        """Start it, or start it again some time after it died."""
        now = self.clock()
        if not self.command:
            return
        if self.process is None:
            if self._again_at is None or now >= self._again_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._died(code, now)

    def _start(self, now: float) -> None:
        self._started = now
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            list(self.command),
            env={**self.environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the app, which then ends it
        )

    def _died(self, code: int, now: float) -> None:
        """Say so, and wait longer each time."""
        if now - self._started >= WELL_AFTER_S:
            self._pause_s = FIRST_PAUSE_S
        self.process, self._again_at = None, now + self._pause_s
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self.say(
            f"What loads beside the web app ended by itself ({how}); what was loaded stands. It is "
            f"started again in {self._pause_s:g} s."
        )
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
