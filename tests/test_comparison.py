"""What a period is held against, on the pages whose figures can be: shown where it is chosen."""

from __future__ import annotations

import pytest
import streamlit as st

from tests.brief_studio import said, starter
from tests.studio_logs import jobs, loaded


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("awkward"), list(jobs()))


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    return starter(monkeypatch)


@pytest.mark.parametrize("name", ["waste", "waiting"])
def test_a_period_is_held_against_the_one_before_unless_nothing_is_chosen(page, awkward, name):
    days = {"from": "2026-10-05", "to": "2026-10-11"}
    labels = [each.label for each in page(awkward, name, **days).selectbox]
    assert "compared with" in labels
    assert "28 Sep 2026 to 4 Oct 2026: " in said(page(awkward, name, **days))
    assert "28 Sep 2026" not in said(page(awkward, name, compare="none", **days))
    without = page(awkward, name)
    assert "compared with" not in [each.label for each in without.selectbox]
    assert "compare=what: write one of" in said(page(awkward, name, compare="what", **days))
