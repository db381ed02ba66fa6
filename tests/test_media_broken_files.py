"""Files that cannot be read, and files made to do harm: each is refused with its sentence."""

from __future__ import annotations

import os
import random
import struct
import sys
import zlib

import pytest
from PIL import Image

from data.errors import OffcutError, RefusedFileError
from ingest.media.reading.file_facts import read_file
from ingest.media.reading.refusals import MAX_PIXELS
from tests import media_files
from tests.media_files import chunk, png_bytes

SENTENCES = {
    "empty.png": (b"", "an empty file of 0 bytes"),
    "zeros.jpg": (bytes(600), "promises a JPEG picture, but it looks like nothing but zeros"),
    "page.png": (b"<!DOCTYPE html><html>404</html>", "looks like a web page, as failed downloads"),
    "script.jpg": (b"#!/bin/sh\nrm -rf /\n", "looks like a script"),
    "text.mp4": (
        b"#EXTM3U\nhttp://example.com/a.ts\n",
        "an MP4 or MOV clip, but it looks like text",
    ),
    "zip.psd": (b"PK\3\4" + bytes(40), "looks like a ZIP archive"),
    "a.svg": (b'<?xml version="1.0"?><svg onload="x()"/>', "an SVG drawing, which is not read"),
    "a.exr": (b"\x76\x2f\x31\x01" + bytes(40), "an OpenEXR picture, which is not read: export"),
    "a.cr2": (b"II*\0\x10\0\0\0CR\x02\0" + bytes(40), "a camera's raw file, which is not read"),
    "a.jxl": (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40), "a JPEG XL picture, which is not read"),
    "notes.txt": (b"hello", "no picture, clip or sound: it looks like text"),
    "header.png": (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "a PNG picture that is damaged"),
    "header.psd": (b"8BPS\0\x07" + bytes(60), "begins like a Photoshop file"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj", "a PDF document that is cut off before its end"),
    "cut.gif": (b"GIF89a\x04\0\x04\0", "begins like a GIF picture, but its header is"),
    "moov.mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free", "an MP4 or MOV clip that"),
    "junk.mkv": (b"\x1aE\xdf\xa3" + b"\1" * 80, "a WebM or Matroska clip that is damaged"),
    "junk.mp3": (b"ID3" + b"\0" * 80, "an MP3 sound file"),
}


def refused(path) -> str:
    with pytest.raises(RefusedFileError) as told:
        read_file(path, thumbnail=path.parent / "t.webp", fingerprint=lambda _: b"")
    assert not (path.parent / "t.webp").exists()
    return str(told.value)


@pytest.mark.parametrize("name", SENTENCES)
def test_each_broken_file_has_its_sentence(tmp_path, name):
    content, sentence = SENTENCES[name]
    (tmp_path / name).write_bytes(content)
    said = refused(tmp_path / name)
    assert said.startswith(f"{name}: ")
    assert sentence in said
    assert said.endswith(".")
    assert "Traceback" not in said


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_a_picture_cut_in_the_middle_is_refused(tmp_path, form):
    noise = Image.frombytes("RGB", (64, 64), random.Random(3).randbytes(64 * 64 * 3))
    noise.save(tmp_path / "a", form)
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    assert "Export it again" in refused(tmp_path / "a") or "export it again" in refused(
        tmp_path / "a"
    )


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "mpeg4"), ("a.mov", "mpeg4"), ("a.avi", "mpeg4"), ("a.webm", "libvpx")],
)
def test_a_clip_cut_off_is_refused(tmp_path, name, codec):
    path = media_files.clip(tmp_path / name, frames=48, codec=codec)
    assert read_file(path).kind == "video"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    assert "cut off before its end" in refused(path)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path):
    for width, height in ((20_000, 10_000), (2**31 - 1, 2**31 - 1)):
        (tmp_path / "a.png").write_bytes(png_bytes(width=width, height=height))
        said = refused(tmp_path / "a.png")
        assert "178,956,970 pixels" in said
        assert "smaller copy" in said


def test_the_cap_is_where_pillow_gives_up():
    assert MAX_PIXELS == 2 * Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_packed_text_that_unpacks_to_64_mb_is_not_unpacked(tmp_path, kind):
    packed = zlib.compress(bytes(64 * 2**20), 9)
    head = b"a\0\1\0\0\0" if kind == b"iTXt" else b"a\0\0"
    (tmp_path / "a.png").write_bytes(png_bytes(chunk(kind, head + packed)))
    assert "too large when unpacked" in refused(tmp_path / "a.png")


def test_a_hidden_text_is_not_unpacked_beyond_its_bound(tmp_path):
    import gzip

    import numpy as np

    packed = gzip.compress(bytes(64 * 2**20), 9)
    data = b"stealth_pngcomp" + (len(packed) * 8).to_bytes(4, "big") + packed
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    side = 1 + int(len(bits) ** 0.5)
    columns = np.zeros(side * side, np.uint8)
    columns[: len(bits)] = bits
    pixels = np.full((side, side, 4), 254, np.uint8)
    pixels[..., 3] += columns.reshape(side, side).T
    Image.fromarray(pixels).save(tmp_path / "a.png")
    assert read_file(tmp_path / "a.png").generator is None


def test_a_psd_of_a_huge_resource_is_refused(tmp_path):
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 4, 4, 8, 3)
    resource = b"8BIM" + struct.pack(">HHI", 1060, 0, 2**31 - 1)
    data = header + struct.pack(">I", 0) + struct.pack(">I", 2**32 - 1) + resource
    (tmp_path / "a.psd").write_bytes(data)
    assert "a Photoshop file" in refused(tmp_path / "a.psd")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.png")
    assert "no ordinary file" in refused(tmp_path / "a.png")


def test_a_missing_file_is_told(tmp_path):
    assert "is not there any more" in refused(tmp_path / "gone.png")


@pytest.mark.parametrize("make", ["png", "jpeg", "webp", "tiff", "gif", "psd", "mp4", "webm"])
def test_whatever_byte_is_wrong_a_file_is_read_or_refused(tmp_path, make):
    """Never anything but facts or a sentence: 60 files with bytes changed, cut or doubled."""
    path = tmp_path / f"a.{make}"
    if make == "psd":
        import psd_tools

        psd_tools.PSDImage.frompil(Image.linear_gradient("L").convert("RGB")).save(path)
    elif make in {"mp4", "webm"}:
        codec = "mpeg4" if make == "mp4" else "libvpx"
        media_files.clip(path, frames=4, codec=codec, metadata={"comment": '{"prompt": {}}'})
    else:
        Image.linear_gradient("L").convert("RGB").save(path, make)
    whole, dice = path.read_bytes(), random.Random(make)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 3, 30))):
            broken[dice.randrange(12, min(len(broken), 2000))] = dice.randrange(256)
        path.write_bytes(broken[: dice.choice((len(broken), dice.randrange(1, len(broken))))])
        assert told(path).endswith(".")


def told(path) -> str:
    """The refusal, or what the facts are, as a sentence."""
    try:
        return f"{read_file(path, fingerprint=lambda _: b'', clip_fingerprint=lambda _: b'').kind}."
    except OffcutError as error:
        return str(error)
