"""How the watching fares: the file beside the warehouse, the lock, and the sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words.watching import watch_sentence
from data.desk_journal import desk_folder
from data.errors import WarehouseError
from data.watch_state import (
    FolderState,
    Watch,
    WatchState,
    is_watched,
    watch_of,
    watching,
    write_state,
)

NOW = datetime(2026, 11, 16, 22, 55, tzinfo=UTC)
FOLDERS = tuple(FolderState(path=each) for each in ("exports", "reviews", "logs"))


def state(**changed):
    told = {"kind": "folders", "pid": 7, "began_at": NOW.replace(hour=8), "looked_at": NOW}
    return WatchState(**(told | {"folders": FOLDERS} | changed))


def said(*, is_alive=True, zone=UTC, **changed):
    return watch_sentence(Watch(state(**changed), is_alive), NOW, zone)


def test_it_says_what_is_watched_when_it_loaded_and_what_waits():
    loaded = NOW.replace(minute=52)
    assert said(loaded_at=loaded, n_writing=1) == (
        "Watching 3 folders; last load 22:52; 1 file is still being written."
    )
    assert said(n_writing=2, n_ready=1, folders=FOLDERS[:1]) == (
        "Watching 1 folder; nothing new since 08:55; 1 file in the next load; "
        "2 files are still being written."
    )


def test_times_are_those_of_the_reporting_zone_and_other_days_have_their_date():
    assert "last load 2026-11-15 23:30." in said(
        loaded_at=datetime(2026, 11, 15, 22, 30, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin")
    )


def test_it_says_what_is_missing_and_what_stands_in_the_way():
    away = (*FOLDERS[:2], FolderState(path="logs", is_there=False))
    assert said(folders=away, trouble="Make room") == (
        "Watching 3 folders; nothing new since 08:55. Not there at the moment: logs. "
        "In the way: Make room."
    )


def test_one_that_died_is_told_from_one_that_was_stopped():
    assert said(is_alive=False).startswith("No folder is watched: the watcher died; it last looked")
    stopped = said(is_alive=False, ended_at=NOW)
    assert stopped.startswith("No folder is watched: watching was stopped 22:55.")


def test_the_loader_of_the_app_is_told_while_it_lives():
    assert said(kind="desk", folders=()).startswith("What is decided in the app loads by itself;")
    assert said(kind="desk", is_alive=False) == ""
    assert watch_sentence(None, NOW, UTC) == ""


def test_the_state_is_read_as_it_was_written(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    assert watch_of(warehouse) is None
    written = state(writing=("a.csv",), n_writing=1, trouble="none")
    write_state(warehouse, written)
    assert watch_of(warehouse) == Watch(written, is_alive=False)
    assert [each.name for each in tmp_path.iterdir()] == ["w.duckdb.watch.json"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"kind": "later"}', b"\xff"])
def test_a_state_of_another_version_is_none(tmp_path, content):
    (tmp_path / "w.duckdb.watch.json").write_bytes(content)
    assert watch_of(tmp_path / "w.duckdb") is None


def test_whoever_watches_is_alone_and_seen(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    assert not is_watched(warehouse, "folders")
    with watching(warehouse, "folders"):
        write_state(warehouse, state())
        assert is_watched(warehouse, "folders")
        assert not is_watched(warehouse, "desk")
        with (
            pytest.raises(WarehouseError, match=r"watches for it already \(process 7\)"),
            watching(warehouse, "folders"),
        ):
            pass
        with watching(warehouse, "desk"):
            assert is_watched(warehouse, "desk")
    assert not is_watched(warehouse, "folders")


def test_the_loader_of_the_app_leaves_the_word_of_a_watcher_that_died(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    write_state(warehouse, state())
    write_state(warehouse, state(kind="desk"))
    assert watch_of(warehouse).state.kind == "folders"
    write_state(warehouse, state(ended_at=NOW))
    write_state(warehouse, state(kind="desk"))
    assert watch_of(warehouse).state.kind == "desk"


def test_the_desk_lies_beside_the_warehouse_that_a_link_leads_to(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "studio.duckdb").touch()
    link = tmp_path / "here.duckdb"
    link.symlink_to(tmp_path / "real" / "studio.duckdb")
    assert desk_folder(link) == tmp_path / "real" / "studio-desk"


def data_page(warehouse):
    """The sentence as the page Data draws it."""
    from pathlib import Path

    from dashboard.app.parts.watching import show_watching
    from data.settings import Settings

    show_watching(Settings(warehouse=Path(warehouse)))


def drawn(warehouse):
    app = AppTest.from_function(data_page, args=(str(warehouse),)).run(timeout=60)
    assert not app.exception
    return [each.proto.body for each in app.get("html")]


def test_the_data_page_draws_it_and_names_are_text(tmp_path):
    warehouse = tmp_path / "w.duckdb"
    assert drawn(warehouse) == []
    away = FolderState(path="<b>logs</b>", is_there=False)
    with watching(warehouse, "folders"):
        write_state(warehouse, state(folders=(away,)))
        [sentence] = drawn(warehouse)
    assert "Watching 1 folder; nothing new since" in sentence
    assert "Not there at the moment: &lt;b&gt;logs&lt;/b&gt;." in sentence
