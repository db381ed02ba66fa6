"""The decision in a sentence and three numbers, and the files it is taken away as."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboard.words.commitment_card import card_of
from dashboard.words.commitment_rows import rows_of, telling
from dashboard.words.commitment_takeaway import takeaway
from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.sizing import size
from data.commitments.team_sizing import ChannelSizing, TeamSizing
from data.commitments.terms.plan import read_quote
from tests.credit_studio import Studio

MONDAY = date(2026, 11, 23)
PACKS = [{"name": "1 credit", "price": "1", "credits": "1"}]
BRIEFS = (BriefSums(6, 1, 5, 1, 5, Decimal(3)), BriefSums(4, 1, 3, 1, 3, Decimal(2)))


def plan(**terms):
    quote = {"platform": "acme", "name": "P", "price": "150", "credits": "300", "packs": PACKS}
    return read_quote(quote | terms)


def work(*credits_, platform="acme"):
    first = MONDAY - len(credits_) * timedelta(days=7)
    return WeeklyDemand.of(platform, list(credits_), first_week=first, attempts=10)


def sized(*plans, briefs=60, **given):
    """70 credits a week, 10 a day: 3,650 a year."""
    known = Evidence(BRIEFS * (briefs // 2), weeks=12)
    return size(work(*[70] * 12), plans, evidence=known, paths=500, **given)


def team(sizing, channel="acme"):
    return TeamSizing((ChannelSizing(channel, sizing),), (), ())


# --- the sentence -----------------------------------------------------------------------------


def test_a_year_says_what_is_due_and_when_it_ends():
    """300 a month for a year at 1,440 cover 3,580 of 3,650, as 20 of February's lapse: 70 more."""
    got = sized(*plan(annual_discount="0.2").ways_to_pay())
    assert got.recommendation.sentence == (
        "Buy acme P, paid by the year + packs of 1 credit: 300 credits a month, 3,600 a year; "
        "$1,440 due now. It is expected to cost $1,510 from 23 November 2026 to 22 November 2027, "
        "and between $1,510 and $1,510 in four of five futures: $2,140 (59 %) less than today's "
        "way, acme packs of 1 credit as needed. Renew or cancel it by 22 November 2027. If volume "
        "halves, it costs $1,440. This rests on 12 complete weeks and 60 settled briefs."
    )
    assert got.recommendation.why.startswith("99 % of the plan's credits get used and cover 98 %")
    assert got.recommendation.risk == (
        "Cash at risk: $1,440: the plan, paid for a year at once. "
        "Hardly any future makes it dearer than acme packs of 1 credit as needed."
    )


def test_what_is_not_quite_all_does_not_read_all():
    """290 a month are 3,480 a year, of which 10 of February's lapse: 99.7 %."""
    got = sized(*plan(credits="290", annual_discount="0.2").ways_to_pay()).recommendation
    assert round(float(got.outcome.utilisation), 3) == 0.997
    assert got.why.startswith(
        "Over 99 % of the plan's credits get used and cover 95 % of the work; 10"
    )


def test_a_year_that_renews_by_itself_is_cancelled_before_its_notice():
    """30 days before 22 November 2027."""
    got = sized(*plan(annual_discount="0.2", auto_renews=True, notice_days=30).ways_to_pay())
    assert "Renew or cancel it by 23 October 2027." in got.recommendation.sentence


def test_half_the_volume_names_what_would_be_cheaper_then():
    """Half of the work is 1,825 credits, as packs 1,825; the plan costs its 3,000."""
    got = sized(plan(price="250"))
    half = "If volume halves, it costs $3,000, $1,175 more than acme packs of 1 credit as needed"
    assert f"{half} would." in got.recommendation.sentence


def test_what_is_bought_as_needed_names_the_first_pack_and_nothing_to_cancel():
    """3,650 in packs of 1: 304 a month; a plan at 1.33 a credit is no better."""
    got = sized(plan(price="400"))
    sentence = got.recommendation.sentence
    assert sentence.startswith(
        "Commit to nothing: buy acme packs of 1 credit as needed: about 304 credits a month, about "
        "3,650 a year; $1.00 due now for the first pack. It is expected to cost $3,650 from"
    )
    assert "cancel" not in sentence
    assert got.recommendation.risk == (
        "If the work stops, at most one pack of $1.00 is left over; it does not lapse."
    )


def test_where_each_call_is_paid_by_itself_nothing_is_paid_ahead():
    """14 in money a week is 730 a year, and half of it 365."""
    list_money = WeeklyDemand.of("acme, list", [14] * 12, first_week=MONDAY - timedelta(weeks=12))
    got = sized(plan(price="400"), as_you_go=AsYouGo("Acme", list_money)).recommendation
    assert got.sentence.startswith("Commit to nothing: stay with Acme, pay as you go: nothing is")
    assert "If volume halves, it costs $365." in got.sentence
    assert got.risk == "Nothing is paid ahead, so nothing is lost if the work stops."


# --- the card ---------------------------------------------------------------------------------


