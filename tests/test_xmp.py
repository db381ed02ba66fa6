"""XMP ratings: what decides, when, about which file, and where packets lie in files."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.settings import Settings
from ingest.source import Ignored, Opened, Refused
from ingest.sources.xmp import packets as xmp_packets
from ingest.sources.xmp.packets import embedded_packet
from ingest.sources.xmp.properties import properties
from ingest.sources.xmp.source import Xmp

SOURCE = Xmp()
DATED = 'xmp:MetadataDate="2026-11-02T09:30:00Z"'
PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
   xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"
   xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
   xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" {0}/>
 </rdf:RDF>
</x:xmpmeta>"""


def packet(attributes=DATED):
    return PACKET.format(attributes).encode()


@pytest.fixture
def file(tmp_path):
    """A function: bytes → Opened."""

    def write(content, name="a.png.xmp", **given):
        path = tmp_path / name
        path.write_bytes(content)
        return Opened(path, name, **{"settings": Settings(), **given})

    return write


def fate(opened):
    """The one verdict of a file, or why there is none."""
    (item,) = SOURCE.documents(opened)
    if item.problem:
        return item.problem
    try:
        (verdict,) = SOURCE.records(item, opened)
    except (Ignored, Refused, ValidationError) as reason:
        return f"{type(reason).__name__}: {reason}"
    return verdict


# --- What decides -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rating", "thresholds", "meaning"),
    [
        ("5", {}, "approved"),
        ("4", {}, "approved"),
        ("4.0", {}, "approved"),
        ("3.9", {}, "pending"),
        ("1", {}, "pending"),
        ("0", {}, "pending"),
        ("", {}, "pending"),
        ("-1", {}, "rejected"),
        ("2", {"reject_to_rating": 2}, "rejected"),
        ("0", {"reject_to_rating": 2}, "pending"),
        ("2", {"approve_from_rating": 2}, "approved"),
        ("6", {}, "Refused: xmp:Rating '6' is neither -1 (reject) nor 0 to 5"),
        ("-0.5", {}, "Refused: xmp:Rating '-0.5' is neither -1 (reject) nor 0 to 5"),
        ("NaN", {}, "Refused: xmp:Rating 'NaN' is neither -1 (reject) nor 0 to 5"),
        ("sNaN", {}, "Refused: xmp:Rating 'sNaN' is neither -1 (reject) nor 0 to 5"),
        ("five", {}, "Refused: xmp:Rating 'five' is not a number"),
    ],
)
def test_what_a_rating_means(file, rating, thresholds, meaning):
    found = fate(file(packet(f'{DATED} xmp:Rating="{rating}"'), settings=Settings(**thresholds)))
    assert getattr(found, "decision", found) == meaning


@pytest.mark.parametrize(
    ("attributes", "meaning"),
    [
        ('xmpDM:pick="1"', "approved"),
        ('xmpDM:pick="-1"', "rejected"),
        ('xmpDM:good="True"', "approved"),
        ('xmpDM:pick="0" xmp:Rating="5"', "approved"),
        ('xmpDM:pick="1" xmp:Rating="3"', "approved"),
        ('xmpDM:pick="1" xmp:Rating="5"', "approved"),
        ('xmpDM:pick="-1" xmp:Rating="5"', "Refused: rated 5 but flagged rejected: correct one"),
        ('xmpDM:pick="2"', "Refused: xmpDM:pick '2' is none of 1, 0, -1"),
        ('xmpDM:good="False"', "pending"),
    ],
)
def test_what_a_flag_means(file, attributes, meaning):
    found = fate(file(packet(f"{DATED} {attributes}")))
    assert getattr(found, "decision", found).startswith(meaning)


def test_a_rating_given_twice_differently_is_refused(file):
    twice = packet(f'{DATED} xmp:Rating="5"').replace(
        b" </rdf:RDF>",
        b'<rdf:Description xmlns:o="http://ns.adobe.com/xap/1.0/" o:Rating="-1"/></rdf:RDF>',
    )
    assert fate(file(twice)) == "xmp:Rating is given twice: '5' and '-1'"


def test_the_label_is_the_reason_and_nobody_is_the_reviewer(file):
    found = fate(file(packet(f'{DATED} xmp:Rating="-1" xmp:Label="Rot"')))
    assert (found.reason, found.reviewer, found.stage) == ("Rot", None, None)


# --- When ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "utc"),
    [
        ('xmp:MetadataDate="2026-11-02T09:30:00+01:00" xmp:ModifyDate="2020-01-01"', (2, 8, 30)),
        ('xmp:ModifyDate="2026-11-02T09:30:00"', (2, 14, 30)),
        ('xmp:CreateDate="2026-11-02T09:30:00"', (7, 0, 0)),
    ],
)
def test_when_it_was_decided(file, dates, utc):
    settings = Settings(timezone="America/New_York")
    given_one = datetime(2026, 11, 7, tzinfo=UTC)
    content = packet(f'xmp:Rating="5" {dates}')
    found = fate(file(content, settings=settings, submitted_at=given_one))
    assert found.decided_at == datetime(2026, 11, *utc, tzinfo=UTC)


def test_without_any_time_it_is_refused(file):
    assert "pass --submitted-at" in fate(file(packet('xmp:Rating="5"')))
    assert "'2026' is not a time" in fate(file(packet('xmp:Rating="5" xmp:MetadataDate="2026"')))


