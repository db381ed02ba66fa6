"""One bad entry of a folder costs itself alone, and what is no log beside the logs is just that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.command_studio import Studio

SPEND_LOG = {
    "request_id": "r1",
    "call_type": "aimage_generation",
    "spend": 0.04,
    "startTime": "2026-11-02T09:00:00Z",
    "endTime": "2026-11-02T09:00:09Z",
    "model": "gpt-image-1",
    "status": "success",
}
LEVELS = 1_500


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "spend.jsonl").write_text(json.dumps(SPEND_LOG) + "\n")
    return made


def accounts(studio, *paths, exits=0):
    done = studio.run("ingest", *(paths or ("logs",)), "--json", exits=exits)
    return {each["file"]: each for each in json.loads(done.out)}, done.err


def test_what_is_no_log_is_listed_and_nothing_is_amiss(studio):
    beside = {
        "README.md": b"{this} is where our logs lie\n",
        ".DS_Store": b"\0\0\0\1Bud1",
        "Thumbs.db": b"\xd0\xcf\x11\xe0",
        "notes.txt": b"ask Ana\n",
        "brief.pdf": b"%PDF-1.7",
        "shot.png": b"\x89PNG\r\n\x1a\n",
    }
    for name, content in beside.items():
        (studio.folder / "logs" / name).write_bytes(content)
    found, _ = accounts(studio)
    assert found.pop("logs/spend.jsonl")["new"] == 1
    assert sorted(found) == sorted(f"logs/{name}" for name in beside)
    assert all(each["no_log"] and each["read"] == 0 for each in found.values())
    done = studio.run("ingest", "logs")
    assert "6 no log, left out:\n  logs/.DS_Store: hidden\n" in done.err
    assert "  logs/README.md: it tells about the folder\n" in done.err
    assert "  logs/shot.png: this is a PNG picture, no log." in done.err
    assert "spend.jsonl" in studio.run("identify", "logs").out


@pytest.mark.parametrize("name", ["README.md", "notes.txt", "brief.pdf"])
def test_what_nobody_claims_is_refused_where_it_is_named(studio, name):
    content = b"%PDF-1.7" if name.endswith("pdf") else b"ask Ana\n"
    (studio.folder / "logs" / name).write_bytes(content)
    found, said = accounts(studio, f"logs/{name}", exits=1)
    assert found[f"logs/{name}"]["error"] in said


def test_a_folder_without_any_log_is_refused(studio):
    (studio.folder / "logs" / "spend.jsonl").rename(studio.folder / "logs" / ".spend")
    _, said = accounts(studio, exits=1)
    assert "logs: no file in it to load." in said


def test_links_that_lead_nowhere_cost_themselves_alone(studio):
    logs = studio.folder / "logs"
    (logs / "around").symlink_to("around")
    (logs / "gone.jsonl").symlink_to("nowhere.jsonl")
    (logs / "up").symlink_to("..")
    found, _ = accounts(studio, exits=1)
    assert found["logs/spend.jsonl"]["new"] == 1
    assert "Too many levels of symbolic links" in found["logs/around"]["error"]
    assert "a link that leads nowhere" in found["logs/gone.jsonl"]["error"]
    assert "a link to a folder, which is not followed" in found["logs/up"]["no_log"]
    assert len(found) == 4


def test_what_is_no_file_is_no_log(studio):
    os.mkfifo(studio.folder / "logs" / "pipe")
    found, _ = accounts(studio)
    assert found["logs/pipe"]["no_log"] == "neither a file nor a folder"


@contextmanager
def log_far_below(folder, name):
    """A log in so many folders of a name. They are gone afterwards: Python's own `rmtree` recurses
    into them to its end, and pytest removes its folders of earlier runs by it.
    """
    here = os.open(folder, os.O_RDONLY)
    for _ in range(LEVELS):
        os.mkdir(name, dir_fd=here)
        below = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    log = os.open("at.jsonl", os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(log, json.dumps(SPEND_LOG | {"request_id": "deep"}).encode())
    os.close(log)
    os.close(here)
    try:
        yield
    finally:
        subprocess.run(["rm", "-rf", str(folder / name)], check=True)


@pytest.mark.parametrize("name", ["d", "deep-folder"])
def test_folders_lie_as_deep_as_they_like(studio, name):
    """The system itself gives up on paths of 4,096 bytes, where names are longer than a letter."""
    is_short = name == "d"
    with log_far_below(studio.folder / "logs", name):
        found, _ = accounts(studio, exits=0 if is_short else 1)
    assert found.pop("logs/spend.jsonl")["new"] == 1
    ((path, other),) = found.items()
    assert other["new"] == 1 if is_short else "cannot be read: File name too long" in other["error"]
    assert path.count("/") > 300


def test_a_name_that_the_system_does_not_take_is_a_sentence(studio):
    found, said = accounts(studio, "x" * 5_000, "logs", exits=1)
    assert found["logs/spend.jsonl"]["new"] == 1
    assert "cannot be looked at: File name too long" in said


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_costs_its_file_alone(studio):
    odd = os.fsencode(studio.folder / "logs") + b"/caf\xe9.jsonl"
    with open(odd, "wb") as file:  # noqa: PTH123 (a name of bytes)
        file.write((studio.folder / "logs" / "spend.jsonl").read_bytes())
    done = studio.run("ingest", "logs", exits=1)
    assert "logs/caf\\xe9.jsonl: its name is no Unicode text. Rename it." in done.err
    assert "logs/spend.jsonl" in done.out
