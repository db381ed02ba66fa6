"""Who generated a picture: each way of writing it down, in the file it is written into."""

from __future__ import annotations

import gzip
import hashlib
import json
import time

import numpy as np
import pytest
from PIL import Image

from ingest.media.reading.file_facts import read_file
from ingest.media.reading.generators import generation_of
from ingest.storing.prompts import of_prompt
from tests.media_files import png

PARAMETERS = (
    "a red fox, <lora:x:1>\nin snow\nNegative prompt: blur\n"
    'Steps: 20, Sampler: "Euler, a", Seed: 4242, Size: 8x4, Model: foxes_v2, Version: v1.10.1'
)
PROMPT = "a red fox, <lora:x:1>\nin snow"


def hashed(prompt):
    return of_prompt(prompt, store_prompts=False)["prompt_sha256"]


def told(read):
    return read.generator, read.model, read.seed, read.prompt_sha256


def test_the_hash_of_a_prompt_is_that_of_the_logs(tmp_path):
    read = read_file(png(tmp_path / "a.png", parameters=PARAMETERS))
    assert read.prompt_sha256 == hashlib.sha256(PROMPT.encode()).hexdigest() == hashed(PROMPT)


def test_parameters_in_a_png(tmp_path):
    read = read_file(png(tmp_path / "a.png", parameters=PARAMETERS))
    assert told(read) == ("AUTOMATIC1111", "foxes_v2", "4242", hashed(PROMPT))
    assert (read.provenance, read.is_labelled_generated) == ("metadata", True)


@pytest.mark.parametrize(("form", "order"), [("JPEG", "be"), ("WEBP", "be"), ("JPEG", "le")])
def test_parameters_in_the_user_comment_of_exif(tmp_path, form, order):
    exif = Image.Exif()
    comment = b"UNICODE\0" + PARAMETERS.encode(f"utf-16-{order}")
    exif.get_ifd(0x8769)[0x9286] = comment
    Image.new("RGB", (8, 4)).save(tmp_path / "a", form, exif=exif)
    assert told(read_file(tmp_path / "a")) == ("AUTOMATIC1111", "foxes_v2", "4242", hashed(PROMPT))


@pytest.mark.parametrize(
    ("version", "generator"),
    [("Version: f2.0.1v1.10.1", "Forge"), ("Version: ComfyUI", "ComfyUI"),
     ("App: SD.Next", "SD.Next"), ("Version: Fooocus v2.5.0", "Fooocus")],
)  # fmt: skip
def test_others_write_parameters_too(version, generator):
    found = generation_of({"parameters": f"fox\nSteps: 20, Seed: 1, {version}"})
    assert (found.generator, found.prompt, found.seed) == (generator, "fox", "1")


def test_a_text_after_the_pixels_is_read(tmp_path):
    parts = png(tmp_path / "a.png", size=(2, 2), parameters=PARAMETERS).read_bytes()
    at = parts.index(b"tEXt") - 4
    length = int.from_bytes(parts[at : at + 4], "big") + 12
    text, rest = parts[at : at + length], parts[:at] + parts[at + length :]
    end = rest.index(b"IEND") - 4
    (tmp_path / "a.png").write_bytes(rest[:end] + text + rest[end:])
    assert read_file(tmp_path / "a.png").seed == "4242"


def hidden(path, text, *, packed):
    """A PNG with a text in the lowest bits of its alpha channel, column by column."""
    kept = gzip.compress(text.encode()) if packed else text.encode()
    name = b"stealth_pngcomp" if packed else b"stealth_pnginfo"
    bits = np.unpackbits(np.frombuffer(name + (len(kept) * 8).to_bytes(4, "big") + kept, np.uint8))
    columns = np.zeros(64 * 64, np.uint8)
    columns[: len(bits)] = bits
    pixels = np.full((64, 64, 4), 254, np.uint8)
    pixels[..., 3] += columns.reshape(64, 64).T
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_parameters_hidden_in_alpha(tmp_path, packed):
    read = read_file(hidden(tmp_path / "a.png", PARAMETERS, packed=packed))
    assert told(read) == ("AUTOMATIC1111", "foxes_v2", "4242", hashed(PROMPT))


