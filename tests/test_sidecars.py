"""Ratings of files that share a name: each counts for its own folder's picture, or for none."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.loaded_studio"]

SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{}" xmp:MetadataDate="2026-11-{:02}"/>
</rdf:RDF></x:xmpmeta>"""
VERDICTS = "SELECT decision, count(*) FROM verdicts GROUP BY decision ORDER BY decision"


def rated(studio, name, rating, day=3):
    return studio.write(name, SIDECAR.format(rating, day))


@pytest.mark.parametrize("turned", [False, True])
def test_one_name_in_two_folders_gives_two_verdicts_and_none_of_the_wrong_picture(studio, turned):
    paths = [rated(studio, "shotA/0001.png.xmp", 5), rated(studio, "shotB/0001.png.xmp", -1)]
    for path in reversed(paths) if turned else paths:
        (account,) = studio.load(path)
        assert (account.new, account.updated, account.unchanged) == (1, 0, 0)
    assert studio.rows(VERDICTS) == [("approved", 1), ("rejected", 1)]
    # Only the picture of shotA is in the log, which does not know folders: who can tell?
    studio.load(studio.renders({"a": ["https://cdn.example/x/0001.png"]}))
    assert studio.outcomes() == {"a#0": "pending"}
    assert studio.rows("SELECT n FROM gaps WHERE gap = 'ambiguous_verdicts'") == [(2,)]


def test_where_the_log_knows_the_folders_each_rating_finds_its_picture(studio):
    log = studio.renders(
        {
            "a": ["renders/shotA/0001.png"],
            "b": ["renders/shotB/0001.png"],
            "c": ["https://cdn.example/shotC/0001.png?sig=1"],
        }
    )
    rated(studio, "in/shotA/0001.png.xmp", 5)
    rated(studio, "in/shotB/0001.png.xmp", -1)
    rated(studio, "in/shotC/0001.png.xmp", 4)
    studio.load(log, str(studio.folder / "in"))
    assert studio.outcomes() == {"a#0": "usable", "b#0": "rejected", "c#0": "usable"}


def test_a_second_folder_makes_a_name_ambiguous_whenever_it_is_loaded(studio):
    calls = {f"r{n}": [f"https://cdn.example/x/{n:04}.png"] for n in range(1, 8)}
    studio.load(studio.renders(calls), rated(studio, "shotA/0001.png.xmp", 5))
    assert studio.outcomes()["r1#0"] == "usable"
    studio.load(rated(studio, "shotB/0001.png.xmp", -1))
    assert studio.outcomes()["r1#0"] == "pending"
    sheet = studio.write("r.csv", "Image,Decision,Date\n0001.png,approved,2026-11-04\n")
    studio.load(sheet)
    assert studio.outcomes()["r1#0"] == "usable"


def test_a_picture_that_is_rated_anew_has_the_new_rating(studio):
    studio.load(studio.renders({"a": ["https://cdn.example/x/0001.png"]}))
    studio.load(rated(studio, "shotA/0001.png.xmp", 5))
    (account,) = studio.load(rated(studio, "shotA/0001.png.xmp", -1, day=5))
    assert (account.new, account.updated) == (0, 1)
    assert studio.outcomes() == {"a#0": "rejected"}
    assert len(studio.rows("FROM verdict_versions")) == 2


def test_other_thresholds_read_a_known_sidecar_anew(studio):
    path = rated(studio, "shotA/0001.png.xmp", 3)
    (first,) = studio.load(path)
    assert (first.new, studio.rows(VERDICTS)) == (1, [("pending", 1)])
    studio.settings = studio.settings.model_copy(update={"approve_from_rating": 3})
    (again,) = studio.load(path)
    assert (again.updated, studio.rows(VERDICTS)) == (1, [("approved", 1)])


@pytest.mark.parametrize("stars", [3, 0])
@pytest.mark.parametrize("turned", [False, True])
def test_stars_that_were_taken_off_take_the_approval_back_whichever_was_loaded_first(
    studio, stars, turned
):
    studio.load(studio.renders({"a": ["https://cdn.example/x/0001.png"]}))
    for rating, day in [(stars, 5), (5, 3)] if turned else [(5, 3), (stars, 5)]:
        studio.load(rated(studio, "shotA/0001.png.xmp", rating, day=day))
    assert studio.outcomes() == {"a#0": "pending"}
    assert studio.outcomes("2026-11-04") == {"a#0": "usable"}
    studio.load(rated(studio, "shotA/0001.png.xmp", 4, day=6))
    assert studio.outcomes() == {"a#0": "usable"}


