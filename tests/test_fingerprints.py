"""Fingerprints of stills, checked on pictures whose hashes can be told by hand."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from ingest.media.fingerprints.cosines import MIRROR, UPSIDE_DOWN, hash_of, transposed
from ingest.media.fingerprints.luma import luma_of
from ingest.media.fingerprints.outputs import FARTHEST, Outputs, Room, turns
from ingest.media.fingerprints.still import (
    CLIP,
    FIXED,
    STILL,
    VERSION,
    fingerprint_of,
    kind_of,
    opened,
)
from ingest.media.fingerprints.windows import (
    AT_FULL,
    FULL,
    N_CLIP,
    N_STILL,
    clip_windows,
    in_aspect,
    still_windows,
    without_bars,
)
from tests.planted_pictures import encoded, invented

SCENE = invented(2, 0).picture


def apart(one, other) -> int:
    return int(np.bitwise_count(one ^ other).sum())


def full_of(picture):
    return opened(fingerprint_of(picture)).windows[AT_FULL]


def in_form(picture, form, **settings):
    buffer = io.BytesIO()
    picture.save(buffer, form, **settings)
    return Image.open(io.BytesIO(buffer.getvalue()))


def wave(across: int, down: int, size: int = 64) -> np.ndarray:
    """Brightness of so many half waves: its hash has just the one bit that means them for sure."""
    at = (np.arange(size) + 0.5) / size * np.pi
    return (np.cos(down * at)[:, None] * np.cos(across * at)[None, :]).astype(np.float32)


@pytest.mark.parametrize(("across", "down"), [(1, 1), (3, 2), (16, 16), (5, 16)])
def test_each_bit_is_one_wave_against_the_picture(across, down):
    bits = np.unpackbits(hash_of(wave(across, down), FULL).view(np.uint8)).reshape(16, 16)
    against = np.unpackbits(hash_of(-wave(across, down), FULL).view(np.uint8)).reshape(16, 16)
    assert (bits[down - 1, across - 1], against[down - 1, across - 1]) == (1, 0)


def test_swapping_left_and_right_turns_the_signs_of_odd_waves_and_no_others():
    assert apart(full_of(ImageOps.mirror(SCENE)), full_of(SCENE)) > 60
    assert apart(full_of(ImageOps.mirror(SCENE)) ^ MIRROR, full_of(SCENE)) == 0
    assert apart(full_of(ImageOps.flip(SCENE)) ^ UPSIDE_DOWN, full_of(SCENE)) == 0
    assert np.bitwise_count(MIRROR).sum() == np.bitwise_count(UPSIDE_DOWN).sum() == 128


@pytest.mark.parametrize(
    "turn", [t for t in Image.Transpose if t != Image.Transpose.FLIP_LEFT_RIGHT]
)
def test_a_turned_picture_is_told_from_the_bits_alone(turn):
    turned = full_of(SCENE.transpose(turn))
    assert min(apart(each, full_of(SCENE)) for each in turns(turned)) == 0


def test_transposing_twice_changes_nothing():
    hashes = opened(fingerprint_of(SCENE)).windows
    assert np.array_equal(transposed(transposed(hashes)), hashes)


@pytest.mark.parametrize(
    "flat",
    [
        Image.new("RGB", (300, 200), "white"),
        Image.new("RGBA", (300, 200), (0, 0, 0, 0)),
        Image.new("CMYK", (300, 200), (90, 10, 0, 0)),
        Image.new("1", (300, 200)),
        Image.new("L", (1, 1), 7),
    ],
)
def test_a_picture_of_one_colour_has_no_fingerprint(flat):
    assert fingerprint_of(flat) is None


def test_a_flat_part_says_nothing_and_the_frame_speaks_for_it():
    """Otherwise the white feet of any two packshots would be the same."""
    picture = Image.new("RGB", (400, 400), "white")
    picture.paste(SCENE.resize((200, 80)), (0, 0))
    hashes = opened(fingerprint_of(picture)).windows
    assert still_windows(1.0)[6] == (0.2, 0.2, 1.0, 1.0)
    assert apart(hashes[6], hashes[AT_FULL]) == 0


def test_a_fingerprint_says_what_it_is():
    fingerprint = fingerprint_of(SCENE)
    assert fingerprint[:2] == bytes([VERSION, STILL])
    assert kind_of(fingerprint) == STILL
    assert kind_of(bytes([VERSION + 1]) + fingerprint[1:]) is None
    assert kind_of(b"") is None
    assert FIXED == 8 + (27 + 1) * 32
    with pytest.raises(ValueError, match="not a still's fingerprint of version 1"):
        opened(bytes([VERSION, CLIP]) + fingerprint[2:])


def test_the_first_part_of_a_fingerprint_is_enough_but_for_its_picture():
    fingerprint = fingerprint_of(SCENE)
    whole, part = opened(fingerprint), opened(fingerprint[:FIXED])
    assert np.array_equal(whole.windows, part.windows)
    assert max(whole.picture.shape) == 128
    assert part.picture.size == 0
    assert len(fingerprint) < 5000


def test_it_is_the_same_each_time():
    assert fingerprint_of(SCENE) == fingerprint_of(SCENE)


def test_a_photograph_is_seen_as_its_metadata_turn_it():
    lying = SCENE.transpose(Image.Transpose.ROTATE_90)
    tag = Image.Exif()
    tag[0x0112] = 6
    assert apart(full_of(in_form(lying, "JPEG", exif=tag)), full_of(SCENE)) <= 6


@pytest.mark.parametrize(
    "changed",
    [
        lambda p: in_form(p.convert("CMYK"), "JPEG", quality=90),
        lambda p: in_form(p.convert("CMYK"), "TIFF"),
        lambda p: in_form(p.convert("L"), "PNG"),
        lambda p: in_form(p.convert("P", palette=Image.Palette.ADAPTIVE, colors=256), "PNG"),
        lambda p: p.convert("HSV"),
        lambda p: p.convert("YCbCr"),
        lambda p: Image.fromarray(np.asarray(p.convert("L"), np.uint16) * 257),
        lambda p: Image.fromarray(np.asarray(p.convert("L"), np.int32) * 257),
        lambda p: Image.fromarray(np.asarray(p.convert("L"), np.float32) / 255),
        lambda p: in_form(p, "JPEG", quality=85),
        lambda p: Image.merge("LAB", [p.convert("L"), *[Image.new("L", p.size, 128)] * 2]),
        lambda p: p.convert("LA").convert("La"),
        lambda p: p.resize((p.width * 3, p.height * 3)),
    ],
    ids=[
        "cmyk-jpeg",
        "cmyk-tiff",
        "grey",
        "palette",
        "hsv",
        "ycbcr",
        "16",
        "32",
        "float",
        "jpeg",
        "lab",
        "premultiplied",
        "big",
    ],
)
def test_colour_depth_and_form_change_next_to_nothing(changed):
    assert apart(full_of(changed(SCENE)), full_of(SCENE)) <= 10


def test_what_is_see_through_is_seen_on_white():
    clear = SCENE.convert("RGBA")
    hole = (40, 40, 200, 200)
    clear.paste((255, 0, 0, 0), hole)
    white = SCENE.copy()
    white.paste("white", hole)
    assert apart(full_of(clear), full_of(white)) == 0
    assert apart(full_of(clear), full_of(SCENE)) > 0


def test_the_longer_side_is_256_and_a_small_picture_stays_as_it_is():
    assert luma_of(Image.new("L", (1000, 500))).shape == (128, 256)
    assert luma_of(Image.new("L", (30, 20))).shape == (20, 30)


def test_windows_are_as_many_for_each_aspect_and_inside_the_frame():
    for aspect in (0.3, 1.0, 16 / 9, 5.0):
        assert (len(still_windows(aspect)), len(clip_windows(aspect))) == (N_STILL, N_CLIP)
        for left, top, right, bottom in (*still_windows(aspect), *clip_windows(aspect)):
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1


def test_a_square_in_a_wide_picture():
    assert in_aspect(2.0, 1.0) == (0.25, 0.0, 0.75, 1.0)
    assert in_aspect(0.5, 1.0) == (0.0, 0.25, 1.0, 0.75)


def test_bars_of_one_colour_are_told_and_slight_or_all_flat_ones_are_not():
    luma = np.zeros((100, 200), np.float32)
    assert without_bars(luma) == FULL
    luma[20:80, 10:190] = np.random.default_rng(1).uniform(0, 255, (60, 180))
    assert without_bars(luma) == (0.05, 0.2, 0.95, 0.8)
    assert without_bars(luma[20:80, 9:191]) == FULL


@given(st.lists(st.integers(0, 2**64 - 1), min_size=8, max_size=8))
def test_the_distance_is_the_number_of_bits_that_differ(words):
    one, other = np.array(words[:4], np.uint64), np.array(words[4:], np.uint64)
    true = sum((a ^ b).bit_count() for a, b in zip(words[:4], words[4:], strict=True))
    assert Room.for_rows(1).apart(one[:, None], other)[0] == min(true, FARTHEST)


def test_all_bits_differing_is_as_far_as_it_gets_and_not_0():
    one = np.zeros((4, 1), np.uint64)
    assert Room.for_rows(1).apart(one, ~one[:, 0])[0] == FARTHEST


def test_outputs_without_a_fingerprint_have_no_row_and_the_others_keep_their_places():
    fingerprint = fingerprint_of(SCENE)
    clip = bytes([VERSION, CLIP]) + bytes(20)
    outputs = Outputs.of([None, fingerprint, b"", clip, fingerprint[:FIXED]])
    assert outputs.places.tolist() == [1, 4]
    assert outputs.n == 5
    assert outputs.among(np.array([0, 4])).places.tolist() == [4]
    near = outputs.distances(opened(fingerprint_of(encoded(SCENE, "JPEG", 60))))
    assert near.max() <= 10
