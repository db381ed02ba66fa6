"""Sheets with a title, or with titles of groups of columns, above their header."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from ingest.formats.headings import under_titles
from ingest.source import Opened, Refused
from ingest.sources.credit_ledger.source import CreditLedgerSheet
from ingest.sources.verdict_sheet.source import VerdictSheet

ROWS = (
    ("", "QC", "", "Client", ""),
    ("Asset", "Decision", "Date", "Decision", "Date"),
    ("a.png", "approved", "2026-11-03", "rejected", "2026-11-05"),
    ("b.png", "rejected", "2026-11-04", "", ""),
)
MERGED = (("Asset", *ROWS[0][1:]), ("", *ROWS[1][1:]), *ROWS[2:])
"""The name of the first column stands in both rows, merged."""
VERDICTS = [
    ("a.png", "qc", "approved", 3),
    ("a.png", "client", "rejected", 5),
    ("b.png", "qc", "rejected", 4),
]


def as_csv(rows, delimiter=","):
    return "\n".join(delimiter.join(row) for row in rows).encode()


def as_workbook(rows):
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def read(tmp_path, content, name="sheet.csv", source=None):
    """Every record; problems and refusals as their sentence."""
    source, path, found = source or VerdictSheet(), tmp_path / name, []
    path.write_bytes(content)
    file = Opened(path, name, settings=Settings())
    assert source.identify(file)
    for item in source.documents(file):
        try:
            found += [item.problem] if item.problem else source.records(item, file)
        except Refused as reason:
            found.append(str(reason))
    return found


def told(records):
    return [(each.asset_ref, each.stage, each.decision, each.decided_at.day) for each in records]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (as_csv(ROWS), "sheet.csv"),
        (as_csv(ROWS, ";"), "sheet.csv"),
        (as_workbook(ROWS), "sheet.xlsx"),
        (as_workbook([("Review of November",), *ROWS]), "sheet.xlsx"),
        (as_csv(MERGED), "sheet.csv"),
        (as_workbook(MERGED), "sheet.xlsx"),
    ],
)
def test_each_stage_has_the_columns_under_its_title(tmp_path, content, name):
    assert told(read(tmp_path, content, name)) == VERDICTS


@pytest.mark.parametrize("title", ["Review of November", "Review of November,,"])
def test_a_title_above_the_header_of_a_csv_is_passed_over(tmp_path, title):
    text = f"\n{title}\n\nAsset,Decision,Date\na.png,approved,2026-11-03\n"
    assert told(read(tmp_path, text.encode())) == [("a.png", None, "approved", 3)]


def test_the_lines_of_a_sheet_with_two_header_rows_are_physical_ones(tmp_path):
    found = read(tmp_path, as_csv(ROWS) + b"\nc.png,perhaps,2026-11-03")
    assert found[3].startswith("3 cells where the header has 5")
    path = tmp_path / "sheet.csv"
    items = VerdictSheet().documents(Opened(path, path.name, settings=Settings()))
    assert [item.line for item in items] == [3, 4, 5]


def test_titles_that_name_no_stage_do_not_tell_two_decisions_apart(tmp_path):
    rows = [("", "First", "", "Second", ""), *ROWS[1:3]]
    assert read(tmp_path, as_workbook(rows), "sheet.xlsx") == [
        "two columns are called 'Decision'; keep one of them"
    ]


def test_below_a_title_semicolons_leave_a_point_before_three_digits_unclear(tmp_path):
    text = b"Credits of November\naccount;kind;date;credits\na;purchase;2026-11-02;1.000\n"
    (found,) = read(tmp_path, text, source=CreditLedgerSheet())
    assert "'1.000' is a thousand or a fraction" in found


@pytest.mark.parametrize(
    ("names", "titles", "expected"),
    [
        (["a", "b"], ["x", "y"], ["a", "b"]),
        (["a", "b", "B"], ["", "x", "y"], ["a", "x b", "y B"]),
        (["a", "b", "c", "b"], ["", "x", "", "y"], ["a", "x b", "x c", "y b"]),
        (["b", "b"], ["", "y"], ["b", "y b"]),
        (["b", "b", ""], ["x"], ["b", "b", ""]),
        (["", "b", "b"], ["a", "x", "y"], ["a", "x b", "y b"]),
        (["", "b", "c"], ["a", "x", "y"], ["", "b", "c"]),
        (["b", "b"], ["x", "y", "z"], ["x b", "y b"]),
        (["x b", "b", "b"], ["", "x", "y"], ["x b", "b", "b"]),
    ],
)
def test_only_names_that_stand_twice_get_their_titles(names, titles, expected):
    assert under_titles(names, titles) == expected


@given(names=st.lists(st.sampled_from("abAB ")), titles=st.lists(st.sampled_from(["", "x", "y"])))
def test_a_header_keeps_its_width_and_names_that_differ_stay_different(names, titles):
    found = under_titles(names, titles)
    assert len(found) == len(names)
    assert len({each.casefold() for each in found}) >= len({each.casefold() for each in names})
