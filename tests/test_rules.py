"""Figures know the rules that made them: a changed rule is everybody's, at every moment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.code_digest import code_digest, meaning_of_python, meaning_of_sql
from data.resolving import resolve as resolving
from data.resolving.forward import bring_forward, is_behind
from data.resolving.resolve import stored_resolution
from data.resolving.rules import rules_hash
from data.warehouse.file import Reader, writing
from tests.studio_logs import jobs, loaded

ROOT = Path(__file__).parents[1]
RULE = "data/relations/00_expressions/silent_fate.sql"
MOMENTS = ("2026-10-20", "2026-11-05", "2026-11-06", "2026-11-16T12:00Z")

# --- what code means --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "-- one row per thing\nSELECT a, b+1 AS c FROM t WHERE s = 'a -- b'",
        "SELECT\n    a,\n    b + 1 AS c  -- why\nFROM t\nWHERE s='a -- b'\n",
        "/* a\n b */ SELECT a , b+ 1 AS c FROM t WHERE s = 'a -- b'",
    ],
)
def test_comments_and_spacing_of_a_query_mean_nothing(other):
    assert meaning_of_sql(other) == meaning_of_sql("SELECT a, b+1 AS c FROM t WHERE s='a -- b'")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT 'a  b'", "SELECT 'a b'"),
        ("SELECT a", "SELECT b"),
        ("SELECT a > 1", "SELECT a >= 1"),
        ('SELECT "a b"', 'SELECT "ab"'),
        ("SELECT '--'", "SELECT '-'"),
    ],
)
def test_a_changed_word_of_a_query_means_something(one, other):
    assert meaning_of_sql(one) != meaning_of_sql(other)


def test_docstrings_and_layout_of_python_mean_nothing_but_a_changed_number_does():
    one = '"""Why."""\nX = 1\n"""A number."""\ndef f(a):\n    """Say."""\n    return a + X  # so\n'
    other = "X = 1\n\n\ndef f( a ):\n    return (a + X)\n"
    assert meaning_of_python(one) == meaning_of_python(other)
    assert meaning_of_python(one) != meaning_of_python(other.replace("1", "2"))


def test_a_digest_is_kept_by_time_and_size_and_told_anew_where_these_changed(tmp_path, monkeypatch):
    from data import code_digest as module

    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "_place", lambda: tmp_path / "cache" / "code.json")
    (tmp_path / "a.py").write_text("X = 1")

    def told():
        code_digest.cache_clear()
        return code_digest("a.py")

    first = told()
    monkeypatch.setattr(module, "meaning_of_python", lambda _text: pytest.fail("told anew"))
    assert told() == first
    monkeypatch.undo()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "_place", lambda: tmp_path / "cache" / "code.json")
    (tmp_path / "a.py").write_text("X = 22")
    assert told() != first
    code_digest.cache_clear()


def test_the_digests_of_files_that_are_gone_are_kept_no_longer(tmp_path, monkeypatch):
    from data import code_digest as module

    kept = tmp_path / "cache" / "code.json"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "_place", lambda: kept)
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("X = 1")
    code_digest("a.py", "b.py")
    (tmp_path / "a.py").unlink()
    (tmp_path / "b.py").write_text("X = 22")
    code_digest("b.py")
    assert [*json.loads(kept.read_text())] == [str(tmp_path / "b.py")]
    code_digest.cache_clear()


# --- a changed rule ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The packages with one word of one rule changed: silence never passes an output over."""
    folder = tmp_path_factory.mktemp("changed")
    for name in ("data", "ingest", "dashboard"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "offcut.py", folder)
    rule = folder / RULE
    rule.write_text(rule.read_text("utf-8").replace("'not_selected'", "'pending'"), "utf-8")
    return folder


def offcut(packages: Path, warehouse: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "offcut", "--warehouse", str(warehouse), *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=warehouse.parent,
        env={**os.environ, "PYTHONPATH": str(packages)},
    )
    return done.stdout


def figures_at(packages: Path, warehouse: Path, moment: str) -> object:
    asked = ("discard_rate", "pending_share", "spend", "--as-of", moment, "--format", "json")
    return json.loads(offcut(packages, warehouse, "metrics", *asked))


def test_a_warehouse_made_before_a_rule_changed_gives_the_new_rules_answer_at_every_moment(
    changed, tmp_path
):
    old = loaded(tmp_path, [*jobs()]).warehouse
    fresh = tmp_path / "fresh.duckdb"
    for log in ("jobs", "verdicts"):
        offcut(changed, fresh, "ingest", "--map", f"{log}.toml", f"{log}.csv")
    before = [figures_at(ROOT, old, each) for each in MOMENTS]
    expected = [figures_at(changed, fresh, each) for each in MOMENTS]
    found = [figures_at(changed, old, each) for each in MOMENTS]
    assert found == expected
    assert found != before


# --- bringing forward -------------------------------------------------------------------------


@pytest.fixture
def behind(tmp_path, monkeypatch):
    """The settings of a warehouse that other rules made than those of now."""
    with monkeypatch.context() as patch:
        patch.setattr(resolving, "rules_hash", lambda: "of yesterday")
        return loaded(tmp_path, [*jobs(("one",), 2)])


def stamp(settings):
    with Reader(settings.warehouse) as reader:
        return stored_resolution(reader.cursor())


def test_the_first_question_brings_the_file_forward_and_says_so(behind):
    said = []
    figures = Figures.of(behind, say=said.append)
    with figures.reader:
        total = figures.measure(["spend"], selection=Selection()).rows
        figures.measure(["spend"], selection=Selection())
    assert stamp(behind).rules_hash == rules_hash()
    assert [each.split(":")[0] for each in said] == [
        "The rules of the figures are newer than this warehouse"
    ]
    again = Figures.of(behind)
    with again.reader:
        assert not is_behind(again.reader.cursor())
        assert again.measure(["spend"], selection=Selection()).rows == total


def test_a_question_under_other_settings_brings_nothing_forward(behind):
    figures = Figures.of(behind)
    with figures.reader:
        other = figures.under(behind.model_copy(update={"currency": "EUR"}), figures.book)
        [row] = other.measure(["attempts"], selection=Selection()).rows
        assert row["attempts"] == 2
        assert is_behind(figures.reader.cursor())


def test_while_another_load_holds_the_lock_answers_come_from_memory(behind):
    figures = Figures.of(behind)
    with writing(behind.warehouse), figures.reader:
        assert bring_forward(behind.warehouse, behind, figures.book) is False
        [row] = figures.measure(["attempts"], selection=Selection()).rows
        assert row["attempts"] == 2
        assert is_behind(figures.reader.cursor())


def test_the_web_app_answers_meanwhile(behind):
    waiting = []
    figures = Figures.of(behind, forward=lambda *given: waiting.append(given))
    with figures.reader:
        [row] = figures.measure(["attempts"], selection=Selection()).rows
        figures.measure(["attempts"], selection=Selection())
        assert row["attempts"] == 2
        assert len(waiting) == 1
        bring_forward(*waiting[0])
        assert not is_behind(figures.open())


def test_a_load_onto_it_resolves_everything_anew(behind, tmp_path):
    loaded(tmp_path, [*jobs(("one",), 3)])
    assert stamp(behind).rules_hash == rules_hash()
