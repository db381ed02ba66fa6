"""How figures are written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words.changes import change_words
from dashboard.words.formats import (
    counted,
    day,
    duration,
    label,
    money,
    percent,
    short_money,
    shortened,
    shown,
    size,
    whole_money,
)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "$0.00"),
        ("0.00001", "under $0.0001"),
        ("-0.00001", "over −$0.0001"),
        ("0.0387", "$0.0387"),
        ("0.9", "$0.90"),
        ("0.125", "$0.125"),
        ("0.99996", "$1.00"),
        ("1", "$1.00"),
        ("1234.565", "$1,234.56"),
        ("-12.3", "−$12.30"),
    ],
)
def test_money(amount, written):
    assert money(Decimal(amount)) == written


def test_money_of_other_currencies():
    assert money(Decimal("2.5"), "EUR") == "€2.50"
    assert money(Decimal("2.5"), "CHF") == "CHF 2.50"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("4812.49", "$4,812"),
        ("99.99", "$99.99"),
        ("100.4", "$100"),
        ("-250", "−$250"),
    ],
)
def test_money_of_a_headline(amount, written):
    assert whole_money(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0.0038", "$0.0038"),
        ("0.4322", "$0.432"),
        ("0.9996", "$1.00"),
        ("7.534", "$7.53"),
        ("38.41", "$38.4"),
        ("99.96", "$100"),
        ("1204.7", "$1,205"),
    ],
)
def test_money_of_a_label_has_three_figures(amount, written):
    assert short_money(Decimal(amount)) == written


def test_an_amount_reads_the_same_as_decimal_and_as_float():
    """The float nearest to 74.905 lies above it."""
    assert money(74.905) == money(Decimal("74.905")) == "$74.90"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, "0.0 %"),
        (-0.0, "0.0 %"),
        (0.0001, "under 0.1 %"),
        (-0.0001, "over −0.1 %"),
        (0.1234, "12.3 %"),
        (0.9999, "over 99.9 %"),
        (1, "100.0 %"),
        (1.5, "150.0 %"),
        (-0.25, "−25.0 %"),
    ],
)
def test_percent(share, written):
    assert percent(share) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0.00 s"),
        (0.4249, "0.42 s"),
        (9.999, "10.0 s"),
        (59.96, "1 min 00 s"),
        (252, "4 min 12 s"),
        (3599.6, "1 h 00 min"),
        (11_100, "3 h 05 min"),
        (187_200, "2 d 4 h"),
    ],
)
def test_duration(seconds, written):
    assert duration(seconds) == written


def test_what_is_not_known_is_never_zero():
    for unit in ("money", "money_per", "count", "rate", "seconds", "ratio"):
        assert shown(None, unit) == "–"


def test_each_unit_has_its_writing():
    assert shown(Decimal("1.5"), "money_per", "EUR") == "€1.50"
    assert shown(12345, "count") == "12,345"
    assert shown(0.5, "rate") == "50.0 %"
    assert shown(61, "seconds") == "1 min 01 s"
    assert shown(Decimal("4.567"), "ratio") == "4.57"


def test_labels():
    assert label(None) == label("") == "–"
    assert label(date(2026, 11, 2)) == "2026-11-02"
    assert label(datetime(2026, 11, 2, 9, 5, tzinfo=UTC)) == "2026-11-02 09:05+00:00"
    assert label("two\nlines\u202eright to left\x1b[0m") == "two lines right to left [0m"
    assert label("👩‍🎨") == "👩‍🎨"
    assert shortened("x" * 300, 10) == "xxxxxxxxx…"


def test_counts_and_days_and_sizes():
    assert [counted(1, "brief"), counted(1200, "brief")] == ["1 brief", "1,200 briefs"]
    assert counted(2, "attempt has", "attempts have") == "2 attempts have"
    assert day(date(2026, 11, 2)) == "2 Nov 2026"
    assert [size(999), size(12_340_000), size(5e15)] == ["999 B", "12.3 MB", "5,000.0 TB"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_every_amount_can_be_written(amount):
    for write in (money, whole_money, short_money):
        written = write(amount)
        assert "$" in written
        assert "E" not in written
        assert (amount == 0) == (written == "$0.00")


@given(st.floats(min_value=0, max_value=1))
def test_a_share_reads_none_or_all_only_where_it_is(share):
    assert (percent(share) == "0.0 %") == (share == 0)
    assert (percent(share) == "100.0 %") == (share == 1)


@given(st.text(max_size=50))
def test_a_label_is_one_printable_line(text):
    written = label(text)
    assert written
    assert "\n" not in written
    assert "\x1b" not in written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (None, "day", "–"),
        (None, "text", "–"),
        ("", "text", "–"),
        ("petrichor\u202eskin", "text", "petrichor skin"),
        (date(2026, 11, 2), "day", "2 Nov 2026"),
        (-12, "count", "−12"),
        (-1234.5, "ratio", "−1,234.50"),
        (-0.125, "rate", "−12.5 %"),
        (-252, "seconds", "−4 min 12 s"),
    ],
)
def test_cells_of_texts_and_days_and_changes_that_fall(value, unit, written):
    assert shown(value, unit) == written


@pytest.mark.parametrize(
    ("now", "before", "unit", "said"),
    [
        (0.55, 0.5, "rate", "+5.0 points"),
        (0.1, 0.0, "rate", "+10.0 points"),
        (Decimal(9), Decimal(10), "money", "−10.0 %"),
        (Decimal(11), Decimal(10), "money_per", "+10.0 %"),
        (Decimal(1), Decimal(0), "money", ""),
        (None, 0.5, "rate", ""),
        (0.5, None, "rate", ""),
    ],
)
def test_a_rate_changes_by_points_and_anything_else_by_a_share_of_itself(now, before, unit, said):
    assert change_words(now, before, unit) == said
