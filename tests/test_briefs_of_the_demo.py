"""The briefs of the demo: their list and their pages say what metrics and command line say."""

from __future__ import annotations

import json
import random

import pytest
import streamlit as st

from data.asking.measure import measure
from data.asking.selection import Selection
from data.briefs.listed import listed_briefs, pictures_of
from tests.app_links import unfolded
from tests.brief_studio import opened, said, starter, table
from tests.command_folder import CommandFolder

pytest_plugins = ["tests.loaded_demo"]

EVERYTHING = Selection()


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    return starter(monkeypatch)


def test_each_row_says_what_the_metrics_say(demo):
    cursor = demo.cursor(EVERYTHING)
    by_name = {each.brief: each for each in briefs_of(demo, cursor)}
    asked = ["attempts", "outputs", "usable_assets", "spend", "unpriced_attempts", "waste_share"]
    rows = measure(cursor, asked, by=["brief"], selection=EVERYTHING, settings=demo.settings).rows
    told = {row["brief"]: row for row in rows if row["brief"]}
    assert told.keys() == by_name.keys()
    for name, row in told.items():
        brief = by_name[name]
        mine = [brief.attempts, brief.outputs, brief.usable, brief.spend, brief.unpriced]
        assert mine == [row[each] for each in asked[:-1]], name
        share = None if brief.wasted is None or not brief.spend else brief.wasted / brief.spend
        assert (share is None) == (row["waste_share"] is None), name
        assert share is None or float(share) == pytest.approx(float(row["waste_share"])), name


def test_the_states_are_those_the_metrics_count(demo):
    cursor = demo.cursor(EVERYTHING)
    states = [each.state for each in briefs_of(demo, cursor)]
    counted = measure(
        cursor, ["briefs", "settled_briefs"], selection=EVERYTHING, settings=demo.settings
    ).rows[0]
    assert len(states) == counted["briefs"]
    settled = sum(state in ("usable", "never_usable") for state in states)
    assert settled == counted["settled_briefs"]


def briefs_of(demo, cursor):
    return listed_briefs(cursor, selection=EVERYTHING, settings=demo.settings, limit=100_000).briefs


def test_without_a_scan_no_brief_has_a_picture(demo):
    assert pictures_of(demo.cursor(EVERYTHING), (1, 2, 3)) == {}


def test_every_total_of_twenty_briefs_is_that_of_the_command_line(page, demo, offcut):
    cursor = demo.cursor(Selection())
    rows = cursor.execute("SELECT brief FROM brief_facts ORDER BY brief").fetchall()
    drawn = unfolded(page(demo.settings, "brief", brief=[rows[0][0]]))
    for (name,) in random.Random(20).sample(rows, 20):
        opened(drawn, name)
        asked = ["spend", "attempts", "outputs", "usable_assets"]
        row = offcut("metrics", *asked, "--where", f"brief={name}")
        ledger = table(drawn)
        assert ledger["money"].iloc[-1] == pytest.approx(float(row["spend"] or 0), abs=1e-12), name
        attempts, outputs = table(drawn, 1), table(drawn, 2)
        assert len(attempts) == row["attempts"], name
        assert attempts["cost"].sum() == pytest.approx(float(row["spend"] or 0)), name
        assert attempts["outputs"].sum() == row["outputs"], name
        assert (outputs["outcome"] != "Blocked").sum() == row["outputs"], name
        assert (outputs["outcome"] == "Usable").sum() == row["usable_assets"], name
        assert f"{row['attempts']:,} attempt" in said(drawn), name


@pytest.fixture(scope="module")
def offcut(demo):
    """A function: arguments of the command line → the one row it prints."""

    commands = CommandFolder()
    commands.folder = demo.settings.warehouse.parent

    def run(*arguments):
        named = ["--warehouse", str(demo.settings.warehouse)]
        (row,) = json.loads(commands.run(*named, *arguments, "--format", "json").out)
        return row

    return run
