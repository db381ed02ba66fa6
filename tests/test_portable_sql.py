"""Relations are SQL that another engine can run: plain enough to be qualified, and nothing special.

Each query is read by sqlglot, held against what is not portable, and, qualified to plain SQL (no
stars, no aliases within a SELECT), run beside itself on the demo and on nasty records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime
from functools import cache

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from data.demo import write_demo
from data.relations.builder import STORED, VALUE, RelationBuilder
from data.relations.merging import MERGING
from data.relations.pipeline import relations
from data.relations.rollups import ROLLING_UP
from data.relations.texts import relation_sql
from data.resolving import run as running
from data.resolving import scope
from data.resolving.resolve import resolve
from data.settings import Settings
from ingest.load.load import load_paths
from tests.nasty_records import Nasty, book_with_rates

pytest_plugins = ["tests.raw_records"]

NOT_QUERIES = {"function", "expression"}
MERGED = [each.name for stage in (MERGING, ROLLING_UP) for each in stage.relations]
QUERIES = [
    name
    for name, each in relations().items()
    if each.kind not in {*NOT_QUERIES, "told", "numbered"}
    and not (each.kind in {"loop", "rows"} or name in {"open_references", "candidates"})
]
EXPRESSIONS = [name for name, each in relations().items() if each.kind == "expression"]
SPECIAL = {
    "TRY": r"\bTRY\(",
    "length of a list": r"\blen\(",
    "hash": r"\bhash\(",
    "row numbers of the engine's own": r"\browid\b",
    "wide integers": r"\bHUGEINT\b",
    "weekdays": r"\bisodow\b",
    "zones and epochs": r"\btimezone\(|AT TIME ZONE|\bepoch|to_microseconds|make_timestamp",
    "recursion": r"\bRECURSIVE\b",
    "sets by name": r"\bBY NAME\b",
}
NEVER_NULL = re.compile(r"_no$|^(stage|decision|decided_at|verdict_no)$")


def text_of(name: str) -> str:
    return "\n".join(line.split("--")[0] for line in relation_sql(name).splitlines())


@cache
def tree_of(name: str) -> exp.Expression:
    """The query of a relation, to look at: reading them all takes seconds."""
    sql = re.sub(r"\$([a-z_]+)", r"\1", relation_sql(name))
    for place in ("target", "stored"):
        sql = sql.replace(f"{{{place}}}", place)
    return sqlglot.parse_one(sql.replace("{facts}", ""), read="duckdb")


@pytest.mark.parametrize("name", [*QUERIES, *EXPRESSIONS, *MERGED])
def test_a_relation_says_nothing_that_only_duckdb_understands(name):
    text = text_of(name)
    assert [what for what, said in SPECIAL.items() if re.search(said, text)] == []


@pytest.mark.parametrize("name", [*QUERIES, *MERGED])
def test_a_query_is_plain(name):
    tree = tree_of(name)
    assert not list(tree.find_all(exp.Columns))
    for window in tree.find_all(exp.Window):
        assert (
            window.args.get("partition_by") or window.args.get("order") or window.args.get("alias")
        ), "row_number() OVER () numbers as it likes"
    for bracket in tree.find_all(exp.Bracket):
        assert all(isinstance(index, exp.Literal) for index in bracket.expressions), "an index"
    for pick in tree.find_all(exp.ArgMin, exp.ArgMax):
        is_sure = NEVER_NULL.search(pick.this.name or "")
        assert is_sure or isinstance(pick.parent, exp.Filter), pick.sql()


@pytest.mark.parametrize("name", [*QUERIES, *MERGED])
def test_having_and_qualify_name_no_alias_of_their_select(name):
    for select in tree_of(name).find_all(exp.Select):
        made = {each.alias for each in select.selects if isinstance(each, exp.Alias)}
        for clause in ("having", "qualify"):
            condition = select.args.get(clause)
            asked = condition.find_all(exp.Column) if condition else ()
            assert not {each.name for each in asked if not each.table} & made


@pytest.mark.parametrize("name", [*QUERIES, *MERGED])
def test_a_subquery_within_a_subquery_has_a_name(name):
    for inner in tree_of(name).find_all(exp.Subquery):
        if isinstance(inner.parent, exp.From | exp.Join):
            outer = inner.find_ancestor(exp.Subquery)
            assert outer is None or not isinstance(outer.parent, exp.From | exp.Join)


@pytest.mark.parametrize("name", [*QUERIES, *MERGED])
def test_numbers_of_rows_decide_nothing(name):
    """They differ with the order of loading: nothing is put in order by them."""
    for order in tree_of(name).find_all(exp.Order):
        columns = {column.name for column in order.find_all(exp.Column)}
        assert not {each for each in columns if each.endswith("_no")} - {"quarantine_no"}
    for pick in tree_of(name).find_all(exp.ArgMin, exp.ArgMax):
        by = {column.name for column in pick.expression.find_all(exp.Column)}
        assert not {each for each in by if each.endswith("_no")}


# --- run beside itself ------------------------------------------------------------------------


class Beside:
    """Runs each query a second time, as sqlglot qualifies it, and keeps what differed."""

    def __init__(self) -> None:
        self.differed: dict[str, str] = {}
        self.ran: set[str] = set()

    def compare(self, build: RelationBuilder, name: str, query: str) -> None:
        sql = VALUE.sub(r"getvariable('\1')", query.replace("{stored}", STORED))
        sql = sql.replace("{target}", build.target)
        plain = qualified(build.con, sql)
        self.ran.add(name)
        [(n,)] = build.con.execute(
            f"SELECT (SELECT count(*) FROM ((FROM ({sql})) EXCEPT ALL (FROM ({plain}))))"
            f" + (SELECT count(*) FROM ((FROM ({plain})) EXCEPT ALL (FROM ({sql}))))"
        ).fetchall()
        if n:
            self.differed[name] = f"{n} rows: {plain}"

    @contextmanager
    def watching(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(running, "done_with", lambda _name: ())
            for verb in ("table", "view"):
                patch.setattr(RelationBuilder, verb, self._beside(getattr(RelationBuilder, verb)))
            store = RelationBuilder.store

            def stored(build, relation, table, ending=""):
                self.compare(build, relation, relation_sql(relation))
                store(build, relation, table, ending)

            patch.setattr(RelationBuilder, "store", stored)
            yield self

    def _beside(self, make):
        def made(build, name, query=None):
            make(build, name, query)
            self.compare(build, name, query or relation_sql(name))

        return made


def qualified(con, sql: str) -> str:
    """The query without stars and lateral aliases, every column with its table."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    within = {each.alias for each in tree.find_all(exp.CTE)}
    schema: dict[str, dict[str, str]] = defaultdict(dict)
    for table in tree.find_all(exp.Table):
        path = ".".join(part.name for part in table.parts)
        if table.name and path not in within:
            described = con.execute(f"DESCRIBE FROM {path}").fetchall()
            schema[table.name] |= {row[0]: row[1] for row in described}
    plain = qualify(tree, schema=dict(schema), dialect="duckdb", validate_qualify_columns=False)
    refuse_decimal_quotients(annotate_types(plain, schema=dict(schema), dialect="duckdb"))
    return plain.sql("duckdb")


