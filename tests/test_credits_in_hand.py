"""Credits in hand pay for the first of the work: when to buy, and what it costs then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.horizon import Horizon
from data.commitments.futures.in_hand import HeldLot, InHand, beyond_hand, days_covered, postponed
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.sizing import size
from data.commitments.terms.plan import read_quote
from data.credits.charges import balance
from tests.credit_studio import Studio
from tests.test_commitments_burn_down import NOW, book

MONDAY = date(2027, 2, 1)
QUARTER = Horizon(MONDAY, 3)
ENOUGH = Evidence(
    (BriefSums(6, 1, 5, 1, 5, Decimal(3)), BriefSums(4, 1, 3, 1, 3, Decimal(2))) * 30, 12
)
STEADY = WeeklyDemand.of("acme", [70] * 12, first_week=MONDAY - timedelta(weeks=12), attempts=10)
"""Ten credits a day."""
PACKS = [{"name": "10 credits", "price": "10", "credits": "10"}]


def plan(**terms):
    quote = {"platform": "acme", "name": "P", "price": "150", "credits": "300"}
    return read_quote(quote | {"packs": PACKS} | terms)


def held(*lots):
    """Each so many credits, and the days they last (None: for ever)."""
    return InHand(
        "acme",
        tuple(
            HeldLot(Decimal(n), None if days is None else MONDAY + timedelta(days=days))
            for n, days in lots
        ),
    )


def demand(horizon=QUARTER):
    return horizon.per_step(np.full((1, horizon.weeks), 70.0))


def sized(in_hand=None, **given_):
    known = {"evidence": ENOUGH, "paths": 200, "horizon_weeks": 26, "starts_on": MONDAY}
    return size(STEADY, [plan()], **(known | {"in_hand": in_hand} | given_))


# --- what is covered ------------------------------------------------------------------------------


def test_credits_that_last_three_weeks_leave_the_rest_to_buy():
    """210 of them at ten a day: nothing is short before the 22nd day."""
    in_hand = held((210, None))
    short = beyond_hand(in_hand, demand(), QUARTER)
    assert short[0, :5].tolist() == [0, 0, 0, 70, 70]
    assert days_covered(in_hand, demand(), QUARTER) == 21
    assert days_covered(held((235, None)), demand(), QUARTER) == 23
    assert days_covered(held((9_000, None)), demand(), QUARTER) is None


def test_what_ends_first_goes_first_and_the_rest_of_it_lapses():
    """Of 210 that end on the 11th day two weeks' 140 are used; then 35 last half a week more."""
    in_hand = held((210, 10), (35, None))
    short = beyond_hand(in_hand, demand(), QUARTER)
    assert short[0, :4].tolist() == [0, 0, 35, 70]
    assert days_covered(in_hand, demand(), QUARTER) == 17


def test_what_is_short_before_the_purchase_is_bought_on_its_day():
    horizon = replace(QUARTER, lead_days=20)
    short = np.zeros((1, len(horizon.step_days)))
    short[0, [1, 2, 4]] = 5, 7, 9
    (first, *_) = horizon.grant_steps(1)
    assert horizon.step_days[first] == 20
    late = postponed(short, horizon)
    assert late.sum() == 21
    assert late[0, : first + 1].tolist() == [0] * first + [12]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(1, 120)), min_size=1, max_size=4),
    st.lists(st.integers(0, 90), min_size=len(QUARTER.step_days), max_size=len(QUARTER.step_days)),
)
def test_no_more_is_covered_than_is_held_and_more_in_hand_covers_no_less(lots, work):
    worked = np.array([work], float)
    short = beyond_hand(held(*sorted(lots, key=lambda lot: lot[1])), worked, QUARTER)
    assert (short >= 0).all()
    assert (short <= worked).all()
    assert (worked - short).sum() <= sum(n for n, _ in lots)
    more = sorted([*lots, (50, 60)], key=lambda lot: lot[1])
    assert beyond_hand(held(*more), worked, QUARTER).sum() <= short.sum()


