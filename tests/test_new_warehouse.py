"""A new warehouse is made at once, and is what all schema steps one after the other make.

`pytest --rewrite-expected tests/test_new_warehouse.py` writes `new_warehouse.sql` after a new step.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from data.warehouse import schema_steps
from data.warehouse.file import writing
from data.warehouse.schema_steps import migrations

pytestmark = pytest.mark.usefixtures("from_nothing")
WRITTEN = Path(schema_steps.__file__).with_name("new_warehouse.sql")
HEAD = """\
-- The tables of a new warehouse, as the steps in schema/ leave them; why they are so stands there.
-- Written by tests/test_new_warehouse.py.
"""
VERSION = """\
INSERT INTO schema_versions VALUES ({}, now()::TIMESTAMP);

COMMIT;
"""
COLUMNS = """
    SELECT table_name, column_index, column_name, data_type, is_nullable, column_default
    FROM duckdb_columns() WHERE database_name = 'warehouse' ORDER BY ALL
"""
VIEWS = """
    SELECT view_name, sql FROM duckdb_views() WHERE database_name = 'warehouse' AND NOT internal
    UNION ALL
    SELECT function_name, macro_definition FROM duckdb_functions()
    WHERE database_name = 'warehouse' AND NOT internal
    ORDER BY ALL
"""


@pytest.fixture
def stepwise(tmp_path):
    """A warehouse that went through every step."""
    path = tmp_path / "stepwise.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE schema_versions (version INTEGER, applied_at TIMESTAMP)")
        for version, sql in migrations()[:-1]:
            con.execute(sql)
            con.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [version])
    return path


def tables(con) -> str:
    """The declarations of all tables, by name, a column a line."""
    declared = con.execute(
        "SELECT sql FROM duckdb_tables() WHERE database_name = 'warehouse' ORDER BY table_name"
    ).fetchall()
    made = (f"{a_column_a_line(sql)}\n" for (sql,) in declared)
    return "\n".join((HEAD, "BEGIN;\n", *made, VERSION.format(migrations()[-1][0])))


def a_column_a_line(sql: str) -> str:
    """Broken after the commas that stand in no bracket but the declaration's own."""
    head, columns = sql.split("(", 1)
    depth, lines = 0, [""]
    for sign in columns.removesuffix(");"):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            lines.append("")
        else:
            lines[-1] += sign
    return f"{head.strip()} (\n" + ",\n".join(f"    {line.strip()}" for line in lines) + "\n);"


def test_a_new_warehouse_is_declared_as_the_steps_leave_it(stepwise, rewrite_expected):
    with writing(stepwise) as con:
        expected = tables(con)
    if rewrite_expected:
        WRITTEN.write_text(expected, "utf-8")
    assert WRITTEN.read_text("utf-8") == expected


@pytest.mark.parametrize("asked", [COLUMNS, VIEWS])
def test_a_new_warehouse_holds_what_one_that_came_forward_does(stepwise, tmp_path, asked):
    with writing(stepwise) as con:
        expected = con.execute(asked).fetchall()
    with writing(tmp_path / "new.duckdb") as con:
        assert con.execute(asked).fetchall() == expected
    assert expected


def test_a_new_warehouse_is_of_the_newest_version(tmp_path):
    with writing(tmp_path / "new.duckdb") as con:
        assert con.execute("SELECT version FROM schema_versions").fetchall() == [
            (migrations()[-1][0],)
        ]


def test_views_of_a_warehouse_that_nothing_was_resolved_into_are_made_anew(tmp_path):
    path = tmp_path / "w.duckdb"
    with writing(path) as con:
        con.execute("CREATE OR REPLACE VIEW waste_ledger AS SELECT 1 AS outdated")
    with writing(path) as con:
        shown = con.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'waste_ledger'")
        assert not re.search("outdated", shown.fetchall()[0][0])
