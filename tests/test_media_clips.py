"""Measures of clips and sound, and the frame that stands for a clip."""

from __future__ import annotations

import sys
import wave

import pytest
from PIL import Image

from data.errors import RefusedFileError
from ingest.media.reading.file_facts import read_file
from ingest.media.reading.file_kinds import kind_of
from tests import media_files


def facts(path, **given):
    return read_file(path, **given)


def test_a_clip_is_measured(tmp_path):
    path = media_files.clip(tmp_path / "a.mp4", frames=48, sound=True)
    read = facts(path, clip_fingerprint=lambda given: given.name.encode())
    assert (read.kind, read.codec, read.width, read.height) == ("video", "mpeg4", 64, 48)
    assert (read.seconds, read.frame_rate, read.has_audio) == (2.0, 24.0, True)
    assert (read.colour_mode, read.bit_depth, read.has_alpha) == ("yuv420p", 8, False)
    assert read.fingerprint == b"a.mp4"


def test_a_turned_clip_is_as_wide_as_it_is_shown(tmp_path):
    path = media_files.clip(tmp_path / "a.mp4", turned=90)
    read = facts(path, thumbnail=tmp_path / "t.webp")
    assert (read.width, read.height, read.has_audio) == (48, 64, False)
    with Image.open(tmp_path / "t.webp") as small:
        assert small.size == (48, 64)


def test_the_thumbnail_of_a_clip_is_of_its_first_third(tmp_path):
    facts(media_files.clip(tmp_path / "a.mp4", frames=60), thumbnail=tmp_path / "t.webp")
    with Image.open(tmp_path / "t.webp") as small:
        shown = small.convert("L").getpixel((32, 24))
    assert abs(shown - 255 / 3) < 12


def test_a_prores_4444_has_alpha_and_12_bits(tmp_path):
    path = media_files.clip(tmp_path / "a.mov", codec="prores_ks", pixels="yuva444p10le", frames=3)
    read = facts(path)
    assert (read.codec, read.has_alpha, read.bit_depth) == ("prores", True, 12)


def test_a_webm_and_sound(tmp_path):
    read = facts(media_files.clip(tmp_path / "a.webm", codec="libvpx-vp9", frames=12, rate=12))
    assert (read.codec, read.seconds, read.frame_rate) == ("vp9", 1.0, 12.0)
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 4000))
    read = facts(tmp_path / "a.wav")
    assert (read.kind, read.codec, read.seconds, read.has_audio) == (
        "audio", "pcm_s16le", 0.5, True,
    )  # fmt: skip
    assert read.width is None


def test_without_the_extra_a_clip_is_told_what_it_needs(tmp_path, monkeypatch):
    path = media_files.clip(tmp_path / "a.mp4", frames=2)
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(RefusedFileError, match=r"pip install 'offcut\[video\]'"):
        facts(path)


def test_a_transport_stream_is_known_by_its_packets(tmp_path):
    path = media_files.clip(tmp_path / "a", codec="mpeg2video", rate=25, container="mpegts")
    assert kind_of(path) == "video"
    assert facts(path).codec == "mpeg2video"
    (tmp_path / "a.txt").write_bytes(b"Get some: " + b"text " * 100)
    assert kind_of(tmp_path / "a.txt") is None
