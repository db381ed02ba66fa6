"""DuckDB's SQL in Spark's words: what each rewrite says, what is refused, the whole pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlglot import exp

from data.credits.tables import CreditTables
from data.engines.cluster.plan import columns_of, columns_of_query, empty_warehouse
from data.engines.cluster.prices import ON_THIS_MACHINE
from data.engines.cluster.resolve import New, makers
from data.engines.spark_sql import spark_sql
from data.engines.translation.refused import NotTranslated
from data.engines.translation.rewrites import REWRITES
from data.pricing.book import SHIPPED, PriceBook
from data.relations.builder import STORED, VALUE, RelationBuilder
from data.relations.merging import KINDS, MERGING
from data.relations.pipeline import PIPELINE, relations
from data.relations.texts import relation_sql
from data.resolving.resolve import resolution_values
from data.resolving.run import Run
from data.settings import Settings

COLUMNS = {
    "w": "DECIMAL(38, 12)", "s": "VARCHAR", "n": "BIGINT", "x": "DOUBLE", "l": "VARCHAR[]",
    "at": "TIMESTAMP",
}  # fmt: skip
S, N, X, L = "`t`.`s`", "`t`.`n`", "`t`.`x`", "`t`.`l`"
REWRITTEN = {
    "w / 3": (exp.Div, "(CAST(`t`.`w` AS DOUBLE) / CAST(3 AS DOUBLE))"),
    "sum(n)": (exp.Sum, f"SUM(CAST({N} AS DECIMAL(38, 0)))"),
    "round(x, 2)": (exp.Round, f"(ROUND(({X}) * 1e2) / 1e2)"),
    "floor(x)": (
        exp.Floor,
        (
            f"(CASE WHEN ABS(({X})) < CAST(9007199254740992 AS DOUBLE)"
            f" THEN CAST(FLOOR(({X})) AS DOUBLE) ELSE ({X}) END)"
        ),
    ),
    "ceil(x)": (
        exp.Ceil,
        (
            f"(CASE WHEN ABS(({X})) < CAST(9007199254740992 AS DOUBLE)"
            f" THEN CAST(CEIL(({X})) AS DOUBLE) ELSE ({X}) END)"
        ),
    ),
    "lower(s)": (
        exp.Lower,
        (
            f"(CASE WHEN ({S}) RLIKE '^\\\\p{{ASCII}}*\\\\z' THEN LOWER(({S})) ELSE"
            f" ARRAY_JOIN(TRANSFORM(SPLIT(({S}), ''), letter -> CASE WHEN"
            " LENGTH(LOWER(letter)) = 1 THEN LOWER(letter)"
            " ELSE TRANSLATE(letter, 'İ', 'i') END), '') END)"
        ),
    ),
    "upper(s)": (
        exp.Upper,
        (
            f"(CASE WHEN ({S}) RLIKE '^\\\\p{{ASCII}}*\\\\z' THEN UPPER(({S})) ELSE"
            f" ARRAY_JOIN(TRANSFORM(SPLIT(({S}), ''), letter -> CASE WHEN"
            " LENGTH(UPPER(letter)) = 1 THEN UPPER(letter)"
            " ELSE TRANSLATE(letter, 'ß', 'ẞ') END), '') END)"
        ),
    ),
    "trim(s)": (exp.Trim, f"(REGEXP_REPLACE(({S}), '^\\\\p{{Zs}}+|\\\\p{{Zs}}+\\\\z', ''))"),
    "left(s, n)": (
        exp.Left,
        (
            f"(LEFT(({S}), CASE WHEN ({N}) < 0 THEN GREATEST(LENGTH(({S})) + ({N}), 0)"
            f" ELSE ({N}) END))"
        ),
    ),
    "array_length(l)": (exp.ArraySize, f"ARRAY_SIZE({L})"),
    "l[1]": (exp.Bracket, f"GET({L}, 0)"),
    "list_distinct(l)": (exp.ArrayDistinct, f"ARRAY_DISTINCT(ARRAY_COMPACT({L}))"),
    "list_contains(l, s)": (exp.ArrayContains, f"ARRAY_CONTAINS(ARRAY_COMPACT({L}), {S})"),
    "nullif(l, [])": (exp.Nullif, f"CASE WHEN ARRAY_SIZE({L}) = 0 THEN NULL ELSE {L} END"),
    "concat(s, n)": (exp.Concat, f"CONCAT(COALESCE({S}, ''), COALESCE(CAST({N} AS STRING), ''))"),
    "s || 'a'": (exp.DPipe, f"{S} || 'a'"),
    "regexp_matches(s, '^a.c$')": (exp.RegexpLike, f"{S} RLIKE '(?d)^a.c\\\\z'"),
    "regexp_full_match(s, '[0-9]+')": (exp.RegexpFullMatch, f"{S} RLIKE '(?d)^(?:[0-9]+)\\\\z'"),
    "regexp_replace(s, '^.*/', '')": (exp.RegexpReplace, f"REGEXP_REPLACE({S}, '(?d)^.*/', '')"),
    "regexp_extract(s, '[a-z]+')": (exp.RegexpExtract, f"REGEXP_EXTRACT({S}, '(?d)[a-z]+', 0)"),
    "CAST(s AS INTEGER)": (exp.Cast, f"TRY_CAST({S} AS INT)"),
    "CAST(x AS BIGINT)": (exp.Cast, f"CAST(RINT({X}) AS BIGINT)"),
    "CAST(w AS INTEGER)": (exp.Cast, "CAST(ROUND(`t`.`w`) AS INT)"),
    "arg_min(s, n)": (exp.ArgMin, f"MIN_BY({S}, CASE WHEN NOT {S} IS NULL THEN {N} END)"),
    "arg_max(s, n) FILTER (WHERE s IS NOT NULL)": (
        exp.ArgMax,
        f"MAX_BY({S}, {N}) FILTER(WHERE NOT {S} IS NULL)",
    ),
    "min(n)": (exp.Min, f"MIN({N})"),
    "max(n)": (exp.Max, f"MAX({N})"),
    "sum(x) OVER o - x": (exp.Window, f"(SUM({X}) OVER `o`) - {X}"),
}
"""What a rewrite is of, and what it says."""
REFUSED = {
    "isodow(at)": "DayOfWeekIso",
    "strftime(at, '%d')": "TimeToStr",
    "hash(s)": "hash()",
    "l[n]": "a computed list index",
    "COLUMNS(*)": "Columns",
    "date_trunc('month', at)": "TimestampTrunc",
    "median(x)": "Median",
    "regexp_matches(s, s)": "a pattern that is not written out",
    "regexp_matches(s, '\\s')": "'\\\\s' in the pattern '\\\\s'",
    "regexp_replace(s, 'a', 'b')": "regexp_replace of the first 'a'",
    "regexp_replace(s, '^(a)', '\\1')": "the replacement '\\\\1'",
    "regexp_extract(s, '(a)', 1)": "regexp_extract of a group",
    "trim(s, 'x')": "trim of something else than spaces, or at one end",
    "CAST(x AS VARCHAR)": '"t"."x" as a text',
    "CAST(s AS DATE)": '"t"."s" as a moment',
    "concat(s, x)": '"t"."x" as a text',
    "s || n": '"t"."n" as a text',
    "TRY(CAST(s AS INTEGER))": "Try",
    "min({'a': n})": 'MIN({\'a\': "t"."n"})',
    "arg_min(s, {'a': n})": '{\'a\': "t"."n"}',
    "s LIKE 'a%'": "Like",
    "n // 2": "IntDiv",
    "n % 2": "Mod",
    "random()": "Rand",
    "lag(n) OVER (ORDER BY n)": "Lag",
    "any_value(s)": "IgnoreNulls",
}


def said(expression: str) -> str:
    """The words of one expression."""
    text = spark_sql(
        f"SELECT {expression} AS v FROM t",
        columns_of=lambda _name: COLUMNS, values={}, result={"v": "VARCHAR"},
    )  # fmt: skip
    return text.partition("FROM (SELECT ")[2].partition(" AS `v` FROM `t` AS `t`")[0]


@pytest.mark.parametrize("expression", REWRITTEN)
def test_a_rewrite_says(expression):
    assert said(expression) == REWRITTEN[expression][1]


def test_every_rewrite_has_an_example():
    assert {kind for kind, _ in REWRITTEN.values()} == set(REWRITES)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_has_no_proven_meaning_is_refused_by_its_name(expression):
    with pytest.raises(NotTranslated) as refused:
        said(expression)
    assert refused.value.construct == REFUSED[expression]


def test_an_amount_that_is_used_several_times_is_bound_once():
    """Its text would grow eightfold with every division within a division."""
    once, twice = said("n / x"), said("n / (n / (n / x))")
    assert twice.count("TRANSFORM(") == 2
    assert len(twice) < 4 * len(once)


def test_what_is_beyond_all_measure_is_tried_step_by_step():
    assert said("as_money(w * coalesce(w, 0))") == (
        "CAST((TRY_CAST((TRY_MULTIPLY(`t`.`w`, (CASE WHEN (`t`.`w`) IS NULL THEN 0 ELSE `t`.`w`"
        " END))) AS DECIMAL(38, 12))) AS DECIMAL(38, 12))"
    )


def test_qualify_is_a_column_of_the_rows_that_are_chosen_from():
    text = spark_sql(
        "SELECT s FROM t QUALIFY row_number() OVER (PARTITION BY s ORDER BY n DESC) = 1",
        columns_of=lambda _name: COLUMNS, values={}, result={"s": "VARCHAR"},
    )  # fmt: skip
    assert text == (
        "SELECT CAST(`s` AS STRING) AS `s` FROM (SELECT `s` FROM (SELECT `t`.`s` AS `s`,"
        " ROW_NUMBER() OVER (PARTITION BY `t`.`s` ORDER BY `t`.`n` DESC) = 1 AS `is_qualified`"
        " FROM `t` AS `t`) AS judged_rows WHERE `is_qualified`) AS made"
    )


# --- the pipeline -----------------------------------------------------------------------------


@dataclass
class Saying(RelationBuilder):
    """Says every query in Spark's words too, as if there were rows of everything."""

    said: dict[str, str] = field(default_factory=dict)

    def any(self, relation, *_condition):
        return relation != "unnamed_links"

    def _say(self, name, query, result):
        if name not in ON_THIS_MACHINE:
            self.said[name] = spark_sql(
                query,
                columns_of=lambda each: columns_of(self.con, each),
                values=self.values,
                result=result,
            )

    def table(self, name, query=None):
        super().table(name, query)
        self._say(name, query or relation_sql(name), columns_of(self.con, name))

    def view(self, name, query=None):
        super().view(name, query)
        self._say(name, query or relation_sql(name), columns_of(self.con, name))

    def store(self, relation, table, ending=""):
        super().store(relation, table, ending)
        query = VALUE.sub(r"getvariable('\1')", relation_sql(relation))
        result = columns_of_query(self.con, query.replace("{target}", self.target))
        self._say(relation, relation_sql(relation), result)

    def show(self, name, prefix=""):
        super().show(name, prefix)
        self._say(name, relation_sql(name), columns_of(self.con, name))


