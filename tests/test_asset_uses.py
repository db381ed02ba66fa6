"""What is known of each output's use: whether, since when, how many of its seconds."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.raw_records"]

COLUMNS = "is_usable, is_used, is_usable_by_use, is_never_used, is_used_unreviewed, is_conflict"


def flags(records, attempt_no=1):
    """The names of what is true of an output; `is_never_used` with its value where it is known."""
    found = records.rows(f"SELECT {COLUMNS} FROM asset_uses WHERE attempt_no = {attempt_no}")
    named = [dict(zip(COLUMNS.split(", "), row, strict=True)) for row in found]
    return [{name for name, is_so in each.items() if is_so} for each in named]


def clip(records, **columns):
    columns = {"operation": "text_to_video", "requested_seconds": 8.0} | columns
    return f"a{records.attempt(**columns)}"


def used_seconds(records, attempt_no=1):
    return records.row(f"SELECT used_seconds FROM asset_uses WHERE attempt_no = {attempt_no}")


def test_without_files_there_is_nothing_to_say(records):
    records.attempt()
    records.verdict("a1")
    records.resolve()
    assert records.rows("FROM asset_uses") == []


def test_a_delivered_output_is_used_from_the_date_of_its_file(records):
    records.attempt(submitted_at="2 12:00", completed_at="2 12:01")
    records.by_use("a1")
    records.file("finals/hero.png", at="4 12:01")
    records.shows("finals/hero.png", "a1")
    records.resolve()
    assert flags(records) == [{"is_usable", "is_used", "is_usable_by_use"}]
    assert records.row("SELECT first_use_s FROM asset_uses") == 2 * 24 * 3600


def test_a_possible_match_shows_nothing(records):
    records.attempt()
    records.file("finals/hero.png")
    records.shows("finals/hero.png", "a1", confidence="possible")
    records.resolve()
    assert records.rows("FROM asset_uses") == []


def test_a_file_counts_from_its_date_on_and_until_it_is_gone(records):
    records.attempt()
    records.verdict("a1")
    records.file("finals/hero.png", at="4", gone_at="2026-11-09")
    records.shows("finals/hero.png", "a1")
    for as_of, is_used in (("3 13:00", False), ("4", True), ("10", False)):
        records.resolve(as_of)
        assert records.rows("SELECT is_used FROM asset_uses") == [(is_used,)]


def test_approved_and_never_used_is_said_only_where_such_work_is_used_at_all(records):
    for project in ("cut", "cut", "cut", "uncut"):
        records.attempt(client="c", project=project)
    for number in (1, 2, 4):
        records.verdict(f"a{number}", at="5")
    records.verdict("a3", at="28")
    records.use("film.otio", "a1")
    records.resolve("30")
    query = "SELECT attempt_no, is_never_used FROM asset_uses ORDER BY attempt_no"
    assert records.rows(query) == [(1, False), (2, True), (3, None), (4, None)]


def test_what_may_be_in_a_final_is_not_said_to_be_never_used(records):
    records.attempt()
    records.attempt()
    for ref in ("a1", "a2"):
        records.verdict(ref, at="5")
    records.file("finals/one.png")
    records.shows("finals/one.png", "a1")
    records.file("finals/two.png")
    records.shows("finals/two.png", "a2", confidence="possible")
    records.resolve("30")
    assert records.row("SELECT is_never_used FROM asset_uses WHERE attempt_no = 2") is None


def test_used_though_rejected_is_a_conflict_and_unreviewed_use_is_told_where_people_review(records):
    records.attempt(client="c")
    records.attempt(client="c")
    records.attempt(client="other")
    records.verdict("a1", "rejected")
    for number in (1, 2, 3):
        records.use("film.otio", f"a{number}")
        records.by_use(f"a{number}", "uses")
    records.resolve("30")
    assert flags(records, 1) == [{"is_used", "is_used_unreviewed", "is_conflict"}]
    assert flags(records, 2) == [{"is_usable", "is_used", "is_usable_by_use", "is_used_unreviewed"}]
    assert flags(records, 3) == [{"is_usable", "is_used", "is_usable_by_use"}]


def test_seconds_used_twice_count_once(records):
    """0-3 and 2-4 of the clip, and 6-7: five seconds, wherever they are used."""
    clip(records)
    for container, start, end in (("a", 0, 3), ("b", 2, 4), ("c", 6, 7), ("d", 2, 3)):
        records.use(
            container, "a1", seconds_used=end - start, source_start_s=start, source_end_s=end
        )
    records.resolve()
    assert used_seconds(records) == 5


def test_older_versions_and_disabled_places_use_no_seconds(records):
    clip(records)
    stretch = {"seconds_used": 3.0, "source_start_s": 0.0, "source_end_s": 3.0}
    records.use("film_v1", "a1", at="4", is_newest=False, **stretch)
    records.use("film_v2", "a1", at="6", enabled=False, **stretch)
    records.resolve()
    assert flags(records) == [set()]
    assert used_seconds(records) is None
    assert records.row("SELECT first_used_at::DATE::VARCHAR FROM asset_uses") == "2026-11-04"


def test_where_it_is_not_known_which_seconds_the_longest_place_counts(records):
    clip(records)
    records.use("a", "a1", seconds_used=2.0)
    records.use("b", "a1", seconds_used=3.5)
    records.resolve()
    assert used_seconds(records) == 3.5


def test_a_delivered_clip_is_used_whole_and_never_longer_than_it_is(records):
    clip(records)
    records.file("finals/a.mp4", kind="video", seconds=12.0)
    records.shows("finals/a.mp4", "a1")
    records.resolve()
    assert used_seconds(records) == 12
    records.by_use("a1")
    records.resolve()
    assert used_seconds(records) == 8
    assert records.row("SELECT clip_seconds FROM asset_uses") == 8


def test_a_final_is_held_against_what_is_to_be_delivered(records):
    records.attempt()
    records.verdict("a1")
    records.file("out/a.png", "output", width=1024, height=512, colour_mode="RGB", codec="png")
    records.shows("out/a.png", "a1")
    records.file("finals/a.jpg", width=1024, height=2048, colour_mode="CMYK", codec="jpeg")
    records.shows("finals/a.jpg", "a1")
    columns = "final_meets_size, enlarged_by, has_friction"
    image = {"width": 2000, "height": 1000, "colour_modes": ["rgb"]}
    for spec, told in (
        ({}, (None, 2, None)),
        (image, (True, 2, True)),
        (image | {"width": 2100}, (False, 2, True)),
        ({"colour_modes": ["RGB"]}, (None, 2, False)),
        ({"profiles": ["sRGB"]}, (None, 2, None)),
    ):
        records.resolve(delivery={"image": spec})
        assert records.row(f"SELECT {columns} FROM asset_uses") == told


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"is_labelled_generated": True}, (False, True)),
        ({"generator": "ComfyUI"}, (False, True)),
        ({}, (False, False)),
    ],
)
def test_a_generated_final_that_no_log_explains_is_dark(records, columns, told):
    records.file("finals/x.png", **columns)
    records.resolve()
    assert records.row("SELECT is_explained, is_dark FROM media_facts") == told
    records.attempt()
    records.shows("finals/x.png", "a1", confidence="possible")
    assert records.row("SELECT is_explained, is_dark FROM media_facts") == told
    records.shows("finals/x.png", "a1")
    assert records.row("SELECT is_explained, is_dark FROM media_facts") == (True, False)
