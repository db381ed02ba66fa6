"""All samples beside the checkout: once, twice, shuffled and in parts the figures are the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load_paths

TO_DO = (
    *("--map", "--submitted-at", "offcut map", "offcut scan", "offcut sources", "Leave it out"),
    *("Load the", "load it", "Keep the"),
)
"""What the sentence of a refused file says to do."""
NEVER_READ = (".png", ".jpg", ".md", ".textchunks.json")
SHARED = Path(__file__).parents[2] / "shared" / "samples"
FILES = sorted(str(path) for path in SHARED.glob("*/*") if path.is_file())
TOLD = """
    SELECT count(*), sum(cost), sum(n_outputs), count(*) FILTER (status = 'succeeded'),
        (SELECT count(*) FROM verdicts), (SELECT count(*) FROM ledger_entries)
    FROM attempt_facts
"""

pytestmark = pytest.mark.skipif(not FILES, reason="no shared samples beside this checkout")


def shuffled():
    files = list(FILES)
    random.Random(7).shuffle(files)
    return files


def figures(folder, *loads):
    given = Settings(warehouse=folder / "w.duckdb", as_of=datetime(2026, 12, 1, tzinfo=UTC))
    for paths in loads:
        for account in load_paths(paths, given, submitted_at="2026-05-04T12:00:00Z"):
            check(account)
    with Reader(given.warehouse) as reader:
        return reader.cursor().execute(TOLD).fetchall()


def check(account):
    """A file is read, all of it accounted for, or refused with a sentence that is right for it."""
    if (said := account.error) is None:
        assert account.read > 0
        return
    assert said.startswith(account.file)
    assert said.endswith((".", "`"))
    assert any(each in said for each in TO_DO)
    if not account.file.endswith((".csv", ".json")):
        assert "--map" not in said


def test_once_twice_shuffled_and_in_parts_are_the_same(tmp_path):
    ways = {
        "once": (FILES,),
        "twice": (FILES, FILES),
        "shuffled": (shuffled(),),
        "in parts": (shuffled()[::2], shuffled()[1::2]),
        "one by one": tuple([file] for file in shuffled() if not file.endswith(NEVER_READ)),
    }
    found = {}
    for name, loads in ways.items():
        folder = tmp_path / name
        folder.mkdir()
        found[name] = figures(folder, *loads)
    assert found["once"][0][0] > 50
    assert found == dict.fromkeys(ways, found["once"])
