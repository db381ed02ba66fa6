"""A price that is added while the web app runs shows on the next run of a page."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.cli.app import app as commands
from tests.studio_logs import AS_OF, jobs, loaded
from tests.test_dashboard_pages import ROOT


@pytest.fixture(autouse=True)
def _let_go():
    yield
    st.cache_resource.clear()


def test_a_price_added_meanwhile_shows_on_the_next_run(monkeypatch, tmp_path):
    unpriced = [job | {"cost": ""} for job in jobs(("one",), 1)]
    loaded(tmp_path, unpriced)
    config = tmp_path / "offcut.toml"
    config.write_text(
        f'warehouse = "warehouse.duckdb"\nprices_folder = "prices"\nas_of = {AS_OF.isoformat()}\n'
    )
    (tmp_path / "prices").mkdir()
    monkeypatch.setenv("OFFCUT_CONFIG", str(config))
    app = AppTest.from_file(str(ROOT / "dashboard" / "app" / "app.py"), default_timeout=60)
    drawn = app.switch_page("pages/explore/explore.py").run()
    added = ("one", "one", "image", "3", "--from", "2026-01-01", "--source", "contract")
    result = CliRunner().invoke(commands, ["--config", str(config), "prices", "add", *added])
    assert result.exit_code == 0, result.output
    before = [each.value for each in drawn.metric]
    drawn.run()
    assert not drawn.exception
    assert "$6.00" not in before
    assert "$6.00" in [each.value for each in drawn.metric]
