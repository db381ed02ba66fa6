"""A journal gives back what was written into it, whoever writes, and whatever was cut off."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.review.decisions import Decision
from data.review.journal import Journal
from data.review.kept import write_once, writing_in

few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
decisions = st.builds(
    Decision,
    text=texts,
    week=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    owner=texts,
    by=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    watch=st.none() | texts,
    where=st.lists(texts, max_size=3).map(tuple),
    created_at=st.datetimes(timezones=st.just(UTC)),
)


def decision(text="Edit instead of re-rolling"):
    return Decision(
        text=text,
        week=date(2026, 11, 9),
        owner="Ana",
        by=date(2026, 11, 27),
        created_at=datetime(2026, 11, 16, 9, tzinfo=UTC),
    )


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "reviews" / "decisions.jsonl", Decision)


@few
@given(written=st.lists(decisions, max_size=6))
def test_reading_gives_what_was_written(tmp_path, written):
    path = tmp_path / "decisions.jsonl"
    path.unlink(missing_ok=True)
    journal = Journal(path, Decision)
    numbers = [journal.append(each) for each in written]
    assert [each.entry for each in journal.entries()] == written
    assert [each.number for each in journal.entries()] == numbers == [*range(1, len(written) + 1)]
    assert journal.unreadable() == ()


def test_there_is_nothing_before_the_first_entry(journal):
    assert journal.entries() == journal.unreadable() == ()
    assert not journal.path.parent.exists()


@few
@given(written=st.lists(decisions, min_size=1, max_size=3), cut=st.data())
def test_a_last_line_that_was_cut_loses_no_other_and_is_told(tmp_path, written, cut):
    path = tmp_path / "decisions.jsonl"
    path.unlink(missing_ok=True)
    journal = Journal(path, Decision)
    for each in written:
        journal.append(each)
    whole = path.read_bytes()
    last = len(whole.rstrip(b"\n").rpartition(b"\n")[2])
    path.write_bytes(whole[: len(whole) - 1 - cut.draw(st.integers(1, last - 1))])
    kept = path.read_bytes()
    assert [each.entry for each in journal.entries()] == written[:-1]
    (told,) = journal.unreadable()
    assert f"line {len(written)} is cut off" in told
    number = journal.append(decision("the next one"))
    assert path.read_bytes().startswith(kept + b"\n")
    assert number == len(written) + 1
    assert [each.number for each in journal.entries()] == [*range(1, len(written)), number]
    assert len(journal.unreadable()) == 1


def test_a_line_that_is_no_entry_is_told_with_its_field(journal):
    journal.append(decision())
    with journal.path.open("a") as file:
        file.write('{"text": "no week"}\n')
    journal.append(decision("the next one"))
    assert [each.number for each in journal.entries()] == [1, 3]
    (told,) = journal.unreadable()
    assert "line 2 is left out: week: is missing" in told


def test_writers_of_several_processes_lose_nothing(journal):
    program = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from data.review.decisions import Decision
from data.review.journal import Journal
journal = Journal(Path(sys.argv[1]), Decision)
for n in range(20):
    journal.append(Decision(text=f"{sys.argv[2]} {n}", week=date(2026, 11, 9), owner="Ana",
        by=date(2026, 11, 27), created_at=datetime(2026, 11, 16, tzinfo=UTC)))
"""
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", program, str(journal.path)]
    writers = [subprocess.Popen([*command, name], cwd=root) for name in ("a", "b", "c")]
    assert [each.wait(60) for each in writers] == [0, 0, 0]
    texts = [each.entry.text for each in journal.entries()]
    assert sorted(texts) == sorted(f"{name} {n}" for name in "abc" for n in range(20))
    for name in "abc":
        assert [t for t in texts if t[0] == name] == [f"{name} {n}" for n in range(20)]


def test_a_file_that_is_written_once_is_never_overwritten(tmp_path):
    path = tmp_path / "2026-W46.json"
    with writing_in(tmp_path):
        write_once(path, b"then")
        with pytest.raises(FileExistsError, match="never overwritten"):
            write_once(path, b"now")
    assert path.read_bytes() == b"then"
    assert [each.name for each in tmp_path.iterdir() if each.name != ".lock"] == [path.name]
