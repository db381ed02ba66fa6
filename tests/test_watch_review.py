"""The weekly review by itself: on which day, once a week, after restarts and failures too."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli.watch_review import RETRY_S, ReviewTask, due_day, reviewed_week
from data.errors import SettingsError, UndeliveredError
from data.settings import Settings, load_settings
from data.watch import WatchSettings
from data.watch_state import reviews_made

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def settings(folder=Path(), **given):
    out = str(folder / "reviews" / "{week}.html")
    watch = WatchSettings(review_on="monday", review_out=(out,), review_post=("slack:#ops",))
    return Settings(warehouse=folder / "w.duckdb", watch=watch, **given)


def at(*, days=0, hours=0.0):
    return MONDAY + timedelta(days=days, hours=hours)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(hours=5.9), date(2026, 11, 9)),
        (at(hours=6), date(2026, 11, 16)),
        (at(days=3), date(2026, 11, 16)),
        (at(days=6, hours=23), date(2026, 11, 16)),
    ],
)
def test_it_is_due_from_six_on_its_day_on(now, due):
    assert due_day(now, settings()) == due


def test_the_day_is_one_of_the_reporting_time_zone():
    assert due_day(at(hours=10), settings(timezone="America/New_York")) == date(2026, 11, 9)
    assert due_day(at(hours=11), settings(timezone="America/New_York")) == date(2026, 11, 16)


def test_without_a_day_none_is_ever_due():
    assert due_day(MONDAY, Settings()) is None


def test_it_is_of_the_last_week_that_was_over():
    assert reviewed_week(date(2026, 11, 16), settings()) == "2026-W46"
    assert reviewed_week(date(2026, 11, 18), settings(week_starts_on="wednesday")) == "2026-W46"
    assert reviewed_week(date(2027, 1, 4), settings()) == "2026-W53"


class Week:
    """A watcher's review task on a clock of the test's own, and the commands it ran."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.code, self.ran = folder, 0, []
        self.moment = MONDAY
        monkeypatch.setattr(subprocess, "run", self.run)
        self.restarted()

    def restarted(self):
        self.task = ReviewTask(
            settings(self.folder), None, now=lambda: self.moment, clock=lambda: self.seconds
        )

    @property
    def seconds(self):
        return (self.moment - MONDAY).total_seconds()

    def run(self, command, *, check):
        assert not check
        self.ran.append(command[command.index("review") :])
        return subprocess.CompletedProcess(command, self.code)

    def turn(self, **moment):
        self.moment = at(**moment)
        return self.task.turn()


@pytest.fixture
def week(tmp_path, monkeypatch):
    return Week(tmp_path, monkeypatch)


def test_it_is_made_once_a_week_whatever_is_restarted(week):
    assert not week.turn(hours=5)
    assert week.turn(hours=6)
    assert not week.turn(hours=7)
    week.restarted()
    assert not week.turn(days=6)
    assert week.turn(days=7, hours=6)
    out = [str(week.folder / "reviews" / f"2026-W{n}.html") for n in (46, 47)]
    assert week.ran == [
        ["review", "--week", "2026-W46", "--out", out[0], "--post", "slack:#ops"],
        ["review", "--week", "2026-W47", "--out", out[1], "--post", "slack:#ops"],
    ]
    assert (week.folder / "reviews").is_dir()


def test_who_was_down_on_the_day_makes_it_up(week):
    week.turn(hours=0)
    week.restarted()
    assert week.turn(days=2)
    assert week.ran[0][:3] == ["review", "--week", "2026-W46"]


def test_who_begins_in_the_middle_of_a_week_waits_for_the_next(week):
    assert not week.turn(days=1)
    assert not week.turn(days=6)
    assert week.turn(days=7, hours=6)


def test_one_that_failed_is_tried_again_in_an_hour_and_remembered_once_it_is_made(week):
    week.turn(hours=0)
    week.code = 1
    with pytest.raises(UndeliveredError, match="The review of 2026-W46 could not be made"):
        week.turn(hours=6)
    assert reviews_made(week.folder / "w.duckdb").last is None
    assert not week.turn(hours=6 + (RETRY_S - 1) / 3600)
    assert len(week.ran) == 1
    week.code = 0
    assert week.turn(hours=6 + RETRY_S / 3600)
    assert reviews_made(week.folder / "w.duckdb").last == date(2026, 11, 16)


def test_a_review_that_would_go_nowhere_is_a_sentence(tmp_path):
    (tmp_path / "offcut.toml").write_text('[watch]\nreview_on = "monday"\n')
    with pytest.raises(SettingsError, match="give review_out or review_post too"):
        load_settings(tmp_path / "offcut.toml")


def test_folders_and_files_of_the_settings_are_relative_to_them(tmp_path):
    (tmp_path / "offcut.toml").write_text(
        '[watch]\nfolders = ["exports", "/mnt/logs"]\nreview_out = ["{week}.md"]\n'
    )
    watch = load_settings(tmp_path / "offcut.toml").watch
    assert watch.folders == (str(tmp_path / "exports"), "/mnt/logs")
    assert watch.review_out == (str(tmp_path / "{week}.md"),)
