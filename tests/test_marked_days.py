"""Days marked under a figure over time: prices that changed, and decisions that watch it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.app.charts.over_time import Line, Spot, lines_over_time
from dashboard.words.marked_days import MarkedDay
from data.asking.figures import Figures
from data.metrics.catalogue import metric
from data.review.decisions import decisions_journal, new_decision
from data.settings import load_settings
from tests.studio_logs import AS_OF, FIRST, jobs, loaded
from tests.test_dashboard_pages import ROOT
from tests.test_prices_in_force import entry

WEEK = FIRST.date() - timedelta(days=FIRST.weekday())


@pytest.fixture
def drawn(monkeypatch, tmp_path):
    """Explore over four weeks of one client's work, with what the address says."""
    st.cache_resource.clear()
    loaded(tmp_path, list(jobs(("one", "two"), 4)))
    config = tmp_path / "offcut.toml"
    config.write_text(
        f'warehouse = "warehouse.duckdb"\nprices_folder = "prices"\nas_of = {AS_OF.isoformat()}\n'
    )
    (tmp_path / "prices" / "prices").mkdir(parents=True)
    monkeypatch.setenv("OFFCUT_CONFIG", str(config))

    def draw(**address):
        app = AppTest.from_file(str(ROOT / "dashboard" / "app" / "app.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        found = app.switch_page("pages/explore/explore.py").run()
        assert not found.exception
        return " ".join(each.proto.body for each in found.get("html"))

    yield draw, load_settings(config)
    st.cache_resource.clear()


def _decide(settings, watch, *where):
    figures = Figures.of(settings)
    with figures.reader:
        decision = new_decision(
            figures, text="Stop rolling", week=WEEK, owner="Rita", by=WEEK, watch=watch,
            where=where,
        )  # fmt: skip
    decisions_journal(settings).append(decision)


def test_a_decision_is_marked_on_the_figure_that_it_watches_and_on_no_other(drawn):
    draw, settings = drawn
    _decide(settings, "discard_rate")
    assert "decided: Stop rolling (Rita)" in draw(metric="discard_rate", by="model")
    assert "Stop rolling" not in draw(metric="spend", by="model")


def test_a_decision_on_a_model_is_marked_where_that_model_is_drawn(drawn):
    draw, settings = drawn
    _decide(settings, "discard_rate", "model=one")
    assert "Stop rolling" in draw(metric="discard_rate", by="model")
    assert "Stop rolling" in draw(metric="discard_rate", by="media", model="one")
    assert "Stop rolling" not in draw(metric="discard_rate", by="media", model="two")
    assert "Stop rolling" not in draw(metric="discard_rate", by="media")


def test_a_price_that_changes_is_marked_on_figures_of_money_alone(drawn, tmp_path):
    draw, _ = drawn
    changes = WEEK + timedelta(weeks=2)
    prices = entry("one", "3", since=FIRST.date()) + entry("one", "4", since=changes)
    (tmp_path / "prices" / "prices" / "one.toml").write_text(f'channel = "one"\n{prices}')
    said = draw(metric="spend", by="model")
    assert "one at one, for one image: $3 becomes $4." in said
    assert "is new" not in said
    assert "becomes" not in draw(metric="discard_rate", by="model")
    assert "becomes" not in draw(metric="spend", by="media", model="two")


def test_a_price_that_changes_in_the_last_week_is_marked_too(drawn, tmp_path):
    draw, _ = drawn
    friday = WEEK + timedelta(weeks=3, days=4)
    prices = entry("one", "3", since=FIRST.date()) + entry("one", "4", since=friday)
    (tmp_path / "prices" / "prices" / "one.toml").write_text(f'channel = "one"\n{prices}')
    assert "$3 becomes $4." in draw(metric="spend", by="model")


def test_a_rule_stands_at_each_marked_day_and_names_are_text():
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    spots = [Spot(monday, Decimal(1), 3), Spot(date(2026, 3, 9), Decimal(2), 3)]
    marked = [
        MarkedDay(tuesday, "price", "flux at fal: $1 becomes $2"),
        MarkedDay(tuesday, "decided", "decided: <b>stop</b>"),
    ]
    chart = lines_over_time([Line("all", spots)], metric("spend"), "USD", marked)
    assert [each.x0 for each in chart.layout.shapes] == ["2026-03-03"]
    (said,) = [each for each in chart.layout.annotations if each.yref == "paper"]
    assert said.text == "price · decided"
    assert said.hovertext == "flux at fal: $1 becomes $2<br>decided: &lt;b&gt;stop&lt;/b&gt;"
    assert not lines_over_time([Line("all", spots)], metric("spend"), "USD").layout.shapes
