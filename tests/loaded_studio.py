"""The fixture `studio`: a folder of logs loaded the ordinary way, and what became of the outputs.

A test module asks for it with `pytest_plugins = ["tests.loaded_studio"]`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from data.asking.figures import Figures
from data.pricing.book import SHIPPED, PriceBook
from data.resolving.moments import relations_for
from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load_paths

AS_OF = datetime(2026, 11, 10, tzinfo=UTC)
RENDERS = """
name = "renders"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "at"
completed_at = "done"
status = "status"
output_uris = "files"
"""
OUTPUTS = """
    SELECT a.source_id || '#' || o.output_index, o.outcome
    FROM asset_outcomes AS o JOIN warehouse.main.attempts AS a ON a.attempt_no = o.attempt_no
"""


class Studio:
    """Logs in a folder, and the warehouse they are loaded into."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = Settings(warehouse=folder / "w.duckdb", as_of=AS_OF)
        self.book = PriceBook.load((SHIPPED,))
        self.asked = []

    def figures(self):
        """The door to the figures, under the settings as they are now."""
        self.asked.append(Figures.of(self.settings))
        return self.asked[-1]

    def write(self, name, content):
        """A file of text, or of JSON lines; its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, str):
            content = "".join(json.dumps(each) + "\n" for each in content)
        path.write_text(content, "utf-8")
        return str(path)

    def renders(self, files, name="renders.jsonl"):
        """A log of successful calls, by id with the addresses of their outputs."""
        self.write(name.replace(".jsonl", ".map.toml"), RENDERS)
        begun = datetime(2026, 11, 2, 9, tzinfo=UTC)
        rows = [
            {
                "id": call,
                "at": (begun + timedelta(minutes=n)).isoformat(),
                "done": (begun + timedelta(minutes=n, seconds=10)).isoformat(),
                "status": "succeeded",
                "files": addresses,
            }
            for n, (call, addresses) in enumerate(files.items())
        ]
        return self.write(name, rows)

    def load(self, *paths, rejected=0, **given):
        """Load files in one command; their accounts."""
        accounts = load_paths(paths, given.pop("settings", self.settings), **given)
        assert [each.error for each in accounts] == [None] * len(accounts)
        assert sum(each.rejected for each in accounts) == rejected, self.reasons()
        return accounts

    def reasons(self):
        return [
            row[0] for row in self.rows("SELECT reason FROM quarantine WHERE replayed_at IS NULL")
        ]

    def rows(self, query):
        """Rows of the stored relations."""
        with Reader(self.settings.warehouse) as reader:
            return reader.cursor().execute(query).fetchall()

    def rows_as_of(self, moment, query):
        """Rows of the relations as of a moment (ISO, UTC)."""
        with Reader(self.settings.warehouse) as reader:
            cursor = reader.cursor()
            as_of = datetime.fromisoformat(moment)
            relations_for(cursor, as_of=as_of, settings=self.settings, book=self.book)
            return cursor.execute(query).fetchall()

    def outcomes(self, moment="2026-11-10"):
        """What became of each output, as of a moment."""
        return dict(self.rows_as_of(moment, OUTPUTS))


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path)
    yield made
    for figures in made.asked:
        figures.reader.close()
