"""The fixture `demo`: the demo's ten weeks loaded once, and its figures. Tests only read it.

A test module asks for it with `pytest_plugins = ["tests.loaded_demo"]`.
"""

from __future__ import annotations

import pytest

from data.asking.figures import Figures
from ingest.door import load_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    loaded = load_demo(folder, seed=7, scale=1.0, media=False)
    figures = Figures.of(loaded.settings)
    with figures.reader:
        yield figures
