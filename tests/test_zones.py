"""Python and the database tell the same time, in every zone, there and back."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from data.settings import Settings
from data.wall_clock import offsets_of_hour
from data.warehouse.file import in_memory
from data.warehouse.zones import zone_names, zone_of
from tests.matrices import cases

FIRST, LAST, DAYS = "2025-11-01", "2027-11-01", 730
AMBIGUOUS = datetime(2026, 10, 25, 2, 30)  # Europe/Berlin: the hour comes twice
MISSING = datetime(2026, 3, 29, 2, 30)  # Europe/Berlin: the hour does not come


EACH_DAY_AND_EACH_HOUR_OF_A_CHANGE = f"""
WITH days AS (
    SELECT m, timezone($zone, m AT TIME ZONE 'UTC') - m AS ahead
    FROM (SELECT unnest(range(TIMESTAMP '{FIRST}', TIMESTAMP '{LAST}', INTERVAL 1 DAY)) AS m)
),
changes AS (
    SELECT m FROM days QUALIFY ahead <> lag(ahead) OVER (ORDER BY m)
),
hours AS (
    SELECT unnest(range(m - INTERVAL 1 DAY, m, INTERVAL 1 HOUR)) AS m FROM changes
)
SELECT m, timezone($zone, m AT TIME ZONE 'UTC') FROM (SELECT m FROM days UNION SELECT m FROM hours)
"""


HARD = (
    *("America/Vancouver", "Africa/Casablanca", "America/Havana", "Europe/Berlin", "UTC"),
    *("America/New_York", "Australia/Lord_Howe", "Asia/Gaza", "Antarctica/Troll"),
    *("Pacific/Chatham", "Asia/Kathmandu", "America/Sao_Paulo", "Europe/Dublin"),
)
"""The first three had a clock of their own in Python; others change by half an hour, or twice."""


@cases(slice(None, None, 40), slice(None))
def test_zones_over_two_years(cases):
    con, names = in_memory(), sorted(zone_names())
    asked = sorted({*names[cases], *HARD})
    assert {*HARD} <= {*names}
    wrong, changes = [], 0
    for name in asked:
        zone = zone_of(name)
        rows = con.execute(EACH_DAY_AND_EACH_HOUR_OF_A_CHANGE, {"zone": name}).fetchall()
        changes += len(rows) > DAYS
        for moment, local in rows:
            told = moment.replace(tzinfo=UTC).astimezone(zone)
            back = told.astimezone(UTC).replace(tzinfo=None)
            if told.replace(tzinfo=None, fold=0) != local or back != moment:
                wrong.append((name, moment))
    con.close()
    assert wrong == []
    assert changes > len(asked) / 6


@pytest.mark.parametrize(
    ("wall", "hours"),
    [
        (datetime(2026, 10, 25, 1, 30), [2]),
        (datetime(2026, 10, 25, 2, 30), [2, 1]),
        (datetime(2026, 10, 25, 3, 30), [1]),
        (datetime(2026, 3, 29, 1, 30), [1]),
        (datetime(2026, 3, 29, 2, 30), []),
        (datetime(2026, 3, 29, 3, 30), [2]),
    ],
)
def test_the_offsets_of_an_hour_are_its_own_and_not_the_next_ones(wall, hours):
    expected = [timedelta(hours=each) for each in hours]
    assert offsets_of_hour(wall, zone_of("Europe/Berlin")) == expected


def test_of_an_hour_that_comes_twice_fold_says_which():
    berlin = zone_of("Europe/Berlin")
    first, second = (AMBIGUOUS.replace(tzinfo=berlin, fold=fold) for fold in (0, 1))
    assert first.utcoffset() == timedelta(hours=2)
    assert second.utcoffset() == timedelta(hours=1)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert first.astimezone(UTC).astimezone(berlin).fold == 0
    assert second.astimezone(UTC).astimezone(berlin).fold == 1


def test_a_missing_hour_does_not_come_back():
    berlin = zone_of("Europe/Berlin")
    there = MISSING.replace(tzinfo=berlin).astimezone(UTC)
    assert there.astimezone(berlin).replace(tzinfo=None) != MISSING


def test_a_zone_is_pickled_by_its_name():
    again = pickle.loads(pickle.dumps(zone_of("Asia/Tokyo")))  # noqa: S301 (our own)
    assert again is zone_of("Asia/Tokyo")


@pytest.mark.parametrize("name", ["localtime", "Mars/Olympus"])
def test_what_is_no_place_is_refused_in_a_sentence(name):
    with pytest.raises(ValueError, match=f"'{name}' is not a time zone.*Europe/Berlin or UTC"):
        Settings(timezone=name)
