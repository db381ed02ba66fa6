"""Sheets kept by hand: which rows are the same record, and what a column may not be taken for."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from ingest.formats.sheets import stated_id

pytest_plugins = ["tests.loaded_studio"]

LEDGER = "ID,Account,Type,Date,Credits,Amount,Currency\n"
REVIEW = "ID,Image,Decision,Stage,Reviewer,Date\n"
ENTRIES = "SELECT account, kind, credits::INTEGER, money::INTEGER FROM ledger_entries ORDER BY ALL"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_running_id_of_a_ledger_overwrites_no_other_account_and_no_other_month(studio, order):
    files = (
        studio.write("a.csv", LEDGER + "1,acct-a,Purchase,2026-11-01,1000,100,USD\n"
                     "2,acct-a,Usage,2026-11-02,10,,\n"),
        studio.write("b.csv", LEDGER + "1,acct-b,Purchase,2026-11-01,500,60,USD\n"
                     "2,acct-b,Usage,2026-11-02,7,,\n"),
        studio.write("nov.csv", LEDGER + "1,acct-a,Usage,2026-11-08,33,,\n"),
    )  # fmt: skip
    for number in order:
        studio.load(files[number])
    assert studio.rows(ENTRIES) == [
        ("acct-a", "consume", 10, None),
        ("acct-a", "consume", 33, None),
        ("acct-a", "purchase", 1000, 100),
        ("acct-b", "consume", 7, None),
        ("acct-b", "purchase", 500, 60),
    ]


def test_a_longer_export_with_running_ids_adds_only_what_is_new(studio):
    begin = LEDGER + "1,a,Purchase,2026-11-01,1000,100,USD\n2,a,Usage,2026-11-02,10,,\n"
    studio.load(studio.write("begin.csv", begin))
    (account,) = studio.load(studio.write("more.csv", begin + "3,a,Usage,2026-11-02,10,,\n"))
    assert (account.new, account.unchanged) == (1, 2)
    assert "2 of its records have no id and read like records of" in account.notes[0]
    assert account.notes[0].split(" records of ")[1].startswith(str(studio.folder / "begin.csv"))


@pytest.mark.parametrize("header", ["ID", "Entry ID", "Transaction ID"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_correction_back_to_a_default_arrives(studio, header, turned):
    names = f"{header},Account,Type,Date,Credits,Amount,Currency,Promotional\n"
    row = "E1,a,Purchase,2026-11-01,1000,100,USD,"
    was, said = (
        studio.write("was.csv", f"{names}{row}yes\n"),
        studio.write("said.csv", f"{names}{row}no\n"),
    )
    for each in (said, was) if turned else (was, said):
        studio.load(each)
    assert studio.rows("SELECT promotional, money FROM ledger_entries") == [(False, Decimal(100))]


@pytest.mark.parametrize("turned", [False, True])
def test_an_update_tells_which_version_of_an_entry_counts(studio, turned):
    names = "Entry ID,Account,Type,Date,Credits,Amount,Currency,Promotional,Updated at\n"
    row = "E1,a,Purchase,2026-11-01,1000,{},USD,{}\n"
    files = [
        studio.write("was.csv", names + row.format(100, "no,2026-11-02")),
        studio.write("is.csv", names + row.format(0, "yes,2026-11-03")),
    ]
    for each in reversed(files) if turned else files:
        studio.load(each)
    assert studio.rows("SELECT promotional, money FROM ledger_entries") == [(True, Decimal(0))]


def test_a_running_id_of_a_review_takes_no_approval_away_and_gives_none(studio):
    log = studio.renders({"d1": ["https://x/d1.png"], "e1": ["https://x/e1.png"]})
    first = studio.write("v1.csv", REVIEW + "1,d1.png,approved,qc,Ann,2026-11-03\n")
    second = studio.write("v2.csv", REVIEW + "1,e1.png,rejected,qc,Ann,2026-11-05\n")
    studio.load(log, first)
    studio.load(second)
    assert studio.outcomes() == {"d1#0": "usable", "e1#0": "rejected"}
    # The picture's number in the column: its rows of two stages are two verdicts.
    both = "7,d1.png,approved,qc,Ann,2026-11-06\n7,d1.png,rejected,client,Bea,2026-11-07\n"
    (account,) = studio.load(studio.write("both.csv", REVIEW + both))
    assert (account.new, account.ignored) == (2, 0)
    assert studio.outcomes() == {"d1#0": "rejected", "e1#0": "rejected"}


def test_verdicts_of_two_sheets_do_not_mix_their_fields(studio):
    log = studio.renders({"d1": ["https://x/d1.png"], "e1": ["https://x/e1.png"]})
    one = studio.write("one.csv", REVIEW + "101,d1.png,rejected,client,Ann,2026-11-03\n")
    two = studio.write("two.csv", REVIEW + "101,e1.png,approved,qc,Ann,2026-11-04\n")
    studio.load(log, one, two)
    stages = studio.rows("SELECT asset_ref, decision, stage FROM verdicts ORDER BY ALL")
    assert stages == [("d1.png", "rejected", "client"), ("e1.png", "approved", "qc")]


@pytest.mark.parametrize("header", ["ID", "Verdict ID"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_stage_is_corrected_back_to_qc(studio, header, turned):
    names = f"{header},Image,Decision,Stage,Reviewer,Date\n"
    files = [
        studio.write("was.csv", names + "V1,d1.png,approved,client,Ann,2026-11-03\n"),
        studio.write("is.csv", names + "V1,d1.png,approved,qc,Ann,2026-11-04\n"),
    ]
    for each in reversed(files) if turned else files:
        studio.load(each)
    found = studio.rows("SELECT stage, decided_at FROM verdicts")
    assert found == [("qc", datetime(2026, 11, 4))]


def test_a_sheet_that_says_no_stage_hides_none(studio):
    studio.load(studio.write("was.csv", "Verdict ID,Image,Decision,Stage,Date\n"
                             "V1,d1.png,approved,client,2026-11-03\n"))  # fmt: skip
    studio.load(studio.write("is.csv", "Verdict ID,Image,Decision,Date\n"
                             "V1,d1.png,rejected,2026-11-04\n"))  # fmt: skip
    assert studio.rows("SELECT decision, stage FROM verdicts") == [("rejected", "client")]


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("1", None),
        ("007", None),
        ("#12", None),
        ("12.", None),
        ("1048576", None),
        ("1048577", "1048577"),
        ("48213907", "48213907"),
        ("V1", "V1"),
        ("2b1e", "2b1e"),
        ("1²", "1²"),
        (None, None),
    ],
)
def test_what_may_be_the_place_of_a_row_is_no_id(written, identity):
    assert stated_id(written) == identity


# --- which output -------------------------------------------------------------------------------

THREE = [f"https://v3.fal.media/files/x/{n}.png" for n in range(3)]


def test_a_number_of_an_output_beside_the_asset_is_never_dropped(studio):
    studio.load(studio.renders({"n1": THREE}))
    sheet = studio.write("r.csv", "Asset,Output,Decision,Date\nn1,2,approved,2026-11-03\n")
    studio.load(sheet, rejected=1)
    (reason,) = studio.reasons()
    assert reason.startswith("output: '2' may count from 0 or from 1")
    assert "'output index'" in reason
    assert "'output number'" in reason
    assert set(studio.outcomes().values()) == {"pending"}


@pytest.mark.parametrize(
    ("header", "rows", "usable"),
    [
        ("Asset,Output,Decision,Date", ["n1,2,approved", "n1,0,rejected"], "n1#2"),
        ("Asset,Output index,Decision,Date", ["n1,2,approved"], "n1#2"),
        ("Asset,Output number,Decision,Date", ["n1,2,approved"], "n1#1"),
        ("Asset,Image no.,Decision,Date", ["n1,1,approved"], "n1#0"),
        ("Output,Decision,Date", ["n1#1,approved"], "n1#1"),
        ("Asset,Output,Decision,Date", ["n1#1,hero.png,approved"], "n1#1"),
    ],
)
def test_exactly_one_output_is_approved(studio, header, rows, usable):
    body = "".join(f"{row},2026-11-03\n" for row in rows)
    studio.load(studio.renders({"n1": THREE}), studio.write("r.csv", f"{header}\n{body}"))
    assert [ref for ref, outcome in studio.outcomes().items() if outcome == "usable"] == [usable]


# --- columns that are something else --------------------------------------------------------------


def test_the_length_of_a_clip_is_not_time_spent_on_its_review(studio):
    studio.load(studio.write("clips.csv", "Clip,Duration,Decision,Reviewer,Date\n"
                             "v1.mp4,0:00:08,approved,Ann,2026-11-03\n"))  # fmt: skip
    studio.load(studio.write("more.csv", "Clip,Seconds,Review time,Decision,Reviewer,Date\n"
                             "v2.mp4,8,0:01:30,approved,Ann,2026-11-03\n"))  # fmt: skip
    seconds = "SELECT asset_ref, review_seconds FROM verdicts ORDER BY ALL"
    assert studio.rows(seconds) == [("v1.mp4", None), ("v2.mp4", 90)]


@pytest.mark.parametrize(
    ("reason", "reviewer"),
    [("Kommentar", "Approved by"), ("Bemerkung", "geprüft von"), ("Motif", "Relecteur"),
     ("Commentaire", "Reviewer"), ("Motivo", "Revisor")],
)  # fmt: skip
def test_reasons_and_reviewers_in_other_words(studio, reason, reviewer):
    header = f"Image,Decision,Date,{reason},{reviewer}\n"
    studio.load(studio.write("r.csv", f"{header}a.png,rejected,2026-11-03,hands,Ann\n"))
    assert studio.rows("SELECT reason, reviewer FROM verdicts") == [("hands", "Ann")]


def test_an_image_is_feminine_in_some_languages(studio):
    words = "a.png,Validée\nb.png,Refusée\nc.png,Aprobada\nd.png,Rechazada\n"
    rows = words.replace("\n", ",2026-11-03\n")
    studio.load(studio.write("r.csv", f"Image,Decision,Date\n{rows}"))
    decisions = studio.rows("SELECT decision FROM verdicts ORDER BY asset_ref")
    assert decisions == [("approved",), ("rejected",), ("approved",), ("rejected",)]


def test_credits_that_expire_on_a_day_last_to_its_end(studio):
    header = "Account,Type,Date,Credits,Amount,Currency,Expires on\n"
    studio.load(studio.write("l.csv", header + "a,Purchase,2026-11-01,1000,100,USD,2026-11-10\n"
                             "a,Usage,2026-11-09 10:00,100,,,\n"
                             "a,Usage,2026-11-10 10:00,400,,,\n"))  # fmt: skip
    found = studio.rows("SELECT expires_at FROM ledger_entries WHERE kind = 'purchase'")
    assert found == [(datetime(2026, 11, 10, 23, 59, 59, 999999),)]
    later = studio.settings.model_copy(update={"as_of": datetime(2026, 11, 20, tzinfo=UTC)})
    studio.load(studio.write("x.csv", header + "a,Usage,2026-11-12,0,,,\n"), settings=later)
    lapsed = studio.rows("SELECT sum(cost) FROM attempt_facts WHERE is_breakage")
    assert lapsed == [(Decimal(50),)]


def test_bookings_that_share_no_more_than_an_id_are_of_one_task(studio):
    """A credit is 0.10. T1: held 20, settled at 8. T2: still held. T3: 10, less 4 given back."""
    header = "Account,ID,Type,Date,Credits,Amount,Currency\n"
    rows = (
        "a,P-1,Purchase,2026-11-01,1000,100,USD",
        "a,T1,Hold,2026-11-02 09:00,20,,",
        "a,T1,Settlement,2026-11-02 09:05,8,,",
        "a,T2,Hold,2026-11-02 09:00,20,,",
        "a,T3,Pre-debit,2026-11-02 09:00,10,,",
        "a,T3,Settlement,2026-11-02 09:05,-4,,",
    )
    studio.load(studio.write("l.csv", header + "\n".join(rows)))
    found = dict(studio.rows("SELECT gap, (n, money) FROM gaps"))
    assert (found["held_credits"], found["ledger_problems"]) == ((1, 2), (0, None))
    tasks = ("T1", "T2", "T3")
    files = {task: [f"https://cdn.example/{task}.png"] for task in tasks}
    studio.load(studio.renders(files))
    costs = (
        "SELECT a.source_id, f.cost FROM attempt_facts AS f JOIN attempts AS a USING (attempt_no)"
    )
    assert sorted(studio.rows(costs)) == [("T1", Decimal("0.8")), ("T2", 2), ("T3", Decimal("0.6"))]