def values(sizing):
    return [(each.title, each.value, each.beside) for each in card_of(sizing, "USD")]


def test_the_card_of_a_plan():
    assert values(sized(plan())) == [
        ("Buy a month", "300 credits", "3,600 a year; $150 due now"),
        ("Cost", "$1,870", "$1,870 expected until 22 Nov 2027"),
        ("Saving", "$1,780", "49 % less than today's way"),
    ]


def test_the_card_of_todays_way():
    """14 in money a week is 730 a year."""
    list_money = WeeklyDemand.of("acme, list", [14] * 12, first_week=MONDAY - timedelta(weeks=12))
    today = AsYouGo("Acme", list_money)
    assert values(sized(plan(), as_you_go=today)) == [
        ("Buy a month", "nothing", "each call is paid for by itself; nothing is due now"),
        ("Cost", "$730", "$730 expected until 22 Nov 2027"),
        ("Saving", "–", "this is today's way"),
    ]


def test_the_card_of_a_pilot():
    """Of 20 briefs 10 are there; 1 credit an attempt and 5 attempts a brief: 10 take 50."""
    got = values(sized(plan(), briefs=10))
    assert got[0][:2] == ("Briefs to make", "10")
    assert got[1][0] == "The pilot costs"
    assert got[1][1].startswith("$")
    assert got[2] == ("It takes", "12 weeks", "at your pace")


def test_where_nothing_is_to_be_done_there_is_no_card():
    assert card_of(sized(), "USD") == ()


# --- the table --------------------------------------------------------------------------------


def test_a_figure_that_is_the_same_in_every_row_is_not_drawn():
    rows = rows_of(ChannelSizing("acme", sized(plan(), plan(name="Q", price="160"))))
    names = telling(rows)
    assert names[:2] == ["offer", "cost"]
    assert {row["break_even_utilisation"] for row in rows} != {None}
    assert "price_per_credit" in names
    same = [row | {"breakage": Decimal(1)} for row in rows]
    assert "breakage" not in telling(same)


def test_of_one_row_what_is_known_is_drawn():
    (row, *_) = rows_of(ChannelSizing("acme", sized(plan())))
    assert "coverage" in telling([row])
    assert "coverage" not in telling([row | {"coverage": None}])


# --- to take away -----------------------------------------------------------------------------


def test_the_record_has_sentence_cautions_evidence_and_terms():
    got = sized(plan(certainty="low"))
    [record] = json.loads(takeaway(team(got), "USD", ".json"))
    assert record["sentence"] == got.recommendation.sentence
    assert record["cautions"] == list(got.recommendation.cautions) != []
    assert record["evidence"]["briefs"] == 60
    assert record["evidence"]["enough"] is True
    assert record["terms"][0]["price"] == "150"
    assert (record["credits_a_month"], record["due_now"]) == ("300", "150")
    assert [row["offer"] for row in record["compared"]] == [
        "acme P + packs of 1 credit",
        "acme packs of 1 credit as needed",
    ]
    assert record["pilot"] is None


def test_the_record_of_a_pilot_has_the_pilot():
    [record] = json.loads(takeaway(team(sized(plan(), briefs=10)), "USD", ".json"))
    assert record["answer"] == "not yet"
    assert record["pilot"]["briefs"] == 10
    assert record["evidence"]["more_briefs"]["likely"] == 10
    assert record["terms"] == []


def test_the_page_has_everything_and_names_stay_text():
    page = takeaway(team(sized(plan(name="<b>P</b>|x")), "*acme*"), "USD", ".md")
    assert page.startswith("# Credits for \\*acme\\*\n")
    assert "- **Cost**: $1,870. $1,870 expected until 22 Nov 2027" in page
    assert "| → acme \\<b\\>P\\</b\\>\\|x + packs of 1 credit |" in page
    for title in ("Why, and what it risks", "What was compared", "Evidence"):
        assert f"## {title}" in page
    widths = {line.replace("\\|", "").count("|") for line in page.splitlines() if line[:1] == "|"}
    assert len(widths) == 1


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("decision"), weeks=14)


@pytest.mark.parametrize("name", ["answer.md", "answer.json"])
def test_the_command_saves_it_and_says_where(studio, name):
    done = studio.size("--save", name)
    assert f"Saved as {name}." in done.err
    assert "Buy Acme Pool" in (studio.folder / name).read_text("utf-8")


def test_a_form_that_is_not_there_is_refused_before_anything_is_sized(studio):
    done = studio.run("size", "--save", "answer.pdf", exits=1)
    assert "answer.pdf: .pdf is not a form of the answer. Name a file that ends in" in done.err


def test_where_nothing_is_priced_in_the_currency_the_answer_says_so():
    answer = sized(plan(), currency="EUR").recommendation
    assert answer.answer == "nothing to compare"
    assert answer.sentence == (
        "Nothing on offer can be sized: its price is in USD; give it in EUR, or in rates.toml of "
        "your prices folder what 1 USD is in EUR, of that day or the seven before it."
    )
