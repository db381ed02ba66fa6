"""Decisions that follow one another: each counts from its own moment on, until the next."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from data.asking.selection import Selection

pytest_plugins = ["tests.loaded_studio"]

HEADER = "Image,Decision,Stage,Reviewer,Date\n"
BETWEEN, AFTER = "2026-11-04 12:00:00", "2026-11-06 12:00:00"


@pytest.mark.parametrize("turned", [False, True])
def test_as_of_a_moment_between_two_decisions_the_first_one_stands(studio, turned):
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    sheets = [
        studio.write("week1.csv", HEADER + "a.png,approved,qc,Ann,2026-11-03\n"),
        studio.write("week2.csv", HEADER + "a.png,rejected,qc,Ann,2026-11-05\n"),
    ]
    for sheet in reversed(sheets) if turned else sheets:
        (account,) = studio.load(sheet)
        assert (account.new, account.updated) == (1, 0)
    assert studio.outcomes(BETWEEN) == {"a#0": "usable"}
    assert studio.outcomes(AFTER) == {"a#0": "rejected"}


def test_a_sheet_that_goes_on_keeps_what_it_said(studio):
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    begin = HEADER + "a.png,rejected,qc,Ann,2026-11-03\n"
    studio.load(studio.write("sheet.csv", begin))
    studio.load(studio.write("sheet.csv", begin + "a.png,approved,qc,ann ,2026-11-05\n"))
    assert studio.outcomes(BETWEEN) == {"a#0": "rejected"}
    assert studio.outcomes(AFTER) == {"a#0": "usable"}


@pytest.mark.parametrize("order", list(permutations(["approved", "rejected", "needs edit"]))[::2])
def test_of_decisions_of_one_moment_the_worst_counts(studio, order):
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    for n, decision in enumerate(order):
        studio.load(studio.write(f"{n}.csv", HEADER + f"a.png,{decision},qc,Ann,2026-11-03\n"))
    assert studio.outcomes() == {"a#0": "rejected"}


def test_unless_an_update_says_which_of_them_is_later(studio):
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    header = HEADER.replace("Date", "Date,Last modified")
    for n, decision in ((8, "approved"), (7, "rejected")):
        row = f"a.png,{decision},qc,Ann,2026-11-03,2026-11-{n:02}\n"
        studio.load(studio.write(f"{n}.csv", header + row))
    assert studio.outcomes() == {"a#0": "usable"}


# --- one verdict that is given anew under its id --------------------------------------------------

GIVEN_ANEW = "Verdict ID,Image,Decision,Stage,Reviewer,Review seconds,Reason,Date\n"
FIRST = "V1,a.png,approved,client,Ann,60,,2026-11-03\n"
SECOND = "V1,a.png,rejected,,,,hands,2026-11-05\n"
AS_IT_STOOD = """
    SELECT standing_decision, standing_stage, reason, reviewer, standing_at::DATE::VARCHAR
    FROM asset_outcomes
"""


@pytest.mark.parametrize("turned", [False, True])
def test_of_one_verdict_the_latest_version_up_to_the_moment_counts(studio, turned):
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    sheets = [
        studio.write("week1.csv", GIVEN_ANEW + FIRST),
        studio.write("week2.csv", GIVEN_ANEW + SECOND),
    ]
    for sheet in reversed(sheets) if turned else sheets:
        studio.load(sheet)
    assert studio.outcomes(BETWEEN) == {"a#0": "usable"}
    assert studio.rows_as_of(BETWEEN, AS_IT_STOOD) == [
        ("approved", "client", None, "Ann", "2026-11-03")
    ]
    assert studio.outcomes(AFTER) == {"a#0": "rejected"}
    assert studio.rows_as_of(AFTER, AS_IT_STOOD) == [
        ("rejected", "client", "hands", "Ann", "2026-11-05")
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_figures_follow_a_verdict_that_is_given_anew_while_time_passes(studio, turned):
    """A stored state is brought forward over the moment of the second version."""
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    sheets = [
        studio.write("week1.csv", GIVEN_ANEW + FIRST),
        studio.write("week2.csv", GIVEN_ANEW + SECOND),
    ]
    moment = datetime.fromisoformat(BETWEEN).replace(tzinfo=UTC)
    between = studio.settings.model_copy(update={"as_of": moment})
    for sheet in reversed(sheets) if turned else sheets:
        studio.load(sheet, settings=between)
    assert studio.outcomes(BETWEEN) == {"a#0": "usable"}
    assert studio.outcomes(AFTER) == {"a#0": "rejected"}


@pytest.mark.parametrize(("day", "watched"), [(3, 1), (10, 8), (12, 10), (30, 28)])
def test_an_open_brief_is_watched_until_the_moment_asked_not_until_the_last_load(
    studio, day, watched
):
    """Begun on the 2nd and decided by nobody; resolved as of the 10th."""
    studio.load(studio.renders({"a": ["https://x/a.png"]}))
    asked = Selection(as_of=datetime(2026, 11, day, 9, tzinfo=UTC))
    names = [f"time_to_first_usable_s_{suffix}" for suffix in ("p50", "p50_above", "n", "censored")]
    [row] = studio.figures().measure(names, selection=asked).rows
    assert [*row.values()] == [None, watched * 86400, 1, 1]
