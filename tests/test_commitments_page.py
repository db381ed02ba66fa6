"""The Commitments page, run through the real router as Streamlit runs it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import streamlit as st

from dashboard.app.charts.commitments import burning_down
from dashboard.app.pages.commitments.quote_terms import quote_fields, quote_words
from data.commitments.terms.plan import read_quote
from data.commitments.terms.quotes_file import quotes_beside
from data.errors import SettingsError
from data.warehouse.file import writing
from tests.app_links import page_opened, unfolded
from tests.credit_studio import Studio

LEDGER = """account,kind,at,credits,money,currency,expires_at
<b>pot</b>,purchase,2026-11-01T09:00:00Z,1000,80.00,USD,2026-11-30T09:00:00Z
<b>pot</b>,consume,2026-11-10T09:00:00Z,190,,,
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    made = Studio(tmp_path_factory.mktemp("page"), weeks=14)
    (made.folder / "ledger.csv").write_text(LEDGER)
    made.run("ingest", "ledger.csv")
    return made


IMPOSSIBLE = """account,kind,at,credits,money,currency,expires_at
<i>pot</i>,purchase,2026-11-01T09:00:00Z,100,8.00,USD,2026-10-30T09:00:00Z
<i>pot</i>,consume,2026-11-10T09:00:00Z,500,,,
"""


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    """A function: a config file → the page after its first run."""

    def start(config):
        monkeypatch.setenv("OFFCUT_CONFIG", str(config))
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(config.parent / "w.duckdb"))
        return page_opened("commitments", {})

    return start


@pytest.fixture
def drawn(page, studio):
    quotes_beside(studio.folder / "offcut.toml").unlink(missing_ok=True)
    return (
        page(studio.folder / "offcut.toml").selectbox("commitment_channel").set_value("acme").run()
    )


def said(app):
    return " ".join(element.proto.body for element in app.get("html"))


def is_fine(app):
    assert [each.value for each in app.title] == ["Credits"]
    assert not app.exception
    assert not app.error


def quote(app, **fields):
    for name, value in fields.items():
        app.text_input(f"quote_{name}").set_value(value)
    return app.button("quote_add").click().run()


RATE = {"model": "M", "variant": "2K", "unit": "image", "credits": "18"}
POOL = {"name": "Pool", "price": "80", "credits": "1000"}
MORE = {"overage": "0.1"}
FORM = POOL | {
    "billing": "month",
    "discount_percent": "20",
    "annual_grants": "year",
    "grants": "month",
    "left_over": "rolls over for months",
    "left_over_for": 2,
    "rollover_cap": "500",
    "overage_price": "0.12",
    "burn_order": "earliest_expiry",
    "charges_failed": "no",
    "charges_blocked": "yes",
    "concurrency": 3,
    "most_units": None,
    "seat_price": "15",
    "included_seats": 2,
    "auto_renews": "yes",
    "notice_days": 30,
    "true_up": "month",
    "packs": [
        {"name": "", "price": "20", "credits": "200", "expires_after_days": "90"},
        dict.fromkeys(("name", "price", "credits", "expires_after_days")),
    ],
    "volume_steps": [{"from_units": "5", "price": "70"}],
    "rates": [
        {"model": "Nano Banana Pro", "variant": "2K", "unit": "image", "credits": "18"}
        | {"default": True},
        {"model": "", "variant": "", "unit": "", "credits": "", "default": False},
    ],
}


def test_without_any_plan_it_says_what_to_name(drawn):
    is_fine(drawn)
    assert "No plan or pack is known that pays for the work on acme" in said(drawn)