@pytest.fixture
def build():
    values = resolution_values(datetime(2026, 11, 20), Settings())
    return Saying(empty_warehouse(), STORED, values | {"resolved_at": None})


def test_every_query_of_a_whole_resolving_is_said(build):
    book, as_of = PriceBook.load((SHIPPED,)), datetime(2026, 11, 20)
    run = Run(build, makers(book, as_of) | CreditTables(as_of).makers())
    run.into = New(build)
    run.into.open()
    for stage in (PIPELINE[0], *PIPELINE[2:]):
        run.stage(stage)
    made = {"table", "view", "wide", "stored", "shown"}
    wanted = {name for name, each in relations().items() if each.kind in made}
    left_out = {name for name in wanted if relations()[name].only == "part"}
    assert wanted - left_out - ON_THIS_MACHINE <= set(build.said)


def test_every_query_of_the_merging_is_said(build):
    for table in KINDS:
        _, *columns = build.con.execute(f"DESCRIBE warehouse.main.{table}").fetchall()
        nothing = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind, *_ in columns)
        build.view(f"landed_{table}", f"SELECT NULL::BIGINT AS landed_as, {nothing} LIMIT 0")
    for each in MERGING.relations:
        if each.kind == "table":
            build.table(each.name)
        else:
            build.store(each.name, each.name)
    assert {each.name for each in MERGING.relations} <= set(build.said)
