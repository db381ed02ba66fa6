"""The changes that `make mutants` makes: each is what it says it is, and tests notice them."""

from __future__ import annotations

import re
from itertools import islice

import pytest
import sqlglot

from tests.mutants.__main__ import core_files, sample
from tests.mutants.equivalent import equivalents
from tests.mutants.nearest import ROOT, nearest_tests
from tests.mutants.python_changes import python_changes
from tests.mutants.sql_changes import sql_changes
from tests.mutants.trial import Copy, Outcome


def changes_of(path):
    changes = python_changes if path.endswith(".py") else sql_changes
    return [making() for making in changes((ROOT / path).read_text("utf-8"))]


# --- what is changed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a < b", ["(a <= b)"]),
        ("a >= b", ["(a > b)"]),
        ("a == b", ["(a != b)"]),
        ("a is None", ["(a is not None)"]),
        ("a in b", ["(a not in b)"]),
        ("a and b", ["(a or b)", "b", "a"]),
        ("a or b or c", ["(a and b and c)", "(b or c)", "(a or c)", "(a or b)"]),
        ("not a", ["a"]),
        ("a + b", ["(a - b)"]),
        ("a * b", ["(a / b)"]),
        ("a // b", ["(a * b)"]),
        ("min(a, key=b)", ["max(a, key=b)"]),
        ("sum(a)", ["max(a)"]),
        ("any(a)", ["all(a)"]),
        ("x = 2", ["x = 3"]),
        ("x = False", ["x = True"]),
        ("x: Literal[2] = y", []),
        ("'a' + b", []),
        ("f'{a + b}'", []),
        ("raise ValueError(a + b)", []),
        ("if TYPE_CHECKING:\n    x = 2", []),
    ],
)
def test_changes_of_python(code, expected):
    assert [making().text for making in python_changes(code)] == expected


def test_a_change_of_python_leaves_the_rest_as_it_is_and_says_where_it_stands():
    text = '"""Ümlaut."""\n\nx = [\n    a,  # why\n    b < c,\n]\n'
    [making] = python_changes(text)
    line, before, after, changed = making()
    assert (line, before, after) == (5, "b < c,", "(b <= c),")
    assert changed == text.replace("b < c", "(b <= c)")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT a FROM t WHERE a < b", ["WHERE TRUE", "WHERE a <= b"]),
        (
            "SELECT a FROM t JOIN u ON t.a = u.a AND t.b > u.b",
            [
                "LEFT JOIN u ON t.a = u.a AND t.b > u.b",
                "JOIN u ON t.a = u.a",
                "JOIN u ON t.b > u.b",
                "JOIN u ON (t.a = u.a OR t.b > u.b)",
                "JOIN u ON t.a <> u.a AND t.b > u.b",
                "JOIN u ON t.a = u.a AND t.b >= u.b",
            ],
        ),
        ("SELECT a FROM t LEFT JOIN u ON u", ["JOIN u ON u"]),
        ("SELECT a FROM t ANTI JOIN u ON u", ["SEMI JOIN u ON u"]),
        ("SELECT sum(a) AS a FROM t", ["MAX(a) AS a"]),
        ("SELECT max(a) AS a FROM t", ["MIN(a) AS a"]),
        ("SELECT arg_min(a, b) AS a FROM t", ["ARG_MAX(a, b) AS a"]),
        ("SELECT coalesce(a, b) AS a FROM t", ["a AS a"]),
        ("SELECT a + b AS a FROM t", ["a - b AS a"]),
        ("SELECT a FROM t ORDER BY a", ["ORDER BY a DESC"]),
        ("SELECT a FROM t UNION SELECT a FROM u", ["SELECT a FROM t UNION ALL SELECT a FROM u"]),
        ("SELECT a FROM t UNION ALL SELECT a FROM u", ["SELECT a FROM t UNION SELECT a FROM u"]),
        ("SELECT a = 2 AS b FROM t", ["a <> 2 AS b", "a = 3 AS b", "a = 1 AS b"]),
        ("SELECT TRUE AS b FROM t", ["FALSE AS b"]),
        ("SELECT a IS NOT NULL AS b FROM t", ["a IS NULL AS b"]),
        ("SELECT CAST(a AS DECIMAL(28, 16)) AS a FROM t", []),
        ("SELECT a FROM {target}.t", []),
    ],
)
def test_changes_of_sql(query, expected):
    assert [making().after for making in sql_changes(query)] == expected


def test_a_change_of_sql_keeps_values_and_places_and_says_its_line():
    query = "-- One row.\nSELECT a\nFROM {stored}.t\nWHERE a < $as_of AND {target}.f(b)\n"
    changes = [making() for making in sql_changes(query)]
    assert {change.line for change in changes} == {4}
    assert [change.before for change in changes][-1] == "a < $as_of AND {target}.f(b)"
    for change in changes:
        assert "{stored}.t" in change.text
    assert "$as_of" in changes[-1].text


