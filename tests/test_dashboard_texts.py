"""The words of the pages: sentences, gaps, names as text, tables taken away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app.pages.loaded.sections import verdict
from dashboard.app.pages.waiting.cached_waiting import thin_of
from dashboard.app.pages.waiting.first_ones import in_words as first_ones_in_words
from dashboard.app.pages.waste.groups import by_waste
from dashboard.app.pages.waste.ledger import in_words
from dashboard.app.pages.waste.reasons import DRAWN, NO_REASON, by_reason, folded
from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import _styled, csv_text
from dashboard.app.parts.markup import as_html, as_markdown
from dashboard.words.aligned import aligned
from dashboard.words.formats import money as money_words
from dashboard.words.gaps import NO_GAPS, gaps_beside
from dashboard.words.ledger_lines import WASTE_LINES
from dashboard.words.media import listed, usable_words
from dashboard.words.named_groups import group_name
from dashboard.words.periods import CUSTOM, period_of, periods
from dashboard.words.selection import selection_words
from dashboard.words.summary import footnote, summary
from dashboard.words.waiting import between, reached_value, reached_words
from data.asking.proof import FileProof, Proof
from data.asking.selection import Selection
from data.asking.standing_moment import STEPS, _floored
from data.asking.waiting_times import Reached
from data.estimates.survival import Step
from data.metrics.catalogue import METRICS
from data.metrics.metric import Evidence
from data.settings import Settings

ROOT = Path(__file__).parents[1]
MONDAY = date(2026, 11, 2)


# --- the summary ------------------------------------------------------------------------------

TOTAL = {
    "spend": Decimal("4811.60"),
    "usable_assets": 701,
    "waste_share": Decimal("0.612"),
    "attempts": 4000,
    "pending_share": 0.0,
    "unpriced_attempts": 0,
    "unknown_attempts": 0,
    "assumed_cost": Decimal(0),
    "outputs": 4800,
    "unreviewed_outputs": 0,
}
STILLS_AND_CLIPS = [
    {"media": "video", "usable_assets": 88},
    {"media": "image", "usable_assets": 613},
    {"media": None, "usable_assets": 0},
]
TEN_WEEKS = [MONDAY, MONDAY + timedelta(days=69)]


def test_the_summary_of_stills_and_clips():
    assert summary(TOTAL, STILLS_AND_CLIPS, TEN_WEEKS, "USD") == (
        "You spent $4,812 in 10 weeks for 613 usable images and 88 usable videos; 61 % of the "
        "money bought nothing usable."
    )


@pytest.mark.parametrize(
    ("changed", "media", "days", "said"),
    [
        (
            {"spend": Decimal(5)},
            [{"media": "image", "usable_assets": 1}],
            [MONDAY],
            (
                "You spent $5.00 on 2 Nov 2026 for 1 usable image; 61 % of the money bought "
                "nothing usable."
            ),
        ),
        (
            {"waste_share": Decimal(0)},
            [{"media": m, "usable_assets": 2} for m in ("image", "audio", "other")],
            [MONDAY, MONDAY + timedelta(days=2)],
            (
                "You spent $4,812 in 3 days for 2 usable images, 2 usable audio files and 2 other "
                "usable assets; none of the money was wasted."
            ),
        ),
        (
            {"waste_share": Decimal("0.004")},
            [],
            TEN_WEEKS,
            (
                "You spent $4,812 in 10 weeks for nothing usable yet; 0.4 % of the money is lost "
                "already."
            ),
        ),
        (
            {"waste_share": None, "unreviewed_outputs": 4800},
            [],
            TEN_WEEKS,
            "You spent $4,812 in 10 weeks for 4,800 outputs that nobody is known to review.",
        ),
        (
            {"spend": None, "waste_share": None, "attempts": 1},
            [{"media": "image", "usable_assets": 3}],
            TEN_WEEKS,
            "You made 1 attempt of which no cost is known in 10 weeks for 3 usable images.",
        ),
        (
            {"spend": Decimal(0), "attempts": 0},
            [],
            [],
            "Nothing was submitted in this selection.",
        ),
        (
            {"spend": Decimal(120), "attempts": 0},
            [],
            [],
            "Nothing was submitted in this selection, but credits worth $120 lapsed.",
        ),
    ],
)
def test_the_summary_of_other_selections(changed, media, days, said):
    assert summary(TOTAL | changed, media, days, "USD") == said


def test_waste_is_told_in_words_as_far_as_it_is_known():
    lines = dict.fromkeys(WASTE_LINES, Decimal(0)) | {"blocked": Decimal(3), "failed": Decimal(1)}
    assert in_words(lines, Decimal(100), "USD", is_all=True) == (
        "$4.00 of $100.00 (4.0 %) bought nothing usable; the largest part, $3.00, is “blocked”."
    )
    assert in_words(lines, Decimal(100), "USD", is_all=False) == (
        "At least $4.00 of $100.00 bought nothing usable; the largest part, $3.00, is “blocked”."
    )


@pytest.mark.parametrize(
    ("is_all", "said"),
    [
        (True, "None of the $100.00 was wasted so far."),
        (False, "None of the $100.00 is known to be wasted so far."),
    ],
)
def test_no_waste_is_told_as_far_as_it_is_known(is_all, said):
    lines = dict.fromkeys(WASTE_LINES)
    assert in_words(lines, Decimal(100), "USD", is_all=is_all) == said


@given(
    st.none() | st.decimals(min_value=0, max_value=10**6, places=6),
    st.none() | st.decimals(min_value=0, max_value=1, places=6),
    st.lists(st.sampled_from(["image", "video", "audio", "other", None]), unique=True),
    st.integers(1, 500),
)
def test_a_summary_never_says_none_or_nan(spend, share, media, length):
    rows = [{"media": each, "usable_assets": place} for place, each in enumerate(media)]
    total = TOTAL | {"spend": spend, "waste_share": share}
    said = summary(total, rows, [MONDAY, MONDAY + timedelta(days=length)], "EUR")
    assert said.startswith("You ")
    assert said.endswith(".")
    assert "None" not in said
    assert " 0 weeks" not in said
    assert share is None or (share == 0) == ("none of the money" in said)


def test_the_footnote_names_every_gap():
    total = TOTAL | {
        "pending_share": 0.081,
        "unpriced_attempts": 12,
        "unknown_attempts": 1,
        "assumed_cost": Decimal("3.2"),
    }
    gaps = {"unmatched_verdicts": 2, "ambiguous_verdicts": 0, "rejected_rows": 1}
    assert footnote(total, gaps, TEN_WEEKS, "USD") == (
        "2 Nov 2026 to 10 Jan 2027 · 8.1 % of the outputs wait for a decision · 12 attempts have "
        "no known price · 1 attempt with an unknown end · $3.20 rest on an assumption · 2 verdicts "
        "match no asset · 1 record is in quarantine"
    )
    assert footnote(TOTAL, dict.fromkeys(gaps, 0), [MONDAY], "USD") == "2 Nov 2026"


def test_media_in_words():
    assert usable_words(1, "image") == "1 usable image"
    assert usable_words(2, None) == "2 other usable assets"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


# --- gaps -------------------------------------------------------------------------------------


def test_gaps_stand_beside_their_figure():
    row = {
        "cost_per_usable_asset": Decimal(2),
        "unpriced_attempts": 12,
        "unknown_attempts": 4,
        "pending_share": 0.081,
    }
    said = gaps_beside("cost_per_usable_asset", row, "USD").replace("\N{NO-BREAK SPACE}", " ")
    assert said == "12 unpriced · 4 unknown · 8.1 % undecided"
    assert gaps_beside("usable_assets", {"usable_assets": 3, "pending_share": 0}, "USD") == NO_GAPS


def test_what_is_not_known_says_why():
    row = {"cost_per_usable_asset": None, "pending_share": None}
    said = gaps_beside("cost_per_usable_asset", row, "USD")
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "nothing usable yet"


def test_tails_are_thin_by_their_own_evidence():
    found = {"latency_s_p99": Evidence(n=9, thin=True), "latency_s_p50": Evidence(n=9)}
    assert thin_of(found) == {"latency_s_p99"}


def test_an_interval_says_which_end_so_few_cannot_tell():
    assert between(41, 43.9) == "95 % sure: 41.0 s to 43.9 s"
    assert between(41, None) == "95 % sure: above 41.0 s"
    assert between(None, 9) == "95 % sure: below 9.00 s"
    assert between(None, None) == "too few for an interval"


def test_what_is_not_reached_is_no_wait():
    not_yet = Evidence(n=20, censored=12, above=6_000_000.0)
    assert reached_value(None, not_yet) == "not half yet"
    assert reached_words(None, not_yet) == "more than half still open: 12 of 20 briefs still open"
    few = Evidence(n=20, censored=2, above=6_000_000.0)
    assert reached_words(None, few) == "more than half have none: 2 of 20 briefs still open"
    assert reached_value(90.0, few) == "1 min 30 s"
    assert reached_words(90.0, few) == "2 of 20 briefs still open"
    assert (reached_value(None, Evidence(n=0)), reached_words(None, Evidence(n=0))) == (
        *("–", "no brief"),
    )


def test_first_ones_are_told_with_what_is_open_and_what_never_came():
    usable = Reached(10, 3, 1, (Step(60.0, 0.3, 0.1, 0.5), Step(120.0, 0.6, 0.3, 0.8)))
    approval = Reached(10, 6, 1, (Step(600.0, 0.3, 0.1, 0.5),))
    assert first_ones_in_words(usable, approval) == (
        "Of 10 briefs, 6 have a usable one, 3 are still open, 1 ended without. Half of them had it "
        "completed within 2 min 00 s. Not half had it approved (30.0 % by the last one seen): more "
        "than half are still open."
    )


def test_a_group_without_a_name_says_which_is_missing():
    assert group_name(None, "model") == "(no model)"
    assert group_name("flux", "model") == "flux"
    assert group_name(None, "tag:lora") == "(not named)"


def test_groups_stand_by_what_they_wasted_and_those_that_did_not_are_left_out():
    money = {("a", "failed"): 1, ("b", "failed"): 2, ("b", "usable"): 9, ("c", "usable"): 9}
    cells = {key: {"money": Decimal(amount)} for key, amount in money.items()}
    assert by_waste(cells) == ["b", "a"]


# --- names and sentences ----------------------------------------------------------------------


def test_names_are_html_text():
    assert as_html("<img src=x>") == "&lt;img src=x&gt;"
    assert as_html(None) == "–"


def test_amounts_in_a_sentence_are_no_formulas():
    assert as_markdown("$1 to $2 (50 %)") == "\\$1 to \\$2 \\(50 %\\)"


def test_a_selection_in_words():
    chosen = Selection(
        first_day=MONDAY,
        last_day=MONDAY,
        filters=(("project", ("d", "b", "a", "c")), ("client", (None,))),
    )
    assert selection_words(chosen) == "2 Nov 2026 · Client: – · Project: a, b, c, 1 more"
    assert selection_words(Selection(first_day=MONDAY)) == "From 2 Nov 2026"
    assert selection_words(Selection(last_day=MONDAY)) == "Until 2 Nov 2026"
    assert selection_words(Selection()) == ""


# --- periods ----------------------------------------------------------------------------------


def test_periods_as_seen_from_a_wednesday():
    offered = periods(date(2026, 11, 18), Settings())
    found = {each.title: each[1:] for each in offered}
    assert found == {
        "All time": (None, None),
        "Last 7 days": (date(2026, 11, 12), date(2026, 11, 18)),
        "Last 28 days": (date(2026, 10, 22), date(2026, 11, 18)),
        "This week": (date(2026, 11, 16), date(2026, 11, 18)),
        "Last week": (date(2026, 11, 9), date(2026, 11, 15)),
        "Last 12 weeks": (date(2026, 8, 31), date(2026, 11, 18)),
        "This month": (date(2026, 11, 1), date(2026, 11, 18)),
        "Last month": (date(2026, 10, 1), date(2026, 10, 31)),
        "This quarter": (date(2026, 10, 1), date(2026, 11, 18)),
    }


def test_weeks_begin_on_the_teams_first_weekday():
    offered = periods(date(2026, 11, 18), Settings(week_starts_on="sunday"))
    assert offered[3][1:] == (date(2026, 11, 15), date(2026, 11, 18))


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_period_is_a_selection_and_found_again(today):
    offered = periods(today, Settings())
    for each in offered:
        chosen = Selection(first_day=each.first_day, last_day=each.last_day)
        assert period_of(chosen, offered) in {other.title for other in offered}
    assert period_of(Selection(first_day=date(2000, 1, 3)), offered) == CUSTOM


# --- tables taken away ------------------------------------------------------------------------


def test_a_table_is_taken_away_exactly_and_runs_nowhere():
    rows = [
        {"project": "=cmd|'/c calc'!A1", "spend": Decimal("0.100000000001"), "attempts": 3},
        {"project": None, "spend": None, "attempts": 0},
    ]
    columns = [*columns_of("project", "spend", "attempts")]
    assert list(csv.reader(io.StringIO(csv_text(rows, columns)))) == [
        ["project", "spend", "attempts"],
        ["'=cmd|'/c calc'!A1", "0.100000000001", "3"],
        ["", "", "0"],
    ]


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(text):
    written = io.StringIO(csv_text([{"a": text, "b": 1}], _TWO), newline="")
    (_, (cell, _)) = csv.reader(written, strict=True)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


_TWO = [Column("a", "A"), Column("b", "B", "count")]


def test_columns_carry_the_words_of_their_metric():
    (column,) = columns_of("waste_share")
    declared = next(each for each in METRICS if each.name == "waste_share")
    assert (column.title, column.unit, column.meaning) == (
        declared.title,
        declared.unit,
        declared.meaning,
    )


# --- reasons ----------------------------------------------------------------------------------


def a_reason(name, key, money_rejected, money_not_selected, **pieces):
    money = {"rejected": money_rejected, "not_selected": money_not_selected}
    return {"name": name, "key": key, "outputs": sum(pieces.values()), "pieces": pieces} | money


def test_reasons_are_put_together_from_what_was_turned_down():
    rows = [
        {"outcome": "rejected", "reason": "hands", "spend": Decimal(2), "outputs": 4},
        {"outcome": "not_selected", "reason": "hands", "spend": Decimal(1), "outputs": 1},
        {"outcome": "not_selected", "reason": None, "spend": Decimal(50), "outputs": 90},
        {"outcome": "rejected", "reason": None, "spend": Decimal(9), "outputs": 2},
        {"outcome": "usable", "reason": "hands", "spend": Decimal(7), "outputs": 3},
        {"outcome": "rejected", "reason": "text", "spend": None, "outputs": 1},
    ]
    assert by_reason(rows) == [
        a_reason("hands", "hands", Decimal(2), Decimal(1), rejected=4, not_selected=1),
        a_reason("text", "text", None, None, rejected=1),
        a_reason(NO_REASON, None, Decimal(9), None, rejected=2),
    ]


def test_reasons_beyond_those_drawn_are_one():
    reasons = [a_reason(f"r{n}", f"r{n}", Decimal(1), None, rejected=2) for n in range(DRAWN + 3)]
    assert folded(reasons[:DRAWN]) == reasons[:DRAWN]
    others = a_reason("(3 other reasons)", None, Decimal(3), Decimal(0), rejected=6, not_selected=0)
    assert folded(reasons)[-1] == others


# --- the proof in words -----------------------------------------------------------------------

FILE = FileProof(
    file="a.jsonl",
    source="fal",
    loaded_at=datetime(2026, 11, 2, tzinfo=UTC),
    read=3,
    new=2,
    updated=0,
    unchanged=0,
    rejected=1,
    ignored=0,
)
PROOF = Proof(
    as_of=None,
    files=(FILE,),
    folders=(),
    ignored=(),
    quarantined=1,
    attempts_logged=2,
    attempts_merged=1,
    attempts_counted=1,
    log_total=Decimal(5),
    ledger_total=Decimal(5),
    day_total=Decimal(5),
    unpriced=(),
    after_shutdown=(),
    observed=(),
    assumed=(),
    gaps=(),
    ledger_problems=(),
    thin=(),
)


def test_a_proof_that_holds():
    assert verdict(PROOF, "USD") == (
        "Every record is accounted for: 1 file, 2 attempts logged, 1 of them seen twice.",
        "Log, ledger and days sum to the same $5.00.",
    )


def test_a_proof_that_does_not_hold_says_so():
    records, totals = verdict(
        replace(PROOF, attempts_counted=0, files=(replace(FILE, ignored=7),), day_total=None), "USD"
    )
    assert records.startswith("NOT every record is accounted for")
    assert "do NOT sum to the same" in totals


# --- a table whose rows have units of their own ------------------------------------------------


def test_each_cell_is_written_by_the_unit_of_its_row():
    column = Column("value", "This period", "ratio", unit_in="unit")
    rows = [
        {"value": Decimal("1.5"), "unit": "money_per"},
        {"value": 0.679, "unit": "rate"},
        {"value": 183.2, "unit": "seconds"},
        {"value": 2.5, "unit": None},
        {"value": None, "unit": "rate"},
    ]
    shown = _styled(rows, [column], "EUR").to_string(delimiter="|")
    cells = [line.split("|")[1] for line in shown.splitlines()[1:]]
    assert cells == ["€1.50", "67.9 %", "3 min 03 s", "2.50", "–"]


def test_days_stay_days_so_that_they_are_sorted_as_such():
    frame = _styled([{"day": date(2026, 11, 2)}], [Column("day", "Week", "day")], "USD").data
    assert list(frame["day"]) == [date(2026, 11, 2)]


# --- the moment figures stand at --------------------------------------------------------------


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)), st.sampled_from(STEPS))
def test_moments_are_full_steps(moment, step):
    at = moment.replace(tzinfo=UTC)
    floored = _floored(at, step[1])
    assert at - step[1] < floored <= at
    assert floored.microsecond == floored.second == 0
    assert _floored(floored, step[1]) == floored


# --- the shape of the pages -------------------------------------------------------------------


PAGES = [
    folder / f"{folder.name}.py"
    for folder in sorted((ROOT / "dashboard" / "app" / "pages").iterdir())
    if folder.is_dir() and not folder.name.startswith("_")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_words_and_layout(page):
    text = page.read_text("utf-8")
    assert len(text.splitlines()) < 80
    assert "session_state" not in text
    assert "#" not in text.replace("# noqa", "")


def test_points_of_a_column_stand_under_each_other():
    written = aligned(money_words, [Decimal("0.0387"), Decimal("12.5"), Decimal(3)])
    texts = [written(value) for value in (Decimal("0.0387"), Decimal("12.5"), Decimal(3))]
    assert texts == ["$0.0387", "$12.50\u2007\u2007", "$3.00\u2007\u2007"]
    assert len({len(text) - text.index(".") for text in texts}) == 1
    assert aligned(lambda value: "–", [None])(None) == "–"
