"""Commands that change the warehouse: one at a time for all who look, with how far it is.

A run goes on whoever leaves the page. The last one that ended is kept, so that its account is.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.program import Answered, command, json_of
from dashboard.app.parts.question import settings_in_force

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Run:
    """One command; `title` is what is done, in words with a file's name in them."""

    title: str
    kind: str
    process: subprocess.Popen[bytes]
    began: float = field(default_factory=time.monotonic)
    done: int = 0
    of: int = 0
    said: list[str] = field(default_factory=list)
    answered: Answered | None = None

    @property
    def share(self) -> float | None:
        """How much of the file is read; None before anything is told."""
        return min(1.0, self.done / self.of) if self.of else None

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.began

    def listen(self) -> None:
        """Hear it to its end."""
        out: list[bytes] = []
        with self.process:
            reads = threading.Thread(target=lambda: out.append(self._stdout()), daemon=True)
            reads.start()
            for line in self.process.stderr or ():
                self._hear(line.decode("utf-8", "replace").rstrip("\n"))
            reads.join()
        code = self.process.wait()
        self.answered = Answered(code, json_of(b"".join(out)), "\n".join(self.said))

    def _stdout(self) -> bytes:
        return self.process.stdout.read() if self.process.stdout else b""

    def _hear(self, line: str) -> None:
        told = _progress(line)
        if told is None:
            self.said.append(line)
        else:
            self.done, self.of = told["done"], told["of"]


def _progress(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line) if line.startswith("{") else None
    except ValueError:
        return None
    return told if isinstance(told, dict) and {"done", "of"} <= told.keys() else None


@dataclass
class Runs:
    """The runs on one warehouse."""

    latest: Run | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def current(self) -> Run | None:
        """The run that is going on, if one is."""
        latest = self.latest
        return latest if latest is not None and latest.answered is None else None

    def start(self, kind: str, title: str, *arguments: str | Path) -> bool:
        """Start a command; False where another one is running."""
        with self._lock:
            if self.current is not None:
                return False
            process = subprocess.Popen(  # noqa: S603 (our own program, without a shell)
                command(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            run = self.latest = Run(title, kind, process)
        threading.Thread(target=run.listen, daemon=True).start()
        return True


def runs() -> Runs:
    """Those on the warehouse in force, the same for everybody who looks."""
    return _runs(str(settings_in_force().warehouse.absolute()))


@st.cache_resource(show_spinner=False)
def _runs(warehouse: str) -> Runs:
    del warehouse
    return Runs()
