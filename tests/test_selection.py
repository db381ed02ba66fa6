"""Selections: bounds in local days, filters, addresses, and sentences for nonsense."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asking.measure import measure
from data.asking.selection import Selection, moment
from data.errors import QuestionError
from data.metrics.days import written_days
from data.metrics.dimensions import DIMENSIONS, dimension
from data.settings import Settings, Weekday

pytest_plugins = ["tests.hand_made_facts"]

UTC_ZONE = Settings()
BERLIN = Settings(timezone="Europe/Berlin")
NEW_YORK = Settings(timezone="America/New_York")

texts = st.text(min_size=1, max_size=20).filter(lambda text: text not in ("", "–"))
days = st.dates(date(2000, 1, 2), date(2099, 12, 30))
text_dimensions = st.sampled_from([d.name for d in DIMENSIONS if d.kind == "text"])
filters = st.lists(
    st.tuples(text_dimensions, st.lists(st.none() | texts, max_size=3).map(tuple)), max_size=3
)


@st.composite
def selections(draw):
    first, last = draw(st.none() | days), draw(st.none() | days)
    if first and last and last < first:
        first, last = last, first
    as_of = draw(st.none() | st.datetimes(datetime.fromisoformat("2000-01-01")))
    return Selection(first, last, tuple(draw(filters)), as_of and as_of.replace(tzinfo=UTC))


# --- a value ----------------------------------------------------------------------------------


@given(selections())
def test_an_address_gives_the_same_selection_back(selection):
    query = parse_qs(urlencode(selection.to_query(), doseq=True), keep_blank_values=True)
    assert Selection.from_query(query, UTC_ZONE) == selection


def test_equal_selections_are_one_cache_key():
    first = Selection(filters=(("model", ("b", "a")), ("team", ("x",)), ("model", ("a",))))
    other = Selection(filters=(("team", ("x",)), ("model", ("a", "b"))))
    assert first == other
    assert hash(first) == hash(other)


def test_an_empty_filter_is_no_filter():
    assert Selection(filters=(("model", ()),)) == Selection()


def test_other_keys_of_an_address_are_not_ours():
    assert Selection.from_query({"page": "2", "model": "a"}, UTC_ZONE) == Selection(
        filters=(("model", ("a",)),)
    )


# --- days -------------------------------------------------------------------------------------


def bounds(selection, settings):
    return tuple(bound and bound.isoformat(" ", "minutes") for bound in selection.period(settings))


def test_days_are_local_and_both_inclusive():
    day = Selection(date(2026, 11, 2), date(2026, 11, 2))
    assert bounds(day, UTC_ZONE) == ("2026-11-02 00:00", "2026-11-03 00:00")
    assert bounds(day, BERLIN) == ("2026-11-01 23:00", "2026-11-02 23:00")
    assert bounds(day, NEW_YORK) == ("2026-11-02 05:00", "2026-11-03 05:00")


def test_days_of_a_clock_change_have_23_or_25_hours():
    spring = Selection(date(2026, 3, 29), date(2026, 3, 29))
    autumn = Selection(date(2026, 10, 25), date(2026, 10, 25))
    assert bounds(spring, BERLIN) == ("2026-03-28 23:00", "2026-03-29 22:00")
    assert bounds(autumn, BERLIN) == ("2026-10-24 22:00", "2026-10-25 23:00")


def test_a_midnight_that_the_clocks_skip_begins_at_the_change():
    beirut = Settings(timezone="Asia/Beirut")
    assert bounds(Selection(date(2026, 3, 29)), beirut) == ("2026-03-28 22:00", None)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from([BERLIN, NEW_YORK]))
def test_days_meet_without_gap_or_overlap(day, settings):
    following = day + timedelta(days=1)
    _, end = Selection(day, day).period(settings)
    start, _ = Selection(following, following).period(settings)
    assert end == start


BY_WEEKDAY = {each: Settings(week_starts_on=each) for each in get_args(Weekday)}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-02", "2026-11-02", "2026-11-02"),
        ("20261102", "2026-11-02", "2026-11-02"),
        ("2026-W46", "2026-11-09", "2026-11-15"),
        (" 2026-w46 ", "2026-11-09", "2026-11-15"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("today", "2026-11-18", "2026-11-18"),
        ("Yesterday", "2026-11-17", "2026-11-17"),
        ("7d", "2026-11-12", "2026-11-18"),
        ("1d", "2026-11-18", "2026-11-18"),
    ],
)
def test_days_are_read_as_people_write_them(text, first, last):
    noon = "2026-11-18T12:00Z"
    chosen = Selection.of_options(first_day=text, last_day=text, as_of=noon, settings=UTC_ZONE)
    assert (chosen.first_day.isoformat(), chosen.last_day.isoformat()) == (first, last)
    address = {"from": text, "to": text, "as_of": noon}
    assert Selection.from_query(address, UTC_ZONE) == chosen


def test_today_is_the_local_day_that_the_figures_stand_at():
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    settings = Settings(timezone="Europe/Berlin", as_of=late)
    assert Selection.of_options(first_day="today", settings=settings).first_day.day == 16
    earlier = Selection.of_options(first_day="7d", as_of="2026-11-08", settings=settings)
    assert earlier.first_day == date(2026, 11, 2)
    now = datetime.now(UTC)
    today = Selection.of_options(first_day="today", settings=UTC_ZONE).first_day
    assert now.date() <= today <= datetime.now(UTC).date()


@pytest.mark.parametrize("settings", BY_WEEKDAY.values(), ids=BY_WEEKDAY)
@given(day=st.dates(date(2000, 1, 10), date(2099, 12, 20)))
def test_a_week_by_its_number_is_the_teams_week_nearest_to_it(settings, day):
    year, number, _ = day.isocalendar()
    week = written_days(f"{year}-W{number:02}", settings)
    assert week.last - week.first == timedelta(days=6)
    assert week.first.weekday() == get_args(Weekday).index(settings.week_starts_on)
    monday = date.fromisocalendar(year, number, 1)
    assert abs(week.first - monday) <= timedelta(days=3)


def test_a_moment_may_be_days_too_and_is_their_end():
    end = "T23:59:59.999999+00:00"
    for text, day in (("2026-W46", "2026-11-15"), ("2026-11", "2026-11-30")):
        assert moment(text, UTC_ZONE).isoformat() == f"{day}{end}"
    settings = Settings(as_of=datetime(2026, 11, 9, tzinfo=UTC))
    assert moment("yesterday", settings).isoformat() == f"2026-11-08{end}"


def test_open_ends():
    assert Selection().where(UTC_ZONE) == ("TRUE", ())
    assert Selection(first_day=date(2026, 11, 2)).where(UTC_ZONE).sql == "submitted_at >= ?"


# --- moments ----------------------------------------------------------------------------------


def test_a_bare_day_is_its_last_local_moment():
    assert moment("2026-11-02", BERLIN).isoformat() == "2026-11-02T22:59:59.999999+00:00"


def test_a_moment_without_offset_is_local_and_one_with_keeps_it():
    assert moment("2026-11-02T09:00", BERLIN).isoformat() == "2026-11-02T08:00:00+00:00"
    assert moment("2026-11-02T09:00:00Z", BERLIN).isoformat() == "2026-11-02T09:00:00+00:00"


def test_a_moment_the_clocks_skip_is_refused():
    with pytest.raises(QuestionError, match="the clocks of Europe/Berlin skip that hour"):
        moment("2026-03-29T02:30", BERLIN)


def test_a_moment_the_clocks_show_twice_is_refused():
    with pytest.raises(QuestionError, match=r"02:30:00\+02:00 or 2026-10-25T02:30:00\+01:00"):
        moment("2026-10-25T02:30", BERLIN)
    assert moment("2026-10-25T02:30+01:00", BERLIN).isoformat() == "2026-10-25T01:30:00+00:00"


# --- filters ----------------------------------------------------------------------------------


def counted(facts, *where, **days_of):
    selection = Selection.of_options(where=where, settings=facts.settings, **days_of)
    table = measure(facts.con, ["attempts"], selection=selection, settings=facts.settings)
    return table.rows[0]["attempts"]


def test_filters_narrow_and_values_of_one_dimension_widen(facts):
    for model, team in (("a", "x"), ("a", "y"), ("b", "x"), (None, "x")):
        facts.attempt("usable", model=model, team=team)
    assert counted(facts, "model=a") == 2
    assert counted(facts, "model=a", "model=b") == 3
    assert counted(facts, "model=a", "model=b", "team=x") == 2
    assert counted(facts, "model=") == counted(facts, "model=–") == 1
    assert counted(facts, "model=", "model=b") == 2
    assert counted(facts, "model=nobody") == 0


@pytest.mark.parametrize(
    ("zone", "hour", "said"),
    [
        (
            "Europe/Berlin",
            "2026-10-25T02:00",
            "show that hour twice. Write 2026-10-25T02:00+02:00 or 2026-10-25T02:00+01:00.",
        ),
        ("Europe/Berlin", "2026-03-29T02:00", "skip that hour. Name another."),
        # Here the clocks go back by half an hour.
        (
            "Australia/Lord_Howe",
            "2026-04-05T01:00",
            "show that hour twice. Write 2026-04-05T01:00+11:00 or 2026-04-05T01:00+10:30.",
        ),
    ],
)
def test_an_hour_of_a_clock_change_wants_its_offset(facts, zone, hour, said):
    facts.zone = zone
    with pytest.raises(QuestionError) as refused:
        counted(facts, f"hour={hour}")
    assert str(refused.value) == f"hour={hour}: the clocks of {zone} {said}"


@pytest.mark.parametrize("hour", ["2026-10-25T01:00", "2026-10-25T03:30", "2026-11-02T10:00"])
def test_any_other_hour_needs_none(facts, hour):
    facts.zone = "Europe/Berlin"
    facts.attempt("usable", at="2026-10-24T23:10Z")
    facts.attempt("usable", at="2026-10-25T02:10Z")
    facts.attempt("usable", at="2026-11-02T09:10Z")
    assert counted(facts, f"hour={hour}") == 1


def test_an_hour_beyond_the_calendar_is_no_hour(facts):
    facts.zone = "Europe/Berlin"
    with pytest.raises(QuestionError, match="no hour is called so"):
        counted(facts, "hour=0001-01-01T00:00")


def test_values_are_bound_never_pasted(facts):
    hostile = "'; DROP TABLE attempt_facts; --"
    facts.attempt("usable", model=hostile, user="o'neil")
    assert counted(facts, f"model={hostile}") == 1
    assert counted(facts, "user=o'neil") == 1
    assert counted(facts, "model=a=b") == 0


def test_filters_of_time_are_written_as_their_groups_are_shown(facts):
    facts.zone = "Europe/Berlin"
    for at in ("2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-11-02T09:00"):
        facts.attempt("usable", at=at)
    assert counted(facts, "hour=2026-10-25T02:00+02:00") == 1
    assert counted(facts, "hour=2026-10-25T02:00+01:00") == 1
    assert counted(facts, "hour_of_day=2") == 2
    assert counted(facts, "day=2026-10-25") == 2
    assert counted(facts, "week=2026-11-02") == counted(facts, "week=2026-11-05") == 1
    assert counted(facts, "month=2026-10-01") == counted(facts, "month=2026-10") == 2
    assert counted(facts, "week=2026-W45") == 1
    assert counted(facts, "weekday=sunday") == 2


def test_days_filter_by_local_time(facts):
    facts.zone = "America/New_York"
    facts.attempt("usable", at="2026-11-03T04:59Z")  # still the 2nd in New York
    assert counted(facts, first_day="2026-11-02", last_day="2026-11-02") == 1
    assert counted(facts, first_day="2026-11-03") == 0


def test_local_midnight_belongs_to_the_day_that_begins(facts):
    facts.zone = "America/New_York"
    for at in ("2026-11-03T04:59:59.999999Z", "2026-11-03T05:00Z"):
        facts.attempt("usable", at=at)
    assert counted(facts, first_day="2026-11-02", last_day="2026-11-02") == 1
    assert counted(facts, first_day="2026-11-03", last_day="2026-11-03") == 1


# --- nonsense ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"where": ["model"]}, "'model' is not a filter. Write DIM=VALUE"),
        ({"where": ["modell=a"]}, "'modell' is not a dimension. Did you mean model"),
        ({"where": ["weekday=soon"]}, "weekday=soon: no weekday is called so"),
        ({"where": ["hour_of_day=24"]}, "hour_of_day=24: no hour of day is called so"),
        ({"where": ["day=tomorrow"]}, "Write it like 2026-11-02"),
        ({"first_day": "2.11.2026"}, "'2.11.2026' is not a day. Write it like 2026-11-02"),
        ({"first_day": "2.11.2026"}, "2026-W46, 2026-11, yesterday or 7d."),
        ({"first_day": "2026-W54"}, "'2026-W54' is not a day"),
        ({"last_day": "2026-13"}, "'2026-13' is not a day"),
        ({"last_day": "0d"}, "'0d' is not a day"),
        ({"first_day": "99999d"}, "a day must lie between the years 2000 and 2099"),
        ({"first_day": "9999-12-31"}, "a day must lie between the years 2000 and 2099"),
        ({"first_day": "9999-12"}, "'9999-12' is not a day"),
        ({"where": ["day=2026-W46"]}, "day=2026-W46: no day is called so"),
        ({"where": ["day=yesterday"]}, "day=yesterday: no day is called so"),
        ({"first_day": "2026-11-03", "last_day": "2026-11-02"}, "the last day is before the first"),
        ({"as_of": "now-ish"}, "as of now-ish: neither a moment nor a day"),
        ({"as_of": "0001-01-01"}, "as of 0001-01-01: nothing stood before the year 2000"),
        ({"as_of": "9999-12-31"}, "as of 9999-12-31: beyond the calendar"),
    ],
)
def test_nonsense_is_a_sentence(options, sentence):
    with pytest.raises(QuestionError) as error:
        Selection.of_options(**options, settings=UTC_ZONE)
    assert sentence in str(error.value)


def test_an_as_of_in_the_settings_is_the_default():
    then = datetime(2026, 11, 9, tzinfo=UTC)
    settings = Settings(as_of=then)
    assert Selection.of_options(settings=settings).as_of == then
    assert Selection.of_options(as_of="2026-11-01", settings=settings).as_of < then


def test_every_dimension_has_words():
    for each in DIMENSIONS:
        assert each.title
        assert each.meaning.endswith(".")
        assert dimension(each.name) is each