def test_lots_of_a_ledger_come_by_their_local_day():
    """Of 100 that end on the 15th at 03:00 UTC 30 are used: in New York that is still the 14th."""
    entries = [
        book("grant", -10, 100, expires=0.125),
        book("purchase", -9, 50),
        book("consume", -1, 30),
    ]
    lots = balance(entries, "runway", NOW)
    found = InHand.of("runway", lots, ("no", "no"), ZoneInfo("America/New_York"))
    night_before = (NOW - timedelta(days=1)).date()
    assert found.lots == (HeldLot(Decimal(70), night_before), HeldLot(Decimal(50), None))
    assert found.credits == 120
    assert InHand.of("runway", (), ("no", "no"), UTC) is None


# --- the answer -----------------------------------------------------------------------------------


def test_the_answer_names_the_day_of_purchase_and_the_net_cost():
    """610 credits at ten a day last 61 days, to 3 April; then four months of 150 are left of six.

    300 a month and ten a day: April to July each have 30 or 31 days; two packs for two days.
    """
    got = sized(held((610, None)))
    assert got.horizon == Horizon(MONDAY, 4, lead_days=61)
    found = got.recommendation
    assert found.sentence.startswith(
        "Buy acme P + packs of 10 credits on 3 April 2027: 300 credits a month, 3,600 a year; $150 "
        "due then. It is expected to cost $620 net of what is in hand from 1 February "
        "2027 to 2 August 2027, and between $620 and $620"
    )
    assert found.because[0] == (
        "610 credits are in hand and used first: in the middle of all futures they are used up on "
        "3 April 2027, the day to buy. All costs are net of them."
    )
    assert got.plans[0].outcome.committed == 600


def test_what_savings_are_against_has_the_same_credits_in_hand():
    """On demand 122 days at ten a day and a dollar each are left, not 181."""
    (bought,) = sized(held((610, None))).on_demand
    assert bought.cost.mean == 1220
    in_money = WeeklyDemand.of(
        "acme, pay as you go", [140] * 12, first_week=STEADY.weeks[0].starts_on, attempts=10
    )
    got = sized(held((610, None)), as_you_go=AsYouGo("Acme", in_money))
    assert got.as_you_go.cost.mean == 2440


def test_where_what_is_in_hand_lasts_nothing_is_bought():
    found = sized(held((5_000, None))).recommendation
    assert (found.answer, found.outcome) == ("no commitment", None)
    assert found.sentence == (
        "Buy nothing yet: the 5,000 credits in hand last beyond 31 July 2027 in the middle of all "
        "futures."
    )


def test_without_any_in_hand_it_is_bought_at_once():
    got = sized()
    assert got.horizon == Horizon(MONDAY, 6)
    assert "in hand" not in " ".join([got.recommendation.sentence, *got.recommendation.because])


def test_credits_of_work_that_no_log_has_are_left_alone():
    other = InHand("elsewhere", held((610, None)).lots)
    assert sized(other).recommendation == sized().recommendation


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 900), st.integers(1, 300))
def test_more_in_hand_never_costs_more(few, more):
    costs = [
        sized(held((1 + n, None)), paths=100).on_demand[0].cost.mean for n in (few, few + more)
    ]
    assert costs[1] <= costs[0] + 10 * 31  # the end is a whole month from the purchase


LEDGER = """account,kind,at,credits,money,currency,expires at
acme,purchase,2026-11-16T00:00:00Z,1000,100,USD,
acme,grant,2026-11-16T00:00:00Z,40,,,2026-11-21T00:00:00Z
"""


def test_the_balance_of_the_channels_account_is_used_first(tmp_path):
    """248 credits a week: a thousand last four weeks from 20 November, most of the grant lapses."""
    studio = Studio(tmp_path, weeks=14)
    without = studio.rows()
    (tmp_path / "ledger.csv").write_text(LEDGER)
    studio.run("ingest", "ledger.csv")
    rows = studio.rows()
    assert {row["buys_on"] for row in without} == {"2026-11-20"}
    (day,) = {row["buys_on"] for row in rows}
    assert "2026-12-12" <= day <= "2026-12-24"
    for row, before in zip(rows, without, strict=True):
        assert float(row["cost"]) < float(before["cost"])
    printed = studio.size().out
    assert "1,040 credits are in hand and used first" in printed
    assert "net of what is in hand" in printed
    assert "The plans above start from nothing" not in printed
