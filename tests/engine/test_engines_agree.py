"""What engines differ in, asked of both: every expression of the translator over drawn rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from math import inf, nan

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.engines.cluster.plan import columns_of_query, empty_warehouse
from data.engines.cluster.session import connected
from data.engines.spark_sql import spark_sql
from data.engines.translation.functions import RESULTS
from data.relations.pipeline import relations
from data.relations.texts import relation_sql
from data.warehouse.schema_steps import ALIAS

pytestmark = pytest.mark.engine

ROWS = pa.schema(
    [
        ("row", pa.int64()), ("w", pa.decimal128(38, 12)), ("v", pa.decimal128(38, 6)),
        ("n", pa.int64()), ("m", pa.int32()), ("x", pa.float64()), ("y", pa.float64()),
        ("s", pa.string()), ("r", pa.string()), ("l", pa.list_(pa.string())),
        ("moment", pa.timestamp("us")), ("later", pa.timestamp("us")),
    ]
)  # fmt: skip
OF_A_ROW = {
    "quotient": "x / y", "half": "w / 2", "share": "n / m", "rounded": "round(x, 2)",
    "rounded_w": "round(w, 2)", "floored": "floor(x)", "ceiled": "ceil(x)",
    "of_double": "CASE WHEN abs(x) < 1e18 THEN CAST(x AS DECIMAL(38, 6)) END",
    "whole": "CASE WHEN abs(x) < 1e9 THEN CAST(x AS BIGINT) END",
    "whole_w": "CASE WHEN abs(w) < 1000000 THEN CAST(w AS INTEGER) END",
    "lowered": "lower(s)", "raised": "upper(s)", "trimmed": "trim(s)", "part": "left(s, -1)",
    "last": "split_part(s, '.', -1)", "size": "array_length(l)", "first": "l[1]",
    "distinct_items": "list_distinct(l)", "holds": "list_contains(l, r)",
    "none": "nullif(l, []::VARCHAR[])", "joined": "concat(s, n, r)", "chained": "s || r",
    "fits": "regexp_matches(s, '^a.c$')", "fits_all": "regexp_full_match(s, '[0-9]{1,7}')",
    "cut": "regexp_replace(s, '^.*[/.]', '')", "found": "regexp_extract(s, '[a-z]+')",
    "larger": "greatest(n, m)", "least_of": "least(x, y)", "is_same": "s IS NOT DISTINCT FROM r",
    "money": "as_money(w * w)", "money_or_none": "as_money(coalesce(w * n, 0) + coalesce(v, 0))",
    "even": "CASE WHEN m > 0 THEN whole_quotient(n, m) END",
    "floored_part": "CASE WHEN abs(w) < 1e12 AND m > 0 THEN floored_share(w, m, m + 3) END",
    "between": "seconds_between(moment, later)", "here": "local_time(moment, 'America/New_York')",
    "there": "local_time(moment, 'Europe/Berlin')", "halfway": "local_time(moment, 'Asia/Kolkata')",
    "soon": "CASE WHEN abs(y) < 1e6 AND moment > TIMESTAMP '0002-01-01' AND"
    " moment < TIMESTAMP '9998-01-01' THEN seconds_later(moment, y) END",
    "nth": "item_at(l, 1)", "day": "CAST(moment AS DATE)", "is_before": "moment < later",
}  # fmt: skip
OVER_ROWS = {
    "sum_n": "sum(n)", "sum_w": "sum(CAST(v AS DECIMAL(38, 6)))", "rows_": "count(s)",
    "distinct_s": "count(DISTINCT s)", "least": "min(s)", "largest": "max(moment)",
    "by": "arg_min(s, row)", "by_last": "arg_max(r, row)", "any_": "bool_or(n > m)",
}  # fmt: skip
RANKED = {
    "place": "row_number() OVER (PARTITION BY m ORDER BY x DESC NULLS LAST, s, row)",
    "rank_": "rank() OVER (ORDER BY s DESC)", "dense": "dense_rank() OVER (ORDER BY n NULLS FIRST)",
    "first_s": "first_value(s) OVER (PARTITION BY m ORDER BY row)",
    "running": "sum(n) OVER (PARTITION BY m ORDER BY row)",
}  # fmt: skip
SMALL = st.decimals(-(10**9), 10**9, places=12)
CHANGES = (
    datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 3, 8, 7),
    datetime(2026, 11, 1, 6), datetime(1, 1, 3), datetime(9999, 12, 29, 23, 59, 59, 999999),
    datetime(2024, 2, 29), datetime(1970, 1, 1), datetime(1900, 1, 1),
)  # fmt: skip
MOMENTS = st.builds(
    lambda at, us: at + timedelta(microseconds=us),
    st.sampled_from(CHANGES), st.integers(0, 86_000_000_000),
).filter(lambda at: at < datetime(9999, 12, 31)) | st.sampled_from(CHANGES)  # fmt: skip
TEXTS = st.text("abcXYZ019 ./#ÄßΣσςİı\u00a0\u3000\t\né", max_size=6) | st.sampled_from(
    ["abc", "a\nc"]
)
LIMITS = [Decimal(10**26 - 1), Decimal(-(10**26) + 1), Decimal("1E-12"), Decimal("-1E-12")]
DOUBLES = st.floats(-1e15, 1e15) | st.sampled_from([
    0.0, -0.0, inf, -inf, nan, 0.5, 1.5, 2.5, -0.5, -2.5, 0.285, 1.005, 2.675, 1e-9, 2.0**53,
    -(2.0**60), 1234567.891,
])  # fmt: skip


def maybe(strategy):
    return st.none() | strategy


ROW = st.fixed_dictionaries({
    "w": maybe(SMALL | st.sampled_from(LIMITS)), "v": maybe(st.decimals(-(10**6), 10**6, places=6)),
    "n": maybe(st.integers(-(2**40), 2**40) | st.sampled_from([2**62, -(2**62), 0])),
    "m": maybe(st.integers(-3, 9)), "x": maybe(DOUBLES), "y": maybe(DOUBLES),
    "s": maybe(TEXTS), "r": maybe(TEXTS), "l": maybe(st.lists(maybe(TEXTS), max_size=3)),
    "moment": maybe(MOMENTS), "later": maybe(MOMENTS),
})  # fmt: skip


@pytest.fixture(scope="module")
def engines(address):
    con = empty_warehouse()
    for each in relations().values():
        if each.kind == "function":
            arguments = ", ".join(each.arguments)
            con.execute(f"CREATE TEMP MACRO {each.name}({arguments}) AS {relation_sql(each.name)}")
    con.execute(f"USE {ALIAS}")
    assert set(RESULTS) == {each.name for each in relations().values() if each.kind == "function"}
    with connected(address) as spark:
        yield con, spark


def both(engines, rows, query):
    """What each engine answers, as sorted rows."""
    con, spark = engines
    table = pa.Table.from_pylist([{"row": i} | row for i, row in enumerate(rows)], schema=ROWS)
    con.register("given", table)
    spark.createDataFrame(table).createOrReplaceTempView("given")
    result = columns_of_query(con, query)
    columns = columns_of_query(con, "FROM given")
    text = spark_sql(query, columns_of=lambda _name: columns, values={}, result=result)
    here = con.execute(query).fetchall()
    there = [tuple(row) for row in spark.sql(text).collect()]
    return named(here, result), named(there, result)


def named(rows, columns):
    told = (dict(zip(columns, map(plain, row), strict=True)) for row in rows)
    return sorted(told, key=lambda row: repr(row.get("row")))


def plain(value):
    if isinstance(value, float):
        return repr(value + 0.0)
    return sorted(map(str, value)) if isinstance(value, list) else value


def listed(expressions):
    return ", ".join(f'{said} AS "{name}"' for name, said in expressions.items())


many = st.lists(ROW, min_size=60, max_size=60)
few_times = settings(
    max_examples=6, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.function_scoped_fixture, HealthCheck.large_base_example],
)  # fmt: skip


@few_times
@given(rows=many)
def test_every_expression_of_a_row_gives_the_same(engines, rows):
    here, there = both(engines, rows, f"SELECT row, {listed(OF_A_ROW)} FROM given")
    assert there == here


@few_times
@given(rows=many)
def test_every_aggregate_gives_the_same(engines, rows):
    query = f"SELECT m AS row, {listed(OVER_ROWS)} FROM given GROUP BY m"
    here, there = both(engines, rows, query)
    assert there == here


@few_times
@given(rows=many)
def test_every_rank_gives_the_same(engines, rows):
    here, there = both(engines, rows, f"SELECT row, {listed(RANKED)} FROM given")
    assert there == here


def test_a_large_negative_number_is_exact_to_its_last_digit(engines):
    row = dict.fromkeys(ROWS.names[1:]) | {"x": -589530711319556.4}
    here, there = both(engines, [row], "SELECT row, CAST(x AS DECIMAL(38, 6)) AS exact FROM given")
    assert there == here == [{"row": 0, "exact": Decimal("-589530711319556.390912")}]
