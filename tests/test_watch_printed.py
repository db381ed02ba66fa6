"""What a watcher prints of a load: one line, and what is odd once."""

from __future__ import annotations

import re

import pytest

from dashboard.cli.watch_printed import Told
from data.settings import Settings
from ingest.load.account import FileAccount


@pytest.fixture
def told(capsys):
    """Print accounts; (lines without their time, sentences)."""
    printing = Told(Settings())

    def load(*accounts, has_published=True):
        printing.load(accounts, has_published=has_published)
        out, err = capsys.readouterr()
        lines = [re.sub(r"^\d\d:\d\d:\d\d  ", "", line) for line in out.splitlines()]
        return lines, err.splitlines()

    return load


def loaded(file="logs/a.csv", **fates):
    return FileAccount(file, "studio", read=sum(fates.values()), seconds=0.5, **fates)


def test_a_load_is_a_line(told):
    assert told(loaded(new=3, rejected=1))[0] == [
        "logs/a.csv: 4 read: 3 new, 1 rejected (see `offcut quarantine list`), 0.50 s"
    ]


@pytest.mark.parametrize(
    ("files", "named"),
    [
        (("logs/a.csv", "logs/deep/b.csv"), "2 files in logs"),
        (("logs/a.csv", "other/b.csv"), "2 files"),
        (("logs/a.csv", "/desk/b.jsonl"), "2 files"),
    ],
)
def test_files_loaded_together_are_named_by_their_folder(told, files, named):
    accounts = (loaded(each, new=1) for each in files)
    assert told(*accounts)[0] == [f"{named}: 2 read: 2 new, 1.00 s"]


def test_what_is_known_is_not_printed(told):
    known = loaded("logs/known.csv", unchanged=2, rejected=1)
    assert told(known, has_published=False) == ([], [])
    assert told(known, loaded(new=1))[0] == ["logs/a.csv: 1 read: 1 new, 0.50 s"]


def test_a_file_of_which_all_was_rejected_is_printed(told):
    assert told(loaded(rejected=2))[0][0].startswith("logs/a.csv: 2 read: 2 rejected")


def test_what_is_odd_is_said_once_and_of_the_same_kind_too(told):
    refused = FileAccount("logs/b.gz", error="logs/b.gz: a damaged gzip file.")
    other = FileAccount("logs/c.bin", no_log="no source knows this format")
    noted = [
        FileAccount(name, "studio", read=1, new=1, notes=(f"{name}: read by the saved map.",))
        for name in ("logs/a.csv", "logs/d.csv")
    ]
    assert told(refused, other, noted[0])[1] == [
        "logs/b.gz: a damaged gzip file.",
        "logs/a.csv: read by the saved map.",
        "1 no log, left out: logs/c.bin.",
    ]
    assert told(refused, other, noted[1])[1] == []


def test_a_trouble_whose_amounts_change_is_the_same():
    told = Told(Settings())
    assert told.anew(None, "needs 261 MB, 12 MB are free")
    assert not told.anew("needs 261 MB, 12 MB are free", "needs 261 MB, 1,011 MB are free")
    assert told.anew("needs 261 MB, 12 MB are free", "the drive is gone")
