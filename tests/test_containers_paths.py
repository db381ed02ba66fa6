"""Paths as projects write them, and versions of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.media.containers.collected import Collected, own_names
from ingest.media.containers.paths import canonical, is_sound, is_still, path_keys, same_medium
from ingest.media.containers.spans import Curve, Span
from ingest.media.containers.versions import version_of


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("file://localhost/C%3a/gen/walk%20one.mov", "C:/gen/walk one.mov"),
        ("file:///C:/gen/walk one.mov", "C:/gen/walk one.mov"),
        ("file:///C|/gen/a.mov", "C:/gen/a.mov"),
        ("file:c:/gen/a.mov", "C:/gen/a.mov"),
        ("c:\\gen\\.\\cut\\..\\a.mov", "C:/gen/a.mov"),
        ("\\\\nas\\share\\a.mov", "//nas/share/a.mov"),
        ("file://nas/share/a.mov", "//nas/share/a.mov"),
        ("file:////nas/share/a.mov", "//nas/share/a.mov"),
        ("\\\\?\\C:\\gen\\a.mov", "C:/gen/a.mov"),
        ("\\\\?\\UNC\\nas\\share\\a.mov", "//nas/share/a.mov"),
        ("file:///Volumes/Cut%201/gen/a%C3%A9.mov", "/Volumes/Cut 1/gen/aé.mov"),
        ("/Volumes/Cut//gen/a.mov", "/Volumes/Cut/gen/a.mov"),
        ("Macintosh HD:Users:ann:a.psd", "/Volumes/Macintosh HD/Users/ann/a.psd"),
        ("  \n /gen/a.mov\n", "/gen/a.mov"),
        ("./gen/a.mov", "gen/a.mov"),
        ("../gen/a.mov", "../gen/a.mov"),
        ("100%25 real.mov", "100%25 real.mov"),
        ("https://cdn.example/a%20b.mov?x=1", "https://cdn.example/a%20b.mov?x=1"),
    ],
)
def test_a_path_has_one_spelling(written, path):
    assert canonical(written) == path


def test_an_address_without_a_scheme_is_unquoted_where_it_is_known_to_be_one():
    assert canonical("gen/a%20b.mov", is_address=True) == "gen/a b.mov"


def test_a_path_keeps_its_spelling_when_spelt_again():
    assert canonical(canonical("file://localhost/C%3a/gen/a.mov")) == "C:/gen/a.mov"


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [
        ("file://localhost/C%3A/Gen/A.MOV", "c:\\gen\\a.mov", "path"),
        ("/Volumes/Cut/spot/gen/a.mov", "D:\\jobs\\spot\\gen\\a.mov", "three_parts"),
        ("/Volumes/Cut/gen/a.mov", "gen/a.mov", "two_parts"),
        ("/Volumes/Cut/gen/a.mov", "/somewhere/else/a.mov", "name"),
        ("/Volumes/Cut/proxies/a_proxy.mov", "/gen/a.mp4", "stem"),
        ("/cut/a_v2.png", "/gen/a_v01.png", "stem"),
        ("/cut/a.png", "/gen/b.png", None),
        ("https://cdn.example/gen/a%20b.mov?sig=1", "/gen/a b.mov", "path"),
        ("", "/gen/a.mov", None),
    ],
)
def test_how_closely_two_spellings_agree(one, other, closeness):
    assert same_medium(one, other) == closeness
    assert same_medium(other, one) == closeness


def test_keys_go_from_the_closest_to_the_loosest():
    assert path_keys("file:///Volumes/Cut/gen/Hero_v2_proxy.MOV") == (
        "path:/volumes/cut/gen/hero_v2_proxy.mov",
        "three_parts:cut/gen/hero_v2_proxy.mov",
        "two_parts:gen/hero_v2_proxy.mov",
        "name:hero_v2_proxy.mov",
        "stem:hero",
    )


def test_both_unicode_forms_are_one_path():
    composed, taken_apart = (unicodedata.normalize(form, "/gen/é.mov") for form in ("NFC", "NFD"))
    assert same_medium(composed, taken_apart) == "path"


PIECES = st.sampled_from(
    [
        "file:",
        "C:",
        "/",
        "//",
        "\\",
        "localhost",
        "nas",
        "..",
        ".",
        "a b.mov",
        "%20",
        "%25",
        ":",
        " ",
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=8).map("".join))
def test_any_text_has_a_spelling_that_stays(text):
    spelt = canonical(text)
    assert canonical(spelt) == spelt
    assert same_medium(text, text) == (None if not path_keys(text) else same_medium(spelt, spelt))


@pytest.mark.parametrize(
    ("ref", "still", "sound"),
    [
        ("a.PNG", True, False),
        ("shot.%04d.png", False, False),
        ("shot.[0001-0100].exr", False, False),
        ("a.mov", False, False),
        ("a.wav", False, True),
        ("png", False, False),
    ],
)
def test_a_suffix_tells_pictures_that_stand_still_and_sounds(ref, still, sound):
    assert (is_still(ref), is_sound(ref)) == (still, sound)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("film_v03.fcpxml", ("film", 3)),
        ("film_v2.fcpxml", ("film", 2)),
        ("film.fcpxml", ("film", None)),
        ("Main v3", ("Main", 3)),
        ("film-V10.prproj", ("film", 10)),
        ("film.v04.otio", ("film", 4)),
        ("film_version_5.aaf", ("film", 5)),
        ("film_v2_client_v10.edl", ("film_v2_client", 10)),
        ("film_v03_clean.psd", ("film_clean", 3)),
        ("v3_film.idml", ("film", 3)),
        ("archiv3.aep", ("archiv3", None)),
        ("v3.aep", ("v3", None)),
        ("film_v2.1", ("film.1", 2)),
        ("", ("", None)),
    ],
)
def test_a_name_and_its_version(name, version):
    assert version_of(name) == version


# --- Stretches of time -------------------------------------------------------------------------

CURVE = Curve([(0, 0), (2, 4), (3, 4), (5, 2)])
"""2 s at twice the speed, 1 s frozen, 2 s backwards."""


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ((0, 2), (0, 4)),
        ((1, 2), (2, 4)),
        ((2, 3), (4, 4)),
        ((3, 5), (2, 4)),
        ((0, 5), (0, 4)),
        ((1.5, 4.5), (2.5, 4)),
        ((5, 9), (2, 2)),
        ((-1, 0), (0, 0)),
    ],
)
def test_a_speed_curve_shows_what_lies_under_it(span, shown):
    assert CURVE.shown(Span(*span)) == shown


def test_a_frozen_picture_is_one_frame():
    assert Span(4, 4).or_one_frame(0.04) == (4, 4.04)
    assert Span(4, 5).or_one_frame(0.04) == (4, 5)


def test_what_only_touches_is_not_within():
    assert Span(0, 1).within(Span(1, 2)) is None
    assert Span(0, 3).within(Span(1, 2)) == (1, 2)
    assert Span(0, 3).within(None) == (0, 3)


def test_a_medium_has_no_seconds_before_its_first_frame():
    found = Collected()
    found.use("a.mov", Span(-1, 2))
    found.use("b.mov", Span(-2, -1))
    told = [(use.seconds_used, use.source_start_s, use.source_end_s) for use in found.uses]
    assert told == [(2, 0, 2), (None, None, None)]


def test_containers_of_one_file_are_called_by_their_titles_and_told_apart():
    assert own_names("film.xml", ["Main"]) == ("film.xml",)
    titles = ["Main", "Teaser", "Main", None]
    assert own_names("film.xml", titles) == ("Main", "Teaser", "Main (2)", "film.xml")


def test_of_many_notes_the_first_are_told_and_how_many_more_there_are():
    found = Collected()
    for number in (*range(25), 0):
        found.note(f"Note {number}.")
    notes = found.container("timeline", "film").notes
    assert (len(notes), notes[0], notes[-1]) == (21, "Note 0.", "5 more notes of these kinds.")
