"""A studio whose folder is watched by a real process, with times short enough for a test."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from data.warehouse.file import Reader, generation

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120
MAP = """
name = "studio log"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
reported_cost = "cost"
[constants]
currency = "USD"
"""
TIMES = {"still_s": 0.3, "at_most_every_s": 0.3, "growing_every_s": 2, "look_every_s": 0.3}


def lines(numbers):
    rows = (
        {"id": str(n), "at": "2026-11-02T09:00:00Z", "state": "succeeded", "cost": "1"}
        for n in numbers
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


class WatchedStudio:
    """A folder with a warehouse `w.duckdb`, a known map, and `logs` to watch."""

    def __init__(self, folder, settings="", **times):
        self.folder, self.logs = folder, folder / "logs"
        self.warehouse = folder / "w.duckdb"
        self.logs.mkdir()
        (folder / "maps").mkdir()
        (folder / "maps" / "studio.map.toml").write_text(MAP)
        told = "".join(f"{name} = {value}\n" for name, value in (TIMES | times).items())
        (folder / "offcut.toml").write_text(f'warehouse = "w.duckdb"\n{settings}[watch]\n{told}')
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        self._answers = {}

    def sheet(self, name):
        """One verdict, in a file that a source reads."""
        text = f"asset,decision,decided at,reviewer\n{name}#0,approved,2026-11-02T12:00:00Z,ana\n"
        (self.logs / f"{name}.csv").write_text(text)

    def log(self, name, numbers, folder=None):
        path = (folder or self.logs) / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(lines(numbers))
        return path

    def command(self, *arguments):
        return [sys.executable, "-m", "offcut", *arguments]

    def start(self, *arguments, **environment):
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        with self.out.open("ab") as out, self.err.open("ab") as err:
            return subprocess.Popen(
                self.command(*(arguments or ("watch", "logs"))),
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), **home, **environment},
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @contextmanager
    def watching(self, *arguments, **environment):
        process = self.start(*arguments, **environment)
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):  # what it started too, where it was killed itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def until(self, holds, what="that"):
        """Wait for it; it says what the watcher said where it never comes."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.1)
        raise AssertionError(f"never came: {what}; said: {self.said}")

    @property
    def said(self):
        return self.out.read_text() + self.err.read_text()

    def until_said(self, text):
        self.until(lambda: text in self.said, text)

    def until_attempts(self, number):
        self.until(lambda: self.attempts() >= number, f"{number} attempts")
        assert self.attempts() == number

    def until_looked(self):
        """Until it has looked at all once more."""
        before = self.state().get("looked_at")
        self.until(lambda: self.state().get("looked_at") != before, "another look")

    def attempts(self):
        return self.asked("SELECT count(*) FROM attempts") or 0

    def verdicts(self):
        return self.asked("SELECT count(*) FROM verdicts") or 0

    def files(self):
        return self.asked("SELECT count(*) FROM files") or 0

    def asked(self, query):
        """The answer of the warehouse as it was published last; it is opened once for each."""
        if not self.warehouse.exists():
            return None
        asked = (generation(self.warehouse), query)
        if asked not in self._answers:
            with Reader(self.warehouse) as reader:
                self._answers[asked] = reader.cursor().execute(query).fetchone()[0]
        return self._answers[asked]

    def state(self):
        path = self.folder / "w.duckdb.watch.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def stop(self, process, number=signal.SIGTERM):
        process.send_signal(number)
        return process.wait(60)
