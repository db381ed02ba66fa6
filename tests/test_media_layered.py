"""Photoshop files: measures by the header, the rest by psd-tools, never the layers."""

from __future__ import annotations

import struct
import sys

import numpy as np
import psd_tools
import pytest
from PIL import Image, ImageCms

from ingest.media.reading.file_facts import read_file
from tests.media_files import TRAINED, xmp

RED = (200, 10, 10)


def psd(path, picture, **resources):
    """A PSD of one picture, with image resources by their name."""
    made = psd_tools.PSDImage.frompil(picture)
    for name, data in resources.items():
        key = psd_tools.constants.Resource[name]
        made.image_resources[key] = psd_tools.psd.image_resources.ImageResource(key=key, data=data)
    made.save(path)
    return path


def seen(path):
    given = []
    return read_file(path, fingerprint=given.append), given


def test_a_photoshop_file_is_measured_and_seen(tmp_path):
    read, (picture,) = seen(psd(tmp_path / "a.psd", Image.new("RGB", (50, 25), RED)))
    assert (read.kind, read.codec, read.width, read.height) == ("image", "psd", 50, 25)
    assert (read.colour_mode, read.bit_depth, read.has_alpha) == ("RGB", 8, False)
    assert picture.getpixel((3, 3)) == RED
    assert read.notes == ()


def test_without_the_extra_it_is_measured_by_its_header(tmp_path, monkeypatch):
    path = psd(tmp_path / "a.psd", Image.new("CMYK", (50, 25)))
    monkeypatch.setitem(sys.modules, "psd_tools", None)
    read, given = seen(path)
    assert (read.width, read.height, read.colour_mode) == (50, 25, "CMYK")
    assert "pip install 'offcut[layers]'" in read.notes[0]
    assert given == []


def test_ids_profile_and_source_type_of_a_photoshop_file(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    packet = xmp(
        f'xmpMM:DocumentID="xmp.did:1" Iptc4xmpExt:DigitalSourceType="{TRAINED}"',
        "<photoshop:DocumentAncestors><rdf:Bag><rdf:li>xmp.did:0</rdf:li></rdf:Bag>"
        "</photoshop:DocumentAncestors>",
    )
    path = psd(
        tmp_path / "a.psd", Image.new("RGB", (4, 4)), XMP_METADATA=packet, ICC_PROFILE=profile
    )
    read, _ = seen(path)
    assert (read.profile, read.embedded_ids, read.provenance) == (
        "sRGB built-in", ("xmp.did:1",), "iptc",
    )  # fmt: skip
    assert [use.media_ref for use in read.made_from] == ["xmp.did:0"]


def test_a_merged_picture_with_transparency_has_alpha(tmp_path):
    read, (picture,) = seen(psd(tmp_path / "a.psd", Image.new("RGBA", (8, 8), (*RED, 0))))
    assert (read.colour_mode, read.has_alpha, picture.mode) == ("RGB", True, "RGBA")


def by_hand(*, version=1, depth=8, channels=3, mode=3, size=(2, 1), layers=b"", pixels=b""):
    """A PSD or PSB without resources, its merged picture not packed."""
    width, height = size
    header = struct.pack(">4sH6xHIIHH", b"8BPS", version, channels, height, width, depth, mode)
    length = struct.pack(">Q" if version == 2 else ">I", len(layers))
    return header + bytes(8) + length + layers + b"\0\0" + pixels


def test_a_large_document_of_16_bits(tmp_path):
    pixels = np.array([0x8000, 0xFFFF] * 3, ">u2").tobytes()
    (tmp_path / "a.psb").write_bytes(by_hand(version=2, depth=16, pixels=pixels))
    read, (picture,) = seen(tmp_path / "a.psb")
    assert (read.codec, read.bit_depth, read.width, read.height) == ("psb", 16, 2, 1)
    assert picture.getpixel((0, 0))[0] in {127, 128}
    assert picture.getpixel((1, 0)) == (255, 255, 255)


@pytest.mark.parametrize(("count", "alpha"), [(-1, True), (1, False)])
def test_a_fourth_channel_is_alpha_only_where_the_layers_say_so(
    tmp_path, count, alpha, monkeypatch
):
    layers = struct.pack(">Ih", 2, count)
    (tmp_path / "a.psd").write_bytes(by_hand(channels=4, layers=layers, pixels=bytes(8)))
    monkeypatch.setitem(sys.modules, "psd_tools", None)
    assert read_file(tmp_path / "a.psd").has_alpha is alpha


def test_layers_are_stepped_over(tmp_path):
    """Whatever stands in their section: only its length and their count are looked at."""
    layers = struct.pack(">Ih", 900, 3) + b"\xff" * 900
    (tmp_path / "a.psd").write_bytes(by_hand(layers=layers, pixels=bytes((9,) * 6)))
    read, (picture,) = seen(tmp_path / "a.psd")
    assert picture.getpixel((0, 0)) == (9, 9, 9)
    assert read.width == 2


def test_a_file_without_a_merged_picture_says_so(tmp_path):
    info = psd_tools.psd.image_resources.VersionInfo(has_composite=False, writer="", reader="")
    read, given = seen(psd(tmp_path / "a.psd", Image.new("RGB", (4, 4)), VERSION_INFO=info))
    assert given == []
    assert "maximised compatibility" in read.notes[0]


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_the_header_alone_tells_the_colours(tmp_path, monkeypatch, mode):
    path = psd(tmp_path / "a.psd", Image.new(mode, (4, 4)))
    monkeypatch.setitem(sys.modules, "psd_tools", None)
    read = read_file(path)
    assert (read.colour_mode, read.has_alpha) == (mode, False)
