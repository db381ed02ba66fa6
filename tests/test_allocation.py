"""What was paid for shared credits, over those who used them: exact to the cent."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commitments.allocation import Period, allocate, to_the_cent
from data.credits.entries import Entry
from tests.credit_studio import Studio

FIRST = datetime(2026, 11, 1)
END = datetime(2026, 12, 31)
ALWAYS = Period(None, None)
NOVEMBER = Period(FIRST, datetime(2026, 12, 1))


def entry(number, kind, day, credits_, money=None, expires=None, **more):
    return Entry(
        account="pool",
        kind=kind,
        at=FIRST + timedelta(days=day),
        credits=None if credits_ is None else Decimal(credits_),
        money=None if money is None else Decimal(money),
        currency=more.get("currency", "USD"),
        expires_at=None if expires is None else FIRST + timedelta(days=expires),
        promotional=more.get("promotional", False),
        attempt_ref=more.get("ref"),
        entry_id=None,
        source="ledger.csv",
        entry_no=number,
    )


def in_dollars(currency, _at):
    return {"USD": Decimal(1), "EUR": Decimal("1.10")}.get(currency)


def shared(entries, groups, period=ALWAYS, **options):
    return allocate(
        entries, "pool", END, period=period, group_of=groups, rate_on=in_dollars, **options
    )


def lines(found):
    return [(each.kind, each.group, each.credits, each.money) for each in found.lines]


# --- the cent -------------------------------------------------------------------------------------


def test_the_cents_that_are_left_go_to_the_largest_remainders():
    """A dollar in three is 0.34, 0.33, 0.33; 0.005 + 0.015 + 0.98 are a dollar too."""
    third = Fraction(1, 3)
    assert to_the_cent([third] * 3) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    parts = [Fraction(5, 1000), Fraction(17, 1000), Fraction(978, 1000)]
    assert to_the_cent(parts) == [Decimal(0), Decimal("0.02"), Decimal("0.98")]
    assert to_the_cent([]) == []


@given(st.lists(st.fractions(0, 10**6, max_denominator=10**6), max_size=30))
def test_parts_in_cents_sum_to_their_sum_in_cents(amounts):
    cents = to_the_cent(amounts)
    assert sum(cents) == Decimal(round(sum(amounts) * 100)) / 100
    assert all(
        abs(Fraction(got) - exact) < Fraction(1, 100)
        for got, exact in zip(cents, amounts, strict=True)
    )


# --- by hand --------------------------------------------------------------------------------------


def test_a_pool_is_shared_by_the_credits_that_each_client_used():
    """1,000 credits for $100: Ada used 300, Bo 150 and 50 of them came back; 600 are still held."""
    entries = [
        entry(1, "purchase", 0, 1000, "100"),
        entry(2, "consume", 1, 300),
        entry(3, "consume", 2, 150, ref="b"),
        entry(4, "refund", 3, 50, ref="b"),
    ]
    found = shared(entries, {2: "Ada", 3: "Bo", 4: "Bo"})
    assert lines(found) == [
        ("used", "Ada", 300, Decimal("30.00")),
        ("used", "Bo", 100, Decimal("10.00")),
        ("still held", None, 600, Decimal("60.00")),
    ]
    assert found.paid == 100


def test_what_nobody_used_stands_apart_or_is_shared_by_the_same_use():
    """Of 100 credits for $10 Ada used 30 and Bo 15; 55 lapsed: $5.50, or two thirds and a third."""
    entries = [
        entry(1, "purchase", 0, 100, "10", expires=9),
        entry(2, "consume", 1, 30),
        entry(3, "consume", 2, 15),
    ]
    groups = {2: "Ada", 3: "Bo"}
    assert lines(shared(entries, groups))[-1] == ("lapsed", None, 55, Decimal("5.50"))
    both = shared(entries, groups, share_unused=True)
    assert lines(both) == [
        ("used", "Ada", 30, Decimal("6.67")),
        ("used", "Bo", 15, Decimal("3.33")),
    ]


def test_only_what_was_paid_in_the_period_is_shared_whenever_it_was_used():
    """October's pack is used first; of November's 100 credits Ada's call in December took 10."""
    entries = [
        entry(1, "purchase", -5, 100, "50"),
        entry(2, "purchase", 1, 100, "10"),
        entry(3, "consume", 2, 100),
        entry(4, "consume", 40, 10),
    ]
    found = shared(entries, {3: "Bo", 4: "Ada"}, NOVEMBER)
    assert lines(found) == [
        ("used", "Ada", 10, Decimal("1.00")),
        ("still held", None, 90, Decimal("9.00")),
    ]


def test_a_fee_without_credits_is_shared_by_the_use_of_the_period():
    """$99 for the month; Ada used 20 credits of it, Bo 10, and a call without a client 3."""
    entries = [
        entry(1, "grant", 0, 500, promotional=True),
        entry(2, "purchase", 0, None, "99"),
        entry(3, "consume", 1, 20),
        entry(4, "consume", 2, 10),
        entry(5, "consume", 3, 3),
        entry(6, "consume", 45, 400),
    ]
    found = shared(entries, {3: "Ada", 4: "Bo", 6: "Bo"}, NOVEMBER)
    assert [(each.group, each.money) for each in found.lines] == [
        ("Ada", Decimal("60.00")),
        ("Bo", Decimal("30.00")),
        (None, Decimal("9.00")),
    ]
    unused = shared(entries[:2], {}, NOVEMBER)
    assert lines(unused) == [("fees without use", None, 0, Decimal("99.00"))]


