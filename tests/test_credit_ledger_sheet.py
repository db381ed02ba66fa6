"""Credit ledgers in sheets: whose they are, signs, currencies, and numbers with two readings."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.errors import RefusedFileError
from data.settings import Settings
from ingest.formats.amounts import amount, currency, decimal_mark
from ingest.source import Ignored, Opened, Refused
from ingest.sources.credit_ledger.columns import KINDS, WORDS, kind_of
from ingest.sources.credit_ledger.source import CreditLedgerSheet

SOURCE = CreditLedgerSheet()
HEADER = "account,kind,at,credits,money,currency"


@pytest.fixture
def sheet(tmp_path):
    """A function: text → Opened."""

    def write(text, **given):
        path = tmp_path / "ledger.csv"
        path.write_text(text, "utf-8")
        return Opened(path, path.name, **{"settings": Settings(), **given})

    return write


def entries(file):
    """Every entry of a file; problems and refusals as their sentence."""
    found = []
    for item in SOURCE.documents(file):
        try:
            found += [item.problem] if item.problem else SOURCE.records(item, file)
        except (Ignored, Refused, ValidationError) as reason:
            found.append(str(reason))
    return found


def read(sheet, *rows, header=HEADER):
    return entries(sheet("\n".join([header, *rows])))


def test_a_sheet_it_was_told_to_read_need_not_be_recognised(sheet):
    file = sheet("account,kind,at,credits,fee\nteam,purchase,2026-11-02,5,1\n")
    assert SOURCE.identify(file) is None
    assert [entry.credits for entry in entries(file)] == [5]


def test_a_sheet_without_the_columns_is_refused_with_what_is_needed(sheet):
    with pytest.raises(RefusedFileError, match=r"'when', 'what'.*Rename its columns") as refused:
        entries(sheet("when,what,how many\n2026-11-02,purchase,5\n"))
    assert "ledger.csv: no header of a credit ledger, which needs columns for the kind" in str(
        refused.value
    )


# --- Whose sheet it is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "account,kind,at,credits\na,purchase,2026-11-02,5\n",
        "Date,Type,Credits,Job ID\n2026-11-02,Usage,-5,r1\n2026-11-02,Top-up,5,\n",
        "wallet;type;date;amount\na;bonus;2026-11-02;5\n",
        "account,kind,at,credits\n",
    ],
)
def test_a_kind_a_time_and_credits_make_a_ledger(sheet, text):
    assert SOURCE.identify(sheet(text))


@pytest.mark.parametrize(
    "text",
    [
        "id,Type,Date,Amount,Fee,Net,Currency,Account\n1,charge,2026-11-02,5,1,4,usd,a\n",
        "date,type,amount\n2026-11-02,debit,5\n",
        "id,type,date,model,credits\n1,image,2026-11-02,flux,5\n2,video,2026-11-02,veo,9\n",
        "ChargeCategory,Account,Type,Date,Credits\nUsage,a,usage,2026-11-02,3\n",
        "asset,decision,date,type,credits\na,approved,2026-11-02,usage,3\n",
        '{"object": "billing.credit_grant", "amount": 5}\n',
    ],
)
def test_other_sheets_are_left_alone(sheet, text):
    assert SOURCE.identify(sheet(text)) is None


# --- Kinds and signs ----------------------------------------------------------------------------


def test_no_word_means_two_kinds():
    assert sum(len(set(words.split(", "))) for words in WORDS.values()) == len(KINDS)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Top-Up", "purchase"), ("bonus", "grant"), ("USAGE", "consume"), ("Debit", "consume"),
     ("refunded", "refund"), ("expired", "expire"), ("Adjustment", "adjust"),
     ("Subscription renewal", "grant"), ("Gutschrift", "grant"), ("Rückerstattung", "refund"),
     ("Verfall", "expire")],
)  # fmt: skip
def test_kind_words(word, kind):
    assert kind_of(word) == kind


@pytest.mark.parametrize("word", ["", "interest", "transfer", "=1+1"])
def test_any_other_kind_is_refused_with_the_valid_ones(word):
    with pytest.raises(ValueError, match="is none of purchase, grant, consume, refund, expire"):
        kind_of(word)


@pytest.mark.parametrize("sign", ["", "-"])
def test_consumption_is_a_magnitude_however_it_is_written(sheet, sign):
    rows = [f"a,usage,2026-11-0{day},{sign}{day},," for day in (1, 2)]
    assert [entry.credits for entry in read(sheet, *rows)] == [1, 2]


def test_a_sheet_with_negative_usage_refuses_what_goes_the_other_way(sheet):
    found = read(
        sheet,
        "a,usage,2026-11-01,-5,,",
        "a,usage,2026-11-02,5,,",
        "a,refund,2026-11-03,5,,",
        "a,refund,2026-11-04,-5,,",
        "a,expired,2026-11-05,-2,,",
        "a,adjust,2026-11-06,-2,,",
    )
    assert [getattr(entry, "credits", None) for entry in found] == [5, None, 5, None, 2, -2]
    assert "book credits that came back as a refund" in found[1]
    assert "book it as an adjustment" in found[3]


def test_a_sheet_with_positive_usage_reads_a_negative_refund_as_credits_back(sheet):
    found = read(sheet, "a,usage,2026-11-01,5,,", "a,refund,2026-11-02,-5,,")
    assert [entry.credits for entry in found] == [5, 5]


def test_a_credit_for_a_call_gives_back_what_it_took_and_any_other_is_a_grant(sheet):
    header = "account,kind,at,credits,job id"
    rows = ["a,credit,2026-11-01,5,r1", "a,Gutschrift,2026-11-01,5,r1", "a,credit,2026-11-01,5,"]
    assert [entry.kind for entry in read(sheet, *rows, header=header)] == [
        *("refund", "refund", "grant"),
    ]


def test_a_sheet_whose_signs_are_turned_is_refused_as_a_whole(sheet):
    """Its usage alone would leave the account below nothing."""
    rows = [
        *("a,purchase,2026-11-01,-1000,100,USD", "a,usage,2026-11-02,10,,"),
        *("a,refund,2026-11-03,-5,,", "a,expired,2026-11-04,20,,", "a,adjust,2026-11-04,,,"),
    ]
    found = read(sheet, *rows)
    assert len(found) == 5
    assert all("Turn the signs of the whole column" in why for why in found)
    (taken,) = read(sheet, rows[0])
    assert "book credits taken back as an adjustment" in taken
    assert read(sheet, "a,grant,2026-11-01,5,,", *rows)[2].credits == 10


def test_a_minus_may_stand_behind_as_ledgers_print_it(sheet):
    bought, used = read(sheet, "a,purchase,2026-11-01,10,5,USD", "a,usage,2026-11-02,10-,5- USD,")
    assert (used.credits, used.money) == (bought.credits, bought.money) == (10, 5)
    assert amount("10,5-")[0] == amount("10.5-")[0] == Decimal("-10.5")


def test_what_was_paid_is_positive_and_a_negative_purchase_is_refused(sheet):
    paid, taken = read(
        sheet, "a,purchase,2026-11-01,500,-50,USD", "a,purchase,2026-11-02,-500,50,USD"
    )
    assert (paid.credits, paid.money, paid.currency) == (500, 50, "USD")
    assert "book credits taken back as an adjustment" in taken


def test_blank_is_not_zero(sheet):
    free, unknown = read(sheet, "a,purchase,2026-11-01,500,0,USD", "a,purchase,2026-11-02,500,,")
    assert (free.money, unknown.money, unknown.currency) == (0, None, None)


@pytest.mark.parametrize(
    ("kind", "written", "promotional"),
    [("bonus", "", True), ("grant", "", None), ("grant", "yes", True), ("bonus", "no", False)],
)
def test_what_is_promotional(sheet, kind, written, promotional):
    (entry,) = read(
        sheet, f"a,{kind},2026-11-01,5,{written}", header="account,kind,at,credits,promo"
    )
    assert entry.promotional is promotional


def test_promotional_is_yes_or_no(sheet):
    (why,) = read(sheet, "a,grant,2026-11-01,5,perhaps", header="account,kind,at,credits,promo")
    assert "'perhaps' is neither yes nor no" in why


# --- Times and accounts -------------------------------------------------------------------------


def test_times_are_in_the_reporting_zone_and_credits_may_never_expire(sheet):
    header = "account,kind,date,time,credits,expires"
    rows = [header, "a,grant,2026-11-02,14:30,5,2027-11-02", "a,grant,2026-11-02,,5,never"]
    text = "\n".join(rows)
    first, second = entries(sheet(text, settings=Settings(timezone="Europe/Berlin")))
    assert first.at == datetime(2026, 11, 2, 13, 30, tzinfo=UTC)
    assert first.expires_at == datetime(2027, 11, 2, 22, 59, 59, 999999, tzinfo=UTC)
    assert (second.at, second.expires_at) == (datetime(2026, 11, 1, 23, tzinfo=UTC), None)


def test_a_row_without_time_or_account(sheet):
    at = datetime(2026, 11, 2, tzinfo=UTC)
    text = f"{HEADER}\na,usage,,5,,\n,usage,2026-11-02,5,,\n"
    no_time, no_account = entries(sheet(text))
    assert "pass --submitted-at" in no_time
    assert "no account" in no_account
    assert entries(sheet(text, submitted_at=at))[0].at == at


# --- Money --------------------------------------------------------------------------------------


def test_an_amount_is_money_beside_credits_and_else_credits(sheet):
    beside = "account,type,date,credits,amount (EUR)\na,purchase,2026-11-01,500,50\n"
    (entry,) = entries(sheet(beside))
    assert (entry.credits, entry.money, entry.currency) == (500, 50, "EUR")
    alone = "account,type,date,amount\na,usage,2026-11-01,50\na,purchase,2026-11-01,$50\n"
    used, bought = entries(sheet(alone))
    assert (used.credits, used.money) == (50, None)
    assert (bought.credits, bought.money, bought.currency) == (None, 50, "USD")


@pytest.mark.parametrize(
    ("sign", "stated", "meant"),
    [("$", None, "USD"), ("$", "cad", "CAD"), ("€", "EUR", "EUR"), (None, "gbp", "GBP"),
     ("CHF", None, "CHF"), (None, None, None), ("¥", "JPY", "JPY")],
)  # fmt: skip
def test_currencies(sign, stated, meant):
    assert currency(sign, stated) == meant


@pytest.mark.parametrize(("sign", "stated"), [("€", "USD"), ("CHF", "EUR"), ("¥", None)])
def test_currencies_that_do_not_fit_are_refused(sign, stated):
    with pytest.raises(ValueError, match=r"currency|yen or yuan"):
        currency(sign, stated)


# --- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("-12.50", "-12.50"),
        ("(3.00)", "-3.00"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("12,5", "12.5"),
        ("0,134", "0.134"),
        ("1.000", "1.000"),
        ("1 000 000", "1000000"),
        ("1\u202f000,5", "1000.5"),
        ("1'000.25", "1000.25"),
        ("1,000,000", "1000000"),
        ("1e-05", "0.00001"),
        ("−5", "-5"),
    ],
)
def test_numbers_with_one_reading(text, value):
    assert amount(text) == (Decimal(value), None)


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_amount_has_up_to_26_digits_before_the_point_or_zeros_behind_it(sign):
    assert amount(f"1e{sign}25")[0] == Decimal(f"1e{sign}25")
    with pytest.raises(ValueError, match="is out of range"):
        amount(f"1e{sign}26")


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "NaN", "inf", "1,2,3", "12 34", "1,00,000", "--5", "(-5)", "5 USD$", "0x1f",
     "1_000", "١٢", "1e400", "1e-400", "=1+1", "1" * 65, "1,0.00.0"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a number|out of range"):
        amount(text)


def test_a_thousand_or_one_is_settled_by_the_file_or_refused():
    with pytest.raises(ValueError, match="a thousand or a fraction"):
        amount("1,000", decimal_mark(["1,000", "500"]))
    assert amount("1,000", decimal_mark(["1,000", "12.5"]))[0] == 1000
    assert amount("1,000", decimal_mark(["1,000", "12,5"]))[0] == 1
    assert amount("1.000", decimal_mark(["1.000", "12,5"]))[0] == 1000
    assert decimal_mark(["12,5", "12.5"]) == "unclear"
    assert decimal_mark(["1,000", "1.250"]) == "unclear"


def test_with_semicolons_a_lone_point_before_three_digits_is_refused(sheet):
    rows = ["account;kind;at;credits", "a;purchase;2026-11-01;1.000"]
    assert "a thousand or a fraction" in entries(sheet("\n".join(rows)))[0]
    assert entries(sheet("\n".join([*rows, "a;usage;2026-11-02;2,5"])))[0].credits == 1000


NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(NUMBERS, st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_grouped_numbers_come_back_as_they_were(number, marks):
    group, decimal = marks
    written = f"{number:,.2f}".translate({ord(","): group, ord("."): decimal})
    assert amount(written, decimal_mark([written]))[0] == number


@given(st.text(max_size=70))
def test_no_text_breaks_the_reading_of_numbers(text):
    decimal_mark([text])
    with suppress(ValueError):
        assert amount(text)[0].is_finite()


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(CELLS | st.sampled_from(["a", "usage", "-5", "2026-11-02"]),
                         min_size=6, max_size=6), max_size=5))  # fmt: skip
def test_no_cell_breaks_the_reading_and_no_row_is_lost(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("cells") / "ledger.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join([HEADER, *quoted]), "utf-8", newline="")
    blank = sum(not any(cell.strip() for cell in row) for row in rows)
    assert len(entries(Opened(path, path.name, Settings()))) == len(rows) - blank
