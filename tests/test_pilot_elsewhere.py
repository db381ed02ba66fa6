"""No purchase on a platform of which nothing is known: a pilot, and up to where it pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.in_hand import HeldLot, InHand
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.sizing import size
from data.commitments.terms.plan import read_quote

MONDAY = date(2026, 11, 23)
ENOUGH = Evidence((BriefSums(5, 1, 4, 1, 4, Decimal(3)),) * 60, weeks=12)


def weeks(credits_, platform="acme", basis="log"):
    first = MONDAY - len(credits_) * timedelta(days=7)
    demand = WeeklyDemand.of(platform, credits_, first_week=first, attempts=10)
    return replace(demand, basis=basis)


def plan(**terms):
    packs = [{"name": "1 credit", "price": "1", "credits": "1"}]
    quote = {"platform": "acme", "name": "P", "price": "900", "credits": "900", "packs": packs}
    return read_quote(quote | terms)


def cheap(price="0.5", **terms):
    """Credit by credit at a price of its own; its plan never pays."""
    packs = [{"name": "1 credit", "price": price, "credits": "1"}]
    return plan(platform="other", name="Q", price="9000", packs=packs, **terms)


STEADY = [70] * 12


def sized(there, demand_there=None, **given_):
    demands = {"acme": weeks(STEADY)}
    if there is not None:
        demands["other"] = demand_there or weeks(STEADY, "other", "re-rated")
    plans = [plan(), *([there] if there else [])]
    return size(demands, plans, **({"evidence": ENOUGH, "paths": 200} | given_))


def test_what_is_cheaper_by_the_rate_alone_is_piloted_not_bought():
    """70 credits a week at 0.50 instead of 1: $1,825 a year for $3,650. An asset takes 5 attempts
    here; with 10 there it would cost the same. 20 briefs of 5 attempts of 7 credits are 700.
    """
    found = sized(cheap()).recommendation
    assert (found.answer, found.outcome) == ("pilot", None)
    assert found.sentence == (
        "Pilot 20 briefs on other before anything is signed there: what its models waste on your "
        "work is not known."
    )
    assert found.elsewhere.break_even_attempts == pytest.approx(10, rel=0.01)
    assert found.because[0] == (
        "If an asset takes as many attempts there as here (5.0), other packs of 1 credit as needed "
        "costs $1,825, acme packs of 1 credit as needed $3,650: it pays as long as it needs fewer "
        "than 10.0 attempts per usable asset."
    )
    assert found.because[1] == (
        "The pilot takes about 700 credits: 700 packs of 1 credit, $350; 4 weeks at your pace."
    )
    assert found.because[2].startswith(
        "It is settled when the waste there is known to ±25 %, after 20 settled briefs"
    )
    assert found.because[3] == "Until then the cheapest is acme packs of 1 credit as needed."
    assert found.pilot.purchase.cost == 350
    assert any(each.startswith("The work is re-rated") for each in found.cautions)


def test_dearer_elsewhere_is_no_reason_for_a_pilot():
    found = sized(cheap("2")).recommendation
    assert found.elsewhere is None
    assert found.answer == "no commitment"


def test_work_that_was_done_there_needs_no_pilot():
    found = sized(cheap(), weeks(STEADY, "other", "log")).recommendation
    assert found.answer == "no commitment"
    assert found.outcome.offer.seller.platform == "other"


def test_the_rest_of_a_plan_sent_elsewhere_is_piloted_too():
    dear = [{"name": "1 credit", "price": "3", "credits": "1"}]
    demands = {"acme": weeks([500] * 12), "other": weeks([500] * 12, "other", "re-rated")}
    plans = [plan(price="900", credits="2000", packs=dear), cheap("0.9")]
    found = size(demands, plans, evidence=ENOUGH, paths=200).recommendation
    assert found.answer == "pilot"
    assert "the rest at other" in found.because[0]
    assert found.elsewhere.break_even_attempts > 5


def test_without_anything_known_beside_it_there_is_no_break_even():
    demands = {"other": weeks(STEADY, "other", "re-rated")}
    found = size(demands, [cheap()], evidence=ENOUGH, paths=200).recommendation
    assert found.answer == "pilot"
    assert found.elsewhere.break_even_attempts is None
    assert found.because[0].endswith("nothing that you know is there to hold it against.")


def test_thin_evidence_comes_first():
    assert sized(cheap(), evidence=Evidence()).recommendation.answer == "not yet"


def test_briefs_that_vary_take_a_range_of_them():
    sums = (BriefSums(1, 1, 0, 1, 0, Decimal(3)), BriefSums(11, 1, 10, 1, 10, Decimal(3)))
    found = sized(cheap(), evidence=Evidence(sums * 40, weeks=12)).recommendation
    briefs = found.elsewhere.briefs
    assert briefs.fewest < briefs.likely == 44 < briefs.most
    assert f"after {briefs.fewest} to {briefs.most} settled briefs" in found.because[2]


def test_what_pays_whatever_it_needs_has_no_break_even():
    found = sized(cheap("0.01")).recommendation
    assert found.elsewhere.break_even_attempts is None
    assert found.because[0].endswith("costs $36.50, acme packs of 1 credit as needed $3,650.")


def test_beyond_what_a_plan_without_top_ups_holds_it_does_not_pay():
    """400 credits a month for 100, no more; a month of 31 days takes 310, so 1.29 times as many."""
    capped = plan(platform="other", name="Q", price="100", credits="400", packs=[], most_units=1)
    found = sized(capped).recommendation
    assert found.elsewhere.break_even_attempts == pytest.approx(5 * 400 / 310, rel=0.02)


def test_an_unknown_pace_and_no_credits_are_said_so():
    known = replace(ENOUGH, weeks=0.0)
    found = sized(cheap(), evidence=known).recommendation
    assert found.because[1].endswith("pace unknown.")
    silent = replace(weeks(STEADY, "other", "re-rated"), weeks=tuple(
        replace(week, attempts=0) for week in weeks(STEADY).weeks
    ))  # fmt: skip
    found = sized(cheap(), silent).recommendation
    assert not any(each.startswith("The pilot takes") for each in found.because)


# --- call by call, and credits in hand ------------------------------------------------------------


def calls(credits_=35):
    """What calls on the other channel would cost a week."""
    return AsYouGo("Other", weeks([credits_] * 12, "other, pay as you go", "re-rated"))


def test_paying_call_by_call_elsewhere_is_a_row_and_is_piloted_in_money():
    """$35 a week for $70 here. 20 briefs of 5 attempts of $3.50 are $350; the base stays here."""
    found = sized(None, as_you_go_there=[calls()])
    assert [(each.title, each.cost.mean) for each in found.as_you_go_there] == [
        ("Other, pay as you go", Decimal("1825.00"))
    ]
    assert found.as_you_go_there[0].base == "acme packs of 1 credit as needed"
    answer = found.recommendation
    assert answer.sentence.startswith("Pilot 20 briefs on Other before anything is signed there")
    assert "it pays as long as it needs fewer than 10.0 attempts" in answer.because[0]
    assert answer.because[1] == (
        "The pilot costs about $350, each call paid for by itself; 4 weeks at your pace."
    )
    assert answer.pilot.purchase.cost == 350


def test_calls_elsewhere_without_a_price_are_left_out_and_told():
    there = calls()
    unknown = replace(there, demand=replace(there.demand, logged_attempts=10, unrated_attempts=5))
    found = sized(None, as_you_go_there=[unknown])
    assert found.as_you_go_there == ()
    assert [each.title for each in found.left_out] == ["Other, pay as you go"]
    assert "5 of 10 attempts have no price" in found.left_out[0].reason


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (200, "about 700 credits, 200 of them in hand: 500 packs of 1 credit, $250; 4 weeks"),
        (700, "about 700 credits, all of them in hand; 4 weeks"),
        (900, "about 700 credits, all of them in hand; 4 weeks"),
    ],
)
def test_credits_in_hand_there_are_not_bought_again_for_a_pilot(held, told):
    answer = sized(cheap(), held_there=[held_at_other((held, None))]).recommendation
    assert answer.because[1].startswith(f"The pilot takes {told}")
    assert answer.pilot.is_held is (held >= 700)


def held_at_other(*lots, other_a_day=0):
    """Lots of so many credits, and the days for which they are good."""
    return InHand(
        "other",
        tuple(
            HeldLot(Decimal(n), None if days is None else MONDAY + timedelta(days=days))
            for n, days in lots
        ),
        other_a_day=Decimal(other_a_day),
    )


@pytest.mark.parametrize(
    ("lots", "other_a_day", "pays"),
    [
        ([(900, 7)], 0, 175),  # a quarter of four weeks
        ([(100, 7), (900, None)], 0, 700),
        ([(100, 2), (100, 4), (100, None)], 0, 200),  # 50, then 50 of the next, then 100
        ([(700, None)], 25, 350),  # as much again is taken by other work
        ([(700, None)], 100, 140),
        ([(900, 0)], 0, 0),
    ],
)
def test_credits_in_hand_pay_for_a_pilot_only_while_they_last(lots, other_a_day, pays):
    """700 credits over 28 days: 25 a day."""
    held = held_at_other(*lots, other_a_day=other_a_day)
    assert held.pays_for(Decimal(700), 28, MONDAY) == pays


def test_what_lapses_during_a_pilot_is_bought_and_told():
    found = sized(cheap(), held_there=[held_at_other((900, 14))]).recommendation
    assert found.because[1] == (
        "The pilot takes about 700 credits, 350 of them in hand while they last (900 are held "
        "today): 350 packs of 1 credit, $175; 4 weeks at your pace."
    )


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 60)), max_size=4),
    st.integers(1, 2000), st.integers(1, 60), st.integers(0, 50),
)  # fmt: skip
def test_a_pilot_is_never_paid_more_than_is_held_or_than_it_takes(lots, credits_, days, other):
    held = held_at_other(*sorted(lots, key=lambda lot: lot[1]), other_a_day=other)
    pays = held.pays_for(Decimal(credits_), days, MONDAY)
    assert 0 <= pays <= min(Decimal(credits_), held.credits + Decimal("0.0001"))
