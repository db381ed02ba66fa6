"""Where a folder is all the log there is: outputs that tell how they were made are attempts."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.asking.thin_evidence import survivors_sentence
from data.errors import SettingsError
from data.settings import load_settings
from data.warehouse.file import Reader
from ingest.media import workers
from ingest.media.reading.generators import generation_of
from ingest.media.scan import scan
from tests.media_studio import FIRST, MediaStudio, picture

LATE = Selection(as_of=FIRST + timedelta(days=60))
FORGE = (
    "a red fox\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, Schedule type: Karras, "
    "CFG scale: 7, Seed: 4242, Size: 320x240, Model: foxes_v2, Version: f2.0.1"
)
KNOWN = (
    "SELECT source_id, channel, model, seed, operation, tags, submitted_at FROM attempts"
    " WHERE source = 'outputs_folder'"
)
SHARED = Path(__file__).parents[2] / "shared" / "samples"


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 100)  # processes take longer to start than this to read
    made = MediaStudio(tmp_path)
    config = tmp_path / "offcut.toml"
    config.write_text(config.read_text() + "outputs_are_attempts = true\n")
    return made


def rows(studio, query):
    with Reader(studio.settings.warehouse) as reader:
        return reader.cursor().execute(query).fetchall()


def figures(studio, *names):
    found = Figures.of(studio.settings)
    (row,) = found.measure(names, selection=LATE).rows
    thin = found.proof(LATE).thin
    found.reader.close()
    return tuple(row[name] for name in names), thin


def forge(studio, number, name=None):
    """A picture that Forge made, changed last on 2 November at nine."""
    text = PngInfo()
    text.add_text("parameters", FORGE)
    path = f"renders/forge/{name or f'{number:05}-4242.png'}"
    return studio.save(picture(number), path, FIRST, pnginfo=text)


def test_by_hand_a_file_of_forge_is_an_attempt_with_what_it_tells(studio):
    forge(studio, 90)
    report = studio.scan()
    ((sha256, *told, tags, at),) = rows(studio, KNOWN)
    assert told == ["forge", "foxes_v2", "4242", "text_to_image"]
    assert tags == ["cfg:7", "sampler:Euler a", "scheduler:Karras", "steps:20"]
    assert at == datetime(2026, 11, 2, 9)
    assert rows(studio, "SELECT attempt_id, file_name, width, height, sha256 FROM assets") == [
        (sha256, "00090-4242.png", 320, 240, sha256)
    ]
    assert (report.by_files, report.certain) == (1, 1)
    counted, thin = figures(studio, "spend", "unpriced_attempts", "attempts_from_files")
    assert counted == (None, 1, 1)
    assert survivors_sentence(1) in thin


def rated(studio, text):
    config = studio.folder / "offcut.toml"
    kept = [line for line in config.read_text().splitlines() if "hardware" not in line]
    config.write_text("\n".join([*kept, *text, ""]))


def test_by_hand_the_time_of_the_machine_costs_what_the_settings_say(studio):
    """15 s of an hour that costs 1.20 are 0.005 each."""
    forge(studio, 90)
    forge(studio, 91)
    studio.scan()
    rated(studio, ["hardware_rate_per_hour = 1.20", "hardware_seconds_per_output = 15"])
    assert studio.scan().by_files == 2
    names = ("spend", "unpriced_attempts", "assumed_cost", "assumed_cost_hardware")
    assert figures(studio, *names)[0] == (*[Decimal("0.01"), 0], *[Decimal("0.01")] * 2)
    told = "SELECT DISTINCT cost_basis, cost, computed_cost, reported_cost, cost_note"
    assert rows(studio, f"{told} FROM attempt_facts") == [
        ("computed", Decimal("0.005"), Decimal("0.005"), None, "hardware_assumed")
    ]
    rated(studio, ["hardware_rate_per_hour = 2.40", "hardware_seconds_per_output = 15"])
    studio.scan()
    assert figures(studio, "spend")[0] == (Decimal("0.02"),)
    rated(studio, [])
    studio.scan()
    assert figures(studio, "spend", "unpriced_attempts")[0] == (None, 2)


def test_a_rate_without_the_seconds_of_an_output_is_no_cost(studio):
    rated(studio, ["hardware_rate_per_hour = 1.20"])
    with pytest.raises(SettingsError, match="hardware_seconds_per_output go together"):
        load_settings(studio.folder / "offcut.toml")


def test_plain_pictures_and_those_a_log_explains_are_none(studio):
    studio.load()
    report = studio.scan()
    assert (report.by_files, report.certain) == (0, 6)


def test_without_the_setting_there_is_none_and_with_it_no_longer_they_are_taken_back(studio):
    forge(studio, 90)
    studio.scan()
    config = studio.folder / "offcut.toml"
    config.write_text(config.read_text().replace("outputs_are_attempts = true", ""))
    report = studio.scan()
    assert (report.by_files, report.certain) == (0, 0)
    assert rows(studio, "SELECT count(*) FROM attempt_facts") == [(0,)]


def test_scanned_twice_nothing_is_new_and_what_is_deleted_was_an_attempt_all_the_same(studio):
    path = forge(studio, 90)
    forge(studio, 91)
    studio.scan()
    files = rows(studio, "SELECT count(*) FROM files")
    assert studio.scan().by_files == 2
    assert rows(studio, "SELECT count(*) FROM files") == files
    path.unlink()
    assert studio.scan().by_files == 2


@pytest.mark.parametrize("log_first", [True, False])
def test_a_log_that_explains_a_file_is_the_only_one_to_tell_of_it(studio, log_first):
    forge(studio, 90)
    made = studio.outputs[0]
    text = PngInfo()
    text.add_text("parameters", FORGE)
    studio.save(picture(0), str(made.relative_to(studio.folder)), FIRST, pnginfo=text)
    if log_first:
        studio.load()
        report = studio.scan()
    else:
        assert studio.scan().by_files == 2
        studio.load()
        report = studio.scan()
    assert (report.by_files, report.certain) == (1, 7)
    counted, _ = figures(studio, "attempts", "spend")
    assert counted[0] == 7
    assert counted[1] == 3


def test_the_waste_of_survivors_has_the_warning_beside_it(studio):
    from data.metrics.catalogue import metric

    for name in ("waste_share", "discard_rate"):
        assert "attempts_from_files" in metric(name).gaps


@pytest.mark.parametrize(
    ("texts", "made_with"),
    [
        (
            {"parameters": "fox\nSteps: 9, Denoising strength: 0.4, Seed: 1, Sampler: UniPC"},
            {"steps": "9", "sampler": "UniPC", "operation": "image_to_image"},
        ),
        (
            {"parameters": "fox\nSteps: 9, Denoising strength: 0.4, Hires upscale: 2, Seed: 1"},
            {"steps": "9", "operation": "upscale"},
        ),
        (
            {"invokeai_metadata": json.dumps({
                "generation_mode": "sdxl_img2img", "scheduler": "euler", "steps": 30,
                "cfg_scale": 7.5, "seed": 3,
            })},
            {"scheduler": "euler", "steps": "30", "cfg": "7.5", "operation": "image_to_image"},
        ),
        (
            {"Software": "NovelAI", "Comment": json.dumps({"sampler": "k_euler", "steps": 28})},
            {"sampler": "k_euler", "steps": "28"},
        ),
        (
            {"fooocus_scheme": "fooocus", "parameters": json.dumps({
                "sampler": "dpmpp_2m", "steps": 60, "guidance_scale": 3.0, "seed": "5",
            })},
            {"sampler": "dpmpp_2m", "steps": "60", "cfg": "3"},
        ),
    ],
)  # fmt: skip
def test_each_says_with_what_it_was_made(texts, made_with):
    assert dict(generation_of(texts).made_with) == made_with


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared samples beside this checkout")
@pytest.mark.parametrize(
    ("folder", "channels"),
    [
        ("automatic1111", {"automatic1111"}),
        ("invokeai", {"invokeai"}),
        ("fooocus", {"fooocus"}),
        ("novelai", {"novelai"}),
    ],
)
def test_real_files_of_each_program(tmp_path, monkeypatch, folder, channels):
    monkeypatch.setattr(workers, "FEW", 100)
    studio = MediaStudio(tmp_path)
    config = tmp_path / "offcut.toml"
    config.write_text(config.read_text() + "outputs_are_attempts = true\n")
    report = scan([str(SHARED / folder)], studio.settings, role="outputs")
    assert report.by_files
    assert {row[1] for row in rows(studio, KNOWN)} == channels
