"""What a file has to do with files loaded before: earlier readings of it, and records alike.

A mended reader, a corrected map or another time zone makes other records of the same file. What the
earlier readings said of a record is replaced by what the new one says of it (`merge` does that),
and records that it does not give are taken back. Another file may have told of them too: files of
the same source with records that were known already are read anew when they are loaded again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ingest.storing.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from ingest.storing.kinds import RecordKind

TABLES = """
    CREATE TABLE IF NOT EXISTS memory.main.earlier_readings (file_no INTEGER, earlier_no INTEGER);
    CREATE TABLE IF NOT EXISTS memory.main.met_records
        (record_kind VARCHAR, record_no BIGINT, file_no INTEGER);
    CREATE TABLE IF NOT EXISTS memory.main.alike_records
        (file_no INTEGER, other_no INTEGER, records BIGINT);
"""
EARLIER = "(SELECT earlier_no FROM memory.main.earlier_readings)"


def note_earlier(con: DuckDBPyConnection, file_no: int, earlier: Sequence[int]) -> None:
    """Note which loaded files are this very one, read in another way."""
    con.execute(
        "INSERT INTO memory.main.earlier_readings SELECT ?, unnest(?::INTEGER[])",
        [file_no, list(earlier)],
    )


def note_met(con: DuckDBPyConnection, kind: RecordKind) -> None:
    """Note which stored records are among those just identified, where that may matter."""
    con.execute(f"""
        INSERT INTO memory.main.met_records
        SELECT '{kind.name}', number, file_no FROM memory.main.identified_rows
        WHERE number IS NOT NULL AND file_no IN (SELECT file_no FROM memory.main.earlier_readings)
    """)


def note_alike(con: DuckDBPyConnection, kind: RecordKind, without_id: str) -> None:
    """Count the records without an id, just identified, that were taken for another file's."""
    if without_id == "FALSE":
        return
    con.execute(f"""
        INSERT INTO memory.main.alike_records
        SELECT identified.file_no, stored.file_no, count(*)
        FROM memory.main.identified_rows AS identified
        JOIN warehouse.main.{kind.table} AS stored ON stored.{kind.number} = identified.number
        WHERE stored.file_no <> identified.file_no AND {without_id}
        GROUP BY ALL
    """)


def alike_records(con: DuckDBPyConnection) -> dict[int, list[tuple[str, int]]]:
    """For each file, which other files' records its own without an id were taken for.

    With how many; then they are forgotten.
    """
    alike: dict[int, list[tuple[str, int]]] = defaultdict(list)
    found = con.execute("""
        SELECT alike.file_no, files.file, sum(alike.records)::BIGINT
        FROM memory.main.alike_records AS alike
        JOIN warehouse.main.files ON files.file_no = alike.other_no
        WHERE (alike.file_no, alike.other_no) NOT IN (FROM memory.main.earlier_readings)
        GROUP BY ALL ORDER BY 1, 2
    """)
    for file_no, other, records in found.fetchall():
        alike[file_no].append((other, records))
    con.execute("DELETE FROM memory.main.alike_records")
    return alike


def take_back(con: DuckDBPyConnection, source_of: Mapping[int, str]) -> Counter[int]:
    """Remove the records that only earlier readings of files gave; how many for each file.

    `source_of` are the sources of the files just merged. Relations are resolved anew then, all of
    them.
    """
    taken: Counter[int] = Counter()
    if con.execute("FROM memory.main.earlier_readings LIMIT 1").fetchone() is not None:
        for kind in KINDS.values():
            taken += _take_back(con, kind)
    if taken:
        con.execute("UPDATE warehouse.main.resolutions SET settings_hash = ''")
        con.execute(
            "UPDATE warehouse.main.files SET reader_version = 0"
            " WHERE records_unchanged > 0 AND source IN (SELECT unnest(?::VARCHAR[]))",
            [sorted({source_of[file_no] for file_no in taken})],
        )
    con.execute("DELETE FROM memory.main.earlier_readings")
    con.execute("DELETE FROM memory.main.met_records")
    return taken


def _take_back(con: DuckDBPyConnection, kind: RecordKind) -> Counter[int]:
    con.execute(f"""
        CREATE OR REPLACE TABLE memory.main.gone_records AS
        SELECT stored.{kind.number} AS record_no, earlier.file_no
        FROM warehouse.main.{kind.table} AS stored
        JOIN memory.main.earlier_readings AS earlier ON earlier.earlier_no = stored.file_no
        WHERE stored.{kind.number} NOT IN (SELECT {kind.number} FROM warehouse.main.{kind.versions})
            AND (stored.{kind.number}, earlier.file_no) NOT IN (
                SELECT record_no, file_no FROM memory.main.met_records
                WHERE record_kind = '{kind.name}'
            )
    """)
    con.execute(f"""
        DELETE FROM warehouse.main.{kind.table}
        WHERE {kind.number} IN (SELECT record_no FROM memory.main.gone_records)
    """)
    counted = "SELECT file_no, count(*) FROM memory.main.gone_records GROUP BY file_no"
    return Counter(dict(con.execute(counted).fetchall()))