# --- what is drawn ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", core_files(".sql"))
def test_every_query_can_be_changed_and_read_again(path):
    for making in islice(sql_changes(text_of(path)), 1):
        plain = re.sub(r"\{(\w+)\}", r"\1", making().text)
        assert sqlglot.parse_one(plain, read="duckdb")


def text_of(path):
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("each", equivalents(), ids=lambda each: f"{each.path}: {each.after}")
def test_what_changes_nothing_is_still_there_and_has_a_reason(each):
    assert (each.before, each.after) in {change[1:3] for change in changes_of(each.path)}
    assert each.reason.endswith(".")


def test_a_smaller_sample_is_the_start_of_a_larger_one_and_knows_what_changes_nothing(monkeypatch):
    """Of two files, so that it is soon told."""
    paths = {".py": ["data/metrics/days.py"], ".sql": ["data/relations/08_costs/refunds.sql"]}
    monkeypatch.setattr("tests.mutants.__main__.core_files", paths.__getitem__)
    first = sample(6, seed=3)
    assert sample(12, seed=3)[:6] == first
    assert {each.path for each in first} == {path for [path] in paths.values()}
    known = [(each.path, each.change.before, each.change.after) for each in first[:1]]
    monkeypatch.setattr(
        "tests.mutants.__main__.equivalents", lambda: [type(equivalents()[0])(*known[0], "Why.")]
    )
    assert sample(5, seed=3) == first[1:]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("data/pricing/currencies.py", "tests/test_currencies.py"),
        ("data/asking/selection.py", "tests/test_selection.py"),
        ("data/relations/07_prices/computed_costs.sql", "tests/test_computed_costs.py"),
        ("data/relations/08_costs/refunds.sql", "tests/test_attempt_costs.py"),
        ("data/commitments/demand/weekly_work.sql", "tests/test_commitments_demand.py"),
    ],
)
def test_the_nearest_tests_are_found(path, nearest):
    assert nearest in nearest_tests(path, 3)


# --- what tests say ---------------------------------------------------------------------------


PYTHON, QUERY = "data/pricing/currencies.py", "data/relations/08_costs/refunds.sql"
OF_PYTHON = "tests/test_currencies.py::test_a_cross_is_as_old_as_its_older_leg"
OF_QUERY = "tests/test_sums.py::test_sums"
SUMS = f"""
from pathlib import Path

import duckdb


def test_sums():
    duckdb.sql("CREATE TABLE parts AS SELECT unnest([1, 2]) AS n, TRUE AS is_kept")
    assert duckdb.sql(Path("{QUERY}").read_text()).fetchall() == [(3,)]
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree, but for one query that stands for all: no warehouse is needed to run it."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    (copy.folder / QUERY).write_text("SELECT sum(n) AS n FROM parts WHERE is_kept\n")
    (copy.folder / "tests" / "test_sums.py").write_text(SUMS)
    return copy


@pytest.mark.parametrize(
    ("path", "before", "after", "test"),
    [
        (PYTHON, "min(first.day, second.day)", "max(first.day, second.day)", OF_PYTHON),
        (QUERY, "sum(n)", "max(n)", OF_QUERY),
    ],
)
def test_a_change_is_killed_by_its_test(copy, path, before, after, test):
    text = (copy.folder / path).read_text("utf-8")
    changed = text.replace(before, after)
    assert changed != text
    assert copy.outcome(path, changed, [test], limit=300) == Outcome("killed", test)
    assert (copy.folder / path).read_text("utf-8") == text


def test_what_no_test_notices_survives_and_what_does_not_end_is_timed_out(copy):
    changed = text_of(PYTHON) + "\nX = 1\n"
    assert copy.outcome(PYTHON, changed, [OF_PYTHON], limit=300) == Outcome("survived")
    endless = text_of(PYTHON) + "\nwhile True:\n    pass\n"
    assert copy.outcome(PYTHON, endless, [OF_PYTHON], limit=5) == Outcome("timed out")


def test_a_query_that_cannot_be_run_is_no_change_at_all(copy):
    broken = "SELECT sum(m) AS n FROM parts\n"
    assert copy.outcome(QUERY, broken, [OF_QUERY], limit=300) == Outcome("invalid")


def test_a_test_that_is_red_anyway_kills_nothing(copy):
    red = copy.folder / "tests" / "test_red.py"
    red.write_text("def test_red():\n    raise AssertionError\n")
    with pytest.raises(RuntimeError, match="test_red fails without any change"):
        copy.outcome("offcut.py", "X = 1\n", [str(red.relative_to(copy.folder))], limit=300)


def test_pytest_that_ends_without_a_failed_test_kills_nothing(copy):
    with pytest.raises(RuntimeError, match="No test failed, and yet pytest ended with 4"):
        copy.outcome("offcut.py", "X = 1\n", ["tests/test_gone.py"], limit=300)


def test_a_copy_has_the_settings_that_pages_are_drawn_with(tmp_path):
    copy = Copy(tmp_path)
    for config in (ROOT / "dashboard").rglob(".streamlit/config.toml"):
        assert (copy.folder / config.relative_to(ROOT)).exists()
    assert list(tmp_path.rglob("config.toml"))
