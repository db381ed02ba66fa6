"""The warehouse file: versions, private copies, publishing, readers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from data.errors import WarehouseError
from data.warehouse import private_copy
from data.warehouse.file import Reader, writing
from data.warehouse.records import KINDS
from data.warehouse.schema_steps import migrations, schema_version
from ingest.storing.kinds import KINDS as RECORD_KINDS

pytestmark = pytest.mark.usefixtures("from_nothing")
HELD_OPEN = """
import sys
from pathlib import Path
from data.warehouse.file import Reader
reader = Reader(Path(sys.argv[1]))
cursor = reader.cursor()
print("open", flush=True)
sys.stdin.readline()
print(reader.cursor().execute("SELECT count(*) FROM sources").fetchone()[0])
"""


def add_source(path: Path, name: str) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO sources VALUES (?, 'studio', false, false)", [name])


def sources(reader: Reader) -> list[str]:
    return [row[0] for row in reader.cursor().execute("FROM sources ORDER BY ALL").fetchall()]


def test_a_load_publishes_whole_and_a_reader_notices(tmp_path):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    with Reader(path) as reader:
        assert sources(reader) == ["a"]
        add_source(path, "b")
        assert sources(reader) == ["a", "b"]


def test_nothing_is_logged_for_recovery_of_a_copy_that_is_published_whole(tmp_path):
    path = tmp_path / "w.duckdb"
    with writing(path) as con:
        con.execute("INSERT INTO sources VALUES ('a', 'studio', false, false)")
        assert [each.name for each in tmp_path.rglob("*") if each.suffix == ".wal"] == []
    with Reader(path) as reader:
        assert sources(reader) == ["a"]


def test_a_failing_load_leaves_the_old_file(tmp_path):
    path = tmp_path / "w.duckdb"
    add_source(path, "a")
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), writing(path) as con:
        con.execute("INSERT INTO sources VALUES ('b', 'studio', false, false)")
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
    old.execute(
        "INSERT INTO sources (source, origin, costs_are_estimates) VALUES ('kept', 'studio', false)"
    )
    old.close()
    with writing(path) as con:
        assert schema_version(con) == migrations()[-1][0]
    with Reader(path) as reader:
        assert sources(reader) == ["kept"]


@contextmanager
def older(path, version):
    """A warehouse as an older Offcut made it."""
    old = duckdb.connect(str(path))
    old.execute("CREATE TABLE schema_versions (version INTEGER, applied_at TIMESTAMP)")
    for number, sql in migrations()[:version]:
        old.execute(sql)
        old.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [number])
    yield old
    old.close()


def insert_resolved(old, columns):
    """A call and a lapsed lot, whose columns are 0 where these do not say otherwise."""
    rows = "(VALUES (1, 'a1'), (NULL, 'e1')) AS r(attempt_no, source_id)"
    given = {row[0] for row in old.execute(f"DESCRIBE SELECT {columns} FROM {rows}").fetchall()}
    declared = old.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'resolved_attempts'"
        " AND NOT is_nullable AND data_type IN ('INTEGER', 'BOOLEAN')"
    ).fetchall()
    zeros = ", ".join(f"0 AS {name}" for (name,) in declared if name not in given)
    old.execute(
        f"INSERT INTO resolved_attempts BY NAME SELECT {columns}, {zeros}, 's' AS source,"
        " TIMESTAMP '2026-11-02 09:00:00' AS submitted_at, submitted_at AS local_submitted_at,"
        f" 'x' AS cost_basis FROM {rows}"
    )


def test_a_lapsed_lot_keeps_the_id_of_its_entry_when_those_of_attempts_go(tmp_path):
    path = tmp_path / "w.duckdb"
    with older(path, 2) as old:
        insert_resolved(old, "r.attempt_no, r.source_id, r.attempt_no IS NULL AS is_breakage")
    with writing(path) as con:
        kept = con.execute(
            "SELECT is_breakage, entry_id FROM attempt_facts ORDER BY ALL"
        ).fetchall()
    assert kept == [(False, None), (True, "e1")]


def test_what_is_derived_now_is_what_an_older_warehouse_had_stored(tmp_path):
    path = tmp_path / "w.duckdb"
    shown = (
        "is_breakage, n_outputs, outputs_delivered, sets_asked, sets_passed, latency_s, queue_s,"
        " render_s, latency_negative"
    )
    with older(path, 3) as old:
        insert_resolved(
            old,
            """
            r.attempt_no, r.attempt_no IS NULL AS is_breakage, 'succeeded' AS status,
            3 AS n_outputs, 2 AS outputs_delivered, [0, 0, 0, 0, 2, 1] AS line_outputs,
            CAST(NOT is_breakage AS INTEGER) AS sets_asked, sets_asked AS sets_passed,
            TIMESTAMP '2026-11-02 09:00:01' AS started_at, 1.0 AS queue_s,
            TIMESTAMP '2026-11-02 09:00:03.5' AS completed_at, 3.5 AS latency_s, 2.5 AS render_s
            """,
        )
        stored = old.execute(f"SELECT {shown} FROM attempt_facts ORDER BY ALL").fetchall()
    with writing(path) as con:
        derived = con.execute(f"SELECT {shown} FROM attempt_facts ORDER BY ALL").fetchall()
    assert derived == stored
    assert stored[0] == (False, 3, 2, 1, 1, 3.5, 1.0, 2.5, False)


VERDICTS = (
    "verdict_no, content_hash, file_no, line, source, asset_ref, decision, decided_at, stage,"
    " reason, reviewer, review_seconds, verdict_id"
)
MERGED_VERDICTS = """
    (1, 1, 1, 2, 'sheet', 'e.png', 'rejected', '2026-11-05', 'client', NULL, 'Ann', NULL, '1'),
    (2, 2, 1, 3, 'sheet', 'x.png', 'approved', '2026-11-05', 'qc', NULL, 'Ann', NULL, NULL),
    (3, 3, 1, 4, 'log', 'a#0', 'approved', '2026-11-03', 'qc', NULL, 'Ann', 5, NULL)
