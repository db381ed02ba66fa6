"""Figures of use, from a handful of outputs that one can count by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.asking.measure import measure
from data.delivery import DeliverySpec
from data.errors import QuestionError, SettingsError
from data.settings import Settings, load_settings

pytest_plugins = ["tests.raw_records"]


def figures(records, *names, by=(), settings=None):
    rows = measure(records.con, names, by=by, settings=settings or records.settings).rows
    return [tuple(row[name] for name in (*by, *names)) for row in rows]


@pytest.fixture
def clips(records):
    """Three clips of 10 s for 1 USD each, approved on the 3rd: 4 s used, 2 s used, never used."""
    for number, seconds in enumerate((4.0, 2.0, None), start=1):
        records.attempt(
            operation="text_to_video", requested_seconds=10.0, client="c", project=f"p{number % 2}"
        )
        records.verdict(f"a{number}")
        if seconds:
            records.use(
                "film", f"a{number}", seconds_used=seconds, source_start_s=1.0,
                source_end_s=1.0 + seconds,
            )  # fmt: skip
    records.resolve("30")
    return records


def test_seconds_that_are_used_of_those_that_were_delivered(clips):
    names = ("used_assets", "used_seconds", "delivered_seconds", "seconds_yield")
    assert figures(clips, *names) == [(2, 6.0, 30.0, pytest.approx(0.2))]


def test_money_is_that_of_all_clips_and_sums_over_groups(clips):
    assert figures(clips, "cost_per_used_second") == [(Decimal("0.5"),)]
    found = dict(figures(clips, "cost_per_used_second", by=["project"]))
    assert found == {"p0": Decimal("0.5"), "p1": Decimal("0.5")}


def test_approved_and_never_used(clips):
    assert figures(clips, "approved_never_used_share") == [(pytest.approx(1 / 3),)]


def test_seconds_of_a_clip_whose_use_has_no_known_length_are_left_out(clips):
    clips.use("other film", "a3")
    clips.resolve("30")
    names = ("used_assets", "used_seconds", "delivered_seconds", "seconds_yield")
    assert figures(clips, *names) == [(3, 6.0, 20.0, pytest.approx(0.3))]


def test_without_any_use_nothing_is_said_of_it(records):
    records.attempt(operation="text_to_video")
    records.verdict("a1")
    records.resolve()
    names = ("used_assets", "used_seconds", "seconds_yield", "cost_per_used_second", "log_coverage")
    assert figures(records, *names) == [(0, None, None, None, None)]


def test_time_to_first_use(records):
    for number, at in enumerate(("2 12:10", "2 12:20", "2 12:40"), start=1):
        records.attempt(submitted_at="2 11:59", completed_at="2 12:00")
        records.use("film", f"a{number}", at=at)
    records.resolve()
    assert figures(records, "first_use_s_p50", "first_use_s_p90") == [(1200, 2160)]


def test_finals_that_a_log_explains_and_dark_ones(records):
    records.attempt()
    records.file("one.png")
    records.shows("one.png", "a1")
    records.file("two.png", generator="ComfyUI")
    records.file("three.png")
    records.file("four.png", is_labelled_generated=True)
    records.shows("four.png", "a1", confidence="possible")
    records.file("five.png", problem="cut off", sha256=None)
    records.file("six.png", "output", generator="ComfyUI")
    records.resolve()
    names = (
        *("log_coverage", "dark_files", "unexplained_files", "possible_matches"),
        "unreadable_files",
    )
    assert figures(records, *names) == [(pytest.approx(1 / 3), 2, 3, 1, 1)]
    with pytest.raises(QuestionError, match="whole warehouse"):
        figures(records, "dark_files", by=["client"])


def test_the_chance_of_a_whole_set(records):
    """Half of the images and 3 of 4 clips: 2 images and 1 clip come right in 0.1875 of cases."""
    for number in range(1, 7):
        is_clip = number > 2
        records.attempt(operation="text_to_video" if is_clip else "text_to_image")
        records.verdict(f"a{number}", "rejected" if number in {1, 3} else "approved")
    records.resolve()
    assert figures(records, "set_yield") == [(None,)]
    pieces = Settings(delivery=DeliverySpec(pieces={"image": 2, "video": 1}))
    assert figures(records, "set_yield", settings=pieces) == [(pytest.approx(0.1875),)]
    sound = Settings(delivery=DeliverySpec(pieces={"audio": 1}))
    assert figures(records, "set_yield", settings=sound) == [(None,)]


def test_figures_of_files_held_against_what_is_to_be_delivered(records):
    for number, width in enumerate((1000, 2000), start=1):
        records.attempt()
        records.verdict(f"a{number}")
        records.file(f"out{number}", "output", width=width, height=width, colour_mode="RGB")
        records.shows(f"out{number}", f"a{number}")
        records.file(f"final{number}", width=2000 * number, height=2000 * number)
        records.shows(f"final{number}", f"a{number}")
    records.resolve(delivery={"image": {"width": 2000}})
    names = ("export_friction_rate", "resolution_scalability", "enlargement_p50")
    assert figures(records, *names) == [(0.5, 1.0, 2.0)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[delivery.pieces]\npicture = 2\n", "picture is no medium; write image, video, audio"),
        ("[media]\nfinals_mean = 'yes'\n", "finals_mean"),
        ("[media]\nfolders = ['x']\n", "folders"),
    ],
)
def test_settings_that_do_not_hold_are_told(tmp_path, written, told):
    file = tmp_path / "offcut.toml"
    file.write_text(written)
    with pytest.raises(SettingsError, match=told):
        load_settings(file)


def test_folders_are_seen_from_the_settings_file(tmp_path):
    file = tmp_path / "offcut.toml"
    file.write_text("[media]\nfinals = ['finals', '/jobs/finals']\n")
    assert load_settings(file).media.finals == (str(tmp_path / "finals"), "/jobs/finals")
