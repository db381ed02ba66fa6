"""Young weeks: curves and projections small enough to work by hand, and bands that hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.estimates.projection import (
    CONTRIBUTED,
    DISCARDED,
    OPEN,
    USABLE,
    Outputs,
    Past,
    settling_curve,
)
from tests.projection_coverage import trial
from tests.settling_teams import KINDS, standing


def outputs(*rows) -> Outputs:
    """Rows of week, ready, settled, way, n; with when and how they turned, where they did."""
    whole = [(*row[:4], *(row[4:6] if len(row) == 7 else row[2:4]), row[-1]) for row in rows]
    period, ready_h, first_h, first_way, ended_h, way, n = zip(*whole, strict=True)
    times = (np.array(each, float) for each in (ready_h, first_h, ended_h, n))
    ready, first, ended, number = times
    return Outputs(
        np.array(period), ready, first, np.array(first_way), ended, np.array(way), np.array(way),
        number,
    )  # fmt: skip


def project(past: Past, week, age_h):
    """The week as it stood at that age, and what it was to come to."""
    return Past(standing(past.outputs, age_h), past.closed).project(week, age_h)


def test_the_curve_counts_open_outputs_until_they_were_last_seen():
    # Ten outputs. Age 10: 2 usable of 10: F_u 0.2. Age 20: 1 was last seen open. Age 30: of the 7
    # left 1 is discarded: S = 0.8, F_d = 0.8/7 and S = 0.8*6/7. Age 40: 3 of 6 contributed:
    # F_c = 0.8*6/7/2 = 0.342857.
    curve = settling_curve(
        outputs(
            (0, 0, 10, USABLE, 2),
            (0, 5, 25, OPEN, 1),
            (0, 0, 30, DISCARDED, 1),
            (0, 1, 41, CONTRIBUTED, 3),
            (0, 0, 50, OPEN, 3),
        )
    )
    assert curve.ages_h.tolist() == [10, 20, 30, 40, 50]
    assert curve.incidence[-1] == pytest.approx([0.2, 0.8 * 6 / 7 / 2, 0.8 / 7])


def test_chances_are_of_those_still_open():
    curve = settling_curve(
        outputs((0, 0, 10, USABLE, 1), (0, 0, 20, DISCARDED, 2), (0, 0, 20, USABLE, 1))
    )
    # At birth 1/2 and 1/2; past age 10 three are left, one of which will be usable; then none.
    assert curve.chances(np.array([0.0, 10.0, 20.0])).tolist() == [
        pytest.approx([0.5, 0, 0.5]),
        pytest.approx([1 / 3, 0, 2 / 3]),
        [0, 0, 0],
    ]


def test_what_is_settled_turns_as_it_did_in_closed_weeks():
    # Each closed week had 4 usable at age 100, of which one was turned down at 200. The young one
    # has 8: six will stay.
    weeks = [
        row
        for week in range(5)
        for row in ((week, 0, 10, USABLE, 3), (week, 0, 10, USABLE, 200, DISCARDED, 1))
    ]
    past = Past(outputs(*weeks, (5, 0, 10, USABLE, 8)), (0, 1, 2, 3, 4))
    found = project(past, 5, 100)
    assert found.now == (8, 0, 0)
    assert found.ends == (6, 0, 2)
    assert found.unsettled == 0.25
    assert project(past, 5, 300).ends == (8, 0, 0)  # at that age nothing turned any more


def past_of_five_weeks() -> Past:
    """Weeks in which 2 of 10 turn out usable after 10 hours, 8 are passed over after 300."""
    weeks = [
        row for week in range(5) for row in ((week, 0, 10, USABLE, 2), (week, 0, 300, DISCARDED, 8))
    ]
    return Past(outputs(*weeks, (5, 0, 10, USABLE, 3), (5, 0, 200, OPEN, 7)), (0, 1, 2, 3, 4))


def test_a_young_week_ends_as_the_closed_ones_did():
    found = project(past_of_five_weeks(), 5, 200)
    assert found.now == (3, 0, 0)
    assert found.open == 7
    assert found.ends == (3, 0, 7)  # all that are open past ten hours were passed over
    assert found.ends.discard_rate == 0.7


def test_too_few_errors_make_no_band_and_too_few_weeks_no_projection():
    assert project(past_of_five_weeks(), 5, 200).usable is None  # three weeks have two before them
    assert project(past_of_five_weeks(), 1, 200) is None


def test_a_closed_week_projects_to_itself():
    found = project(past_of_five_weeks(), 4, 400)
    assert (found.open, found.ends) == (0, (2, 0, 8))
    assert found.usable == (2, 2)
    assert found.discard_rate == (0.8, 0.8)


def test_what_is_ready_later_is_not_there_yet():
    past = Past(outputs(*[(week, 0, 10, USABLE, 1) for week in range(5)], (4, 90, 95, USABLE, 5)),
                (0, 1, 2, 3))  # fmt: skip
    assert project(past, 4, 50).ends == (1, 0, 0)


def _settled(drawn):
    week, ready, wait, first_way, later, way, n = drawn
    if OPEN in (first_way, way):
        first_way = way = OPEN
    return week, ready, ready + wait, first_way, ready + wait + later, way, n


groups = st.tuples(
    *(st.integers(0, 9), st.floats(0, 170), st.floats(0, 400), st.integers(0, 3)),
    *(st.floats(0, 400), st.integers(0, 3), st.integers(1, 9)),
).map(_settled)


@given(st.lists(groups, min_size=1, max_size=40), st.floats(0, 900))
def test_projected_outputs_are_as_many_as_there_are_or_fewer(rows, age_h):
    found = project(Past(outputs(*rows), tuple(range(8))), 9, age_h)
    if found is None:
        return
    there = sum(found.now) + found.open
    assert sum(found.now) - 1e-6 <= sum(found.ends) <= there + 1e-6
    if found.usable is not None:
        low, high = found.usable
        assert 0 <= low <= high <= max(low, there) + 1e-9


def test_bands_hold_about_as_often_as_they_say():
    """240 weeks; the share within lies in 72 to 93 % unless bands are wrong: 80 % give or take."""
    found = np.array([
        trial(KINDS[kind], age_d, np.random.default_rng([n, age_d]))
        for kind in ("steady", "fewer and fewer usable", "slow reviewers")
        for age_d in (2, 5)
        for n in range(40)
    ], dtype=float)  # fmt: skip
    usable, discard, projected, naive = np.nanmean(found, axis=0)
    assert 0.72 <= usable <= 0.93
    assert 0.72 <= discard <= 0.93
    assert projected < naive / 4