"""
THEIR_VERSIONS = """
    (1, 11, 1, 2, 'sheet', 'd.png', 'approved', '2026-11-03', 'client', NULL, 'Ann', NULL, '1'),
    (1, 12, 2, 2, 'sheet', 'e.png', 'rejected', '2026-11-05', 'qc', NULL, 'Ann', NULL, '1'),
    (1, 13, 3, 2, 'sheet', 'e.png', 'approved', '2026-11-04', 'qc', 'nice', 'Ann', 9, '1'),
    (3, 31, 1, 4, 'log', 'a#0', 'rejected', '2026-11-02', 'qc', 'hands', 'Ann', NULL, NULL),
    (3, 32, 2, 4, 'log', 'a#0', 'approved', '2026-11-03', 'qc', NULL, 'Ann', 5, NULL)
"""
ENTRIES = """
    (entry_no, content_hash, file_no, line, source, account, kind, "at", credits, money,
        promotional, entry_id)
"""


def test_records_that_were_merged_across_what_they_name_come_apart(tmp_path):
    path = tmp_path / "w.duckdb"
    with older(path, 7) as old:
        old.execute(f"INSERT INTO verdicts ({VERDICTS}) VALUES {MERGED_VERDICTS}")
        old.execute(f"INSERT INTO verdict_versions ({VERDICTS}) VALUES {THEIR_VERSIONS}")
        old.execute(f"""
            INSERT INTO ledger_entries {ENTRIES} VALUES
            (1, 1, 1, 1, 'sheet', 'b', 'purchase', '2026-11-01', 500, 100, TRUE, '1')
        """)
        old.execute(f"""
            INSERT INTO ledger_entry_versions {ENTRIES} VALUES
            (1, 11, 1, 1, 'sheet', 'a', 'purchase', '2026-11-01', 1000, 100, FALSE, '1'),
            (1, 12, 2, 1, 'sheet', 'b', 'purchase', '2026-11-01', 500, 60, TRUE, '1')
        """)
    with writing(path) as con:
        verdicts = con.execute(
            "SELECT asset_ref, decision, stage, reason, review_seconds FROM verdicts ORDER BY ALL"
        ).fetchall()
        entries = con.execute(
            "SELECT account, money::INTEGER, promotional FROM ledger_entries ORDER BY ALL"
        ).fetchall()
        kept = con.execute("SELECT DISTINCT asset_ref FROM verdict_versions").fetchall()
        for kind in ("verdict", "ledger", "attempt"):
            wrong = f"content_hash <> {RECORD_KINDS[kind].hash_of()}"
            assert con.execute(f"FROM {RECORD_KINDS[kind].table} WHERE {wrong}").fetchall() == []
    assert verdicts == [
        ("a#0", "approved", None, None, 5),
        ("a#0", "rejected", None, "hands", None),
        ("d.png", "approved", "client", None, None),
        ("e.png", "rejected", None, None, 9),
        ("x.png", "approved", None, None, None),
    ]
    assert kept == [("e.png",)]
    assert entries == [("a", 100, None), ("b", 60, True)]


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


# --- where it lies ----------------------------------------------------------------------------


def test_a_link_to_a_warehouse_stays_one(tmp_path):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "w.duckdb"
    link.symlink_to(tmp_path / "disk" / "real.duckdb")
    for _ in range(2):  # where it leads to nothing yet, too
        with writing(link) as con:
            con.execute("INSERT INTO ignored_records VALUES (1, 'x', 1)")
        assert link.is_symlink()
    with Reader(link) as reader:
        assert reader.cursor().execute("SELECT count(*) FROM ignored_records").fetchall() == [(2,)]
    assert {path.name for path in (tmp_path / "disk").iterdir()} == {
        "real.duckdb",
        "real.duckdb.lock",
    }


@pytest.mark.parametrize("what", ["folder", "pipe", "device", "circle"])
def test_what_is_no_file_is_no_warehouse(tmp_path, what):
    place = tmp_path / "w.duckdb"
    match what:
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "device":
            place = Path("/dev/null")
        case "circle":
            place.symlink_to(place)
    with (
        pytest.raises(WarehouseError, match=r"Pass (another )?--warehouse") as written,
        writing(place),
    ):
        pass
    with pytest.raises(WarehouseError, match=r"--warehouse") as read, Reader(place) as reader:
        reader.cursor()
    assert str(written.value).startswith(str(place))
    assert str(read.value).startswith(str(place))
    assert not list(tmp_path.glob(".*"))


# --- groups of rows ---------------------------------------------------------------------------


def row_groups(path: Path) -> list[int]:
    """The rows of each group of `labour`, in order."""
    with Reader(path) as reader:
        found = reader.cursor().execute("""
            SELECT max(start + count) - min(start)
            FROM pragma_storage_info('labour') WHERE column_id = 0
            GROUP BY row_group_id ORDER BY row_group_id
        """)
        return [n for (n,) in found.fetchall()]


def add_labour(path: Path, rows: int, **given: int) -> None:
    with writing(path, **given) as con:
        con.execute(f"""
            INSERT INTO labour (labour_no, content_hash, file_no, line, source, kind, minutes, "at")
            SELECT range, 0, 1, 1, 'studio', 'edit', 1, TIMESTAMP '2026-11-02' FROM range({rows})
        """)


def test_what_is_small_lies_in_small_groups_and_what_follows_in_large_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(private_copy, "FEW_BYTES", 5_000_000)
    path, small, large = tmp_path / "w.duckdb", 30_720, 61_440
    add_labour(path, 70_000)
    assert row_groups(path) == [small, small, 70_000 - 2 * small]
    add_labour(path, 140_000, n_bytes=5_000_000)
    assert sum(row_groups(path)) == 210_000
    assert large in row_groups(path)
    add_labour(path, 100)
    with Reader(path) as reader:
        (found,) = reader.cursor().execute("SELECT count(*), sum(minutes) FROM labour").fetchall()
    assert found == (210_100, 210_100)
