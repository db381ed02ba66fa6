"""Measures of media files: size as it is shown, depth, profile, alpha, seconds; thumbnails."""

from __future__ import annotations

import io
import os
import struct
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from data.errors import RefusedFileError, UnwrittenError
from ingest.media.reading.file_facts import read_file
from ingest.media.reading.file_kinds import by_content, kind_of
from ingest.media.reading.picture_measures import _av1_depth
from tests import media_files


def facts(path, **given):
    return read_file(path, **given)


def test_a_png_is_measured(tmp_path):
    read = facts(media_files.png(tmp_path / "a.png", size=(30, 20)))
    assert (read.kind, read.codec, read.width, read.height) == ("image", "png", 30, 20)
    assert (read.colour_mode, read.bit_depth, read.has_alpha) == ("RGB", 8, False)
    assert (read.provenance, read.is_labelled_generated, read.notes) == ("none", False, ())
    assert read.seconds is None
    assert read.has_audio is None


@pytest.mark.parametrize(
    ("mode", "colour", "depth", "alpha"),
    [("RGBA", "RGBA", 8, True), ("LA", "LA", 8, True), ("L", "L", 8, False), ("1", "1", 1, False),
     ("P", "P", 8, False), ("I;16", "L", 16, False)],
)  # fmt: skip
def test_mode_depth_and_alpha_of_a_png(tmp_path, mode, colour, depth, alpha):
    read = facts(media_files.png(tmp_path / "a.png", mode=mode))
    assert (read.colour_mode, read.bit_depth, read.has_alpha) == (colour, depth, alpha)


def test_a_16_bit_rgb_png_is_16_bit_though_pillow_opens_it_as_8(tmp_path):
    header = struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        media_files.chunk(kind, each)
        for kind, each in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(7))), (b"IEND", b""))
    )
    (tmp_path / "a.png").write_bytes(data)
    read = facts(tmp_path / "a.png")
    assert (read.colour_mode, read.bit_depth) == ("RGB", 16)


def test_a_transparent_colour_is_alpha_too(tmp_path):
    Image.new("P", (4, 4)).save(tmp_path / "a.png", transparency=0)
    assert facts(tmp_path / "a.png").has_alpha is True


def test_a_picture_is_as_wide_as_it_is_shown(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (40, 20))
    picture.paste("red", (0, 0, 20, 20))
    picture.save(tmp_path / "a.jpg", exif=exif)
    given = []
    read = facts(tmp_path / "a.jpg", fingerprint=lambda seen: given.append(seen) or b"f")
    assert (read.width, read.height, read.fingerprint) == (20, 40, b"f")
    assert given[0].size == (20, 40)
    assert given[0].getpixel((10, 5))[0] > 200, "the left half is on top after the turn"


