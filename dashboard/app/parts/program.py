"""The program's own commands on this warehouse, each in a process of its own.

A page may not import what reads files, and need not: a command answers in JSON. What goes wrong
with a file stays away from the server that way.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.app.parts.question import config_in_force, settings_in_force

if TYPE_CHECKING:
    from pathlib import Path


PATIENCE_S = 600


@dataclass(frozen=True)
class Answered:
    """What a command said: its JSON, None where there is none, and its sentences."""

    code: int
    found: Any
    said: str


def about_this_warehouse() -> list[str | Path]:
    """What makes a command speak of this warehouse, under these settings, from any folder."""
    config, warehouse = config_in_force(), settings_in_force().warehouse.absolute()
    named: list[str | Path] = ["--warehouse", warehouse]
    return named if config is None else ["--config", config.absolute(), *named]


def command(*arguments: str | Path) -> list[str]:
    """The command line of a process."""
    whole = (sys.executable, "-m", "offcut", *about_this_warehouse(), *arguments)
    return [str(each) for each in whole]


def answer(*arguments: str | Path) -> Answered:
    """Run a command to its end, or until nobody would wait any longer."""
    try:
        done = subprocess.run(  # noqa: S603 (our own program; nothing goes through a shell)
            command(*arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        minutes = PATIENCE_S // 60
        return Answered(1, None, f"It took more than {minutes} minutes: load it from a terminal.")
    said = done.stderr.decode("utf-8", "replace").strip()
    return Answered(done.returncode, json_of(done.stdout), said)


def json_of(out: bytes) -> Any:
    """What a command printed, None where it is no JSON."""
    try:
        return json.loads(out)
    except ValueError:
        return None
