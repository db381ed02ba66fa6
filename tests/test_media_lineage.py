"""What a file was made from and by which ids it is known: XMP, IPTC."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ingest.media.reading.file_facts import read_file
from ingest.media.reading.provenance.xmp_lineage import MOST_SOURCES, xmp_lineage
from tests.media_files import TRAINED, png, xmp


def origin(read):
    return read.provenance, read.is_labelled_generated, read.generator


def test_iptc_says_that_a_model_made_it(tmp_path):
    packet = xmp(f'Iptc4xmpExt:DigitalSourceType="{TRAINED}"')
    assert origin(read_file(png(tmp_path / "a.png", packet=packet))) == ("iptc", True, None)


def test_iptc_says_that_a_camera_made_it(tmp_path):
    camera = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    packet = xmp(f'Iptc4xmpExt:DigitalSourceType="{camera}"')
    assert origin(read_file(png(tmp_path / "a.png", packet=packet))) == ("iptc", False, None)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "TIFF"])
def test_xmp_of_other_pictures(tmp_path, form):
    packet = xmp('xmpMM:DocumentID="xmp.did:1" xmpMM:InstanceID="xmp.iid:2"')
    kept = {"tiffinfo": {700: packet}} if form == "TIFF" else {"xmp": packet}
    Image.new("RGB", (4, 4)).save(tmp_path / "a", form, **kept)
    assert read_file(tmp_path / "a").embedded_ids == ("xmp.did:1", "xmp.iid:2")


def test_ingredients_ancestors_and_what_it_was_derived_from():
    elements = """
      <xmpMM:DerivedFrom stRef:instanceID="xmp.iid:d" stRef:documentID="xmp.did:d"/>
      <xmpMM:Ingredients><rdf:Bag>
        <rdf:li stRef:documentID="xmp.did:i" stRef:filePath="C:\\shots\\12.png"/>
        <rdf:li rdf:parseType="Resource"><stRef:instanceID>xmp.iid:j</stRef:instanceID></rdf:li>
      </rdf:Bag></xmpMM:Ingredients>
      <photoshop:DocumentAncestors><rdf:Bag><rdf:li>xmp.did:a</rdf:li><rdf:li>xmp.did:a</rdf:li>
      </rdf:Bag></photoshop:DocumentAncestors>"""
    found = xmp_lineage(xmp('xmpMM:OriginalDocumentID="xmp.did:o"', elements))
    assert found.ids == ("xmp.did:o",)
    assert [(use.media_ref, use.media_ids) for use in found.made_from] == [
        ("xmp.iid:d", ("xmp.iid:d", "xmp.did:d")),
        ("C:\\shots\\12.png", ("xmp.did:i",)),
        ("xmp.iid:j", ("xmp.iid:j",)),
        ("xmp.did:a", ("xmp.did:a",)),
    ]


def test_ids_inside_the_history_are_other_files():
    history = """<xmpMM:History><rdf:Seq><rdf:li rdf:parseType="Resource">
      <xmpMM:InstanceID>xmp.iid:old</xmpMM:InstanceID></rdf:li></rdf:Seq></xmpMM:History>"""
    assert xmp_lineage(xmp('xmpMM:InstanceID="xmp.iid:new"', history)).ids == ("xmp.iid:new",)


def test_thousands_of_ancestors_are_cut_and_counted():
    items = "".join(f"<rdf:li>xmp.did:{n}</rdf:li>" for n in range(MOST_SOURCES + 3))
    bag = f"<rdf:Bag>{items}</rdf:Bag>"
    found = xmp_lineage(
        xmp(elements=f"<photoshop:DocumentAncestors>{bag}</photoshop:DocumentAncestors>")
    )
    assert len(found.made_from) == MOST_SOURCES
    assert found.notes == ("it names 3 more files that it was made from: not kept.",)


def test_a_bomb_in_xmp_is_a_note_and_the_picture_is_read(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    read = read_file(png(tmp_path / "a.png", packet=bomb))
    assert read.width == 8
    assert read.notes == (
        "its XMP metadata are not read: a document type or entity in XMP: not read.",
    )


def test_a_prompt_of_iptc_2025_is_hashed(tmp_path):
    packet = xmp(
        'Iptc4xmpExt:AISystemUsed="Ideogram 3" Iptc4xmpExt:AIPromptInformation="a red fox"'
    )
    read = read_file(png(tmp_path / "a.png", packet=packet))
    assert origin(read) == ("metadata", True, "Ideogram")
    assert (
        read.prompt_sha256
        == read_file(
            png(tmp_path / "b.png", parameters="a red fox\nSteps: 1, Seed: 1")
        ).prompt_sha256
    )


def test_a_credit_in_iptc_says_what_it_was_made_with(tmp_path):
    credit = b"Made with Google AI"
    record = b"\x1c\x02\x6e" + len(credit).to_bytes(2, "big") + credit
    resource = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record
    segment = b"Photoshop 3.0\0" + resource
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, "JPEG")
    picture = made.getvalue()
    app13 = b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment
    (tmp_path / "a.jpg").write_bytes(picture[:2] + app13 + picture[2:])
    assert origin(read_file(tmp_path / "a.jpg")) == ("metadata", True, "Google AI")


def test_an_unknown_system_is_named_as_it_is_written(tmp_path):
    packet = xmp('Iptc4xmpExt:AISystemUsed="House model 7"')
    read = read_file(png(tmp_path / "a.png", packet=packet))
    assert origin(read) == ("metadata", True, "House model 7")