def test_a_picture_that_nobody_logged_and_that_is_not_rated_is_no_gap(studio):
    for name, rating in (("a", 5), ("b", 2), ("c", 0)):
        studio.load(rated(studio, f"shots/{name}.png.xmp", rating))
    assert studio.rows("SELECT n FROM gaps WHERE gap = 'unmatched_verdicts'") == [(1,)]


def test_equal_ratings_in_two_folders_are_two(studio, monkeypatch):
    rated(studio, "shotA/0001.png.xmp", 5)
    rated(studio, "shotB/0001.png.xmp", 5)
    for folder in ("shotA", "shotB"):  # typed alike: `.` both times
        monkeypatch.chdir(studio.folder / folder)
        assert studio.load(".")[0].new == 1
    assert studio.load(str(studio.folder / "shotA"))[0].unchanged == 1
    assert studio.rows(VERDICTS) == [("approved", 2)]


def test_a_sidecar_without_an_extension_is_about_the_one_file_beside_it(studio):
    studio.load(studio.renders({"a": ["https://cdn.example/x/0002.png"]}))
    studio.write("shots/0002.png", "pixels")
    studio.load(rated(studio, "shots/0002.xmp", 5))
    assert studio.outcomes() == {"a#0": "usable"}
    studio.write("pairs/0003.jpg", "pixels")
    studio.write("pairs/0003.NEF", "pixels")
    studio.load(rated(studio, "pairs/0003.xmp", 5))
    names = studio.rows("SELECT asset_ref FROM verdicts ORDER BY ALL")
    assert names == [("pairs/0003.*",), ("shots/0002.png",)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_lone_sidecar_is_about_the_one_output_of_its_name(studio, turned):
    """Neither says an extension, nor is a file beside it: `0002.xmp` for `0002.png`."""
    calls = {
        "a": ["https://cdn.example/x/0002.png?sig=1"],
        "b": ["https://cdn.example/x/00021.png"],
    }
    paths = [studio.renders(calls), rated(studio, "shots/0002.xmp", 5)]
    for path in reversed(paths) if turned else paths:
        studio.load(path)
    assert studio.rows("SELECT asset_ref FROM verdicts") == [("shots/0002.*",)]
    assert studio.outcomes() == {"a#0": "usable", "b#0": "pending"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_lone_sidecar_that_fits_two_outputs_counts_for_neither(studio, turned):
    calls = {"a": ["https://cdn.example/x/0002.png"], "b": ["https://cdn.example/y/0002.webp"]}
    paths = [studio.renders(calls), rated(studio, "shots/0002.xmp", 5)]
    for path in reversed(paths) if turned else paths:
        studio.load(path)
    assert studio.outcomes() == {"a#0": "pending", "b#0": "pending"}
    assert studio.rows("SELECT n FROM gaps WHERE gap = 'ambiguous_verdicts'") == [(1,)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_lone_sidecar_beside_one_of_another_folder_that_says_its_extension_is_for_neither(
    studio, turned
):
    studio.load(studio.renders({"a": ["https://cdn.example/x/0002.png"]}))
    paths = [rated(studio, "shotA/0002.xmp", 5), rated(studio, "shotB/0002.png.xmp", -1)]
    for path in reversed(paths) if turned else paths:
        studio.load(path)
    assert studio.outcomes() == {"a#0": "pending"}
    assert studio.rows("SELECT n FROM gaps WHERE gap = 'ambiguous_verdicts'") == [(2,)]


def test_lone_sidecars_of_one_name_are_told_apart_by_their_folders(studio):
    rated(studio, "in/shotA/0002.xmp", 5)
    rated(studio, "in/shotB/0002.xmp", -1)
    studio.load(str(studio.folder / "in"))
    studio.load(studio.renders({"c": ["https://cdn.example/x/0002.png"]}))
    assert studio.outcomes() == {"c#0": "pending"}
    placed = {
        "a": ["renders/shotA/0002.png"],
        "b": ["renders/shotB/0002.v2.png", "o/shotB/0002.PNG"],
    }
    studio.load(studio.renders(placed, "placed.jsonl"))
    found = {"a#0": "usable", "b#0": "pending", "b#1": "rejected", "c#0": "pending"}
    assert studio.outcomes() == found


@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_rating_in_utf_16_counts_like_any_other(studio, encoding, declared):
    """It is written anew in UTF-8 before it is read, and says UTF-16 still."""
    studio.load(studio.renders({"a": ["https://cdn.example/x/0001.png"]}))
    path = rated(studio, "shotA/0001.png.xmp", 5)
    text = declared + SIDECAR.format(5, 3)
    Path(path).write_bytes(text.encode(encoding))
    (account,) = studio.load(path)
    assert (account.new, account.rejected) == (1, 0)
    assert studio.outcomes() == {"a#0": "usable"}
