"""Splitting files into items: every physical line is accounted for, and memory is bounded."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from ingest.formats import csv_documents, csv_lines, documents
from ingest.formats.csv_documents import SAVE_AGAIN, csv_rows
from ingest.formats.csv_lines import CsvLines
from ingest.formats.documents import is_one_document, json_documents, physical_lines
from ingest.formats.json_values import parse_json
from ingest.source import Opened


def opened(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return Opened(path, name, Settings())


def values(folder, content):
    file = opened(folder, "log.jsonl", content)
    return [
        (item.line, item.value if item.problem is None else item.problem)
        for item in json_documents(file, lambda v: v if isinstance(v, list) else (v,))
    ]


def test_lines_keep_their_physical_number_over_blank_ones(tmp_path):
    assert values(tmp_path, b'{"a":1}\n\n  \n{"a":2}\n') == [(1, {"a": 1}), (4, {"a": 2})]


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n"])
def test_runs_of_empty_lines_are_passed_over_and_still_counted(tmp_path, line_break):
    many = line_break * 10_001
    logged = values(tmp_path, b'{"a":1}' + many + b'{"a":2}' + many + b'{"a":3}')
    assert logged == [(1, {"a": 1}), (10_002, {"a": 2}), (20_003, {"a": 3})]
    sheet = rows(tmp_path, b"id,note" + many + b'a,"1' + line_break * 3 + b'"' + many + b"b,2")
    note = "1" + line_break.decode() * 3
    assert sheet == [
        (10_005, {"id": "a", "note": note.strip()}),
        (20_006, {"id": "b", "note": "2"}),
    ]


def test_empty_lines_are_not_read_one_by_one(tmp_path):
    opened(tmp_path, "log", b"\n" * 1_000_000 + b"a")
    with (tmp_path / "log").open("rb") as stream:
        assert len(list(documents.filled_lines(stream))) == 2


def test_a_truncated_last_line_is_an_item_with_a_problem(tmp_path):
    (_, first), (line, problem) = values(tmp_path, b'{"a":1}\n{"a":')
    assert (first, line) == ({"a": 1}, 2)
    assert problem.startswith("not JSON")


def test_one_document_over_many_lines_is_one_item_and_a_list_is_many(tmp_path):
    assert values(tmp_path, json.dumps({"a": [1, 2]}, indent=1).encode()) == [(1, {"a": [1, 2]})]
    assert values(tmp_path, b"[\n1,\n2\n]") == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b'{"cost": NaN}', "NaN is not JSON"),
        (b'{"cost": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1, "a": 2}', "'a' appears twice"),
        (b'{"a": "\xff"}', "not UTF-8: byte 8 is 0xff"),
        (b"[" * 100_000 + b"]" * 100_000, "nested more than 100 deep"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": 1} {"a": 2}', "not JSON"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 150 + b"]" * 150, "nested more than 100 deep"),
    ],
)
def test_broken_json_is_refused_with_a_sentence(raw, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_json(raw)


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b), max_size=8))
def test_physical_lines_are_those_of_the_bytes(lines):
    content = b"\n".join(lines)
    found = list(physical_lines(io.BytesIO(content), limit=16))
    expected = content.splitlines(keepends=True) if b"\r" not in content else None
    assert sum(length for _, _, length in found) == len(content)
    assert [number for number, _, _ in found] == list(range(1, len(found) + 1))
    if expected is not None and not any(c in content for c in b"\x0b\x0c\x1c\x1d\x1e\x85"):
        assert [length for _, _, length in found] == [len(line) for line in expected]


def test_an_over_long_line_is_cut_and_the_next_one_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "DOCUMENT_BYTES", 100)
    stream = io.BytesIO(b'{"a":"' + b"x" * 500 + b'"}\n{"b":1}\n')
    (one, raw, length), (two, after, _) = physical_lines(stream, limit=100)
    assert (one, two, length, len(raw), after) == (1, 2, 509, 100, b'{"b":1}\n')


def test_whether_a_file_is_one_document_is_decided_by_its_first_line(tmp_path):
    assert not is_one_document(opened(tmp_path, "a", b'{"a":1}\n{"a":2}'))
    assert is_one_document(opened(tmp_path, "b", b'{\n"a":1}'))
    assert is_one_document(opened(tmp_path, "e", b'[{"a":1},\n{"a":2}\n]'))
    assert is_one_document(opened(tmp_path, "f", b'{"a":1,\n"b":2}'))
    assert not is_one_document(opened(tmp_path, "g", b'{"a":\n{"a":2}'))
    assert not is_one_document(opened(tmp_path, "c", b"plain text\n{"))
    assert not is_one_document(opened(tmp_path, "d", b""))


def rows(folder, content):
    return [
        (item.line, item.problem or item.value)
        for item in csv_rows(opened(folder, "sheet.csv", content))
    ]


def test_csv_rows_carry_their_last_physical_line(tmp_path):
    content = b'\xef\xbb\xbf\nid,note\na,"two\nlines"\n\nb,one\n'
    assert rows(tmp_path, content) == [
        (4, {"id": "a", "note": "two\nlines"}),
        (6, {"id": "b", "note": "one"}),
    ]


def test_csv_rows_of_another_width_and_bad_bytes_are_problems(tmp_path):
    found = rows(tmp_path, b"id;note\na\nb;1;2\nc;\xff\nd;fine\n")
    assert found == [
        (2, "1 cells where the header has 2"),
        (3, "3 cells where the header has 2"),
        (4, f"not UTF-8. {SAVE_AGAIN}"),
        (5, {"id": "d", "note": "fine"}),
    ]


NOT_CLOSED = "not a CSV row: a quote is opened and not closed"


def test_a_quote_that_never_closes_costs_its_own_line_and_is_told_of(tmp_path):
    lines = [b"id,note", b"a,1", b'b,"open', *(b"%d,x" % n for n in range(30_000))]
    found = rows(tmp_path, b"\n".join(lines))
    assert found[0] == (2, {"id": "a", "note": "1"})
    assert found[1] == (3, NOT_CLOSED)
    assert found[2] == (4, {"id": "0", "note": "x"})
    assert [line for line, _ in found] == list(range(2, 30_004))


def test_a_quote_that_closes_on_a_later_row_does_not_swallow_that(tmp_path):
    found = rows(tmp_path, b'id,note\na,"open\nb,"fine, it is"\nc,"two\nlines"\nd,"open')
    assert found == [
        (2, NOT_CLOSED),
        (3, {"id": "b", "note": "fine, it is"}),
        (5, {"id": "c", "note": "two\nlines"}),
        (6, NOT_CLOSED),
    ]


def test_quotes_that_never_close_on_any_line_are_not_searched_for_their_ends(tmp_path, monkeypatch):
    lines = [b'a",b"c,"open'] * 3_000  # each seems to go on up to the end of the file
    monkeypatch.setattr(csv_lines, "LINES_PER_ROW", 1_000)
    monkeypatch.setattr(csv_lines, "LINES_IN_VAIN", 5_000)
    looked_at = []
    told_once_more = CsvLines.__next__

    def counted(self):
        line = told_once_more(self)
        looked_at.append(line.number)
        return line

    monkeypatch.setattr(CsvLines, "__next__", counted)
    found = rows(tmp_path, b"\n".join([b"a,b,c", *lines]))
    assert found == [(number, NOT_CLOSED) for number in range(2, 3_002)]
    assert len(looked_at) < 3_001 + 6_000 + 3_000 * csv_lines.FEW_LINES


cells = st.text('ab",; ', max_size=4)


@given(st.lists(st.tuples(cells, cells), max_size=6), st.integers(0, 6))
def test_one_open_quote_leaves_every_other_row_as_it_was(tmp_path_factory, written, place):
    folder = tmp_path_factory.mktemp("csv")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(written)
    lines = text.getvalue().splitlines()
    place = min(place, len(lines))
    broken = ["id,note", *lines[:place], 'x,"open', *lines[place:]]
    found = rows(folder, "\n".join(broken).encode())
    assert [(place + 2, NOT_CLOSED)] == [each for each in found if isinstance(each[1], str)]
    assert [row for _, row in found if isinstance(row, dict)] == [
        {"id": a.strip(), "note": b.strip()} for a, b in written
    ]


def test_an_over_long_csv_line_is_a_problem_and_never_held_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_documents, "CSV_FIELD_BYTES", 50)
    found = rows(tmp_path, b"id,note\na," + b"x" * 200 + b"\nb,1\n")
    assert found == [
        (2, "one record of 203 bytes; at most 50 are read"),
        (3, {"id": "b", "note": "1"}),
    ]
