"""Sheets of review decisions: whose they are, what their words, dates and cells mean."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.errors import RefusedFileError
from data.settings import Settings
from ingest.formats import workbooks
from ingest.formats.times import date_order, iso_text, localised, moment
from ingest.source import Ignored, Opened, Refused
from ingest.sources.credit_ledger.source import CreditLedgerSheet
from ingest.sources.parts import decisions as decision_words
from ingest.sources.parts.decisions import decision_of, seconds_of, stage_of
from ingest.sources.verdict_sheet.source import VerdictSheet

SOURCE = VerdictSheet()
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def sheet(tmp_path):
    """A function: text or bytes → Opened."""

    def write(content, name="sheet.csv", **given):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Opened(path, name, **{"settings": Settings(), **given})

    return write


def verdicts(file):
    """Every verdict of a file; problems, refusals and ignored rows as their sentence."""
    found = []
    for item in SOURCE.documents(file):
        try:
            found += [item.problem] if item.problem else SOURCE.records(item, file)
        except (Ignored, Refused, ValidationError) as reason:
            found.append(str(reason))
    return found


# --- Whose sheet it is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "asset,decision",
        "Asset ID,DECISION",
        "file_name;Verdict",
        "File Name\tApproved?",
        "URL|review status",
        "Datei;Entscheidung",
        "id,prompt,model,image,Decision",
    ],
)
def test_an_asset_and_a_decision_make_a_verdict_sheet(sheet, header):
    assert SOURCE.identify(sheet(f"{header}\n"))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("id,prompt,model,image,status,created_at", "1,fox,flux,a.png,OK,2026-11-02"),
        ("image,status,latency", "a.png,OK,3"),
        ("image,status", "a.png,SUCCEEDED"),
        ("account,type,date,credits,status,file", "a,usage,2026-11-02,3,approved,a.png"),
        ("image,choice,annotation_id,annotator,lead_time,decision", "a.png,x,1,m,3,approved"),
        ("id,traceId,name,value,source,comment,decision,output", "1,t,q,1,API,,approved,x"),
        ("BilledCost,BillingAccountId,ChargeCategory,Status,File", "1,2,Usage,OK,a"),
        ("decision,date", "approved,2026-11-02"),
        ("asset,date", "a,2026-11-02"),
    ],
)
def test_other_sheets_are_left_alone(sheet, header, cells):
    assert SOURCE.identify(sheet(f"{header}\n{cells}\n")) is None


def test_a_status_column_counts_when_most_of_its_cells_are_decisions(sheet):
    assert SOURCE.identify(sheet("image,status\na.png,approved\nb.png,rejected\nc.png,odd\n"))
    assert SOURCE.identify(sheet("image,status\na.png,approved\nb.png,odd\nc.png,odd\n")) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "asset,decision,account,kind,at,credits\nr1,yes,a,purchase,2026-11-02,1\n",
            "verdict_sheet",
        ),
        ("account,kind,at,credits,asset,status\na,purchase,2026-11-02,1,r1,ok\n", "credit_ledger"),
    ],
)
def test_a_sheet_that_could_be_both_is_claimed_once(sheet, text, name):
    file = sheet(text)
    claimed = [source.name for source in (SOURCE, CreditLedgerSheet()) if source.identify(file)]
    assert claimed == [name]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b'{"asset": 1, "decision": 2}', b"<asset,decision>", b"PK\x03\x04junk"],
)
def test_what_is_no_sheet_is_not_claimed(sheet, content):
    assert SOURCE.identify(sheet(content)) is None


# --- Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "decision"),
    [
        ("Approved", "approved"),
        (" YES ", "approved"),
        ("final", "approved"),
        ("1", "approved"),
        ("✅", "approved"),
        ("Kill", "rejected"),
        ("not_approved", "rejected"),
        ("n", "rejected"),
        ("Needs-Edit", "needs_edit"),
        ("changes requested", "needs_edit"),
        ("Approved with changes", "needs_edit"),
        ("validé", "approved"),
        ("ÜBERARBEITEN", "needs_edit"),
        ("TBD", "pending"),
        ("", "pending"),
    ],
)
def test_decision_words(word, decision):
    assert decision_of(word) == decision


@pytest.mark.parametrize("word", ["pass", "x", "approvedd", "=1+1", "2", "!", "a" * 500])
def test_any_other_word_is_refused_with_the_valid_ones(word):
    with pytest.raises(ValueError, match="is none of approved, rejected, needs edit, pending"):
        decision_of(word)


def test_no_word_means_two_things():
    lists = (decision_words.APPROVED, decision_words.REJECTED, decision_words.NEEDS_EDIT,
             decision_words.PENDING)  # fmt: skip
    meanings = [{decision_words.word(each) for each in words.split(", ")} for words in lists]
    assert sum(map(len, meanings)) == len(set.union(*meanings)) == len(decision_words.DECISIONS)


@pytest.mark.parametrize(
    ("word", "stage"),
    [("", None), ("Round 2", None), ("3", None), ("Client Review", "client"), ("AUDIT", "audit"),
     ("shortlist", "triage")],
)  # fmt: skip
def test_stage_words(word, stage):
    assert stage_of(word) == stage


def test_an_unknown_stage_is_refused():
    with pytest.raises(ValueError, match="'director' is none of triage, qc, client, audit"):
        stage_of("director")


@pytest.mark.parametrize(("text", "seconds"), [("12.5", 12.5), ("0:01:30", 90), (None, None)])
def test_review_seconds(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["1:30", "inf", "12 s", "1e9", "٣"])
def test_a_duration_with_two_readings_is_refused(text):
    with pytest.raises(ValueError, match="neither a number nor a duration"):
        seconds_of(text)


# --- Dates --------------------------------------------------------------------------------------

DAYS = st.dates(date(2000, 1, 2), date(2099, 12, 30))


@given(DAYS, DAYS.filter(lambda day: day.day > 12))
def test_a_settled_file_reads_every_date_as_it_was_written(day, telling):
    for pattern, order in (("{0.day}/{0.month}/{0.year}", "day first"),
                           ("{0.month}/{0.day}/{0.year}", "month first")):  # fmt: skip
        written = [pattern.format(each) for each in (day, telling)]
        assert date_order(written) == order
        assert iso_text(written[0], order) == day.isoformat()


@given(DAYS)
def test_a_lone_slashed_date_is_read_or_refused_but_never_swapped(day):
    written = f"{day.day}/{day.month}/{day.year}"
    if day.day > 12 or day.day == day.month:
        assert iso_text(written, date_order([written])) == day.isoformat()
    else:
        with pytest.raises(ValueError, match="two readings"):
            iso_text(written, date_order([written]))


def test_dates_of_both_orders_in_one_file_settle_nothing():
    assert date_order(["13/04/2026", "04/13/2026"]) is None
    assert date_order(["13.04.2026", "04/13/2026"]) == "month first"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("4.3.2026 14:30", "2026-03-04T14:30"),
        ("3/14/2026 2:30 PM", "2026-03-14T2:30 PM"),
        ("Mar 4, 2026", "2026-03-04"),
        ("4 March 2026, 14:30", "2026-03-04T14:30"),
        ("2026/3/4", "2026-03-04"),
        ("2026-03-04T14:30:00+02:00", "2026-03-04T14:30:00+02:00"),
        ("yesterday", "yesterday"),
        ("4 Smarch 2026", "4 Smarch 2026"),
    ],
)
def test_dates_as_people_write_them(written, iso):
    assert iso_text(written) == iso


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-03-04", datetime(2026, 3, 3, 23, tzinfo=UTC)),
        ("2026-03-04 14:30", datetime(2026, 3, 4, 13, 30, tzinfo=UTC)),
        ("2026-03-04T14:30:00.123456789-0400", datetime(2026, 3, 4, 18, 30, 0, 123456, UTC)),
        ("2026-03-04T12:00 AM", datetime(2026, 3, 3, 23, tzinfo=UTC)),
        ("2026-03-04T14:30:00Z", datetime(2026, 3, 4, 14, 30, tzinfo=UTC)),
        ("2026-03-04 14:30:00+00", datetime(2026, 3, 4, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_an_offset_is_in_the_reporting_zone(written, utc):
    assert moment(written, BERLIN) == utc


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-03-29 02:30", "does not exist in Europe/Berlin"),
        ("2026-10-25 02:30", "happens twice in Europe/Berlin"),
        ("2026-02-30", "day is out of range"),
        ("2026-03-04T25:00", "hour must be in"),
        ("2026-03-04T13:30 PM", "twelve-hour clock"),
        ("2026-03-04T10:00+02:99", "more than 59 minutes"),
        ("0001-01-01T00:00:00+05:00", "out of range"),
        ("9999-12-31T23:59:59-05:00", "out of range"),
        ("20260304", "is not a time"),
        ("1772600000", "is not a time"),
        ("٢٠٢٦-03-04", "is not a time"),
        ("2026-03-04" * 50, "is not a time"),
    ],
)
def test_times_that_do_not_hold_are_refused_with_a_sentence(written, why):
    with pytest.raises(ValueError, match=why):
        moment(written, BERLIN)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2098, 1, 1)))
def test_local_times_come_back_as_they_were(naive):
    try:
        there = localised(naive, BERLIN)
    except ValueError:
        return
    assert there.astimezone(BERLIN).replace(tzinfo=None) == naive


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_times(text):
    for read in (iso_text, lambda each: moment(each, BERLIN), lambda each: date_order([each])):
        with suppress(ValueError):
            read(text)


# --- Rows ---------------------------------------------------------------------------------------


def test_a_row_without_a_time_takes_the_one_given(sheet):
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    text = "asset,decision,date\nr1#0,yes,\nr2#0,,\nr3#0,no,2026-11-01\n"
    without = verdicts(sheet(text))
    assert "pass --submitted-at" in without[0]
    assert without[1] == "not decided yet"
    given_one = verdicts(sheet(text, submitted_at=at))
    assert [verdict.decided_at for verdict in given_one[:2]] == [at, at]
    assert [verdict.decision for verdict in given_one] == ["approved", "pending", "rejected"]
    assert given_one[2].decided_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_an_unticked_box_without_a_time_is_not_a_rejection(sheet):
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    text = "asset,approved,date\nr1#0,FALSE,\nr2#0,FALSE,2026-11-01\nr3#0,TRUE,2026-11-01\n"
    decisions = [v.decision for v in verdicts(sheet(text, submitted_at=at))]
    assert decisions == ["pending", "rejected", "approved"]


def test_times_are_in_the_reporting_zone(sheet):
    text = "asset,decision,date,time\nr1#0,yes,2026-11-02,14:30\nr2#0,yes,2026-03-29,02:30\n"
    first, second = verdicts(sheet(text, settings=Settings(timezone="Europe/Berlin")))
    assert first.decided_at == datetime(2026, 11, 2, 13, 30, tzinfo=UTC)
    assert "does not exist in Europe/Berlin" in second


def test_the_best_named_filled_column_holds_the_asset(sheet):
    text = "file name,asset id,decision,date\na.png,r1#0,yes,2026-11-02\nb.png,,yes,2026-11-02\n"
    assert [v.asset_ref for v in verdicts(sheet(text))] == ["r1#0", "b.png"]


def test_an_address_loses_its_signature(sheet):
    text = "url,decision,date\nhttps://x.example/a.png?sig=1&t=2,yes,2026-11-02\n"
    assert verdicts(sheet(text))[0].asset_ref == "https://x.example/a.png"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=5))
def test_no_cell_breaks_the_reading_and_no_row_is_lost(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("cells") / "sheet.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("asset,decision,date,index,stage\n" + "\n".join(quoted), "utf-8", newline="")
    blank = sum(not any(cell.strip() for cell in row) for row in rows)
    file = Opened(path, path.name, Settings())
    assert len(verdicts(file)) == len(rows) - blank


# --- Workbooks ----------------------------------------------------------------------------------


def workbook(*rows, sheets=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, cells in sheets:
        extra = book.create_sheet(title)
        for row in cells:
            extra.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_typed_cells_of_a_workbook(sheet):
    at = datetime(2026, 11, 2, 14, 30)
    file = sheet(
        workbook(
            ["Asset", "Approved", "Date", "Index", "Review seconds"],
            ["r1", True, at, 2, 4.5],
            ["r2", "no", at.date(), None, at.time()],
        ),
        "review.xlsx",
    )
    first, second = verdicts(file)
    assert (first.decision, first.output_index, first.review_seconds) == ("approved", 2, 4.5)
    assert first.decided_at == datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
    assert second.decided_at == datetime(2026, 11, 2, tzinfo=UTC)
    assert second.review_seconds == 14 * 3600 + 30 * 60


def test_every_worksheet_with_the_columns_is_read(sheet):
    rows = [["Asset", "Decision", "Date"], ["r1", "yes", "2026-11-02"]]
    file = sheet(workbook(["notes"], sheets=[("a", rows), ("b", [["b"], *rows])]), "review.xlsx")
    notes, *read = verdicts(file)
    assert notes == "worksheet 'Sheet' has no header with the columns that are needed"
    assert [each.asset_ref for each in read] == ["r1", "r1"]


def test_a_sheet_it_was_told_to_read_need_not_be_recognised(sheet):
    file = sheet(b"image,status,model,date\na.png,approved,m,2026-11-02\n", "log.csv")
    assert SOURCE.identify(file) is None
    assert [each.decision for each in verdicts(file)] == ["approved"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"image,model\na.png,m\n", "its first row has 'image', 'model'"),
        (b'{"asset": "a", "decision": "yes"}\n', "it is neither CSV nor an Excel workbook"),
        (b"PK\x03\x04\x00", "it is no text. Save it as CSV in UTF-8"),
        (b"asset,decision\ra,yes\r", "its lines end in a carriage return alone. Save it"),
        (b"asset;Pr\xfcfer;decision\na;b;c\n", "its header is not UTF-8: byte 9 is 0xfc"),
        (workbook(["notes"]), "no worksheet has one in its first 10 rows"),
    ],
)
def test_a_file_without_the_columns_is_refused_with_what_is_needed(sheet, content, found):
    with pytest.raises(RefusedFileError) as refused:
        verdicts(sheet(content, "review.csv"))
    assert "needs columns for the asset" in str(refused.value)
    assert found in str(refused.value)


def test_a_formula_without_a_saved_value_is_no_blank(sheet):
    rows = [["Asset", "Decision", "Date"], ["r1", '=IF(1,"yes","no")', "2026-11-02"]]
    assert "'=IF(1" in verdicts(sheet(workbook(*rows), "review.xlsx"))[0]


def rewritten(content, name, change):
    """The workbook with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            new.writestr(entry, change(text) if entry == name else text)
    return stream.getvalue()