def test_a_quote_that_was_typed_in_is_sized_and_recommended(drawn):
    sized = quote(drawn, **POOL, **MORE)
    is_fine(sized)
    assert "There is nothing to compare acme Pool + overage with" in said(sized)
    assert "Buy acme" not in said(sized)
    assert "Pool: $80.00 a month; 1,000 credits a month, which lapse when" in said(sized)
    assert "Enough: 14 complete weeks and 56 settled briefs" in said(sized)
    headings = [each.value for each in sized.header]
    for words in (
        "What does each size cost?",
        "When does a plan pay?",
        "How do the plans compare?",
    ):
        assert words in headings
    compared = next(each.value for each in sized.dataframe if "offer" in each.value)
    assert [row for row in compared["offer"] if row.startswith("→")] == []
    dearer = quote(sized, **(POOL | {"name": "Dear", "price": "90"} | MORE))
    assert "Buy acme Pool + overage" in said(dearer)
    assert [each.label for each in dearer.metric] == ["Buy a month", "Cost", "Saving"]
    assert "Why: " in said(dearer)
    assert "Risk: Cash at risk: $80.00" in said(dearer)
    assert [each.label for each in dearer.tabs] == [
        *("Credits held", "Compared", "Sizes", "What if", "Evidence")
    ]
    taken = [each.proto.label for each in dearer.get("download_button")]
    assert [each for each in taken if each.startswith("Take it")] == [
        "Take it away as Markdown",
        "Take it away as JSON",
    ]
    compared = next(each.value for each in dearer.dataframe if "offer" in each.value)
    (mark,) = [row for row in compared["offer"] if row.startswith("→")]
    assert mark == "→ acme Pool + overage"
    removed = dearer.button("quote_remove_0").click().run()
    assert "Buy acme" not in said(removed)


def test_a_quote_comes_to_the_same_on_the_page_and_on_the_command_line(drawn, studio):
    (studio.folder / "typed.toml").write_text(
        'platform = "acme"\n[[plan]]\nname = "Pool"\nprice = "80"\ncredits = "1000"\n'
        'overage_price = "0.1"\n'
    )
    given = ("--plans", "typed.toml", "--channel", "acme", "--format", "json")
    by_command = json.loads(studio.run("size", *given).out)
    typed = quote(drawn, **POOL, **MORE)
    compared = next(each.value for each in typed.dataframe if "offer" in each.value)
    assert len(compared) == len([row for row in by_command if row["kind"] != "left out"]) == 1
    assert round(float(compared["cost"][0]), 2) == float(by_command[0]["cost"])


def test_a_platform_nobody_knows_is_sized_by_typed_rates_as_by_its_file(drawn, studio, monkeypatch):
    """Banana Pro: no plan or rate of it is public; 2 images a brief take 25 credits each."""
    (studio.folder / "banana.toml").write_text(
        'platform = "banana-pro"\n[[plan]]\nname = "Pool"\nprice = "80"\ncredits = "1000"\n'
        'overage_price = "0.1"\n[[rate]]\nmodel = "acme-1"\nunit = "image"\ncredits = "25"\n'
    )
    given = ("--plans", "banana.toml", "--channel", "acme", "--format", "json")
    by_command = json.loads(studio.run("size", *given).out)
    typed = [{"model": "acme-1", "variant": "", "unit": "image", "credits": "25", "default": False}]
    asked = {"quote_rates": typed}
    monkeypatch.setattr(st, "data_editor", lambda rows, key, **_: asked.get(key, rows))
    drawn.selectbox("quote_platform").set_value("banana-pro")
    sized = quote(drawn, **POOL, **MORE)
    is_fine(sized)
    assert "banana-pro Pool: $80.00 a month" in said(sized)
    assert "acme-1 takes 25 credits an image." in said(sized)
    compared = next(each.value for each in sized.dataframe if "offer" in each.value)
    costs = {row["offer"]: row["cost"] for row in by_command if row["kind"] != "left out"}
    assert [round(float(cost), 2) for cost in compared["cost"]] == [*map(float, costs.values())]
    assert "banana-pro Pool + overage" in " ".join(costs)


def test_a_quote_outlives_the_session_and_the_command_knows_it(drawn, page, studio):
    typed = quote(drawn, **POOL, **MORE)
    by_command = json.loads(studio.run("size", "--channel", "acme", "--format", "json").out)
    assert [row["offer"] for row in by_command] == ["acme Pool + overage"]
    again = page(studio.folder / "offcut.toml").selectbox("commitment_channel").set_value("acme")
    is_fine(later := again.run())
    assert "Pool: $80.00 a month" in said(later)
    compared = [
        next(each.value for each in app.dataframe if "offer" in each.value)
        for app in (typed, later)
    ]
    assert compared[0].equals(compared[1])
    assert round(float(compared[0]["cost"][0]), 2) == float(by_command[0]["cost"])


