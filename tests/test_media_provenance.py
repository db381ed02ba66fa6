"""Where a file says it comes from: credentials, labels, source types, ids and ancestors."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PIL import Image

from ingest.media.reading.file_facts import read_file
from ingest.media.reading.provenance.aigc_label import aigc_label
from tests import media_files
from tests.media_files import TRAINED, png, xmp

LABEL = {"Label": "1", "ContentProducer": "Kling", "ProduceID": "p-1", "PropagateID": "q-2"}


def origin(read):
    return read.provenance, read.is_labelled_generated, read.generator


def test_credentials_name_the_generator_and_the_ingredients(tmp_path):
    path = media_files.signed(
        tmp_path / "a.jpg", ingredient=Image.linear_gradient("L").convert("RGB")
    )
    read = read_file(path, fingerprint=lambda seen: f"{seen.width}".encode())
    assert origin(read) == ("c2pa", True, "Adobe Firefly")
    (use,) = read.made_from
    assert (use.media_ref, use.media_ids, use.fingerprint) == (
        "shot 12.jpg",
        ("xmp.iid:2",),
        b"1024",
    )
    assert read.embedded_ids[0].startswith("urn:c2pa:")
    assert read.notes == ()


def test_credentials_of_a_camera_say_nothing_of_a_model(tmp_path):
    capture = TRAINED.replace("trainedAlgorithmicMedia", "digitalCapture")
    path = media_files.signed(tmp_path / "a.jpg", source_type=capture, agent="Camera 1.0")
    assert origin(read_file(path)) == ("c2pa", False, None)


def test_software_known_to_generate_tells_where_the_source_type_does_not(tmp_path):
    drawn = TRAINED.replace("trainedAlgorithmicMedia", "digitalCreation")
    path = media_files.signed(tmp_path / "a.jpg", source_type=drawn, agent="Dreamina")
    assert origin(read_file(path)) == ("c2pa", True, "Dreamina")


def test_a_file_changed_after_signing_is_noted(tmp_path):
    path = media_files.signed(tmp_path / "a.jpg")
    data = bytearray(path.read_bytes())
    data[-200] ^= 1
    path.write_bytes(data)
    read = read_file(path)
    assert read.provenance == "c2pa"
    assert "changed after they were signed" in read.notes[0]


def test_where_credentials_are_kept_elsewhere_nobody_is_asked(tmp_path):
    asked = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_port}/a.c2pa"
        path = media_files.signed(tmp_path / "a.jpg", elsewhere=where)
        asked.clear()
        assert where in read_file(path).embedded_ids
        server.shutdown()
    assert asked == []


def test_the_act_names_the_maker_where_no_software_is_named(tmp_path):
    path = media_files.signed(tmp_path / "a.jpg", agent="")
    assert origin(read_file(path)) == ("c2pa", True, "Google AI")


def test_credentials_kept_elsewhere_are_named_and_not_fetched(tmp_path):
    where = "https://manifests.example.com/a.c2pa"
    read = read_file(media_files.signed(tmp_path / "a.jpg", elsewhere=f"{where}?token=secret"))
    assert read.provenance == "none"
    assert where in read.embedded_ids
    assert read.notes == (f"its content credentials are kept at {where}, which was not asked.",)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "MP4"])
def test_credentials_of_other_pictures_and_of_clips(tmp_path, form):
    path = tmp_path / f"a.{form.lower()}"
    if form == "MP4":
        media_files.clip(path, frames=4)
    else:
        Image.linear_gradient("L").save(path, form)
    mime = "video/mp4" if form == "MP4" else f"image/{form.lower()}"
    media_files.signed(path, picture=path.read_bytes(), mime=mime)
    assert origin(read_file(path)) == ("c2pa", True, "Adobe Firefly")


def test_without_the_extra_credentials_are_noted_where_there_are_some(tmp_path, monkeypatch):
    signed = media_files.signed(tmp_path / "a.jpg")
    monkeypatch.setitem(sys.modules, "c2pa", None)
    read = read_file(signed)
    assert "pip install 'offcut[provenance]'" in read.notes[0]
    assert read.provenance == "none"
    assert read_file(png(tmp_path / "b.png")).notes == ()


def test_damaged_credentials_are_noted_and_the_picture_read(tmp_path):
    path = media_files.signed(tmp_path / "a.jpg")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"jumdc2cl", b"jumdxxxx"))
    read = read_file(path)
    assert (read.width, read.height) == (256, 256)
    assert "content credentials" in read.notes[0]


def test_the_label_is_stronger_than_iptc_and_metadata(tmp_path):
    packet = xmp(f'Iptc4xmpExt:DigitalSourceType="{TRAINED}"')
    path = png(tmp_path / "a.png", packet=packet, AIGC=json.dumps(LABEL), Software="NovelAI")
    read = read_file(path)
    assert origin(read) == ("aigc_label", True, "NovelAI")
    assert read.embedded_ids == ("p-1", "q-2")


@pytest.mark.parametrize(
    "texts",
    [
        {"AIGC": json.dumps(LABEL)},
        {"exif:UserComment": json.dumps({"AIGC": LABEL})},
        {"exif:ImageDescription": json.dumps({"AIGC": json.dumps(LABEL)})},
        {"xmp:AIGC": json.dumps(LABEL)},
        {"aigc": json.dumps(LABEL)},
    ],
)
def test_the_label_wherever_it_stands(texts):
    label = aigc_label(texts)
    assert (label.is_generated, label.generator, label.ids) == (True, "Kling", ("p-1", "q-2"))


def test_the_label_in_exif_xmp_and_a_clip(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = json.dumps({"AIGC": LABEL})
    Image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=exif)
    element = f"<TC260:AIGC>{json.dumps(LABEL)}</TC260:AIGC>"
    png(tmp_path / "b.png", packet=xmp(elements=element))
    media_files.clip(tmp_path / "c.mp4", frames=2, metadata={"AIGC": json.dumps(LABEL)})
    for name in ("a.jpg", "b.png", "c.mp4"):
        assert origin(read_file(tmp_path / name)) == ("aigc_label", True, "Kling")


def test_a_label_of_0_is_no_claim():
    assert aigc_label({"AIGC": '{"Label": "0"}'}).is_generated is False
    assert aigc_label({"note": "AIGC"}) is None


def test_what_a_generator_wrote_outweighs_a_label_of_0(tmp_path):
    label = json.dumps({"Label": "0", "ContentProducer": "Kling"})
    assert origin(read_file(png(tmp_path / "a.png", AIGC=label))) == ("aigc_label", False, "Kling")
    read = read_file(png(tmp_path / "b.png", AIGC=label, Software="NovelAI"))
    assert origin(read) == ("aigc_label", True, "NovelAI")
