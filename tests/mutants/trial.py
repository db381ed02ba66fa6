"""One changed file in a copy of the tree, and what its nearest tests say of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.mutants.nearest import ROOT

COPIED = ("data", "ingest", "dashboard", "docs", "tests")
ALONE = ("offcut.py", "pyproject.toml", "README.md", "Makefile")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+(?: [^-]\S*)*)", re.MULTILINE)
NOT_SQL = re.compile(r"_duckdb\.(?:Binder|Parser|Catalog)Exception|(?:Binder|Parser) Error:")
NOTHING_RAN = 5


class Outcome(NamedTuple):
    """`killed`, `survived`, `timed out` or `invalid`, and the test that says so."""

    word: str
    test: str = ""


class Copy:
    """A copy of the tree in which one file at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.green: set[str] = set()
        leave = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        for name in ALONE:
            shutil.copy(ROOT / name, folder)

    def outcome(self, path: str, text: str, tests: list[str], limit: float) -> Outcome:
        """What the tests say of a file with this text. Raises RuntimeError where they are red."""
        said = self._with(path, text, tests, limit)
        if said is None:
            return Outcome("timed out")
        if said.returncode in {0, NOTHING_RAN}:
            return Outcome("survived")
        if path.endswith(".sql") and NOT_SQL.search(said.stdout):
            return Outcome("invalid")
        test = next(iter(FAILED.findall(said.stdout)), None)
        if test is None:
            raise RuntimeError(f"No test failed, and yet {_ended(said)}")
        self._expect_green(test, limit)
        return Outcome("killed", test)

    def _with(
        self, path: str, text: str, tests: list[str], limit: float
    ) -> subprocess.CompletedProcess[str] | None:
        file = self.folder / path
        before = file.read_text("utf-8")
        try:
            file.write_text(text, "utf-8")
            return self._run(tests, limit)
        finally:
            file.write_text(before, "utf-8")

    def _expect_green(self, test: str, limit: float) -> None:
        """A test that is red without any change kills nothing."""
        if test not in self.green:
            said = self._run([test], limit)
            if said is None or said.returncode:
                why = f"it took over {limit:g} s" if said is None else _ended(said)
                raise RuntimeError(f"{test} fails without any change: {why}")
            self.green.add(test)

    def _run(self, tests: list[str], limit: float) -> subprocess.CompletedProcess[str] | None:
        quiet = ("-x", "-q", "-rfE", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist")
        # A place of its own: runs at the same time tidy up each other's, and end with an error.
        place = f"--basetemp={self.folder / 'made'}"
        try:
            return subprocess.run(
                [sys.executable, "-B", "-m", "pytest", *quiet, place, *tests],
                capture_output=True,
                text=True,
                check=False,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(self.folder), "CI": "1"},
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            return None


def _ended(said: subprocess.CompletedProcess[str]) -> str:
    """How pytest ended, with the last of what it said."""
    return f"pytest ended with {said.returncode}:\n{said.stdout[-2000:]}{said.stderr[-2000:]}"