def test_a_broken_file_of_quotes_is_a_sentence(page, studio):
    file = quotes_beside(studio.folder / "offcut.toml")
    file.write_text('[[quote]]\nplatform = "acme"\nname = "Pool"\nprice = "much"\n')
    app = page(studio.folder / "offcut.toml")
    file.unlink()
    assert "offcut-quotes.toml: Pool: price" in said(app)
    assert not app.exception


def test_a_quote_of_the_same_name_is_replaced(drawn):
    quote(drawn, **POOL, **MORE)
    dearer = quote(drawn, **(POOL | {"price": "90"}))
    assert "Pool: $90.00 a month" in said(dearer)
    assert "Pool: $80.00 a month" not in said(dearer)


def test_every_term_of_the_form_is_read():
    terms = read_quote(quote_fields(FORM) | {"platform": "acme", "currency": "USD"})
    assert (terms.price, terms.credits, terms.overage_price) == (80, 1000, Decimal("0.12"))
    assert (terms.rollover_months, terms.rollover_cap) == (2, 500)
    assert (terms.annual_discount, terms.annual_grants) == (Decimal("0.2"), "year")
    assert (terms.burn_order, terms.concurrency, terms.most_units) == ("earliest_expiry", 3, None)
    assert (terms.charges_failed, terms.charges_blocked) == ("no", "yes")
    (pack,) = terms.packs
    assert (pack.name, pack.price, pack.expires_after_days) == ("Pool pack 1", 20, 90)
    assert terms.price_of(5) == 350
    (rate,) = terms.rates
    assert (rate.title, rate.credits, rate.default) == ("Nano Banana Pro 2K image", 18, True)
    assert (terms.seat_price, terms.included_seats, terms.true_up) == (15, 2, "month")
    assert (terms.auto_renews, terms.notice_days) == (True, 30)
    assert quote_words(terms) == (
        "Pool: $80.00 a month; 1,000 credits a month, which roll over for 2 months, 500 at most; "
        "20 % off when paid by the year; from 5 on $70.00 each; 200 more for $20.00, lasting 90 "
        "days; $0.12 a credit beyond them, billed at the end of the month; 2 seats included, each "
        "further one $15.00; renews by itself unless cancelled 30 days before; Nano Banana Pro 2K "
        "takes 18 credits an image, also where no variant is told."
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"price": "-80"}, "Pool: price: is below zero"),
        ({"credits": ""}, "Pool: credits: is missing"),
        ({"rollover_cap": "-1"}, "Pool: rollover_cap: is below zero"),
        ({"left_over": "lasts for days", "left_over_for": None}, "expires_after_days: would end"),
        ({"left_over": "lapses when the next come"}, "rollover_cap needs rollover_months"),
        ({"discount_percent": "100"}, "Pool: annual_discount"),
        ({"discount_percent": "a lot"}, "Pool: annual_discount: is not a decimal number"),
        ({"concurrency": 0}, "Pool: concurrency"),
        ({"auto_renews": "unknown"}, "notice_days is for a plan that renews by itself"),
        ({"overage_price": ""}, "true_up needs overage_price"),
        ({"packs": [{"price": "20"}]}, "Pool: packs.0.credits"),
        ({"packs": [{"price": "20", "credits": "9", "expires_after_days": "0"}]}, "would end the"),
        ({"volume_steps": [{"from_units": "1", "price": "70"}]}, "volume_steps.0.from_units"),
        ({"rates": [RATE | {"unit": "frame"}]}, "rates.0.unit: 'frame' is not a unit"),
        ({"rates": [{"credits": "9"}]}, "rates.0.model: is missing"),
        ({"rates": [RATE, RATE | {"credits": "9"}]}, "rates: M 2K has 2 of them. Keep one"),
        (
            {"rates": [RATE | {"default": True}, RATE | {"variant": "4K", "default": True}]},
            "rates: M has 2 defaults. Keep one",
        ),
        ({"volume_steps": [{"from_units": "few", "price": "70"}]}, "volume_steps.0.from_units"),
    ],
)
def test_nonsense_in_any_term_is_a_sentence_that_names_the_field(changed, sentence):
    with pytest.raises(SettingsError) as refused:
        read_quote(quote_fields(FORM | changed) | {"platform": "acme", "currency": "USD"})
    assert sentence in str(refused.value)


