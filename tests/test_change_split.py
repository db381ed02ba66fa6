"""The change of a cost per usable asset, split by hand and for any two periods."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.estimates.change import Line, Sums, split_change


def sums(asked, usable, money, breakage="0", people="0"):
    return Sums(asked, usable, Decimal(money), Decimal(breakage), Decimal(people))


def lines(change):
    return {(line.segment, line.cause): line.amount for line in change.lines}


def test_dearer_outputs_alone_are_price():
    # 10 asked, 2 usable: $1.00 for 2 is 0.50 each; $1.50 for 2 is 0.75 each.
    change = split_change({"a": sums(10, 2, "1")}, {"a": sums(10, 2, "1.50")})
    assert (change.before, change.after) == (Decimal("0.5"), Decimal("0.75"))
    assert change.lines == (Line("a", "price", Decimal("0.25")),)


def test_fewer_usable_alone_are_yield():
    change = split_change({"a": sums(10, 4, "2")}, {"a": sums(10, 2, "2")})
    assert lines(change) == {("a", "yield"): Decimal("0.5")}


def test_more_of_the_dear_segment_alone_is_mix():
    # Each segment keeps its price and its yield: a costs 0.5 per usable, b 2. Shares go from half
    # and half to a quarter and three quarters. Before: money 0.05 + 0.2, usable 0.1 + 0.1 per
    # output: 1.25. After: 0.025 + 0.3, 0.05 + 0.15: 1.625. The step is shared by
    # (dA*Ybar - dY*Abar) / (Y0*Y1) with Ybar 0.2, Abar 0.2875:
    # a: (-0.025*0.2 + 0.05*0.2875) / 0.04 = 0.234375; b: (0.1*0.2 - 0.05*0.2875) / 0.04 = 0.140625.
    before = {"a": sums(10, 2, "1"), "b": sums(10, 2, "4")}
    after = {"a": sums(10, 2, "1"), "b": sums(30, 6, "12")}
    assert lines(split_change(before, after)) == {
        ("a", "mix"): Decimal("0.234375"),
        ("b", "mix"): Decimal("0.140625"),
    }


def test_two_causes_meet_half_way():
    # 0.1/0.2 = 0.5 becomes 0.2/0.1 = 2. Price first: 0.5 → 1 → 2; yield first: 0.5 → 1 → 2.
    # Price: (0.5 + 1) / 2, yield: (1 + 0.5) / 2.
    change = split_change({"a": sums(10, 2, "1")}, {"a": sums(10, 1, "2")})
    assert lines(change) == {("a", "price"): Decimal("0.75"), ("a", "yield"): Decimal("0.75")}


def test_new_and_vanished_segments_have_lines_of_their_own_and_no_price():
    before = {"stays": sums(10, 2, "1"), "goes": sums(10, 1, "3")}
    after = {"stays": sums(10, 2, "1"), "comes": sums(10, 4, "1")}
    change = split_change(before, after)
    assert {line[:2] for line in change.lines} == {
        ("goes", "vanished"),
        ("comes", "new"),
    }
    # 4/3 falls to 2/6: the dear one left, the cheap one came.
    assert change.amount == Decimal("0.333333") - Decimal("1.333333")
    assert all(line.amount < 0 for line in change.lines)


def test_breakage_and_people_are_money_beside_the_outputs():
    before = {"a": sums(10, 2, "1"), None: Sums()}
    after = {"a": sums(10, 2, "1", people="4"), None: sums(0, 0, "0", breakage="2")}
    assert lines(split_change(before, after)) == {
        ("a", "people"): Decimal(2),
        (None, "breakage"): Decimal(1),
    }


def test_where_one_alone_would_leave_nothing_usable_mix_and_yield_are_one():
    # Shares of the second period at the yields of the first: nothing usable at all.
    before = {"a": sums(10, 2, "1"), "b": sums(10, 0, "1")}
    after = {"b": sums(10, 2, "1")}
    change = split_change(before, after)
    assert {line.cause for line in change.lines} == {"mix_and_yield"}
    assert sum(line.amount for line in change.lines) == Decimal("0.5") - Decimal(1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({}, {"a": sums(10, 2, "1")}),
        ({"a": sums(10, 0, "1")}, {"a": sums(10, 2, "1")}),
        ({"a": sums(10, 2, "1")}, {"a": sums(10, 0, "1")}),
    ],
)
def test_without_anything_usable_there_is_no_change_to_split(before, after):
    assert split_change(before, after) is None


amounts = st.decimals(0, 10_000, places=6)
periods = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(st.integers(0, 400), st.floats(0, 1), amounts, amounts, amounts).map(
        lambda drawn: Sums(drawn[0], round(drawn[0] * drawn[1]), *drawn[2:])
    ),
    min_size=1,
)


@given(periods, periods)
def test_the_lines_sum_to_the_change_to_the_last_digit(before, after):
    change = split_change(before, after)
    if change is None:
        return
    assert sum((line.amount for line in change.lines), Decimal(0)) == change.amount
    for period, cost in ((before, change.before), (after, change.after)):
        money = sum(each.money + each.breakage + each.people for each in period.values())
        exact = money / sum(each.usable for each in period.values())
        assert abs(cost - exact) <= Decimal("0.000001")
    assert all(line.amount == line.amount.quantize(Decimal("0.000001")) for line in change.lines)


@given(periods)
def test_a_period_beside_itself_has_no_lines(period):
    change = split_change(period, period)
    assert change is None or change.lines == ()


@given(periods, periods)
def test_the_way_back_undoes_the_way(before, after):
    there, back = split_change(before, after), split_change(after, before)
    if there is None:
        return
    for line in there.lines:
        cause = {"new": "vanished", "vanished": "new"}.get(line.cause, line.cause)
        same = lines(back).get((line.segment, cause), Decimal(0))
        assert abs(line.amount + same) <= Decimal("0.000002")
