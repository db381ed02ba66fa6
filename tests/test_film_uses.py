"""Fingerprints of clips, and which of their seconds a film shows."""

from __future__ import annotations

import av
import numpy as np
import pytest
from PIL import Image

from data.errors import RefusedFileError
from ingest.media.fingerprints import clip as clips
from ingest.media.fingerprints.clip import (
    clip_fingerprint,
    fingerprint_of_frames,
    grey_of,
    opened_clip,
)
from ingest.media.fingerprints.films import Footage, film_uses, slope_of
from ingest.media.fingerprints.still import CLIP, fingerprint_of, kind_of, opened
from ingest.media.fingerprints.windows import N_CLIP
from tests.planted_pictures import captioned, graded, invented

RATE = 12
SIZE = (320, 180)


def shot(scene: int, seconds: float, *, speed: float = 1.0) -> list[Image.Image]:
    """A camera that moves over a scene: another frame each time."""
    wide = invented(scene, 0).picture.resize((960, 540))
    frames = []
    for number in range(round(seconds * RATE)):
        at = number / RATE * speed
        left, top = 60 * at % 600, 90 + 60 * np.sin(at)
        frames.append(
            wide.crop((left, top, left + 400 - 8 * at, top + 225 - 4.5 * at)).resize(SIZE)
        )
    return frames


