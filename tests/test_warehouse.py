"""The warehouse file: versions, private copies, publishing, readers."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from data.errors import WarehouseError
from data.records import KINDS
from data.warehouse import Reader, migrations, schema_version, writing

HELD_OPEN = """
import sys
from pathlib import Path
from data.warehouse import Reader
reader = Reader(Path(sys.argv[1]))
cursor = reader.cursor()
print("open", flush=True)
sys.stdin.readline()
print(reader.cursor().execute("SELECT count(*) FROM sources").fetchone()[0])
"""


def add_source(path: Path, name: str) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO sources VALUES (?, 'studio', false)", [name])


def sources(reader: Reader) -> list[str]:
    return [row[0] for row in reader.cursor().execute("FROM sources ORDER BY ALL").fetchall()]


def test_a_load_publishes_whole_and_a_reader_notices(tmp_path):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    with Reader(path) as reader:
        assert sources(reader) == ["a"]
        add_source(path, "b")
        assert sources(reader) == ["a", "b"]


def test_a_failing_load_leaves_the_old_file(tmp_path):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), writing(path) as con:
        con.execute("INSERT INTO sources VALUES ('b', 'studio', false)")
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} <= {"w.duckdb", "w.duckdb.lock"}


def test_an_open_reader_in_another_process_does_not_stop_a_load(tmp_path):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HELD_OPEN,
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout is not None
    assert held.stdout.readline().strip() == "open"
    add_source(path, "b")
    out, _ = held.communicate("\n", timeout=30)
    assert out.strip() == "2"


def test_loaders_queue_one_after_the_other(tmp_path):
    path = tmp_path / "w.duckdb"
    threads = [
        threading.Thread(target=add_source, args=(path, name)) for name in ("a", "b", "c", "d")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Reader(path) as reader:
        assert sources(reader) == ["a", "b", "c", "d"]


def test_leftovers_of_a_killed_load_are_removed(tmp_path):
    path = tmp_path / "w.duckdb"
    left = tmp_path / ".w.duckdb.loading-dead"
    left.mkdir()
    (left / "w.duckdb").write_bytes(b"half")
    add_source(path, "a")
    assert not left.exists()


def test_no_warehouse_is_a_sentence(tmp_path):
    with pytest.raises(WarehouseError, match="no warehouse there yet"):
        Reader(tmp_path / "none.duckdb").cursor()


def test_another_duckdb_file_is_a_sentence(tmp_path):
    path = tmp_path / "other.duckdb"
    duckdb.connect(str(path)).execute("CREATE TABLE t AS SELECT 1 AS x").close()
    with pytest.raises(WarehouseError, match="not a warehouse of Offcut"):
        Reader(path).cursor()
    with pytest.raises(WarehouseError, match="not a warehouse of Offcut"), writing(path):
        pass


def test_a_text_file_is_a_sentence(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("hello " * 2000)
    with pytest.raises(WarehouseError, match="not a warehouse of Offcut"):
        Reader(path).cursor()


def test_a_newer_warehouse_is_refused_by_readers_and_loads(tmp_path):
    path = tmp_path / "w.duckdb"
    with writing(path) as con:
        con.execute("INSERT INTO schema_versions VALUES (9999, now()::TIMESTAMP)")
    with pytest.raises(WarehouseError, match="newer Offcut"):
        Reader(path).cursor()
    with pytest.raises(WarehouseError, match="newer Offcut"), writing(path):
        pass


@pytest.mark.parametrize("start", range(1, len(migrations()) + 1))
def test_every_older_version_comes_forward_with_its_rows(tmp_path, start):
    path = tmp_path / "w.duckdb"
    old = duckdb.connect(str(path))
    old.execute("CREATE TABLE schema_versions (version INTEGER, applied_at TIMESTAMP)")
    for version, sql in migrations()[:start]:
        old.execute(sql)
        old.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [version])
    old.execute("INSERT INTO sources VALUES ('kept', 'studio', false)")
    old.close()
    with writing(path) as con:
        assert schema_version(con) == migrations()[-1][0]
    with Reader(path) as reader:
        assert sources(reader) == ["kept"]


def test_a_lapsed_lot_keeps_the_id_of_its_entry_when_those_of_attempts_go(tmp_path):
    path = tmp_path / "w.duckdb"
    old = duckdb.connect(str(path))
    old.execute("CREATE TABLE schema_versions (version INTEGER, applied_at TIMESTAMP)")
    for version, sql in migrations()[:2]:
        old.execute(sql)
        old.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [version])
    needed = [
        name
        for name, nullable, kind in old.execute(
            "SELECT column_name, is_nullable, data_type FROM duckdb_columns()"
            " WHERE table_name = 'resolved_attempts'"
        ).fetchall()
        if not nullable and kind in {"INTEGER", "BOOLEAN"} and name != "is_breakage"
    ]
    zeros = ", ".join(f"CAST(0 AS INTEGER) AS {name}" for name in needed)
    old.execute(
        f"INSERT INTO resolved_attempts BY NAME SELECT 's' AS source, id AS source_id,"
        f" now()::TIMESTAMP AS submitted_at, submitted_at AS local_submitted_at, {zeros},"
        f" 'x' AS cost_basis, id = 'e1' AS is_breakage FROM (VALUES ('a1'), ('e1')) AS r(id)"
    )
    old.close()
    with writing(path) as con:
        kept = con.execute(
            "SELECT is_breakage, entry_id FROM attempt_facts ORDER BY ALL"
        ).fetchall()
    assert kept == [(False, None), (True, "e1")]


def test_versions_are_numbered_without_gaps():
    assert [version for version, _ in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.parametrize("model", KINDS.values(), ids=lambda model: model.__name__)
def test_the_tables_hold_exactly_the_fields_of_the_records(tmp_path, model):
    with writing(tmp_path / "w.duckdb") as con:
        described = con.execute(f"DESCRIBE {model.table}").fetchall()
    columns = [row[0] for row in described]
    internal = {"content_hash", "file_no", "line"} | {c for c in columns if c.endswith("_no")}
    assert [c for c in columns if c not in internal] == list(model.model_fields)


def test_a_full_disk_is_a_sentence_before_anything_is_copied(tmp_path, monkeypatch):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    with pytest.raises(WarehouseError, match="free disk"), writing(path):
        pass
