"""Changes that change nothing, by their words: a reason for each, and no line numbers."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("equivalent.toml")


class Equivalent(NamedTuple):
    """A change of a file that no test can notice, and why."""

    path: str
    before: str
    after: str
    reason: str


@cache
def equivalents() -> tuple[Equivalent, ...]:
    """All that are known."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["equivalent"]
    return tuple(Equivalent(**row) for row in rows)
