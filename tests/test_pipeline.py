"""The pipeline is what it says: every file has its place, and reads only what stands before it."""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

from data.relations.merging import KINDS, MERGING
from data.relations.pipeline import PIPELINE, relations
from data.relations.relation import RECORDS, STORED, Relation
from data.relations.rollups import ROLLING_UP
from data.relations.texts import FOLDER, relation_files, relation_sql

QUERIES = sorted(relation_files())
EXPRESSIONS = {"function", "expression"}
MADE_IN_PYTHON = {"rows", "loop", "told", "numbered"}
STAGES = (MERGING, *PIPELINE, ROLLING_UP)
STAGE_OF = {each.name: stage.name for stage in STAGES for each in stage.relations}
DECLARED = {each.name: each for stage in STAGES for each in stage.relations}


def read_by(name: str) -> set[str]:
    """The tables and views a query reads, those of the last resolving with STORED before them."""
    sql = relation_sql(name).replace("{stored}", "stored").replace("{target}", "target")
    sql = re.sub(r"\$([a-z_]+)|\{facts\}", r"\1", sql)
    tree = sqlglot.parse_one(sql, read="duckdb")
    within = {each.alias for each in tree.find_all(exp.CTE)}
    return {
        f"{STORED if each.db == 'stored' else ''}{each.name}"
        for each in tree.find_all(exp.Table)
        if each.name and each.name not in within
    }


def test_every_query_is_of_a_declared_relation_and_the_reverse():
    with_query = {each.name for each in DECLARED.values() if each.kind not in MADE_IN_PYTHON} - {
        "open_references",
        "candidates",
    }
    facts_of_the_book = {each for each in STAGE_OF if each in QUERIES and each not in with_query}
    assert with_query | facts_of_the_book == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_lies_in_the_folder_of_its_stage(name):
    stage = STAGE_OF[name]
    assert (FOLDER / stage / f"{name}.sql").is_file()


def test_a_folder_holds_few_files_and_stages_come_in_the_order_of_their_names():
    names = [stage.name for stage in PIPELINE]
    assert names == sorted(names)
    for stage in STAGES:
        assert len([*(FOLDER / stage.name).iterdir()]) <= 16


@pytest.mark.parametrize(
    "name", [n for n in QUERIES if n in STAGE_OF and DECLARED[n].kind not in EXPRESSIONS]
)
def test_a_query_reads_what_its_relation_says_it_needs(name):
    assert read_by(name) == set(DECLARED[name].needs)


@pytest.mark.parametrize("name", [*relations()])
def test_a_relation_needs_only_what_stands_before_it(name):
    order = [*relations()]
    before = set(order[: order.index(name)])
    relation = relations()[name]
    given = () if relation.given is None else (relation.given.relation,)
    assert {*relation.needs, *given} <= {*RECORDS, *LEFT, *before, *inside_its_loop(name)}


def test_merging_reads_what_was_landed_and_makes_every_record_that_is():
    made: set[str] = set()
    for relation in MERGING.relations:
        landed = {f"landed_{table}" for table in KINDS}
        assert {*relation.needs} <= landed | made
        made.add(relation.name)
    assert {*KINDS, *filter(None, KINDS.values())} <= made & {*RECORDS}


LEFT = {f"{STORED}{n}" for n, each in relations().items() if each.kind in {"stored", "shown"}}


def inside_its_loop(name: str) -> set[str]:
    """What a step may read besides: its loop so far, and what that runs."""
    found: set[str] = set()
    for loop in relations().values():
        run = run_by(loop)
        if relations()[name].kind == "step" and name in run:
            found |= {loop.name, *run}
    return found


def run_by(loop: Relation) -> set[str]:
    """All that a loop runs: what it names, and the steps these need."""
    found, more = set(), [*loop.runs]
    while more:
        name = more.pop()
        found.add(name)
        steps = (each for each in relations()[name].needs if each in relations())
        more += [each for each in steps if relations()[each].kind == "step" and each not in found]
    return found


def test_every_step_is_run_by_a_loop():
    steps = {name for name, each in relations().items() if each.kind == "step"}
    assert steps <= set().union(*(run_by(each) for each in relations().values()))
