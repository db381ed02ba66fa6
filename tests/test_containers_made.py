"""Containers in binary formats, as the libraries that know these formats write them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ingest.media.containers import photoshop
from ingest.media.containers.door import containers_in, is_container
from tests import made_containers as made


def uses_of(path, **asked):
    """All uses of the one container, by the names of the media."""
    (container,) = containers_in(path, **asked)
    return {use.media_ref.rsplit("/", 1)[-1]: use for use in container.uses}


def sha256(contents):
    return hashlib.sha256(contents).hexdigest()


# --- Photoshop ---------------------------------------------------------------------------------


@pytest.fixture
def layered(tmp_path):
    return made.layered(tmp_path / "key visual.psd")


def test_an_embedded_smart_object_is_the_very_bytes_of_the_file_that_was_placed(layered):
    uses = uses_of(layered)
    assert uses["hero.png"].media_sha256 == sha256(made.png_bytes(made.picture(1)))


def test_a_smart_object_of_two_layers_is_one_use_and_seen_where_one_of_them_is(layered):
    (container,) = containers_in(layered)
    heroes = [use for use in container.uses if use.media_ref == "hero.png"]
    assert [use.enabled for use in heroes] == [True]


def test_what_a_smart_object_holds_in_turn_counts_too(layered):
    uses = uses_of(layered)
    assert uses["face.png"].media_sha256 == sha256(made.png_bytes(made.picture(3)))
    assert uses["face.png"].track == "group / inside"


def test_a_linked_file_is_told_and_never_opened(layered):
    (container,) = containers_in(layered)
    (sky,) = [use for use in container.uses if use.media_ref == "C:/gen/sky.tif"]
    assert sky.media_sha256 is None
    assert sky.enabled is False


def test_a_layer_of_pixels_is_known_by_its_name_and_its_picture(layered):
    seen = []

    def fingerprint(image):
        seen.append(image.size)
        return b"f" * 32

    uses = uses_of(layered, fingerprint=fingerprint)
    assert uses["render_0001.png"].fingerprint == b"f" * 32
    assert seen == [(96, 96)]
    assert "dust" not in uses


def test_a_layer_too_large_to_draw_is_known_by_its_name_alone(layered, monkeypatch):
    monkeypatch.setattr(photoshop, "MOST_PIXELS", 96 * 96 - 1)
    (container,) = containers_in(layered, fingerprint=lambda _: b"f")
    assert [use.fingerprint for use in container.uses if use.media_ref == "render_0001.png"] == [
        None
    ]
    assert container.notes == (
        "The layer 'render_0001.png' is known by its name alone: not drawn.",
    )


def test_a_damaged_file_in_a_smart_object_is_a_note(tmp_path):
    psd = made.Psd()
    psd.smart_object("broken", "uid")
    psd.embedded("uid", "broken.psb", b"8BPS and nothing of it")
    path = tmp_path / "a.psd"
    path.write_bytes(psd.bytes())
    (container,) = containers_in(path)
    assert [use.media_ref for use in container.uses] == ["broken.psb"]
    assert container.notes[0].startswith("The smart object 'broken' cannot be looked into: damaged")


# --- InDesign ----------------------------------------------------------------------------------


def test_a_layout_uses_what_its_spreads_masters_and_stories_link_to(tmp_path):
    (container,) = containers_in(made.layout(tmp_path / "flyer.idml"))
    assert container.kind == "layout"
    assert {(use.track, use.media_ref, use.enabled) for use in container.uses} == {
        ("Spreads", "/Volumes/Cut/hero one.png", True),
        ("Spreads", "C:/gen/old.png", False),
        ("Spreads", "/gen/hidden.pdf", False),
        ("Spreads", "/gen/inside.png", True),
        ("MasterSpreads", "/gen/logo.png", True),
        ("Stories", "//nas/share/anchored.png", True),
    }


def test_an_embedded_picture_of_a_layout_is_its_very_bytes(tmp_path):
    uses = uses_of(made.layout(tmp_path / "flyer.idml"))
    assert uses["inside.png"].media_sha256 == sha256(made.png_bytes(made.picture(5)))
    assert uses["logo.png"].media_sha256 is None


def test_a_layout_is_known_by_its_content_under_any_name(tmp_path):
    assert is_container(made.layout(tmp_path / "flyer.zip"))


# --- Premiere ----------------------------------------------------------------------------------

SECOND = 254_016_000_000
LENGTH_S = {"walk.mp4": 95 * 1001 / 24000, "run.mp4": 143 * 1001 / 24000}
"""4 s and 6 s, cut to whole frames of a sequence of 23.976 a second."""


@pytest.fixture
def premiere(tmp_path):
    return made.premiere(tmp_path / "spot.prproj")


def edited(path, **told):
    """The project with these texts in every object: `VideoClip="Clip/InPoint=0"`."""
    root = ET.fromstring(gzip.decompress(path.read_bytes()))  # noqa: S314
    for tag, changes in told.items():
        for found in root.iterfind(tag):
            for change in changes:
                _tell(found, *change.split("="))
    path.write_bytes(gzip.compress(ET.tostring(root)))


def _tell(element, place, text):
    for name in place.split("/"):
        inner = element.find(name)
        element = ET.SubElement(element, name) if inner is None else inner
    element.text = text


def test_a_nested_sequence_counts_in_the_one_that_plays_it_and_not_by_itself(premiere):
    spot, teaser = containers_in(premiere)
    assert (spot.kind, spot.name, teaser.name) == ("project", "Spot", "Teaser")
    walk = spot.uses[0]
    assert walk.media_ref.endswith("/walk.mp4")
    assert walk.track == "V1"
    assert walk.seconds_used == pytest.approx(LENGTH_S["walk.mp4"], abs=1e-6)
    assert (walk.source_start_s, walk.source_end_s) == (0, walk.seconds_used)


def test_clips_that_are_off_and_those_of_hidden_tracks_are_not_enabled(premiere):
    spot, teaser = containers_in(premiere)
    assert [(use.track, use.enabled) for use in spot.uses[1:]] == [("V2", False), ("V3", False)]
    assert [use.enabled for use in teaser.uses] == [True]


def test_a_proxy_is_another_name_of_its_medium(premiere):
    walk = containers_in(premiere)[0].uses[0]
    assert [name for name in walk.media_ids if name.endswith("walk_proxy.mp4")]


def test_the_uses_are_those_that_py_premiere_tells(premiere):
    """An independent reader of the same file."""
    import py_premiere

    project = py_premiere.parse(premiere).project
    told = [
        (str(item.project_item.media_path), item.in_point.seconds, item.out_point.seconds)
        for sequence in project.sequences
        if sequence.name == "Teaser"
        for track in sequence.video_tracks
        for item in track.clips
    ]
    (_, teaser) = containers_in(premiere)
    found = [(use.media_ref, use.source_start_s, use.source_end_s) for use in teaser.uses]
    assert found == [(path, pytest.approx(a), pytest.approx(b, abs=1e-6)) for path, a, b in told]


@pytest.mark.parametrize("counted", [1, 2, 4], ids=["film", "source", "film times speed twice"])
def test_at_twice_the_speed_twice_the_seconds_are_used_however_in_and_out_are_counted(
    premiere, counted
):
    """1 s of the film from second 1 of the source on: its seconds 1 to 3."""
    counted_ticks = SECOND * counted // 2
    edited(
        premiere,
        VideoClip=(
            f"Clip/InPoint={counted_ticks}",
            f"Clip/OutPoint={counted_ticks * 3}",
            "Clip/PlaybackSpeed=2.",
        ),
        VideoClipTrackItem=(
            "ClipTrackItem/TrackItem/Start=0",
            f"ClipTrackItem/TrackItem/End={SECOND}",
        ),
    )
    (_, teaser) = containers_in(premiere)
    (run,) = teaser.uses
    assert (run.source_start_s, run.source_end_s, run.seconds_used) == (1, 3, 2)


def test_a_speed_curve_tells_what_it_shows(tmp_path):
    """Over 2 s of the film it runs from the second 0 to the second 5 of its source."""
    import py_premiere
    from py_premiere import Time

    project = py_premiere.new().project
    (run,) = project.import_files([made.clip(tmp_path / "run.mp4", 6)])
    item = project.add_sequence("Spot").video_tracks[0].add_clip(run)
    item.end = Time.from_seconds(2)
    item.set_time_remap([(Time(0), 0.0), (Time.from_seconds(2), 5.0)])
    project.save(tmp_path / "a.prproj")
    (use,) = uses_of(tmp_path / "a.prproj").values()
    assert (use.source_start_s, use.source_end_s) == (0, pytest.approx(5))


def test_an_empty_number_is_the_usual_one(premiere):
    _, as_made = containers_in(premiere)
    edited(premiere, VideoClip=("Clip/PlaybackSpeed= ",))
    assert containers_in(premiere)[1].uses == as_made.uses


def test_a_still_has_no_seconds(premiere):
    edited(premiere, Media=("Infinite=true",))
    (_, teaser) = containers_in(premiere)
    assert [use.seconds_used for use in teaser.uses] == [None]


def test_two_clips_under_a_transition_are_both_seen_for_its_length(tmp_path):
    """Seconds 0 to 2 of one and 2 to 4 of the other, and 1 s of a transition on their cut."""
    import py_premiere
    from py_premiere import Time

    project = py_premiere.new().project
    films = [made.clip(tmp_path / name, 6) for name in ("one.mp4", "two.mp4")]
    track = project.add_sequence("Spot").video_tracks[0]
    for number, item in enumerate(project.import_files(films)):
        placed = track.add_clip(item, Time.from_seconds(number * 10))
        placed.in_point = Time.from_seconds(2 * number)
        placed.out_point = Time.from_seconds(2 * number + 2)
        placed.start = Time.from_seconds(2 * number)
        placed.end = Time.from_seconds(2 * number + 2)
    transition = track.add_transition(
        track.clips[1], "Any", name="Any", duration=Time.from_seconds(1)
    )
    before, after = 2 - transition.start.seconds, transition.end.seconds - 2
    project.save(tmp_path / "a.prproj")
    uses = uses_of(tmp_path / "a.prproj")
    one, two = uses["one.mp4"], uses["two.mp4"]
    assert min(before, after) > 0.1
    assert (one.source_start_s, one.source_end_s) == (0, pytest.approx(2 + after, abs=1e-6))
    assert (two.source_start_s, two.source_end_s) == (pytest.approx(2 - before, abs=1e-6), 4)


def test_of_a_multicam_it_is_not_known_which_angle_is_seen(tmp_path):
    import py_premiere

    project = py_premiere.new().project
    files = [made.clip(tmp_path / name, 4) for name in ("one.mp4", "two.mp4")]
    angles = project.import_files([*files, made.sound(tmp_path / "sound.wav", 4)])
    cameras = project.create_multicam_clip(angles, name="Cameras")
    project.add_sequence("Spot").video_tracks[0].add_clip(cameras)
    project.save(tmp_path / "a.prproj")
    (container,) = containers_in(tmp_path / "a.prproj")
    assert [use.seconds_used for use in container.uses] == [None, None]
    assert container.notes[0].startswith("'Cameras' is a multicam: which angle is seen when is not")


def test_of_windows_and_mac_paths_the_one_premiere_found_the_file_under_counts(premiere):
    edited(premiere, Media=(r"ActualMediaFilePath=C:\gen\run.mp4",))
    assert containers_in(premiere)[1].uses[0].media_ref == "C:/gen/run.mp4"


# --- After Effects -----------------------------------------------------------------------------


def test_compositions_that_no_other_one_uses_count_where_nothing_is_in_the_render_queue(tmp_path):
    found = {each.name: each for each in containers_in(made.after_effects(tmp_path / "a.aep"))}
    assert set(found) == {"Spot", "Teaser"}
    walk = [use for use in found["Spot"].uses if use.media_ref.endswith("walk.mp4")]
    assert {(use.enabled, use.seconds_used) for use in walk} == {(True, 2.0), (False, 4.0)}


def test_of_a_project_with_a_render_queue_what_is_rendered_counts(tmp_path):
    (found,) = containers_in(made.after_effects(tmp_path / "a.aep", render="Opening"))
    assert found.name == "a.aep"
    (walk,) = found.uses
    assert (walk.source_start_s, walk.source_end_s) == (0, 2)


# --- AAF ---------------------------------------------------------------------------------------


def test_an_aaf_tells_its_clips_by_path_name_and_mob(tmp_path):
    path = made.aaf(tmp_path / "cut.aaf")
    uses = uses_of(path)
    walk, run = uses["walk one.mov"], uses["run.mov"]
    assert (walk.source_start_s, walk.source_end_s, run.seconds_used) == (1, 3, 3)
    assert "walk one" in walk.media_ids
    assert [name for name in walk.media_ids if name.startswith("urn:smpte:umid:")]


def test_an_aaf_is_known_by_its_content_under_any_name(tmp_path):
    made.aaf(tmp_path / "cut.aaf").rename(tmp_path / "cut")
    assert is_container(tmp_path / "cut")


# --- OpenTimelineIO in bundles -----------------------------------------------------------------

TIMELINE = Path(__file__).parent / "samples" / "containers" / "otio" / "spot.otio"


def test_a_timeline_in_a_bundle_is_the_timeline(tmp_path):
    folder, packed = tmp_path / "a.otiod", tmp_path / "a.otioz"
    folder.mkdir()
    shutil.copy(TIMELINE, folder / "content.otio")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(TIMELINE, "content.otio")
    (alone,) = containers_in(TIMELINE)
    for bundle in (folder, packed):
        assert is_container(bundle)
        (container,) = containers_in(bundle)
        assert (container.name, container.uses) == (bundle.name, alone.uses)