def test_a_profile_is_named(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", icc_profile=profile.tobytes())
    assert facts(tmp_path / "a.jpg").profile == "sRGB built-in"


def test_a_cmyk_tiff_and_a_16_bit_tiff(tmp_path):
    Image.new("CMYK", (5, 6)).save(tmp_path / "a.tif")
    Image.fromarray(np.full((6, 5), 40_000, np.uint16)).save(tmp_path / "b.tif")
    cmyk, grey = facts(tmp_path / "a.tif"), facts(tmp_path / "b.tif")
    assert (cmyk.codec, cmyk.colour_mode, cmyk.bit_depth) == ("tiff", "CMYK", 8)
    assert (grey.colour_mode, grey.bit_depth, grey.width, grey.height) == ("L", 16, 5, 6)


def test_16_bits_are_seen_by_their_upper_8(tmp_path):
    Image.fromarray(np.full((6, 5), 0x8000, np.uint16)).save(tmp_path / "a.tif")
    given = []
    facts(tmp_path / "a.tif", fingerprint=given.append)
    assert (given[0].mode, given[0].getpixel((0, 0))) == ("L", 128)


@pytest.mark.parametrize("kind", [np.int32, np.float32])
def test_32_bits_are_seen_by_their_own_range(tmp_path, kind):
    Image.fromarray(np.array([[0, 4_000_000], [2_000_000, 0]], kind)).save(tmp_path / "a.tif")
    given = []
    read = facts(tmp_path / "a.tif", fingerprint=given.append)
    assert (read.colour_mode, read.bit_depth) == ("L", 32)
    assert given[0].tobytes() == bytes((0, 255, 127, 0))


def test_an_upright_16_bit_picture(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.zeros((4, 2000), np.uint16)).save(tmp_path / "a.png", exif=exif)
    given = []
    read = facts(tmp_path / "a.png", fingerprint=given.append)
    assert (read.width, read.height, given[0].size) == (4, 2000, (4, 2000))


@pytest.mark.parametrize(("form", "codec"), [("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "gif"),
                                             ("BMP", "bmp"), ("JPEG2000", "jpeg2000")])  # fmt: skip
def test_other_stills(tmp_path, form, codec):
    Image.new("RGB", (16, 8)).save(tmp_path / "a", form)
    assert kind_of(tmp_path / "a") == "image"
    read = facts(tmp_path / "a")
    assert (read.codec, read.width, read.height, read.bit_depth) == (codec, 16, 8, 8)


def test_a_heic_of_10_bits(tmp_path, monkeypatch):
    import pillow_heif

    made = pillow_heif.from_bytes(mode="RGB;16", size=(64, 64), data=bytes(64 * 64 * 6))
    made.save(tmp_path / "a.heic", bit_depth=10)
    read = facts(tmp_path / "a.heic")
    assert (read.codec, read.width, read.height, read.bit_depth) == ("heic", 64, 64, 10)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(RefusedFileError, match=r"pip install 'offcut\[heic\]'"):
        facts(tmp_path / "a.heic")


@pytest.mark.parametrize(("flags", "depth"), [(0x00, 8), (0x40, 10), (0x60, 12)])
def test_the_depth_of_an_avif_stands_in_its_configuration(flags, depth):
    class Opened:
        fp = io.BytesIO(b"....av1C\x81\x08" + bytes([flags]))

    assert _av1_depth(Opened) == depth


def test_a_large_jpeg_is_decoded_small(tmp_path):
    Image.new("RGB", (7680, 4320), "teal").save(tmp_path / "a.jpg")
    given = []
    read = facts(tmp_path / "a.jpg", fingerprint=given.append)
    assert (read.width, read.height) == (7680, 4320)
    assert max(given[0].size) < 2048


def test_a_thumbnail_is_a_small_webp_and_nothing_else_is_written(tmp_path):
    media_files.png(tmp_path / "a.png", size=(1600, 400))
    (tmp_path / "thumbnails").mkdir()
    facts(tmp_path / "a.png", thumbnail=tmp_path / "thumbnails" / "a.webp")
    with Image.open(tmp_path / "thumbnails" / "a.webp") as small:
        assert (small.format, small.size) == ("WEBP", (320, 80))
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.png", "a.webp", "thumbnails"]


def test_a_thumbnail_that_cannot_be_written_is_told(tmp_path):
    path = media_files.png(tmp_path / "a.png")
    with pytest.raises(UnwrittenError, match="the thumbnail cannot be written"):
        facts(path, thumbnail=tmp_path / "missing" / "a.webp")


def test_content_decides_and_a_wrong_name_is_noted(tmp_path):
    media_files.png(tmp_path / "a.png").rename(tmp_path / "a.mp4")
    read = facts(tmp_path / "a.mp4")
    assert (kind_of(tmp_path / "a.mp4"), read.codec) == ("image", "png")
    assert read.notes == ("its name promises an MP4 or MOV clip, and it is a PNG picture.",)


def test_what_is_no_medium_has_no_kind_but_a_broken_one_keeps_its_name(tmp_path):
    for name, content in (("a.json", b"{}"), ("a.py", b"#!/bin/sh"), ("a.zip", b"PK\3\4"),
                          ("a.aaf", b"\xd0\xcf\x11\xe0"), ("noname", b"")):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        assert kind_of(tmp_path / name) is None
    (tmp_path / "a.mov").write_bytes(b"")
    assert kind_of(tmp_path / "a.mov") == "video"


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_a_name_of_odd_bytes_is_read_and_told(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\n.png")
    media_files.png(path)
    assert facts(path).width == 8
    path.write_bytes(b"")
    with pytest.raises(RefusedFileError) as told:
        facts(path)
    assert str(told.value).encode().startswith("caf\ufffd\ufffd.png: an empty file".encode())


def test_a_pdf_is_a_document(tmp_path):
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "PDF")
    (tmp_path / "a.pdf").write_bytes(made.getvalue())
    read = facts(tmp_path / "a.pdf")
    assert (read.kind, read.codec, read.width, read.provenance) == ("document", "pdf", None, "none")


def test_what_moves_is_noted(tmp_path):
    first, second = Image.new("RGB", (4, 4)), Image.new("RGB", (4, 4), "red")
    for form in ("GIF", "PNG", "WEBP"):
        first.save(tmp_path / f"a.{form}", save_all=True, append_images=[second])
        assert facts(tmp_path / f"a.{form}").notes == (
            "it moves: only its first frame is shown and compared.",
        )


@pytest.mark.parametrize(("brands", "name"), [(b"mif1avif", "avif"), (b"mif1heic", "heic")])
def test_a_still_of_the_common_brand_is_told_by_the_others(brands, name):
    assert by_content(b"\0\0\0\x18ftypmif1\0\0\0\0" + brands).name == name


def test_a_thumbnail_stays_see_through(tmp_path):
    path = media_files.png(tmp_path / "a.png", mode="RGBA")
    facts(path, thumbnail=tmp_path / "t.webp")
    with Image.open(tmp_path / "t.webp") as small:
        assert small.mode == "RGBA"
