"""What all tests share: samples and how they read, and no settings of the developer's own."""

from __future__ import annotations

import os
import re
import sys
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import settings
from pydantic import ValidationError

from data.errors import RefusedFileError, RefusedRecordError, validation_sentence
from data.settings import Settings
from data.warehouse import file as warehouse_file
from data.warehouse.private_copy import copy_privately
from data.warehouse.records import KINDS
from ingest.source import Ignored, Opened

ONE_THREAD = (
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"),
    "VECLIB_MAXIMUM_THREADS",
)
"""What numpy's libraries read when they are loaded; a process takes them from the one before it."""
NOBODY_AHEAD = {"OFFCUT_PAGES_AHEAD": "false"}
"""Web apps of tests work out what is asked of them, and no pages besides."""
KIND_OF = {model: kind for kind, model in KINDS.items()}
SUBMITTED_AT = re.compile(r"\.submitted_at_(\d{8}T\d{6}Z)\.")
"""In a sample's name: read it with this --submitted-at."""

# A busy machine is no fault of the code, so examples have no deadline of their own; CI draws the
# same ones every time, so that it judges the change and not the dice.
settings.register_profile("offcut", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("offcut")


pytest.register_assert_rewrite("tests.raw_records")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-expected",
        action="store_true",
        help="write what samples read into and docs show now, instead of comparing",
    )


def pytest_configure(config):
    one_thread_each()
    os.environ.update(NOBODY_AHEAD)
    if not config.getoption("--rewrite-expected"):
        return
    if hasattr(config, "workerinput") or config.getoption("numprocesses", None):
        raise pytest.UsageError(
            "--rewrite-expected writes into files that several tests share: leave out -n"
        )
    if os.environ.get("CI"):
        raise pytest.UsageError(
            "--rewrite-expected is for a person who reads the difference; CI only compares"
        )


def one_thread_each():
    """For all processes of the tests, before any of them loads numpy.

    Each core has a process of its own. With more threads than cores numpy's libraries wait for one
    another: what films show took 81 s to find out in the tests, and takes 3 s.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


@pytest.fixture
def rewrite_expected(request) -> bool:
    return bool(request.config.getoption("--rewrite-expected"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch):
    for field in Settings.model_fields:
        monkeypatch.delenv(f"OFFCUT_{field}".upper(), raising=False)
    for name, value in NOBODY_AHEAD.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session", autouse=True)
def _empty_warehouses_are_copied(tmp_path_factory):
    """What begins as an empty warehouse is a copy of one: to make its schema takes 0.1 s.

    `from_nothing` is for tests of just that.
    """
    empty = tmp_path_factory.mktemp("empty") / "w.duckdb"
    with warehouse_file.writing(empty):
        pass

    def begin(path, copy):
        copy_privately(path if path.exists() else empty, copy)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse_file, "copy_privately", begin)
        yield


@pytest.fixture(scope="session", autouse=True)
def _apps_are_tested_quickly():
    """For each app under test Streamlit asks all installed packages whether they have components.

    That takes 0.4 s. And it looks a thousand times a second whether the script has ended.
    """
    if "streamlit" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner
    from streamlit.testing.v1 import local_script_runner

    ask = local_script_runner.require_widgets_deltas

    def ended(runner, timeout):
        runner._script_thread.join(timeout)
        ask(runner, timeout=1)

    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        patch.setattr(local_script_runner, "require_widgets_deltas", ended)
        yield


@pytest.fixture
def from_nothing(monkeypatch):
    monkeypatch.setattr(warehouse_file, "copy_privately", copy_privately)


@pytest.fixture
def opened():
    """A function: path → Opened, with the --submitted-at that its name asks for."""

    def open_sample(path, submitted_at=None) -> Opened:
        named = SUBMITTED_AT.search(path.name)
        moment = datetime.strptime(named[1], "%Y%m%dT%H%M%S%z") if named else submitted_at
        return Opened(path, path.name, Settings(), moment)

    return open_sample


@pytest.fixture
def reading():
    """A function: source, Opened → what every item becomes, in order, as plain JSON values.

    A file that is refused whole is one item, of line 0.
    """

    def read(source, file) -> list[dict[str, Any]]:
        try:
            items = source.documents(file)
            return [{"line": item.line, **_fate(source, item, file)} for item in items]
        except RefusedFileError as reason:
            return [{"line": 0, "refused": str(reason)}]

    return read


def _fate(source, item, file) -> dict[str, Any]:
    if item.problem is not None:
        return {"refused": item.problem}
    try:
        return {"records": [_plain(record) for record in source.records(item, file)]}
    except Ignored as reason:
        return {"ignored": str(reason)}
    except RefusedRecordError as reason:
        return {"refused": str(reason)}
    except ValidationError as error:
        return {"refused": validation_sentence(error)}


def _plain(record) -> dict[str, Any]:
    kind = {"record": KIND_OF[type(record)]}
    return kind | record.model_dump(mode="json", exclude_none=True)