# --- About which file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "attributes", "reference"),
    [
        ("a.png.xmp", "", "a.png"),
        ("a.PNG.XMP", "", "a.PNG"),
        ("a.xmp", "", "a.*"),
        ("a.v2.xmp", "", "a.v2.*"),
        ("a.xmp", 'photoshop:SidecarForExtension="TIF"', "a.tif"),
        ("a.xmp", 'crs:RawFileName="shot.dng"', "shot.dng"),
        ("a.xmp", r'xmpMM:PreservedFileName="C:\in\shot.png"', "shot.png"),
        ("a.xmp", 'xmpMM:DerivedFrom="not a file"', "a.*"),
    ],
)
def test_the_file_a_sidecar_is_about(file, name, attributes, reference):
    found = fate(file(packet(f'{DATED} xmp:Rating="5" {attributes}'), name))
    assert found.asset_ref == reference


# --- Where packets lie --------------------------------------------------------------------------


def png(xmp, *, packed):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind))

    text = b"XML:com.adobe.xmp\0" + (b"\1" if packed else b"\0") + b"\0en\0\0"
    body = zlib.compress(xmp) if packed else xmp
    parts = [chunk(b"IHDR", bytes(13)), chunk(b"iTXt", b"Comment\0\0\0\0\0x")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [*parts, chunk(b"iTXt", text + body), chunk(b"IEND", b"")]
    )


def jpeg(xmp):
    segment = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    exif = b"\xff\xe1\x00\x08Exif\0\0"
    return b"\xff\xd8" + exif + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment


def webp(xmp):
    odd = b"ICCP" + struct.pack("<I", 3) + b"abc\0"
    return b"RIFF\0\0\0\0WEBP" + odd + b"XMP " + struct.pack("<I", len(xmp)) + xmp


def tiff(xmp, order):
    entries = [(256, 3, 1, 1), (700, 1, len(xmp), 8)]
    table = b"".join(struct.pack(order + "HHII", *entry) for entry in entries)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(xmp))
    return head + xmp + struct.pack(order + "H", 2) + table


def mp4(xmp):
    def box(kind, data):
        return struct.pack(">I4s", len(data) + 8, kind) + data

    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 5) + b"video"
    other = box(b"uuid", bytes(16) + b"other")
    return box(b"ftyp", b"isom") + large + other + box(b"uuid", xmp_packets.MP4_UUID + xmp)


RATED = packet(f'{DATED} xmp:Rating="5"')
CONTAINERS = {
    "a.png": png(RATED, packed=True),
    "b.png": png(RATED, packed=False),
    "a.jpg": jpeg(RATED),
    "a.webp": webp(RATED),
    "a.tif": tiff(RATED, "<"),
    "b.tif": tiff(RATED, ">"),
    "a.mp4": mp4(RATED),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_packets_inside_files_are_found(file, name):
    opened = file(CONTAINERS[name], name)
    assert SOURCE.identify(opened) == "an XMP packet with a rating"
    found = fate(opened)
    assert (found.asset_ref, found.decision) == (name, "approved")


@pytest.mark.parametrize(
    "content", [jpeg(packet()), jpeg(b"junk"), b"\xff\xd8\xff", b"GIF89a", b""]
)
def test_a_picture_without_a_rating_is_not_claimed(file, content):
    assert SOURCE.identify(file(content, "a.jpg")) is None


@pytest.mark.parametrize("content", [RATED, b"<?xpacket begin=''?>" + RATED])
def test_a_sidecar_under_another_name_is_known_by_its_content(file, content):
    assert SOURCE.identify(file(content, "rating.txt")) == "an XMP sidecar"


@given(st.sampled_from([*CONTAINERS.values()]), st.data())
def test_no_damage_to_a_container_breaks_the_search(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.binary(max_size=8))
    whole = content[:at] + damage + content[at + len(damage) :]
    for cut in (whole, whole[:at]):
        found = embedded_packet(io.BytesIO(cut))
        assert found is None or len(found) <= len(content) + len(RATED)


def test_a_packed_packet_that_unpacks_to_too_much_is_left_alone(monkeypatch):
    monkeypatch.setattr(xmp_packets, "PACKET_BYTES", 1000)
    assert embedded_packet(io.BytesIO(png(b" " * 100_000, packed=True))) is None


# --- Hostile packets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "a document type or entity"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "a document type or entity"),
        (b"", "not readable XMP"),
        (b"<x:xmpmeta", "not readable XMP"),
        (RATED.replace(b"5", b"\0"), "not readable XMP"),
        (RATED.replace(b"5", b"\xff"), "not readable XMP"),
        (b"<?xml version='1.0' encoding='none-such'?><x/>", "not readable XMP"),
        (b" " * (xmp_packets.PACKET_BYTES + 1), "more than"),
    ],
)
def test_hostile_sidecars_are_a_problem_and_no_crash(file, content, why):
    assert why in fate(file(content))


def test_an_empty_property_says_nothing(file):
    empty = packet().replace(b"/>\n </rdf", b"><xmp:Rating/><xmp:Label/></rdf:Description>\n </rdf")
    assert b"<xmp:Rating/>" in empty
    assert fate(file(empty)).decision == "pending"


def test_deep_nesting_is_survived(file):
    found = fate(file(b"<a>" * 300_000 + b"</a>" * 300_000))
    assert found == "Ignored: neither rated so that it decides, nor dated"


def test_another_encoding_is_read():
    utf16 = "<?xml version='1.0' encoding='utf-16'?>" + RATED.decode()
    assert properties(utf16.encode("utf-16")).texts["xmp:Rating"] == "5"
