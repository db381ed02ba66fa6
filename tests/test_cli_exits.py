"""How a command ends where the system is against it: a sentence, exit code 1, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from data.asking.figures import Figures
from data.warehouse.trouble import in_words
from tests.command_studio import AS_OF, Studio
from tests.matrices import crossed

FULL = Path("/dev/full")
NO_SPACE = "No space left on device"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio.loaded(tmp_path_factory.mktemp("exits"))


def sentences(done):
    """What was said, line by line, none of it Python's."""
    assert "Traceback" not in done.err
    assert "Error" not in done.err
    return done.err.splitlines()


# --- standard output --------------------------------------------------------------------------

PRINTING = [("metrics", *AS_OF), ("export", "ledger", *AS_OF), ("sources",), ("--help",)]


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@crossed("command, unbuffered", PRINTING, ["", "1"])
def test_a_full_standard_output_is_a_sentence(studio, monkeypatch, command, unbuffered):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with FULL.open("w") as full:
        done = studio.apart(*command, exits=1, stdout=full)
    (said,) = sentences(done)
    assert said.startswith("Standard output")
    assert NO_SPACE in said


@pytest.mark.parametrize("command", PRINTING, ids=lambda given: given[0])
def test_a_closed_standard_output_is_a_sentence(studio, command):
    done = studio.apart_by("exec 1>&-", *command, exits=1)
    assert sentences(done) == ["Standard output is closed: open it, or send it to a file."]


def test_what_prints_nothing_needs_no_standard_output(studio):
    studio.apart_by("exec 0<&- 1>&-", "export", "ledger", "--to", "closed.csv", *AS_OF)
    assert (studio.folder / "closed.csv").read_text().startswith("source_id,")


def test_figures_need_no_standard_error(studio):
    assert "spend" in studio.apart_by("exec 2>&-", "metrics", *AS_OF).out


@pytest.mark.parametrize("command", PRINTING, ids=lambda given: given[0])
def test_a_reader_who_leaves_is_told_nothing(studio, command):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = studio.apart(*command, exits=1, stdout=writing)
    finally:
        os.close(writing)
    assert done.err == ""


def test_what_an_encoding_lacks_is_written_by_its_number(studio, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert "\\u2013" in studio.apart("metrics", "escape_rate", *AS_OF).out


# --- the disk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_export_that_does_not_fit_on_the_disk_is_a_sentence(studio, ending):
    (kept := studio.folder / f"kept{ending}").write_text("from before")
    export = ("export", "attempts", "--to", kept.name, *AS_OF)
    (said,) = sentences(studio.apart_by("ulimit -f 1", *export, exits=1))
    assert said.startswith(f"{kept.name}: the rows cannot be written: File too large.")
    assert kept.read_text() == "from before"
    assert not list(studio.folder.glob(".offcut-export-*"))


def test_an_export_is_put_together_where_there_is_room(studio):
    (said,) = sentences(studio.apart_by("ulimit -f 1", "export", "attempts", *AS_OF, exits=1))
    assert "the rows are put together there, and cannot be: File too large." in said


def test_an_export_over_a_folder_is_a_sentence(studio):
    (studio.folder / "folder.csv").mkdir()
    done = studio.run("export", "attempts", "--to", "folder.csv", *AS_OF, exits=1)
    assert "folder.csv: the rows cannot be written: Is a directory." in done.err


def test_a_folder_that_the_system_will_not_have_is_a_sentence(studio):
    (studio.folder / "a file").write_text("")
    done = studio.run("demo", "--no-dashboard", "--folder", "a file/demo", exits=1)
    assert sentences(done) == ["a file/demo/demo.duckdb: Not a directory."]


# --- the warehouse ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("metrics", "--by", "model"),
        ("ledger",),
        ("status",),
        ("export", "assets", "--to", "x.csv"),
        ("reprice", "--dry-run"),
        ("size",),
    ],
    ids=lambda given: given[0],
)
@pytest.mark.parametrize("part", [0.55, 0.75])
def test_half_a_warehouse_is_a_sentence(studio, command, part):
    whole = (studio.folder / "w.duckdb").read_bytes()
    (studio.folder / "half.duckdb").write_bytes(whole[: int(len(whole) * part)])
    done = studio.run("--warehouse", "half.duckdb", *command, exits=1)
    (said,) = sentences(done)
    assert said.startswith("half.duckdb: this warehouse is damaged, or was copied in part.")


def test_other_trouble_of_the_engine_is_told_apart():
    warehouse = Path("w.duckdb")
    full = duckdb.IOException(
        'IO Error: Async write failed for range: {"exception_message":"Could not write file '
        '\\"t.tmp\\": No space left on device","errno":"28"}'
    )
    assert f"could not be put on disk: {NO_SPACE}." in str(in_words(full, warehouse))
    hungry = duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate")
    assert "OFFCUT_MEMORY_LIMIT=4GB" in str(in_words(hungry, warehouse))
    hungry = duckdb.OutOfMemoryException(
        "Out of Memory Error: failed to allocate data of size 16.0 MiB (80.3 MiB/95.3 MiB used)\n"
    )
    assert str(in_words(hungry, warehouse)) == (
        "w.duckdb: this needs 16.0 MiB of memory beside the 80.3 MiB in use, and may have 95.3 MiB "
        'in all. Allow for more with memory_limit = "191MiB" in offcut.toml, or '
        "OFFCUT_MEMORY_LIMIT=191MiB. For a question, fewer days or groups need less."
    )
    assert in_words(duckdb.BinderException("Binder Error: no such column"), warehouse) is None
    assert in_words(OSError("of the system"), warehouse) is None


# --- files of one's own ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("--config", "deep.toml", "metrics"), "deep.toml: nested too deeply."),
        (("size", "--plans", "deep.toml"), "A file is nested too deeply"),
        (("ingest", "--map", "deep.toml", "jobs.csv"), "deep.toml: nested too deeply."),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_file_100_000_deep_is_a_sentence(studio, command, sentence):
    depth = 100_000
    (studio.folder / "deep.toml").write_text(f"platform = {'[' * depth}{']' * depth}")
    (said,) = sentences(studio.run(*command, exits=1))
    assert sentence in said


# --- ourselves --------------------------------------------------------------------------------


def test_a_fault_of_our_own_is_a_sentence_with_a_way_to_report_it(studio, monkeypatch):
    monkeypatch.setattr(Figures, "proof", lambda *_: 1 / 0)
    done = studio.run("status", exits=1)
    assert done.err.startswith("Something nobody thought of: ZeroDivisionError: division by zero.")
    assert "Traceback" not in done.err
    monkeypatch.setenv("OFFCUT_TRACEBACK", "1")
    assert "Traceback (most recent call last)" in studio.run("status", exits=1).err
