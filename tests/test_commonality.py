"""What rejected outputs have in common, on examples checked by hand."""

from __future__ import annotations

import math

import pytest
from scipy.stats import t

from data.estimates.commonality import FactorValue, commonalities
from tests.brief_teams import by_brief


def test_the_excess_by_hand():
    """Model a 8 of 10, b 2 of 10; 80 of a's rejected: (0.8 - 0.2) x 100 = 60 of them are excess."""
    a, b = commonalities(
        [FactorValue("model", "b", 2, 10, 20), FactorValue("model", "a", 8, 10, 80)]
    )
    assert (a.row.value, a.share, a.share_elsewhere) == ("a", 0.8, 0.2)
    assert a.excess_money == pytest.approx(60)
    assert b.excess_money == pytest.approx(20 * (1 - 0.8 / 0.2))
    # Fisher's tables as far out or farther: (C(10,8)C(10,2) + 10·10 + 1) x 2 / C(20,10)
    assert a.p_value == pytest.approx(2 * (45 * 45 + 100 + 1) / 184_756)
    assert (a.adjusted_p, a.beyond_chance) == (a.p_value, True)


def test_false_finds_are_held_over_all_values():
    """Three factors of two values each, p 0.0230 twice and 1 four times: x 6 / 2 is 0.069."""
    rows = [FactorValue("x", value, n, 10, 1) for value, n in (("a", 8), ("b", 2))]
    rows += [FactorValue(f, value, 5, 10, 1) for f in "yz" for value in "ab"]
    found = {(each.row.factor, each.row.value): each for each in commonalities(rows)}
    assert found["x", "a"].adjusted_p == pytest.approx(3 * 0.0230, abs=1e-4)
    assert not found["x", "a"].beyond_chance
    assert found["y", "a"].p_value == pytest.approx(1)


def test_outputs_of_one_brief_are_rejected_together():
    """Fifty outputs each, all of one brief's fate: briefs, not outputs, say what chance does."""

    def value(name, bad):
        briefs = {f"{name}{n}": (5, 5) if n < bad else (0, 5) for n in range(10)}
        return FactorValue("model", name, 5 * bad, 50, 1, by_brief(briefs))

    clustered = commonalities([value("a", 7), value("b", 3)])[0]
    # parts of 0.05, 14 up and 6 down: sum 0.4, mean 0.02, squares 20 x (0.05² - 0.02²)
    error = math.sqrt(20 / 19 * 20 * (0.05**2 - 0.02**2))
    assert clustered.p_value == pytest.approx(2 * t.sf(0.4 / error, 9))
    alone = [FactorValue("model", "a", 35, 50, 1), FactorValue("model", "b", 15, 50, 1)]
    assert commonalities(alone)[0].p_value < 0.001
    assert clustered.p_value > 0.05


def test_what_cannot_be_compared_is_not_judged():
    few = {f"b{n}": (1, 1) for n in range(3)}
    many = {f"c{n}": (0, 1) for n in range(30)}
    rows = [
        FactorValue("only", "x", 3, 9, 5),
        FactorValue("model", "few", 3, 3, 5, by_brief(few)),
        FactorValue("model", "many", 0, 30, 0, by_brief(many)),
    ]
    first, *_, last = commonalities(rows)
    assert (first.row.value, first.excess_money, first.p_value) == ("few", 5, None)
    assert (last.row.factor, last.share_elsewhere, last.excess_money) == ("only", None, None)
    assert not any(each.beyond_chance for each in (first, last))
    assert commonalities([]) == ()


def test_a_brief_may_lie_on_both_sides():
    """Each of ten briefs loses two of four at night and one of four by day: no brief disagrees."""
    night = {f"b{n}": (2, 4) for n in range(10)}
    day = {f"b{n}": (1, 4) for n in range(10)}
    rows = [
        FactorValue("hour", "night", 20, 40, 1, by_brief(night)),
        FactorValue("hour", "day", 10, 40, 1, by_brief(day)),
    ]
    assert commonalities(rows)[0].p_value == 0
    even = [FactorValue("hour", value, 10, 40, 1, by_brief(day)) for value in ("night", "day")]
    assert commonalities(even)[0].p_value == 1
