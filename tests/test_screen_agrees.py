"""What a page shows is what the command line says, and what is taken along is what it shows."""

from __future__ import annotations

import csv
import io
import random
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import csv_text
from dashboard.report.tables_workbook import tables_xlsx
from dashboard.words.formats import label, shown
from data.asking.figures import Figures
from data.asking.measure import fitting
from data.asking.selection import Selection
from data.metrics.catalogue import metric
from tests.studio_logs import FIRST, NAMES, jobs, loaded

ROOT = Path(__file__).parents[1]
SELECTIONS = 20


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    yield loaded(tmp_path_factory.mktemp("agrees"), list(jobs()))
    st.cache_resource.clear()


@pytest.fixture
def explore(studio, monkeypatch):
    """A function: an address → Explore after its first run."""
    monkeypatch.setenv("OFFCUT_WAREHOUSE", str(studio.warehouse))
    monkeypatch.setenv("OFFCUT_AS_OF", studio.as_of.isoformat())

    def start(**address) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard" / "app" / "app.py"), default_timeout=90)
        for key, value in address.items():
            app.query_params[key] = value
        drawn = app.switch_page("pages/explore/explore.py").run()
        assert not drawn.exception
        return drawn

    return start


def drawn_by_lot(dice):
    """A selection as an address, and as a question."""
    first = (FIRST + timedelta(days=dice.randrange(50))).date()
    last = first + timedelta(days=dice.randrange(40))
    filters = {}
    if dice.random() < 0.6:
        filters["project"] = dice.sample(NAMES, dice.randrange(1, 4))
    if dice.random() < 0.4:
        filters["media"] = [dice.choice(["image", "video"])]
    address = {"from": first.isoformat(), "to": last.isoformat(), **filters}
    chosen = tuple((name, tuple(values)) for name, values in filters.items())
    return address, Selection(first, last, chosen)


@pytest.mark.parametrize("number", range(SELECTIONS))
def test_the_figures_of_a_selection_are_those_of_the_command_line(explore, studio, number):
    dice = random.Random(number)
    address, selection = drawn_by_lot(dice)
    name = dice.choice([each.name for each in fitting(["project"])])
    names = list(dict.fromkeys([name, "spend", "usable_assets", "waste_share"]))
    figures = Figures.of(studio)
    with figures.reader:
        (row,) = figures.measure(names, selection=selection).rows
        (work,) = figures.measure(["attempts", "spend"], selection=selection).rows
    drawn = explore(**address, metric=name, by="project")
    if not (work["attempts"] or work["spend"]):
        assert not drawn.metric
        return
    assert [each.value for each in drawn.metric] == [
        shown(row[each], metric(each).unit) for each in names
    ], f"selection {number}: {address}"


def test_a_table_its_csv_and_its_sheet_have_the_same_cells(explore, studio):
    drawn = explore(by="project", metric="cost_per_generation")
    table = drawn.session_state["tables_of_this_run"]["offcut-by-project"]
    screen = drawn.dataframe[0].value
    columns = [Column(name, title) for name, title in table.titles.items()]
    written = list(csv.DictReader(io.StringIO(csv_text(table.rows, columns))))
    sheet = load_workbook(io.BytesIO(tables_xlsx([table])))["by-project"]
    sheet_rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(screen) == len(written) == len(sheet_rows) == len(NAMES)
    for place, name in enumerate(table.titles):
        for number, row in enumerate(table.rows):
            cell, in_csv = sheet_rows[number][place], written[number][name]
            on_screen = screen[name].iloc[number]
            if isinstance(row[name], str):
                assert cell == on_screen == label(row[name])
                assert in_csv.removeprefix("'") == row[name]
            elif row[name] is None:
                assert (cell, in_csv) == (None, "")
                assert on_screen != on_screen or on_screen is None  # noqa: PLR0124
            else:
                assert float(in_csv) == pytest.approx(float(on_screen), rel=1e-12)
                assert float(cell) == pytest.approx(float(on_screen), rel=1e-12)
