"""The fixture `weeks`: a studio of two clients over four weeks, as a meeting has them before it.

Per week and client one call of four outputs; reviews say which of them are usable. Money and
usable assets of `acme`: week 44 $4 and 2, week 45 $6 and 2, week 46 $3 and 3, week 47 $2 and 1; of
`bolt` $1 and 1 each week. A test module asks for it with
`pytest_plugins = ["tests.review_studio"]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from shutil import copytree

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.settings import Settings
from tests.command_studio import Studio

MAP = """
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
completed_at = "done"
status = "state"
client = "client"
user = "user"
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
FIRST = date(2026, 10, 26)
"""Of week 44."""
MONEY = {"acme": ("4", "6", "3", "2"), "bolt": ("1", "1", "1", "1")}
USABLE = {"acme": (2, 2, 3, 1), "bolt": (1, 1, 1, 1)}
AS_OF = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""The Tuesday after week 47, before any window has passed for it."""


def jobs() -> str:
    lines = ["id,at,done,state,client,user,model,cost,outputs"]
    for client, money in MONEY.items():
        for week, cost in enumerate(money):
            day = FIRST + timedelta(days=7 * week + 1)
            at, done = f"{day}T09:00:00Z", f"{day}T09:00:20Z"
            lines.append(f"{client}{44 + week},{at},{done},OK,{client},ana,flux,{cost},4")
    return "\n".join(lines) + "\n"


def verdicts() -> str:
    lines = ["asset,decision,decided at,stage,reviewer"]
    for client, usable in USABLE.items():
        for week, number in enumerate(usable):
            day = FIRST + timedelta(days=7 * week + 2)
            for output in range(4):
                said = "approved" if output < number else "rejected"
                asset = f"{client}{44 + week}#{output}"
                lines.append(f"{asset},{said},{day}T12:00:00Z,qc,mia")
    return "\n".join(lines) + "\n"


class Weeks(Studio):
    """The studio with its four weeks loaded, and what a review asks it."""

    def __init__(self, folder) -> None:
        super().__init__(folder)
        (folder / "studio.map.toml").write_text(MAP)
        (folder / "jobs.csv").write_text(jobs())
        (folder / "verdicts.csv").write_text(verdicts())
        (folder / "offcut.toml").write_text('as_of = "2026-11-24T09:00:00Z"\n')

    def settings(self, **given) -> Settings:
        return Settings(warehouse=self.folder / "w.duckdb", **{"as_of": AS_OF} | given)

    @contextmanager
    def asked(self, **given) -> Iterator[Figures]:
        """The figures of the warehouse, which is let go of at the end."""
        figures = Figures.of(self.settings(**given))
        with figures.reader:
            yield figures

    def ingest(self, name, text, *, map_file=None) -> None:
        """Load one more file."""
        (self.folder / name).write_text(text)
        self.run("ingest", *(("--map", map_file) if map_file else ()), name)

    @staticmethod
    def week(number, **given) -> Selection:
        """A week of 2026 as it is reviewed."""
        first = date.fromisocalendar(2026, number, 1)
        return Selection(first_day=first, last_day=first + timedelta(days=6), **given)


@pytest.fixture(scope="session")
def loaded_weeks(tmp_path_factory):
    return Weeks.loaded(tmp_path_factory.mktemp("weeks"))


@pytest.fixture
def weeks(loaded_weeks, tmp_path):
    copytree(loaded_weeks.folder, tmp_path, dirs_exist_ok=True)
    return Weeks(tmp_path)
