"""Pages are visited before somebody comes: all of them, and again when their figures change."""

from __future__ import annotations

import gc
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.server import serve

from dashboard.serve import ahead
from dashboard.serve.early import leave_be
from data.asking.standing_moment import STEPS, standing_moment
from data.errors import WarehouseError
from data.settings import Settings
from tests.studio_logs import jobs, loaded
from tests.test_serve import port, started  # noqa: F401 (a fixture)

PAGES = ("", "explore", "data")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@contextmanager
def an_app():
    """A web app that knows three pages, and the paths that it was asked for."""
    asked = []

    def answer(socket):
        wanted = BackMsg.FromString(socket.recv())
        asked.append(wanted.rerun_script.page_name)
        told = ForwardMsg()
        for page in PAGES:
            told.navigation.app_pages.add(url_pathname=page)
        socket.send(told.SerializeToString())
        for ended in (ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_SUCCESSFULLY):
            socket.send(ForwardMsg(script_finished=ended).SerializeToString())

    with serve(answer, "127.0.0.1", 0, subprotocols=["streamlit"]) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}", asked
        server.shutdown()


@dataclass
class AWarehouse:
    """What the routes answer from: a file that was published, or none."""

    settings: Settings = field(default_factory=lambda: Settings(as_of=NOON, pages_ahead=True))
    published: tuple[int, int, int] | None = (1, 0, 1)

    @property
    def reader(self):
        return self

    @property
    def generation(self):
        if self.published is None:
            raise WarehouseError("No warehouse there yet.")
        return self.published


def until(condition, tries=200):
    for _ in range(tries):
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def visitor(monkeypatch):
    """Looks often, and comes no more once the test is over."""
    monkeypatch.setattr(ahead, "LOOK_S", 0.02)
    begun = []
    yield lambda *who: begun.append(ahead.visit_ahead(*who))
    for ended in begun:
        ended.set()


def test_every_page_is_opened_once_and_waited_for():
    with an_app() as (address, asked):
        assert ahead.visit(address) == ["", "data", "explore"]
    assert asked == ["", "data", "explore"]


def test_pages_are_visited_again_after_a_load_and_not_before(visitor):
    warehouse = AWarehouse()
    with an_app() as (address, asked):
        visitor(warehouse, address)
        assert until(lambda: len(asked) == 3)
        time.sleep(0.2)
        assert len(asked) == 3
        warehouse.published = (2, 5, 1)
        assert until(lambda: len(asked) == 6)


def test_where_only_time_went_on_a_visit_waits_for_its_rest(visitor, monkeypatch):
    warehouse = AWarehouse()
    with an_app() as (address, asked):
        monkeypatch.setattr(ahead, "REST", 1e9)
        visitor(warehouse, address)
        assert until(lambda: len(asked) == 3)
        with monkeypatch.context() as patch:
            patch.setattr(ahead, "_standing", lambda _: ("same", "file", time.monotonic()))
            assert until(lambda: len(asked) == 6)  # another file: at once
            time.sleep(0.2)
            assert len(asked) == 6  # another moment: later


@pytest.mark.parametrize(
    "warehouse",
    [AWarehouse(published=None), AWarehouse(settings=Settings(as_of=NOON, pages_ahead=False))],
    ids=["nothing is loaded", "the settings say no"],
)
def test_nobody_comes_before_there_is_something_to_see(warehouse, visitor):
    with an_app() as (address, asked):
        visitor(warehouse, address)
        time.sleep(0.3)
    assert asked == []


def test_a_visit_that_fails_after_long_work_rests_too(monkeypatch):
    """Else a page that cannot be drawn would be tried again every two seconds."""
    tried = []

    def visit(_):
        tried.append(1)
        time.sleep(0.02)
        raise TimeoutError

    monkeypatch.setattr(ahead, "visit", visit)
    warehouse = AWarehouse()
    looking = ahead.Visitor(warehouse, "http://127.0.0.1:1")
    with pytest.raises(TimeoutError):
        looking.look()
    looking.look()
    assert len(tried) == 1
    warehouse.published = (2, 5, 1)
    with pytest.raises(TimeoutError):
        looking.look()
    assert len(tried) == 2


def test_an_app_that_does_not_answer_yet_is_asked_again(visitor, monkeypatch):
    tried = []

    def visit(_):
        tried.append(1)
        if len(tried) < 3:
            raise ConnectionRefusedError

    monkeypatch.setattr(ahead, "visit", visit)
    visitor(AWarehouse(), "http://127.0.0.1:1")
    assert until(lambda: len(tried) == 3)
    time.sleep(0.2)
    assert len(tried) == 3


def test_the_web_app_itself_is_understood(tmp_path, port):  # noqa: F811 (the fixture)
    process, _ = started(tmp_path / "none.duckdb", port)
    try:
        paths = ahead.visit(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert {"", "explore", "waste", "briefs", "desk", "models", "waiting", "credits"} <= {*paths}


def test_what_pages_keep_is_there_before_anybody_came_and_the_app_ends_in_silence(
    tmp_path,
    port,  # noqa: F811 (the fixture)
    monkeypatch,
):
    settings = loaded(tmp_path, list(jobs()))
    monkeypatch.setenv("OFFCUT_PAGES_AHEAD", "true")
    process, line = started(settings.warehouse, port)
    try:
        kept = f"{line.split()[-1]}/_stcore/metrics"
        assert until(lambda: b"cached_review._built" in read(kept), tries=3000)
    finally:
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("loaded_at", "stands"),
    [("16 09:00", "16 12:00"), ("16 12:01", "16 12:01"), ("17 00:00", "16 12:03")],
    ids=["full five minutes", "a load since", "a clock that is wrong"],
)
def test_the_moment_stands_still_for_a_step(loaded_at, stands):
    published = (1, int(at(loaded_at).timestamp() * 1e9), 1)
    assert standing_moment(at("16 12:03"), STEPS[0][1], published) == at(stands)


def at(written):
    return datetime.strptime(f"2026-11-{written}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def test_what_is_there_after_the_start_is_not_collected_again_and_again():
    gc.unfreeze()
    try:
        leave_be()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def read(address):
    with urlopen(address) as answer:  # noqa: S310 (our own app)
        return answer.read()