def refuse_decimal_quotients(tree: exp.Expression) -> None:
    """A decimal / is a DOUBLE here and a decimal elsewhere."""
    for quotient in tree.find_all(exp.Div):
        kinds = {side.type.this for side in (quotient.left, quotient.right) if side.type}
        assert exp.DataType.Type.DECIMAL not in kinds, quotient.sql("duckdb")


def test_every_query_gives_the_same_rows_as_plain_sql(records, tmp_path, monkeypatch):
    monkeypatch.setattr(scope, "LARGEST_SHARE", 1000)
    beside = Beside()
    with beside.watching():
        resolve_a_demo(tmp_path)
        resolve_nasty_records(records, tmp_path)
    assert beside.differed == {}
    elsewhere = {n for n in QUERIES if relations()[n].kind in {"step", "listed", "shown"}}
    assert {*QUERIES} - elsewhere <= beside.ran


def resolve_a_demo(folder):
    logs = write_demo(folder / "logs", scale=0.1)
    accounts = load_paths([str(path) for path in logs], Settings(warehouse=folder / "w.duckdb"))
    assert all(account.error is None for account in accounts)


def resolve_nasty_records(records, folder):
    """Whole, a part in place after a load, and a part in memory for a later moment."""
    records.book = book_with_rates(folder)
    records.settings = Settings(
        reviewer_rate_per_hour="40",
        timezone="America/New_York",
        delivery={"video": {"width": 1000, "codecs": ["h264"]}, "image": {"has_alpha": False}},
    )
    nasty = Nasty(records)
    nasty.add(150)
    records.resolve("12")
    first = nasty.n
    nasty.add(20)
    load_reported(records, first)
    arguments = {"settings": records.settings, "book": records.book}
    resolve(records.con, as_of=datetime(2026, 11, 20), only_loaded=True, **arguments)
    records.con.execute("CREATE SCHEMA memory.later")
    records.resolve("25", target="memory.later")
    records.con.execute("DROP SCHEMA memory.later CASCADE")


def load_reported(records, first: int) -> None:
    """Say which rows were loaded since, as a load does."""
    con = records.con
    con.execute(
        "CREATE OR REPLACE TABLE memory.main.touched_attempts AS"
        f" SELECT attempt_no FROM warehouse.main.attempts WHERE attempt_no > {first}"
    )
    con.execute(
        "CREATE OR REPLACE TABLE memory.main.touched_references AS"
        " SELECT 'verdict' AS record_kind, verdict_no AS record_no FROM warehouse.main.verdicts"
        f" WHERE verdict_no > {first}"
    )