def test_nonsense_in_a_quote_is_a_sentence_that_names_the_field(drawn):
    refused = quote(drawn, **(POOL | {"price": "-80"}))
    is_fine(refused)
    assert "Pool: price: is below zero" in said(refused)
    assert "credits: is not a decimal number" in said(quote(drawn, **(POOL | {"credits": "many"})))


def test_a_campaign_that_cannot_be_read_is_a_sentence(drawn):
    drawn.text_input("commitment_campaigns").set_value("lots")
    typed = drawn.button("commitment_size").click().run()
    is_fine(typed)
    assert "write how many usable assets by which day" in said(typed)


def test_what_is_known_well_enough_is_for_the_asker_to_say(drawn):
    quote(drawn, **POOL, **MORE)
    drawn.number_input("commitment_least_weeks").set_value(60)
    drawn.number_input("commitment_precision").set_value(15)
    asked = drawn.button("commitment_size").click().run()
    is_fine(asked)
    assert "Not yet: 14 complete weeks of at least 60" in said(asked)
    assert "asks for 60 weeks, 20 briefs and ±15&nbsp;% with 90&nbsp;%" in said(asked)


def test_busy_months_are_read_and_nonsense_is_a_sentence(drawn):
    drawn.text_input("commitment_seasons").set_value("dec=1.5, aug=0.6")
    is_fine(busy := drawn.button("commitment_size").click().run())
    busy.text_input("commitment_seasons").set_value("dec=lots")
    typed = busy.button("commitment_size").click().run()
    is_fine(typed)
    assert "write a month and its factor" in said(typed)


def test_balances_say_when_they_lapse_and_names_stay_text(drawn):
    # 190 credits in 9 days are 21.1 a day; 10 days to the 30th use some of the 810 left.
    assert "credits lapse on 30 November 2026; at today" in said(drawn)
    assert "&lt;b&gt;pot&lt;/b&gt; holds 810 credits" in said(drawn)
    assert "<b>pot" not in said(drawn)


def test_a_thin_log_is_told_not_yet(page, tmp_path):
    thin = Studio(tmp_path, weeks=2)
    is_fine(app := page(thin.folder / "offcut.toml"))
    assert "Not yet: 2 complete weeks of at least 8" in said(app)
    assert "12 more settled briefs" in said(app)
    missing = "would do: the waste varies little so far"
    assert missing in said(app)
    assert missing not in said(app.tabs[-1])


def test_an_empty_warehouse_says_what_to_load(page, tmp_path):
    (tmp_path / "offcut.toml").write_text("")
    with writing(tmp_path / "w.duckdb"):
        pass
    is_fine(app := page(tmp_path / "offcut.toml"))
    assert "Nothing is loaded yet" in [each.value for each in app.header]


def test_no_balance_is_words_in_the_chart():
    assert burning_down(()).layout.annotations[0].text == "No account holds any credits."


def test_impossible_bookings_are_told_beside_the_balances_and_listed(page, tmp_path):
    made = Studio(tmp_path, weeks=3)
    (tmp_path / "ledger.csv").write_text(IMPOSSIBLE)
    made.run("ingest", "ledger.csv")
    drawn = page(tmp_path / "offcut.toml")
    is_fine(drawn)
    assert "2 things are impossible in the credit ledgers" in said(drawn)
    listed = drawn.switch_page("pages/loaded/loaded.py").run()
    assert not listed.exception
    assert "Credit ledgers (2)" in [tab.label for tab in listed.tabs]
    assert "ledger.csv, line 2, account &lt;i&gt;pot&lt;/i&gt;: This " in said(listed)
    tables = [table.value for table in unfolded(listed).dataframe]
    found = next(table for table in tables if "account" in table.columns)
    assert found["line"].tolist() == [2, 3]
    assert found["account"].tolist() == ["<i>pot</i>"] * 2
    assert "an impossible expiry is not followed" in found["sentence"][0]
    assert "exceeds the balance: 400 credits have no known money" in found["sentence"][1]
