"""Schema steps: what brings a warehouse of any version forward to the newest.

They lie in `schema/0001_records.sql` and on. A step that has landed is not edited; the next one
alters what it made, and finds all columns there. A new warehouse does not go through them:
`new_warehouse.sql`, written from them by `tests/test_new_warehouse.py`, is where they lead. Views
hold no data: they are relations of the pipeline, and are made anew after the last step.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from data.errors import OlderWarehouseError, WarehouseError
from data.relations.pipeline import relations
from data.relations.texts import relation_sql
from data.warehouse.columns_left_out import make_whole

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

ALIAS = "warehouse"
"""What the warehouse is attached as."""


@cache
def migrations() -> list[tuple[int, str]]:
    """All schema steps as (version, SQL), oldest first."""
    folder = files("data.warehouse") / "schema"
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), (folder / name).read_text("utf-8")) for name in found]


def newest_version() -> int:
    """The version of a warehouse after all steps."""
    return migrations()[-1][0]


def schema_version(con: DuckDBPyConnection) -> int:
    """The version of the attached warehouse; 0 when it is empty, or none of ours."""
    try:
        found = con.execute(f"SELECT coalesce(max(version), 0) FROM {ALIAS}.main.schema_versions")
    except (duckdb.CatalogException, duckdb.BinderException):
        return 0
    row = found.fetchone()
    return int(row[0]) if row else 0


def migrate(con: DuckDBPyConnection, path: Path) -> None:
    """Bring the attached warehouse to the newest schema, one step a transaction."""
    here, steps = schema_version(con), migrations()
    if here > steps[-1][0]:
        raise WarehouseError(_newer(path, here))
    if here == 0 and path.exists() and _holds_tables(con):
        raise WarehouseError(_not_ours(path))
    con.execute(f"USE {ALIAS}")
    if here == 0:
        con.execute((files("data.warehouse") / "new_warehouse.sql").read_text("utf-8"))
        here = schema_version(con)
    if steps[here:]:
        make_whole(con)
    for version, sql in steps[here:]:
        con.execute("BEGIN")
        con.execute(sql)
        con.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [version])
        con.execute("COMMIT")
    if steps[here:] or not _was_resolved(con):
        _make_views(con)


def _was_resolved(con: DuckDBPyConnection) -> bool:
    """Whether resolving has made the views since: it does where rules have changed."""
    return bool(con.execute("FROM resolutions LIMIT 1").fetchall())


def _make_views(con: DuckDBPyConnection) -> None:
    """Make the functions and views that people see who open the file themselves."""
    for relation in relations().values():
        if relation.kind == "function":
            head = f"MACRO {relation.name}({', '.join(relation.arguments)})"
        elif relation.kind == "shown":
            head = f"VIEW {relation.name}"
        else:
            continue
        sql = relation_sql(relation.name).replace("{facts}", "")
        con.execute(f"CREATE OR REPLACE {head} AS {sql}")


def check_version(con: DuckDBPyConnection, path: Path) -> None:
    """Raise WarehouseError where the attached warehouse is not of the newest version."""
    here, newest = schema_version(con), newest_version()
    if here == 0:
        raise WarehouseError(_not_ours(path))
    if here < newest:
        raise OlderWarehouseError(
            f"{path}: written by an older Offcut, and could not be brought forward: another load "
            "runs, or its folder cannot be written. Try again, or load into a copy of it."
        )
    if here > newest:
        raise WarehouseError(_newer(path, here))


def _holds_tables(con: DuckDBPyConnection) -> bool:
    found = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = ?", [ALIAS]
    ).fetchone()
    return found != (0,)


def _not_ours(path: Path) -> str:
    return f"{path}: a DuckDB file, but not a warehouse of Offcut. Pass another --warehouse."


def _newer(path: Path, here: int) -> str:
    newest = newest_version()
    return f"{path}: written by a newer Offcut (schema {here}, not {newest}). Update Offcut."
