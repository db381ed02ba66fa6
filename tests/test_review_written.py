"""A review is written whole or not at all, and what is in the way is said in a sentence."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from dashboard.report import written
from dashboard.report.published import read_review
from dashboard.report.written import SUFFIXES, check_suffix, write
from data.errors import QuestionError, SettingsError, UnwrittenError
from tests.hand_made_review import hand_made_review

BEGINS = {
    ".html": b"<!doctype html>",
    ".md": b"# Week 45 of 2026",
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".xlsx": b"PK\x03\x04",
    ".json": b'{\n "form": 1',
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_chooses_the_form(tmp_path, suffix):
    path = tmp_path / f"2026-W45{suffix.upper()}"
    write(hand_made_review(), path)
    assert path.read_bytes().startswith(BEGINS[suffix])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("name", "said"), [("review.docx", ".docx"), ("review", "no ending")])
def test_another_suffix_is_refused_with_the_ones_there_are(tmp_path, name, said):
    with pytest.raises(QuestionError) as caught:
        check_suffix(tmp_path / name)
    assert str(caught.value) == (
        f"{tmp_path / name}: {said} is not a form of the review. Name a file that ends in .html, "
        ".md, .pdf, .png, .xlsx or .json."
    )
    with pytest.raises(QuestionError):
        write(hand_made_review(), tmp_path / name)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(QuestionError, match=r"there is no folder .*nowhere\. Make it first\."):
        write(hand_made_review(), tmp_path / "nowhere" / "review.json")


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path, monkeypatch):
    path = tmp_path / "review.md"
    path.write_text("last week's")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(written.os, "fsync", full)
    with pytest.raises(UnwrittenError) as caught:
        write(hand_made_review(), path)
    assert str(caught.value) == (
        f"{path}: the review cannot be written: No space left on device. Make room, or name "
        "another place; what was there before is as it was."
    )
    assert path.read_text() == "last week's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_a_sentence(tmp_path):
    (tmp_path / "review.md").mkdir()
    with pytest.raises(UnwrittenError, match="Is a directory"):
        write(hand_made_review(), tmp_path / "review.md")
    assert [each.name for each in tmp_path.iterdir()] == ["review.md"]


def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path):
    old, new, usual = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "usual"
    old.touch(0o640)
    usual.touch()
    write(hand_made_review(), old)
    write(hand_made_review(), new)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_published_review_is_read_back_from_its_file(tmp_path):
    write(hand_made_review(), tmp_path / "2026-W45.json")
    assert read_review(tmp_path / "2026-W45.json") == hand_made_review()


@pytest.mark.parametrize(
    ("suffix", "library"),
    [(".pdf", "typst"), (".png", "typst"), (".xlsx", "xlsxwriter"), (".html", "vl_convert")],
)
def test_what_is_not_installed_is_said_with_what_to_install(tmp_path, monkeypatch, suffix, library):
    monkeypatch.delitem(sys.modules, library, raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Without(library), *sys.meta_path])
    with pytest.raises(SettingsError) as caught:
        write(hand_made_review(), tmp_path / f"review{suffix}")
    assert str(caught.value).startswith(f"{library} ")
    assert str(caught.value).endswith(
        "it needs offcut[report]. Install it: pip install 'offcut[report]'."
    )
    assert list(tmp_path.iterdir()) == []


class _Without:
    """Finds one library nowhere."""

    def __init__(self, library):
        self.library = library

    def find_spec(self, name, path=None, target=None):
        if name == self.library:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def test_a_name_without_a_folder_is_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(hand_made_review(), Path("review.json"))
    assert (tmp_path / "review.json").is_file()


def test_through_a_link_the_file_it_points_to_is_written(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "latest.md").symlink_to(tmp_path / "kept" / "2026-W45.md")
    write(hand_made_review(), tmp_path / "latest.md")
    assert (tmp_path / "latest.md").is_symlink()
    assert (tmp_path / "kept" / "2026-W45.md").read_bytes().startswith(BEGINS[".md"])
