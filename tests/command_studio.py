"""A small studio of one model a job, with its reviews, and the command line in its folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from tests.command_folder import CommandFolder, Done

MAP = """
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
completed_at = "done"
status = "state"
brief_id = "brief"
model = "model"
reported_cost = "cost"
n_outputs = "outputs"
[values.status]
OK = "succeeded"
ERR = "failed"
[constants]
channel = "in-house"
currency = "USD"
"""
JOBS = """\
id,at,done,state,brief,model,cost,outputs
a,2026-11-02T09:00:00Z,2026-11-02T09:00:20Z,OK,one,flux,0.40,4
b,2026-11-02T10:00:00Z,2026-11-02T10:00:04Z,ERR,one,flux,0.10,0
c,2026-11-03T09:00:00Z,2026-11-03T09:00:30Z,OK,two,veo,2.00,1
d,2026-11-03T09:30:00Z,,LOST,two,veo,,
"""
VERDICTS = """\
asset,decision,decided at,stage,reviewer
a#0,approved,2026-11-02T12:00:00Z,qc,ana
c#0,rejected,2026-11-03T12:00:00Z,qc,ana
nowhere#0,approved,2026-11-03T12:00:00Z,qc,ana
"""
OFFCUT = (sys.executable, "-m", "offcut", "--warehouse", "w.duckdb")
AS_OF = ("--as-of", "2026-11-20T00:00:00Z")


class Studio(CommandFolder):
    """A folder with a warehouse, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "studio.map.toml").write_text(MAP)
        (folder / "jobs.csv").write_text(JOBS)
        (folder / "verdicts.csv").write_text(VERDICTS)

    @classmethod
    def loaded(cls, folder: Path) -> Studio:
        """One whose logs and reviews are loaded: as of AS_OF, unless its settings say otherwise.

        What is asked as of another moment is resolved anew by each command, for half a second.
        """
        made = cls(folder)
        has_settings = (folder / "offcut.toml").exists()
        loaded_at = {} if has_settings else {"OFFCUT_AS_OF": AS_OF[1]}
        with mock.patch.dict(os.environ, loaded_at):
            made.run("ingest", "--map", "studio.map.toml", "jobs.csv")
            made.run("ingest", "verdicts.csv")
        return made

    def apart(self, *arguments: str, given: str = "", exits: int = 0, **how: object) -> Done:
        """Run in a process of its own, with standard input."""
        return self._apart([*OFFCUT, *arguments], exits, input=given, **how)

    def apart_by(self, first: str, *arguments: str, exits: int = 0) -> Done:
        """The same, started by a shell that does something first: closes a stream, say."""
        script = f'{first}; exec "$@"'
        return self._apart(["sh", "-c", script, "sh", *OFFCUT, *arguments], exits)

    def _apart(self, command: list[str], exits: int, **how: object) -> Done:
        done = subprocess.run(
            command,
            text=True,
            check=False,
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "TZ": "America/New_York"},
            **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how),
        )
        assert done.returncode == exits, done.stderr
        return Done(exits, done.stdout, done.stderr)

    def rows(self, *arguments: str) -> list[dict[str, object]]:
        return json.loads(self.run(*arguments).out)