def written(path, frames):
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=RATE)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = *SIZE, "yuv420p", 2_000_000
        for frame in frames:
            out.mux(stream.encode(av.VideoFrame.from_image(frame)))
        out.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Two clips of 4 s, one that stands still for 2 s, and a still."""
    folder = tmp_path_factory.mktemp("clips")
    still = invented(9, 0).picture.resize(SIZE)
    moving = [shot(2, 4), shot(5, 4)]
    standing = [invented(7, 0).picture.resize(SIZE)] * (2 * RATE)
    fingerprints = [
        clip_fingerprint(written(folder / f"{n}.mp4", frames))
        for n, frames in enumerate([*moving, standing])
    ]
    return moving, standing, still, [*fingerprints, fingerprint_of(still), None]


@pytest.fixture(scope="module")
def uses(shelf, tmp_path_factory):
    """Of a film: seconds 1 to 3 of the first; the second at twice its speed, graded and captioned;
    the one that stands still; something foreign; the still; the first backwards."""
    moving, standing, still, fingerprints = shelf
    titled = [captioned(graded(frame)) for frame in moving[1][::2]]
    film = [
        *moving[0][RATE : 3 * RATE],
        *titled,
        *standing[:RATE],
        *shot(11, 1),
        *[still] * RATE,
        *moving[0][2 * RATE : 0 : -1],
    ]
    path = written(tmp_path_factory.mktemp("film") / "film.mp4", film)
    return film_uses(clip_fingerprint(path), Footage.of(fingerprints), np.arange(5))


def test_each_use_is_found_in_order_and_what_is_foreign_is_not(uses):
    assert [use.output for use in uses] == [0, 1, 2, 3, 0]
    assert {use.certainty for use in uses} == {"certain"}
    assert [use.start_s for use in uses] == pytest.approx([0, 2, 4, 6, 7], abs=0.25)
    assert [use.shown_s for use in uses] == pytest.approx([2, 2, 1, 1, 2], abs=0.25)


def test_the_seconds_used_are_those_of_the_clip_however_fast_it_is_played(uses):
    plain, fast, _, _, backwards = uses
    assert plain.slope == pytest.approx(1, abs=0.1)
    assert (plain.source_start_s, plain.source_end_s) == pytest.approx((1, 3), abs=0.25)
    assert fast.slope == pytest.approx(2, abs=0.2)
    assert (fast.source_start_s, fast.source_end_s) == pytest.approx((0, 4), abs=0.3)
    assert backwards.slope == pytest.approx(-1, abs=0.1)
    assert (backwards.source_start_s, backwards.source_end_s) == pytest.approx((0, 2), abs=0.3)


def test_of_what_stands_still_only_the_seconds_shown_are_known(uses):
    for use in uses[2:4]:
        assert use.is_static
        assert (use.source_start_s, use.source_end_s, use.slope) == (None, None, None)


def test_a_clip_is_sampled_four_times_a_second(shelf):
    clip = opened_clip(shelf[3][0])
    assert kind_of(shelf[3][0]) == CLIP
    assert clip.times.tolist() == [n / 4 for n in range(16)]
    assert clip.hashes.shape == (16, N_CLIP + 1, 4)
    assert (clip.step_s, clip.seconds) == (0.25, pytest.approx(4))


def moving_frames(n, frame_s):
    rng = np.random.default_rng(1)
    picture = rng.uniform(0, 255, (18, 32)).astype(np.float32)
    return ((number * frame_s, lambda: picture) for number in range(n))


def test_a_long_clip_is_sampled_half_as_often_and_then_half_again(monkeypatch):
    monkeypatch.setattr(clips, "MOST_SAMPLES", 8)
    few, more, many = (
        opened_clip(fingerprint_of_frames(moving_frames(n, 0.25), 0.25)) for n in (8, 9, 40)
    )
    assert (few.step_s, len(few.times)) == (0.25, 8)
    assert more.times.tolist() == [0, 0.5, 1.0, 1.5, 2.0]
    assert (many.step_s, many.times.tolist()) == (2.0, [0, 2, 4, 6, 8])
    assert many.seconds == 10


def test_frames_of_one_colour_are_left_out_and_a_clip_of_them_has_no_fingerprint():
    black = np.zeros((18, 32), np.float32)
    lit = next(iter(moving_frames(1, 1)))[1]
    frames = [(0.0, lambda: black), (0.25, lit), (0.5, lambda: black), (0.75, lit)]
    assert opened_clip(fingerprint_of_frames(frames, 0.25)).times.tolist() == [0.25, 0.75]
    assert fingerprint_of_frames([(0.0, lambda: black)], 0.25) is None
    assert fingerprint_of_frames([], 0.25) is None


def test_only_frames_that_are_due_are_looked_at():
    asked = []

    def frame(number):
        return lambda: asked.append(number) or np.eye(20, dtype=np.float32) * 255

    fingerprint_of_frames([(n / 30, frame(n)) for n in range(31)], 1 / 30)
    assert asked == [0, 7, 15, 22, 30]


def test_a_frame_is_turned_as_its_metadata_ask():
    class Turned:
        width, height, rotation = 4, 2, -90

        def reformat(self, **settings):
            assert settings == {"width": 4, "height": 2, "format": "gray"}
            return self

        def to_ndarray(self):
            return np.array([[1, 2, 3, 4], [5, 6, 7, 8]], np.uint8)

    assert grey_of(Turned()).tolist() == [[5, 1], [6, 2], [7, 3], [8, 4]]


def test_the_slope_is_the_median_and_too_short_a_run_is_at_its_own_speed():
    at = np.array([0, 0.25, 0.5, 0.75, 1.0])
    source = np.array([3, 3.5, 4.0, 9.0, 5.0], np.float32)
    assert slope_of(at, source) == 2.0
    assert slope_of(at[:2], source[:2]) == 1.0


def test_a_still_of_a_film_is_possible_at_most(shelf):
    moving, _, still, fingerprints = shelf
    footage = Footage.of(fingerprints)
    (use,) = film_uses(fingerprint_of(moving[0][2 * RATE]), footage, np.arange(5))
    assert (use.output, use.certainty, use.n_samples) == (0, "possible", 1)
    assert use.source_start_s == pytest.approx(2, abs=0.25)
    only = footage.among(np.array([1, 3, 4]))
    assert film_uses(fingerprint_of(moving[0][2 * RATE]), only, np.arange(5)) == []
    (same,) = film_uses(fingerprint_of(still), only, np.arange(5))
    assert (same.output, same.is_static) == (3, True)
    assert film_uses(fingerprint_of(still), Footage.of([None]), np.arange(1)) == []


def test_a_family_is_one_of_these(shelf):
    *_, fingerprints = shelf
    twice = Footage.of([fingerprints[0], fingerprints[1], fingerprints[0]])
    told = []
    (use,) = film_uses(
        fingerprints[0], twice, np.array([4, 5, 4]), progress=lambda *done: told.append(done)
    )
    assert use.one_of == (0, 2)
    assert (use.source_start_s, use.source_end_s) == (0, pytest.approx(4, abs=0.01))
    assert told == [(n, 16) for n in range(1, 17)]


def test_a_stills_fingerprint_is_not_a_clips(shelf):
    with pytest.raises(ValueError, match="not a clip's fingerprint of version 1"):
        opened_clip(shelf[3][3])
    with pytest.raises(ValueError, match="not a still's fingerprint"):
        opened(shelf[3][0])


def test_sound_alone_has_no_fingerprint(tmp_path):
    path = tmp_path / "sound.wav"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=8000)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), layout="mono")
        frame.sample_rate = 8000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert clip_fingerprint(path) is None


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(RefusedFileError, match=r"offcut\[video\]"):
        clip_fingerprint(tmp_path / "a.mp4")
