"""Questions over wide relations that bind no more than what they name."""

from __future__ import annotations

import pytest

from data.relations.named_columns import over_named_columns
from tests.test_metrics import a_studio

pytest_plugins = ["tests.hand_made_facts"]
LEDGER = "waste_ledger"


def columns(facts, relation):
    return [name for name, *_ in facts.con.execute(f"FROM {relation} LIMIT 0").description]


def answers(facts, query):
    return facts.con.execute(query).fetchall()


@pytest.mark.parametrize("relation", ["attempt_facts", LEDGER])
def test_each_column_alone_is_what_it_was(facts, relation):
    a_studio(facts)
    names = columns(facts, relation)
    assert len(names) > 25
    for name in names:
        query = f'SELECT "{name}", count(*) FROM {relation} GROUP BY ALL ORDER BY ALL'
        assert answers(facts, over_named_columns(facts.con, query)) == answers(facts, query), name


def test_what_is_not_named_is_not_bound(facts):
    narrow = over_named_columns(facts.con, "SELECT sum(cost) FROM attempt_facts")
    assert "line_money" not in narrow
    assert "latency_s" not in narrow


def test_what_a_column_is_worked_out_from_is_bound_with_it(facts):
    a_studio(facts)
    narrow = over_named_columns(facts.con, "SELECT sum(outputs_delivered) FROM attempt_facts")
    assert "AS outputs_blocked" in narrow
    assert answers(facts, narrow) == [(9,)]  # of ten outputs, one is blocked


@pytest.mark.parametrize(
    "query",
    [
        "WITH a AS (SELECT cost FROM attempt_facts) SELECT sum(cost) FROM a",
        "-- One row.\nWITH a AS (SELECT cost FROM attempt_facts) SELECT sum(cost) FROM a",
        "-- One row:\n-- of two lines.\nSELECT sum(cost) FROM attempt_facts",
        (
            "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3)"
            " SELECT sum(cost) FROM attempt_facts WHERE n_attempts < (SELECT max(i) FROM n)"
        ),
        "SELECT sum(x.cost) FROM attempt_facts AS x JOIN attempt_facts AS y USING (attempt_no)",
        "SELECT sum(o.outputs) FROM waste_ledger AS o JOIN attempt_facts AS f USING (attempt_no)",
        "SELECT count(*) FROM brief_facts",
    ],
)
def test_whatever_a_query_begins_with(facts, query):
    a_studio(facts)
    assert answers(facts, over_named_columns(facts.con, query)) == answers(facts, query)


def test_a_query_of_other_relations_stays_as_it_is(facts):
    assert over_named_columns(facts.con, "SELECT 1") == "SELECT 1"