def test_novelai_hides_all_its_texts_in_one(tmp_path):
    texts = {"Software": "NovelAI", "Description": "fox", "Comment": {"seed": 7}}
    read = read_file(hidden(tmp_path / "a.png", json.dumps(texts), packed=True))
    assert told(read) == ("NovelAI", None, "7", hashed("fox"))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            {"invokeai_metadata": json.dumps({"positive_prompt": "fox", "seed": 3,
                                              "model": {"model_name": "xl"}})},
            ("InvokeAI", "xl", "3", "fox"),
        ),
        (
            {"sd-metadata": json.dumps({"model_weights": "sd15", "image": {
                "prompt": [{"prompt": "fox [blur]"}], "seed": 4}})},
            ("InvokeAI", "sd15", "4", "fox"),
        ),
        ({"Dream": '"fox [blur]" -s 50 -S 5 -W 512'}, ("InvokeAI", None, "5", "fox")),
        (
            {"parameters": json.dumps({"prompt": ["fox", "more"], "seed": "18446744073709551615",
                                       "base_model": "jug"}), "fooocus_scheme": "fooocus"},
            ("Fooocus", "jug", "18446744073709551615", "fox"),
        ),
        (
            {"parameters": json.dumps({"sui_image_params": {"prompt": "fox", "seed": 6,
                                                            "model": "m"}})},
            ("SwarmUI", "m", "6", "fox"),
        ),
        (
            {"Software": "NovelAI", "Description": "fox", "Source": "Stable Diffusion 1D",
             "Comment": '{"seed": 7}'},
            ("NovelAI", "Stable Diffusion 1D", "7", "fox"),
        ),
    ],
)  # fmt: skip
def test_the_other_generators(tmp_path, texts, expected):
    generator, model, seed, prompt = expected
    read = read_file(png(tmp_path / "a.png", **texts))
    assert told(read) == (generator, model, seed, hashed(prompt))


def test_midjourney_names_its_job(tmp_path):
    job = "0b0c1d2e-1234-4321-8888-0123456789ab"
    path = png(tmp_path / "a.png", Description=f"fox --ar 3:2 Job ID: {job}", Author="someone")
    read = read_file(path)
    assert told(read) == ("Midjourney", None, None, hashed("fox --ar 3:2"))
    assert read.embedded_ids == (job,)


@pytest.mark.parametrize(
    ("texts", "generator"),
    [
        ({"Software": "ChatGPT"}, "ChatGPT"),
        ({"Source": "OpenAI DALL·E 3"}, "DALL·E"),
        ({"exif:Software": "Adobe Firefly"}, "Adobe Firefly"),
        ({"iptc:Credit": "Made with Google AI"}, "Google AI"),
        ({"xmp:CreatorTool": "Dreamina"}, "Dreamina"),
    ],
)
def test_services_are_known_by_the_fields_for_a_maker(texts, generator):
    assert generation_of(texts).generator == generator


@pytest.mark.parametrize(
    "texts",
    [
        {"Software": "Adobe Photoshop 26.1 (Macintosh)"},
        {"exif:Make": "Canon", "exif:Model": "EOS R5"},
        {"encoder": "Lavf61.7.100"},
        {"Description": "in the style of Midjourney"},
        {"prompt": "C:\\>"},
        {"parameters": "Steps are: 3"},
        {"exif:Artist": "Sora Tanaka", "Author": "Vidu Sharma", "iptc:Credit": "Sora Tanaka"},
        {"Software": "Editor de imagen"},
        {"prompt": "[" * 100_000},
        {"prompt": '{"a":' * 100_000},
        {},
    ],
)
def test_cameras_editors_and_free_texts_are_no_generators(texts):
    assert generation_of(texts) is None


@pytest.mark.parametrize(
    "texts",
    [
        {"Description": " " * 10**6 + "x"},
        {"parameters": "Steps: 1, " + " " * 10**6 + "x"},
        {"parameters": "Steps: 1, " + 'a: "' * 10**5},
        {"Dream": '"' + "[" * 10**6 + '"'},
        {"prompt": json.dumps({str(n): {"inputs": {"positive": [str(n + 1), 0], "text": "fox"}}
                               for n in range(20_000)})},
    ],
)  # fmt: skip
def test_texts_made_to_take_for_ever_do_not(texts):
    started = time.process_time()
    generation_of(texts)
    assert time.process_time() - started < 2
