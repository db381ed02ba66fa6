"""What was landed in a lake, as tables of a warehouse that is thrown away afterwards.

Files, sources and rejected records are told by the accounts; records are merged from the rows of
all files that count.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb

from data.errors import LakeError
from data.lake.landed import FATES
from data.relations.builder import STORED, RelationBuilder
from data.relations.merging import KINDS, LANDED, MERGING
from data.warehouse.lake_attached import parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from data.lake.landed import Landed
    from data.lake.place import Lake

ROW_BITS = 32
"""A landed row's number is that of its file, and its place among the file's rows."""
QUARANTINE = "quarantine"
TOLD = {
    "file_no": "INTEGER",
    "name": "VARCHAR",
    "file": "VARCHAR",
    "place": "VARCHAR",
    "source": "VARCHAR",
    "sha256": "VARCHAR",
    "bytes": "BIGINT",
    "map_hash": "VARCHAR",
    "map_toml": "VARCHAR",
    "reader_version": "INTEGER",
    "loaded_at": "TIMESTAMP",
    **{f"records_{fate}": "BIGINT" for fate in FATES},
    "seconds": "DOUBLE",
    "origin": "VARCHAR",
    "costs_are_estimates": "BOOLEAN",
    "costs_are_net": "BOOLEAN",
}
"""What accounts tell, in the types of the warehouse."""
HELD = """
    SELECT file_name, num_rows
    FROM parquet_file_metadata($1::VARCHAR[])
    JOIN (
        SELECT file_name, list(name) AS names FROM parquet_schema($1::VARCHAR[]) GROUP BY ALL
    ) USING (file_name)
    WHERE list_has_all(names, $2::VARCHAR[])
"""


def store_landed(con: DuckDBPyConnection, lake: Lake, landed: Landed) -> None:
    """Fill a warehouse that has the accounts with records. Raises LakeError for a broken file."""
    build = RelationBuilder(con, STORED, {})
    for table in KINDS:
        check_whole(con, lake, landed, table)
    for table in KINDS:
        build.view(f"{LANDED}{table}", _landed_rows(con, lake, landed, table))
    con.execute("SET preserve_insertion_order = false")
    merge_landed(build)
    con.execute("RESET preserve_insertion_order")
    build.drop_all()


def store_accounts(con: DuckDBPyConnection, lake: Lake, landed: Landed) -> None:
    """Fill the empty warehouse with what files told of themselves, and what was rejected of them.

    Raises LakeError where that is not whole.
    """
    con.execute("USE warehouse")
    show_accounts(con, landed)
    _store_accounts(con, landed)
    check_whole(con, lake, landed, QUARANTINE)
    _store_rejected(con, lake, landed)


def merge_landed(build: RelationBuilder) -> None:
    """Make records of the landed rows that are shown, on whichever engine."""
    for relation in MERGING.relations:
        if relation.kind == "table":
            build.table(relation.name)
        else:
            build.store(relation.name, relation.name)


# --- accounts -----------------------------------------------------------------------------------


def show_accounts(con: DuckDBPyConnection, landed: Landed) -> None:
    """Make the TEMP table `accounts`: one row per landed file, numbered in their order."""
    columns = ", ".join(f"{name} {kind}" for name, kind in TOLD.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE accounts ({columns})")
    con.execute(
        "INSERT INTO accounts SELECT unnest(from_json($1, $2), recursive := true)",
        [json.dumps(list(_told(landed))), json.dumps([TOLD])],
    )


def _told(landed: Landed) -> Iterator[dict[str, object]]:
    names = set(TOLD) - {"file_no"}
    for number, file in enumerate(landed.files, start=1):
        yield {"file_no": number, **file.model_dump(mode="json", include=names)}


def _store_accounts(con: DuckDBPyConnection, landed: Landed) -> None:
    con.execute(
        "INSERT INTO files BY NAME"
        " SELECT * EXCLUDE (name, origin, costs_are_estimates, costs_are_net) FROM accounts"
    )
    con.execute(
        "INSERT INTO sources"
        " SELECT source, origin, costs_are_estimates, costs_are_net FROM accounts"
        " QUALIFY row_number() OVER (PARTITION BY source ORDER BY file_no DESC) = 1"
    )
    for number, file in enumerate(landed.files, start=1):
        for reason, records in file.ignored.items():
            con.execute("INSERT INTO ignored_records VALUES (?, ?, ?)", [number, reason, records])


# --- rows ---------------------------------------------------------------------------------------


def check_whole(con: DuckDBPyConnection, lake: Lake, landed: Landed, table: str) -> None:
    """Raise LakeError where a file that an account names is missing, cut off or another one."""
    told = {
        part.name: (part.rows, file)
        for file in landed.files
        if file.name in landed.counting
        for part in file.parts
        if part.table == table
    }
    found = _rows_in(con, lake, [*told], _always_known(con, table))
    wrong = [name for name, (rows, _) in told.items() if found.get(name) != rows]
    if wrong:
        rows, file = told[wrong[0]]
        raise LakeError(
            f"{lake.address}: {len(wrong)} of the landed files are not whole. {wrong[0]} for one "
            f"should hold {rows:,} rows of {file.file}. Take {file.written_to} away and land that "
            "log again. Nothing was published: the figures that stand are those before."
        )


def _always_known(con: DuckDBPyConnection, table: str) -> list[str]:
    """The columns without which a landed file is none of this table."""
    _, *columns = con.execute(f"DESCRIBE warehouse.main.{table}").fetchall()
    return [name for name, _, null, *_ in columns if null == "NO" and name != "file_no"]


def _rows_in(
    con: DuckDBPyConnection, lake: Lake, names: Sequence[str], known: Sequence[str]
) -> dict[str, int]:
    """How many rows each file holds; nothing of those that cannot be read or are another's."""
    if not names:
        return {}
    name_of = {lake.place(name): name for name in names}
    try:
        rows = con.execute(HELD, [[*name_of], [*known]]).fetchall()
    except duckdb.Error:
        if len(names) == 1:
            return {}
        each = (_rows_in(con, lake, [name], known) for name in names)
        return {name: n for found in each for name, n in found.items()}
    return {name_of[place]: int(n) for place, n in rows}


