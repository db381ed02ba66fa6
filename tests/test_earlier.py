"""The period before: as many days, right before it, as it stands or as it stood at equal age."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asking.earlier import earlier
from data.asking.selection import Selection
from data.settings import Settings

AS_OF = datetime(2026, 11, 16, 12, tzinfo=UTC)
SETTINGS = Settings()
WEEK = Selection(first_day=date(2026, 11, 9), last_day=date(2026, 11, 15))


def test_a_week_is_held_against_the_week_before():
    found = earlier(WEEK, "previous", AS_OF, SETTINGS)
    assert (found.first_day, found.last_day) == (date(2026, 11, 2), date(2026, 11, 8))
    assert found.as_of is None


def test_at_equal_age_it_stands_as_it_did_seven_days_ago():
    found = earlier(WEEK, "equal-age", AS_OF, SETTINGS)
    assert found.as_of == datetime(2026, 11, 9, 12, tzinfo=UTC)


def test_a_period_without_an_end_ends_on_the_day_of_the_figures():
    found = earlier(Selection(first_day=date(2026, 11, 14)), "previous", AS_OF, SETTINGS)
    assert (found.first_day, found.last_day) == (date(2026, 11, 11), date(2026, 11, 13))


def test_filters_stay():
    chosen = Selection(WEEK.first_day, WEEK.last_day, (("client", ("acme",)),))
    assert earlier(chosen, "previous", AS_OF, SETTINGS).filters == chosen.filters


@pytest.mark.parametrize(
    ("selection", "compared"),
    [
        (WEEK, "none"),
        (Selection(), "previous"),
        (Selection(last_day=date(2026, 11, 15)), "previous"),
        (Selection(first_day=date(2026, 11, 20)), "previous"),
    ],
)
def test_what_has_no_period_before(selection, compared):
    assert earlier(selection, compared, AS_OF, SETTINGS) is None


@given(st.dates(date(2010, 1, 1), date(2026, 11, 1)), st.integers(0, 300))
def test_the_two_touch_and_are_equally_long(first, days):
    last = date.fromordinal(first.toordinal() + days)
    found = earlier(Selection(first, last), "previous", AS_OF, SETTINGS)
    assert found.last_day.toordinal() + 1 == first.toordinal()
    assert (found.last_day - found.first_day) == (last - first)
