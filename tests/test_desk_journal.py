"""What was decided at the Desk is on the disk, once, however often and by whomever it is sent."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.desk_journal import DeskDecision, DeskJournal, DeskUndo, desk_folder

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def named(number):
    return f"{number:032x}"


def decided(number, decision="approved", **fields):
    usual = {"source": "fal", "source_id": "r1", "output_index": 0, "stage": "qc",
             "reviewer": "ana", "at": NINE + timedelta(seconds=number)}  # fmt: skip
    return DeskDecision(id=named(number), decision=decision, **(usual | fields))


def taken_back(number, undoes, reviewer="ana", at=None):
    at = at or NINE + timedelta(seconds=number)
    return DeskUndo(id=named(number), undoes=named(undoes), reviewer=reviewer, at=at)


@pytest.fixture
def journal(tmp_path):
    return DeskJournal(desk_folder(tmp_path / "w.duckdb"))


def lines(journal):
    return [
        line for path in journal.folder.glob("*.jsonl") for line in path.read_bytes().splitlines()
    ]


def test_the_folder_lies_beside_the_warehouse_under_its_name(tmp_path):
    assert desk_folder(tmp_path / "studio.duckdb") == tmp_path / "studio-desk"
    (tmp_path / "link.duckdb").symlink_to(tmp_path / "studio.duckdb")
    assert desk_folder(tmp_path / "link.duckdb") == tmp_path / "studio-desk"


def test_what_is_sent_twice_is_written_once(journal):
    first = journal.add([decided(1), decided(2), decided(1)])
    again = journal.add([decided(2, "rejected"), decided(3)])
    assert first.stored == (named(1), named(2), named(1))
    assert again.stored == (named(2), named(3))
    assert [each.id for each in journal.standing()] == [named(1), named(2), named(3)]
    assert [each.decision for each in journal.standing()] == ["approved"] * 3
    assert len(lines(journal)) == 3


def test_another_server_knows_what_this_one_wrote(journal):
    other = DeskJournal(journal.folder)
    assert other.standing() == ()
    journal.add([decided(1)])
    assert other.add([decided(1), decided(2)]).stored == (named(1), named(2))
    assert [each.id for each in journal.standing()] == [named(1), named(2)]
    assert len(lines(journal)) == 2


def test_a_decision_is_taken_back_by_who_made_it(journal):
    journal.add([decided(1), decided(2, "rejected")])
    assert journal.add([taken_back(3, 2, "zoe")]).refused == {
        named(3): "Only ana can take this decision back."
    }
    assert journal.add([taken_back(4, 9)]).refused == {
        named(4): "There is no such decision to take back."
    }
    assert journal.add([taken_back(5, 2, "Ana"), taken_back(6, 2)]).refused == {}
    assert [each.id for each in journal.standing()] == [named(1)]
    assert journal.undone() == {named(2)}
    assert len(lines(journal)) == 3
    assert journal.add([taken_back(7, 5)]).refused  # what took it back is no decision


def test_what_takes_back_is_later_than_what_it_takes_back(journal):
    journal.add([decided(5), taken_back(6, 5, at=NINE)])
    _, undo = journal.since(None, 10)
    assert undo.at == NINE + timedelta(seconds=5, microseconds=1)


def test_nothing_was_decided_after_it_was_received(journal):
    journal.add([decided(1, at=NINE + timedelta(days=400))], now=NINE)
    (event,) = journal.standing()
    assert event.at == event.received_at == NINE


def test_events_are_told_in_the_order_in_which_they_came(journal):
    journal.add([decided(2), decided(1)], now=NINE)
    journal.add([decided(3)], now=NINE - timedelta(hours=1))
    told = journal.since(None, 10)
    assert [each.id for each in told] == [named(2), named(1), named(3)]
    assert [each.id for each in journal.since(told[0].received_at, 1)] == [named(1)]
    assert journal.since(journal.latest(), 10) == ()


def test_a_line_that_was_cut_off_was_never_acknowledged_and_harms_no_other(journal):
    journal.add([decided(1)])
    (path,) = journal.folder.glob("*.jsonl")
    whole = path.read_bytes()
    cut = json.dumps({"offcut_desk": 1, "id": named(2)}).encode()[:-9]
    path.write_bytes(whole + cut)
    fresh = DeskJournal(journal.folder)
    assert [each.id for each in fresh.standing()] == [named(1)]
    assert fresh.add([decided(2)]).stored == (named(2),)
    assert path.read_bytes().startswith(whole + cut + b"\n")
    assert [each.id for each in DeskJournal(journal.folder).standing()] == [named(1), named(2)]


def test_what_cannot_be_written_is_not_acknowledged(journal, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.add([decided(1)])


def test_many_at_once_lose_nothing(journal):
    def write(begin):
        other = DeskJournal(journal.folder)
        for number in range(begin, begin + 20):
            other.add([decided(number), decided(number % 5)])

    threads = [threading.Thread(target=write, args=(begin,)) for begin in (100, 200, 300, 400)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(journal.standing()) == len(lines(journal)) == 85


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "pending"},
        {"decision": "loved"},
        {"stage": "later"},
        {"reviewer": "  "},
        {"reviewer": "x" * 201},
        {"reason": "x" * 501},
        {"review_seconds": -1},
        {"review_seconds": 3601},
        {"output_index": -1},
        {"output_index": 1000},
        {"source_id": ""},
        {"at": datetime(2026, 11, 20, 9)},
        {"prompt": "a cat"},
    ],
)
def test_a_decision_of_another_form_is_none(wrong):
    with pytest.raises(ValidationError):
        decided(1, **wrong)


EVENTS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 12), st.sampled_from(["approved", "rejected"])),
    max_size=25,
)


@given(EVENTS, st.lists(st.integers(0, 25), max_size=4), st.randoms())
def test_however_events_are_cut_into_batches_and_repeated_the_same_stands(events, cuts, dice):
    """By the first event of each id; repeating any batch that was sent changes nothing."""
    sent, expected = [], {}
    for place, (is_undo, number, word) in enumerate(events):
        if not is_undo:
            sent.append(decided(number, word))
            expected.setdefault(named(number), True)
        elif named(number) in expected:
            sent.append(taken_back(100 + place, number))
            expected[named(number)] = False
    with TemporaryDirectory() as folder:
        journal = DeskJournal(Path(folder) / "w-desk")
        bounds = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
        batches = [sent[a:b] for a, b in pairwise(bounds)]
        for place, batch in enumerate(batches):
            journal.add(batch)
            journal.add(dice.choice(batches[: place + 1]))
        for one in (journal, DeskJournal(journal.folder)):
            assert {each.id for each in one.standing()} == {k for k, v in expected.items() if v}