def numbered_rows(con: DuckDBPyConnection, table: str, rows: str) -> str:
    """SQL: the rows of landed files of a table, as `merging` says they look."""
    _, *columns = (row[0] for row in con.execute(f"DESCRIBE warehouse.main.{table}").fetchall())
    shown = ", ".join("f.file_no" if name == "file_no" else f't."{name}"' for name in columns)
    return (
        f"SELECT CAST(f.file_no AS BIGINT) * {2**ROW_BITS} + t.row_no AS landed_as, {shown} "
        f"FROM {rows} AS t JOIN accounts AS f ON f.name = t.landed_in"
    )


def _landed_rows(con: DuckDBPyConnection, lake: Lake, landed: Landed, table: str) -> str:
    """SQL: all rows of a table that were landed and count.

    Columns that a landed file does not know yet are NULL.
    """
    number = con.execute(f"DESCRIBE {table}").fetchall()[0][0]
    rows = (
        "SELECT NULL::VARCHAR AS landed_in, NULL::BIGINT AS row_no, "
        f"* EXCLUDE ({number}, file_no) FROM warehouse.main.{table} LIMIT 0"
    )
    if parts := landed.parts(table):
        rows = f"({rows}) UNION ALL BY NAME FROM {parquet(lake, parts, by_name=True)}"
    return numbered_rows(con, table, f"({rows})")


def _store_rejected(con: DuckDBPyConnection, lake: Lake, landed: Landed) -> None:
    """Rejected records; what a later reading of its log told again waits there alone."""
    parts = landed.parts(QUARANTINE)
    if not parts:
        return
    con.execute(f"""
        INSERT INTO quarantine
        WITH told AS (
            SELECT f.file_no, f.source, f.place, f.loaded_at, r.* EXCLUDE (landed_in)
            FROM {parquet(lake, parts)} AS r
            JOIN accounts AS f ON f.name = r.landed_in
        )
        SELECT
            row_number() OVER (ORDER BY file_no, row_no), file_no, line, reason, raw, raw_bytes,
            CASE WHEN place IS NOT NULL THEN
                max(loaded_at) OVER (
                    PARTITION BY source, place, line, raw ORDER BY file_no
                    ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
                )
            END
        FROM told
    """)