ROWS = workbook(["Asset", "Decision", "Date"], ["r1", "yes", "2026-11-02"])
SHEET_XML = "xl/worksheets/sheet1.xml"


def test_a_workbook_that_states_a_made_up_size_is_read_by_its_rows(sheet):
    huge = rewritten(ROWS, SHEET_XML, lambda xml: xml.replace(b"A1:C2", b"A1:XFD1048576"))
    assert len(verdicts(sheet(huge, "review.xlsx"))) == 1


def test_a_made_up_row_number_ends_the_sheet_with_a_problem(sheet, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_ROWS", 1000)
    far = rewritten(ROWS, SHEET_XML, lambda xml: xml.replace(b'r="2"', b'r="999999999"'))
    assert verdicts(sheet(far, "review.xlsx")) == [
        "not a readable Excel workbook: more than 1,000 rows"
    ]


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(sheet, monkeypatch):
    monkeypatch.setattr(workbooks, "XML_BYTES", 1000)
    assert "bytes unpacked; at most 1,000" in verdicts(sheet(ROWS, "review.xlsx"))[0]


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a "yes">]><worksheet>&a;</worksheet>',
    ],
)
def test_a_damaged_workbook_is_a_problem_and_no_crash(sheet, xml):
    damaged = sheet(rewritten(ROWS, SHEET_XML, lambda _: xml), "review.xlsx")
    assert SOURCE.identify(damaged) is None
    assert all(isinstance(each, str) for each in verdicts(damaged))


@given(st.integers(0, len(ROWS) - 1), st.integers(0, 255))
def test_no_damaged_byte_breaks_the_reading(tmp_path_factory, at, byte):
    path = tmp_path_factory.mktemp("damaged") / "review.xlsx"
    path.write_bytes(ROWS[:at] + bytes([byte]) + ROWS[at + 1 :])
    file = Opened(path, path.name, Settings())
    SOURCE.identify(file)
    with suppress(RefusedFileError):
        verdicts(file)