def test_money_is_taken_at_the_rate_of_the_day_it_was_paid_and_counted_where_none_is():
    entries = [
        entry(1, "purchase", 0, 100, "10", currency="EUR"),
        entry(2, "purchase", 0, 100, "10", currency="CHF"),
        entry(3, "purchase", 0, 100),
        entry(4, "consume", 1, 100),
    ]
    found = shared(entries, {4: "Ada"})
    assert (found.paid, found.left_out) == (Decimal("11.00"), 2)
    assert lines(found) == [("used", "Ada", 100, Decimal("11.00"))]


def test_credits_that_were_adjusted_away_are_told_as_such():
    entries = [
        entry(1, "purchase", 0, 100, "10"),
        entry(2, "adjust", 1, -40),
        entry(3, "consume", 2, 60),
    ]
    assert lines(shared(entries, {3: "Ada"})) == [
        ("used", "Ada", 60, Decimal("6.00")),
        ("taken back", None, 40, Decimal("4.00")),
    ]


# --- whatever happens -----------------------------------------------------------------------------


@st.composite
def ledgers(draw):
    """Some purchases, then anything at all."""
    count = draw(st.integers(1, 5))
    price = st.decimals(0, 5000, places=2)
    expiry = st.none() | st.integers(1, 60)
    made = [
        entry(n, "purchase", 0, draw(st.integers(1, 999)), draw(price), draw(expiry))
        for n in range(count)
    ]
    kinds = st.sampled_from(["purchase", "consume", "consume", "refund", "expire", "adjust"])
    for n in range(count, count + draw(st.integers(0, 12))):
        kind, size = draw(kinds), draw(st.integers(1, 700))
        day, money = draw(st.integers(0, 50)), draw(price)
        made.append(
            entry(
                n,
                kind,
                day,
                -size if kind == "adjust" else draw(st.sampled_from([size, None])),
                money if kind == "purchase" else None,
                draw(expiry) if kind == "purchase" else None,
                ref=draw(st.sampled_from(["a", "b"])),
            )
        )
    return made


@given(ledgers(), st.sampled_from([ALWAYS, NOVEMBER]), st.booleans(), st.data())
def test_the_lines_sum_to_what_was_paid_to_the_cent(entries, period, share_unused, data):
    clients = st.sampled_from(["Ada", "Bo", None])
    of_call = {"a": data.draw(clients), "b": data.draw(clients), None: None}
    groups = {each.entry_no: of_call[each.attempt_ref] for each in entries}
    found = shared(entries, groups, period, share_unused=share_unused)
    paid = sum(
        each.money or 0 for each in entries if each.kind == "purchase" and period.holds(each.at)
    )
    assert found.paid == paid
    assert sum(each.money for each in found.lines) == paid
    assert all(each.money == round(each.money, 2) for each in found.lines)
    assert all(each.money >= 0 for each in found.lines)


# --- the command ----------------------------------------------------------------------------------

LEDGER = """account,kind,at,credits,money,currency,attempt ref
acme,purchase,2026-07-01T00:00:00Z,1000,100,USD,
acme,consume,2026-07-06T10:00:00Z,100,,,0a
acme,consume,2026-07-08T10:00:00Z,50,,,1a
acme,consume,2026-07-09T10:00:00Z,7,,,
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    made = Studio(tmp_path_factory.mktemp("shared"), weeks=2)
    (made.folder / "ledger.csv").write_text(LEDGER)
    made.run("ingest", "ledger.csv")
    return made


def test_the_command_prints_who_pays_what(studio):
    """150 of 1,000 credits at ten cents by calls of one model, 7 by a call that no log has."""
    printed = studio.run("allocate", "--by", "model").out
    assert "acme-1" in printed
    assert "$15.00" in printed
    assert "Not used: still held" in printed
    assert "$84.30" in printed
    rows = json.loads(studio.run("allocate", "--by", "model", "--format", "json").out)
    assert [(row["line"], row["model"], row["money"]) for row in rows] == [
        ("used", "acme-1", "15.00"),
        ("used", None, "0.70"),
        ("still held", None, "84.30"),
    ]
    text = studio.run("allocate", "--by", "model", "--format", "csv", "--unused", "shared").out
    shares = [Decimal(row["money"]) for row in csv.DictReader(io.StringIO(text))]
    assert (len(shares), sum(shares)) == (2, 100)


def test_the_settings_say_by_what_it_is_shared(studio):
    config = studio.folder / "offcut.toml"
    before = config.read_text()
    config.write_text(before + 'allocate_by = "model"\n')
    try:
        by_settings = studio.run("allocate").out
    finally:
        config.write_text(before)
    assert by_settings == studio.run("allocate", "--by", "model").out
    assert by_settings != studio.run("allocate").out


def test_a_period_without_a_purchase_says_so(studio):
    done = studio.run("allocate", "--from", "2026-08")
    assert "No credit ledger has a purchase in this period" in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--by", "outcome"), "what was paid can be shared by what calls say of themselves: "),
        (("--by", "week"), "--by week: what was paid"),
        (("--by", "cliend"), "Did you mean client"),
        (("--account", "acmee"), "Did you mean acme"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(studio, arguments, sentence):
    assert sentence in studio.run("allocate", *arguments, exits=1).err
