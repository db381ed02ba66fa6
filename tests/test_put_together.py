"""Sums over rows put together are those over single rows, to the last digit, whatever is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.asking import aggregates, put_together
from data.asking.figures import Figures
from data.asking.measure import fitting, ledger, measure
from data.asking.selection import Selection
from data.demo import write_demo
from data.metrics.sums import OUTPUT_LINES, SHARES
from data.relations.named_columns import facts_columns, stored_beneath
from data.settings import Settings
from ingest.load.load import load_paths

pytest_plugins = ["tests.hand_made_facts"]

WAYS = (
    (),
    ("media",),
    ("day",),
    ("week", "model"),
    ("hour", "channel"),
    ("month", "client", "project"),
    ("user",),
    ("source", "weekday"),
    ("status",),
    ("reason",),
    ("outcome", "model"),
    ("stage", "week"),
    ("brief",),
)
SELECTIONS = (
    Selection(),
    Selection(first_day=date(2026, 9, 20), last_day=date(2026, 10, 25)),
    Selection(filters=(("model", ("nano-banana-pro", None)), ("weekday", ("Monday",)))),
    Selection(filters=(("reason", ("artifacts", None)),)),
    Selection(as_of=datetime(2026, 10, 20, 12, tzinfo=UTC)),
    Selection(filters=(("client", ("nobody",)),)),
)
attempts = st.tuples(
    st.lists(st.sampled_from(OUTPUT_LINES), max_size=4),
    st.fixed_dictionaries(
        {
            "at": st.sampled_from(["2026-09-07T09:00", "2026-09-08T23:59", "2026-11-23T10:00"]),
            "cost": st.none() | st.decimals(0, 10**6, places=12).map(str),
            "status": st.sampled_from(["succeeded", "failed", "blocked", "canceled", "running"]),
            "model": st.none() | st.sampled_from(["a", "b"]),
            "is_reviewed": st.booleans(),
            "cache_hit": st.booleans(),
        }
    ),
)
AS_OF = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    logs = write_demo(folder / "logs", scale=0.1)
    asked_at = Settings(warehouse=folder / "w.duckdb", as_of=AS_OF, timezone="Asia/Tokyo")
    load_paths([*map(str, logs)], asked_at)
    found = Figures.of(asked_at)
    with found.reader:
        yield found


@pytest.fixture
def both(monkeypatch):
    """A function: what it asks, over rows put together whatever their number, and over each."""

    def ask(question):
        answers = []
        for fewest in (1, 1000):
            monkeypatch.setattr(put_together, "FEWEST", fewest)
            monkeypatch.setattr(put_together, "FROM_ATTEMPTS", 1)
            answers.append(question())
        return answers

    return ask


def measured(figures, by, selection):
    names = [each.name for each in fitting(by, selection)]
    found = figures.measure(names, by=by, selection=selection)
    return found.rows, [
        found.evidence(row, name) for row in range(min(20, len(found.rows))) for name in names
    ]


@pytest.mark.parametrize("selection", SELECTIONS, ids=range(len(SELECTIONS)))
@pytest.mark.parametrize("by", WAYS, ids=" and ".join)
def test_every_metric_is_the_same(figures, both, by, selection):
    together, single = both(lambda: measured(figures, by, selection))
    assert together == single


@pytest.mark.parametrize("by", WAYS, ids=" and ".join)
def test_the_ledger_is_the_same(figures, both, by):
    together, single = both(lambda: figures.ledger(by=by, selection=Selection()).rows)
    assert together == single


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(attempts, max_size=12), by=st.sampled_from(WAYS))
def test_whatever_there_is_the_figures_are_the_same(facts, both, made, by):
    facts.clear()
    for outcomes, columns in made:
        facts.attempt(*outcomes, **columns)
    names = [each.name for each in fitting(by, Selection())]

    def question():
        asked = {"by": by, "settings": facts.settings}
        return measure(facts.con, names, **asked).rows, ledger(facts.con, **asked).rows

    together, single = both(question)
    assert together == single


def test_it_is_what_answers_where_there_are_many_sums(figures, monkeypatch):
    asked = []
    monkeypatch.setattr(put_together, "FROM_ATTEMPTS", 1)
    real = aggregates.Together.query
    monkeypatch.setattr(
        aggregates.Together, "query", lambda self, of: asked.append(of) or real(self, of)
    )
    figures.measure(selection=Selection())
    figures.ledger(selection=Selection())
    figures.ledger(by=("reason",), selection=Selection())
    assert asked == ["attempt_facts", "attempt_facts", SHARES]
    figures.measure(["spend"], selection=Selection())
    figures.ledger(by=("brief",), selection=Selection())
    figures.measure(selection=Selection(filters=(("model", ("nano-banana-pro",)),)))
    monkeypatch.setattr(put_together, "FROM_ATTEMPTS", 1_000_000)
    figures.measure(selection=Selection())
    assert len(asked) == 3


def test_all_that_is_told_apart_and_added_up_is_stored(figures):
    cursor = figures.reader.cursor()
    known = {*put_together.TOLD_APART, *put_together.ADDED_UP, *put_together.BY_LINE}
    known |= {put_together.COUNTS, put_together.ROW}
    beneath = set().union(*(stored_beneath(cursor, each) for each in facts_columns(cursor)))
    assert known <= beneath
