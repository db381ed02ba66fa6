"""A review as JSON: money to the last digit, and the same review when it is read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.report.published import read_review, review_from_json, review_json
from data.errors import RefusedFileError
from data.review.parts import Column, Part, Review
from tests.hand_made_review import hand_made_review

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=12)
VALUES = {
    "money": amounts,
    "money_per": amounts,
    "count": st.integers(),
    "rate": st.floats(allow_nan=False, allow_infinity=False),
    "seconds": st.floats(allow_nan=False, allow_infinity=False),
    "ratio": st.floats(allow_nan=False, allow_infinity=False),
    "text": st.text(),
    "day": st.dates(),
}


def flat(review):
    return json.loads(review_json(review))


def test_rows_are_flat_money_is_text_days_are_iso_and_null_is_null():
    parts = {part["name"]: part for part in flat(hand_made_review())["parts"]}
    assert parts["findings"]["rows"][0] == {
        "size": "412.201234567891",
        "sentence": "petrichor-skin re-rolls where it could edit: 3.1 generations a usable asset, "
        "1.4 the week before.",
        "low": "210.500000",
        "high": "655.000001",
        "n": 34,
    }
    assert parts["findings"]["rows"][2]["size"] is None
    assert parts["weeks"]["rows"][0]["week"] == "2026-09-28"
    assert parts["metrics"]["rows"][1]["now"] == 0.715
    assert parts["projected"]["rows"][0]["target"] == "4.250000"


def test_it_says_what_it_is_about():
    found = flat(hand_made_review())
    del found["parts"], found["headline"], found["notice"], found["selection"]
    assert found == {
        "form": 1,
        "name": "2026-W45",
        "title": "Week 45 of 2026",
        "first_day": "2026-11-02",
        "last_day": "2026-11-08",
        "compared_with": "the week before, at equal age",
        "as_of": "2026-11-09T08:00:00",
        "currency": "USD",
    }


def test_it_is_read_back_as_it_was():
    review = hand_made_review()
    back = review_from_json(review_json(review))
    assert back == review
    assert isinstance(back.parts[0].rows[0]["size"], Decimal)
    assert isinstance(back.part("projected").rows[0]["target"], Decimal)
    assert isinstance(back.part("weeks").rows[0]["week"], date)


@st.composite
def reviews(draw):
    units = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=5))
    columns = tuple(Column(f"c{n}", draw(st.text()), unit) for n, unit in enumerate(units))
    row = st.fixed_dictionaries({c.name: st.none() | VALUES[c.unit] for c in columns})
    rows = tuple(draw(st.lists(row, max_size=3)))
    part = Part("part", draw(st.text()), tuple(draw(st.lists(st.text()))), columns, rows)
    moment = draw(st.datetimes())
    return Review("n", "t", "h", moment.date(), moment.date(), "", moment, "EUR", (part,))


@given(reviews())
def test_any_review_is_read_back_as_it_was(review):
    assert review_from_json(review_json(review)) == review


def test_a_share_that_is_decimal_is_written_as_a_number_like_any_other_share():
    part = Part("p", "P", (), (Column("share", "share", "rate"),), ({"share": Decimal("0.25")},))
    assert flat(replace(hand_made_review(), parts=(part,)))["parts"][0]["rows"] == [{"share": 0.25}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form": 2}, "form: Input should be 1 (received 2)"),
        ({"currency": "dollars"}, "currency: String should match pattern '^[A-Z]{3}$'"),
        ({"first_day": "Monday"}, "first_day: "),
        ({"wrong": 1}, "wrong: no field has this name; check its spelling"),
        ({"parts": [{"name": "p"}]}, "parts.0.title: is missing; it has to be given"),
    ],
)
def test_another_file_is_refused_with_what_is_wrong(change, said):
    with pytest.raises(RefusedFileError, match="Not a published review: ") as caught:
        review_from_json(json.dumps(flat(hand_made_review()) | change))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("part", "column", "value", "said"),
    [
        ("findings", "size", "a lot", "an amount is no decimal number"),
        ("findings", "size", "NaN", "NaN is no amount"),
        ("findings", "n", "34", "'34' stands where a count should"),
        ("findings", "n", float("nan"), "Input should be a finite number"),
        ("findings", "n", True, "True stands where a count should"),
        ("weeks", "week", 5, "5 stands where a day should"),
        ("metrics", "unit", "furlongs", "metrics: 'furlongs' is not a unit"),
        ("weeks", "week", "Monday", "Invalid isoformat string: 'Monday'"),
    ],
)
def test_a_cell_that_does_not_fit_its_unit_is_refused(part, column, value, said):
    found = flat(hand_made_review())
    next(each for each in found["parts"] if each["name"] == part)["rows"][0][column] = value
    with pytest.raises(RefusedFileError) as caught:
        review_from_json(json.dumps(found))
    assert said in str(caught.value)


@pytest.mark.parametrize("chart", [{"x": "year"}, {"y": ["year"]}, {"y": []}])
def test_a_chart_of_what_is_no_column_is_refused(chart):
    found = flat(hand_made_review())
    next(each for each in found["parts"] if each["name"] == "weeks")["chart"] |= chart
    with pytest.raises(RefusedFileError, match="weeks: its chart draws"):
        review_from_json(json.dumps(found))


def test_a_key_that_is_no_column_comes_back_as_json_has_it():
    row = {"n": 1, "load": 12, "selection": "client=a", "share": 0.5, "gone": None}
    part = Part("p", "P", (), (Column("n", "n", "count"),), (row,))
    back = review_from_json(review_json(replace(hand_made_review(), parts=(part,))))
    assert back.parts[0].rows == (row,)


def test_a_file_that_was_cut_is_named(tmp_path):
    cut = tmp_path / "2026-W45.json"
    cut.write_text(review_json(hand_made_review())[:-40], "utf-8")
    with pytest.raises(RefusedFileError, match=r"2026-W45\.json: Not a published review: "):
        read_review(cut)
    cut.write_text(review_json(hand_made_review()), "utf-8")
    assert read_review(cut) == hand_made_review()


def test_a_moment_keeps_its_microseconds():
    review = replace(hand_made_review(), as_of=datetime(2026, 11, 9, 8, 0, 0, 1))
    assert review_from_json(review_json(review)).as_of == review.as_of
