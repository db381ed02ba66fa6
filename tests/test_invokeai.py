"""InvokeAI's database, read while the program has it open, and nothing of it written."""

from __future__ import annotations

import hashlib
import sqlite3
from decimal import Decimal

import duckdb
import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load_paths
from tests.invokeai_database import image, queued, written

TIMES = """
    SELECT
        submitted_at::VARCHAR, latency_s, queue_s,
        (SELECT any_value(units) FROM attempts), n_outputs
    FROM attempt_facts
"""


@pytest.fixture
def load(tmp_path):
    """A function: paths → their accounts, loaded into one warehouse."""
    given = Settings(warehouse=tmp_path / "w.duckdb")
    return lambda *paths: load_paths([str(each) for each in paths], given)


@pytest.fixture
def rows(tmp_path):
    """A function: query → rows of that warehouse."""

    def ask(query):
        with Reader(tmp_path / "w.duckdb") as reader:
            return reader.cursor().execute(query).fetchall()

    return ask


def test_what_is_not_written_into_the_database_yet_is_read_too(tmp_path, load, rows):
    path = tmp_path / "invokeai.db"
    con = written(path, images=[image("a.png", "s1")])
    con.execute("PRAGMA journal_mode = WAL")
    con.execute("PRAGMA wal_autocheckpoint = 0")
    con.execute("UPDATE images SET starred = 1, updated_at = '2026-11-02 10:00:00.000'")
    con.commit()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    (account,) = load(path)
    assert (account.source, account.new, account.error) == ("invokeai", 1, None)
    assert rows("SELECT decision, stage, reason FROM verdicts") == [
        ("approved", "triage", "starred")
    ]
    con.execute("UPDATE images SET starred = 0")
    con.commit()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    con.close()


def test_a_run_that_the_queue_has_forgotten_keeps_the_times_that_were_loaded(tmp_path, load, rows):
    early, late = tmp_path / "monday.db", tmp_path / "tuesday.db"
    images = [image("a.png", "s1")]
    written(early, images=images, queue=[queued(1, "s1", "completed")]).close()
    written(late, images=images).close()
    for order in ((early, late), (late, early)):
        (tmp_path / "w.duckdb").unlink(missing_ok=True)
        for path in order:
            load(path)
        (found,) = rows(TIMES)
        assert found == ("2026-11-02 09:30:00", 10.0, 2.0, Decimal(8), 1)


def test_times_of_a_run_that_is_known_by_its_images_are_not_made_up(tmp_path, load, rows):
    written(tmp_path / "a.db", images=[image("a.png", "s1"), image("b.png", "s1")]).close()
    load(tmp_path / "a.db")
    assert rows(TIMES) == [("2026-11-02 09:30:09.5", None, None, None, 2)]


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_an_image_that_is_deleted_leaves_the_others_where_they_were(
    tmp_path, load, rows, is_forgotten
):
    names = ("a.png", "b.png", "c.png")
    starred = {"starred": 1, "updated_at": "2026-11-02 10:00:00.000"}
    images = [image(name, "s1", **(starred if name == "c.png" else {})) for name in names]
    queue = [] if is_forgotten else [queued(1, "s1", "completed")]
    written(tmp_path / "monday.db", images=images, queue=queue).close()
    written(tmp_path / "tuesday.db", images=images[1:], queue=queue).close()
    found = set()
    for order in (("monday", "tuesday"), ("tuesday", "monday"), ("monday",)):
        (tmp_path / "w.duckdb").unlink(missing_ok=True)
        for day in order:
            load(tmp_path / f"{day}.db")
        stands = rows(
            "SELECT (SELECT list(file_name ORDER BY file_name) FROM assets), "
            "(SELECT n_outputs FROM attempt_facts), (SELECT count(*) FROM asset_outcomes), "
            "(SELECT list(a.file_name) FROM verdicts AS v JOIN assets AS a "
            "ON a.attempt_id = v.asset_ref AND a.output_index = v.output_index)"
        )
        found.add(repr(stands))
    assert found == {repr([(list(names), 3, 3, ["c.png"])])}


def test_images_that_were_loaded_by_their_number_are_not_loaded_once_more(tmp_path, load, rows):
    """Their places were 0, 1, …; a warehouse of that time is brought up when it is next written."""
    images = [image(name, "s1") for name in ("a.png", "b.png")]
    images[1] |= {"starred": 1, "updated_at": "2026-11-02 10:00:00.000"}
    written(tmp_path / "a.db", images=images).close()
    load(tmp_path / "a.db")
    kept = rows("SELECT output_index FROM assets ORDER BY file_name")
    with duckdb.connect(tmp_path / "w.duckdb") as con:
        con.execute("UPDATE assets SET output_index = if(file_name = 'a.png', 0, 1)")
        con.execute("UPDATE verdicts SET output_index = 1")
        con.execute("UPDATE schema_versions SET version = 15")
    written(tmp_path / "b.db", images=images[1:]).close()
    load(tmp_path / "b.db")
    assert rows("SELECT output_index FROM assets ORDER BY file_name") == kept
    assert rows("SELECT count(*), min(output_index) FROM verdicts") == [(1, kept[1][0])]


def test_another_database_is_told_what_to_do(tmp_path, load):
    with sqlite3.connect(tmp_path / "catalog.db") as con:
        con.execute("CREATE TABLE photos (id INTEGER)")
    (account,) = load(tmp_path / "catalog.db")
    assert "an SQLite database, and none that Offcut knows" in account.error
    assert "--map" not in account.error


def test_a_database_that_breaks_off_is_refused(tmp_path, load):
    written(tmp_path / "a.db", images=[image(f"{n}.png", f"s{n}") for n in range(40)]).close()
    whole = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(whole[: len(whole) // 2])
    (account,) = load(tmp_path / "a.db")
    assert "SQLite database" in account.error
    assert account.error.endswith(".")


def test_what_lies_beside_a_database_is_no_log(tmp_path, load):
    folder = tmp_path / "databases"
    folder.mkdir()
    written(folder / "invokeai.db", images=[image("a.png", "s1")]).close()
    for ending in ("-wal", "-shm"):
        (folder / f"invokeai.db{ending}").write_bytes(b"")
    accounts = {account.file.rsplit("/", 1)[1]: account for account in load(folder)}
    assert accounts["invokeai.db"].new == 1
    assert all("belongs to the database" in accounts[f"invokeai.db{e}"].no_log
               for e in ("-wal", "-shm"))  # fmt: skip


def test_another_file_read_as_a_database_is_told_which_one_to_pass(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    given = Settings(warehouse=tmp_path / "w.duckdb")
    (account,) = load_paths([str(tmp_path / "a.csv")], given, source="invokeai")
    assert "Pass databases/invokeai.db" in account.error
