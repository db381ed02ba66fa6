"""A commitment before there is a log: what each way to buy costs, where it pays, and a pilot."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.words.before_log import all_rows, rows_of
from data.commitments.before_log.question import BeforeLogQuestion
from data.commitments.before_log.sentences import before_log_reasons, before_log_sentence
from data.commitments.before_log.sizing import size_before_log
from data.commitments.before_log.ways import Work
from data.commitments.futures.horizon import Horizon
from data.commitments.futures.simulation import simulate
from data.commitments.offers.cheapest_by_demand import cheapest_for_each
from data.commitments.terms.offer import Offer, Seller, top_ups
from data.commitments.terms.plan import read_quote
from data.pricing.book import PriceBook
from data.pricing.currencies import CurrencyRate
from tests.command_folder import CommandFolder
from tests.credit_studio import POOL

MONDAY = date(2026, 11, 30)
ACME = f"""
platform = "acme"
title = "Acme"{POOL}[[rate]]
model = "Acme One"
unit = "image"
credits = "2"
[[rate]]
model = "Acme Film"
variant = "720p"
unit = "second"
credits = "3"
default = true
[[rate]]
model = "Acme Film"
variant = "1080p"
unit = "second"
credits = "5"
"""
FIXED = {"horizon_weeks": 13}
"""Three months."""


@pytest.fixture(scope="module")
def prices():
    return PriceBook.load()


@pytest.fixture
def acme(tmp_path):
    (tmp_path / "acme.toml").write_text(ACME)
    return tmp_path / "acme.toml"


@pytest.fixture
def sized(acme, prices):
    """A function: what is changed → the answer for 100 images a month at 2 to 8 attempts."""

    def answer(low="2", high="8", models=("Acme One",), **changed):
        given_ = {"assets": 100, "plan_files": (acme,)} | FIXED | changed
        asked = BeforeLogQuestion(low=Decimal(low), high=Decimal(high), models=models, **given_)
        return size_before_log(asked, prices, MONDAY)

    return answer


def costs(found):
    return {each.title: tuple(end.cost for end in each.ends) for each in found.ways}


PACKS, POOL = "Acme packs of 200 credits as needed", "Acme Pool + packs of 200 credits"


def test_costs_are_those_of_a_calculator(sized):
    """100 assets of 2, 5 and 8 attempts of 2 credits are 400, 1,000 and 1,600 credits a month.

    In packs at 10 cents: $40, $100 and $160 a month. One pool of 1,000 is $80; 600 more are 3
    packs, $60. Three months.
    """
    found = sized()
    assert costs(found) == {PACKS: (120, 300, 480), POOL: (240, 240, 420)}
    pool = next(row for row in rows_of(found) if row["offer"] == POOL)
    assert [pool[f"cost_a_month_{end}"] for end in ("low", "middle", "high")] == [80, 80, 140]
    assert pool["cost_per_usable_asset_middle"] == Decimal("0.80")
    assert (pool["credits_per_attempt"], pool["takes"]) == (2, "2 credits")
    assert [each.title for each in found.ways] == [POOL, PACKS]


def test_a_plan_pays_from_the_attempts_on_at_which_packs_cost_as_much(sized):
    """$80 a month are 4 attempts for 100 assets, of 2 credits at 10 cents: 3 of them waste."""
    found = sized()
    pool, packs = found.ways
    assert pool.pays.least == pytest.approx(4, rel=0.01)
    assert (pool.pays.most, packs.pays.least) == (None, None)
    assert packs.pays.most == pytest.approx(4, rel=0.01)
    assert [row["pays"] for row in rows_of(found)] == ["from 4", "up to 4"]
    assert (
        f"{PACKS} is cheapest up to 4 attempts a usable asset (3 wasted), {POOL} from there on."
        in before_log_reasons(found)
    )


def test_the_first_sentence_is_a_pilot_in_money_and_never_a_year(sized):
    """44 briefs of one asset: 176 credits at 2 attempts, 1 pack; 704 at 8, 4 packs. With ±25 % and
    90 %: (1.645 / 0.25)² = 43.3. At most (1.645 · 1.65 / 0.25)² = 117.9: 1,888 credits, 2 pools.
    """
    found = sized()
    assert before_log_sentence(found) == (
        "Nothing is known of your waste yet: pilot 44 briefs first, for about $20.00 to $80.00 at "
        "Acme, and sign no year before their waste is known."
    )
    (pilot,) = found.pilots
    assert (pilot.low.title, pilot.low.cost) == ("1 pack of 200 credits", 20)
    assert (pilot.high.title, pilot.high.cost) == ("4 packs of 200 credits", 80)
    assert (pilot.at_most.title, pilot.at_most.cost) == ("2 × Acme Pool for 1 month", 160)
    because = before_log_reasons(found)
    assert because[0] == (
        f"100 usable assets a month cost least over 3 months with {PACKS}: $120 at 2 attempts "
        f"each; with {POOL}: $240 at 5 and $420 at 8."
    )
    assert any(each.startswith("A brief here is one usable asset: 44 of them") for each in because)


def test_a_year_is_shown_beside_what_binds_nobody(sized, acme):
    acme.write_text(ACME.replace('"1000"', '"1000"\nannual_discount = "0.5"'))
    found = sized(low="6")
    assert found.ways[0].way.binds_a_year
    assert "sign no year" in before_log_sentence(found)
    (free,) = [each for each in before_log_reasons(found) if each.startswith("Bound to no year")]
    assert POOL in free
    assert "by the year" not in free


def test_a_clip_takes_its_seconds_and_the_variant_that_is_named(sized):
    """100 clips of 4 s at 3 and at 5 credits a second, 1 attempt: 1,200 and 2,000 credits."""
    for model, each, variant in (("Acme Film", 12, "720p"), ("acme film 1080p", 20, "1080p")):
        found = sized("1", "1", (model,), seconds=Decimal(4))
        assert {row["takes"] for row in rows_of(found)} == {f"{each} credits ({variant})"}
        assert found.ways[0].way.place.takes.each == each
        assert [way.ends[0].cost for way in found.ways if way.title == PACKS] == [each * 30]


def test_pay_as_you_go_is_the_money_of_the_price_book(sized, prices):
    """$0.134 an image at google for each of 3 attempts, 100 assets, 3 months."""
    found = sized("3", "3", ("Nano Banana Pro 2K",), plan_files=())
    kinds = {each.way.kind for each in found.ways if each.way.place.bills_each_call}
    assert kinds == {"pay as you go"}
    (entry,) = [
        each
        for each in prices.in_force("google", "Nano Banana Pro", MONDAY)
        if each.unit == "image" and "2K" in each.variant and each.service_tier is None
    ]
    assert costs(found)["Gemini API, pay as you go"][0] == entry.price * 900


def test_a_credit_with_a_list_price_is_worth_the_price_books_money(sized):
    """fal sells its balance by the dollar: an image takes what the price book asks."""
    found = sized("2", "2", ("Nano Banana Pro 4K",), plan_files=(), platforms=("fal",))
    by_call = costs(found)["fal, pay as you go"]
    (balance,) = [way for way in found.ways if way.way.kind == "on demand"]
    assert balance.ends[0].cost == pytest.approx(by_call[0], abs=1)


def test_the_same_price_pays_from_where_it_is_the_same(sized, acme):
    """A pool of 1,000 for $100 costs what packs cost once all of it is used: from 5 attempts on."""
    acme.write_text(ACME.replace('"80"', '"100"'))
    packs, pool = rows_of(sized())
    assert (packs["offer"], packs["pays"]) == (PACKS, "always")
    assert (pool["offer"], pool["pays"]) == (POOL, "from 5")
    assert packs["cost_middle"] == pool["cost_middle"] == 300


def test_a_model_goes_by_any_of_its_names(sized):
    by_family = sized("2", "2", ("Nano Banana Pro",), plan_files=())
    by_id = sized("2", "2", ("gemini-3-pro-image",), plan_files=())
    assert costs(by_family) == costs(by_id)
    assert {each.way.kind for each in by_id.ways} == {"on demand", "pay as you go"}


def test_prices_in_another_currency_are_converted_by_the_rate_of_the_day_and_it_is_told(
    sized, prices, acme
):
    """At half a euro a dollar the packs of $300 are 150 euros; without a rate they stay $300."""
    given_ = {"base": "USD", "quote": "EUR", "day": MONDAY, "source": "a test"}
    rates = (CurrencyRate(rate=Decimal("0.5"), **given_),)
    asked = BeforeLogQuestion(
        100, Decimal(2), Decimal(8), ("Acme One",), plan_files=(acme,), **FIXED
    )
    found = size_before_log(asked, prices.model_copy(update={"rates": rates}), MONDAY, "EUR")
    assert (found.currency, costs(found)[PACKS]) == ("EUR", (60, 150, 240))
    assert "1 USD = 0.5000 EUR" in before_log_reasons(found)[-1]
    without = size_before_log(asked, prices.model_copy(update={"rates": ()}), MONDAY, "EUR")
    assert (without.currency, costs(without)) == ("USD", costs(sized()))


def test_seats_that_a_plan_does_not_include_are_paid(sized, acme):
    """3 people, 1 seat included: two further ones at $10 a month, $60 in three months."""
    acme.write_text(ACME.replace('"1000"', '"1000"\nseat_price = "10"'))
    assert costs(sized(seats=3))[POOL][1] == costs(sized())[POOL][1] + 60


def test_what_cannot_get_the_work_done_has_no_cost_and_pays_up_to_what_it_can(sized, acme):
    """One pool of 1,000 a team and no packs: enough for 5 attempts of 2 credits for 100 assets."""
    pool, (_, *rates) = ACME.partition("[[pack]]")[0], ACME.partition("[[rate]]")
    acme.write_text(f"{pool}most_units = 1\n{''.join(rates)}")
    found = sized()
    (row,) = rows_of(found)
    assert (row["cost_low"], row["cost_middle"], row["cost_high"]) == (240, 240, None)
    assert row["note"] == "cannot get all of the work done at 8 attempts"
    assert found.cheapest[0].most == pytest.approx(5, rel=0.05)
    assert "some work undone at 8" in before_log_reasons(found)[0]


TERMS = {
    "lapse": {},
    "roll": {"rollover_months": 1},
    "pool": {"billing": "year", "grants": "year"},
}
PLAN = {"platform": "acme", "name": "P", "price": "7", "credits": "90"}
PACK = {"name": "50 credits", "price": "5", "credits": "50", "expires_after_days": 60}


def plan_offers(terms, price):
    plan = read_quote(PLAN | {"price": str(price), "packs": [PACK]} | TERMS[terms])
    return tuple(Offer(Seller.of_plan(plan), plan, 1, way) for way in top_ups(plan))


@settings(max_examples=12)
@given(
    terms=st.sampled_from(sorted(TERMS)),
    price=st.integers(3, 12),
    assets=st.integers(1, 60),
    attempts=st.lists(st.floats(1, 9), min_size=2, max_size=4, unique=True),
)
def test_more_attempts_or_more_assets_never_cost_less_and_no_size_is_cheaper(
    terms, price, assets, attempts
):
    offers, horizon = plan_offers(terms, price), Horizon(MONDAY, 4)
    tried = np.array(sorted(attempts))

    def cost(n):
        demand = Work(n, horizon).taking(Decimal(2), tried)
        return demand, cheapest_for_each(offers, demand, horizon)

    demand, found = cost(assets)
    assert (np.diff(found.cost) >= -0.005).all()
    assert (cost(assets + 5)[1].cost >= found.cost - 0.005).all()
    for units in range(1, 16):
        run = simulate(offers[0].of(units), demand, horizon)
        assert (run.cost >= found.cost - 0.005).all()


def test_every_month_takes_the_same_whatever_its_days():
    """January to March: 31, 28 and 31 days of 10 assets at 3 attempts of 2 credits."""
    horizon = Horizon(date(2027, 1, 1), 3)
    steps = Work(10, horizon).taking(Decimal(2), np.array([3.0]))[0]
    monthly = [steps[horizon.step_months == month].sum() for month in range(3)]
    assert monthly == pytest.approx([60, 60, 60])


# --- the command ------------------------------------------------------------------------------


class Folder(CommandFolder):
    """A folder without a warehouse."""

    def __init__(self, folder) -> None:
        self.folder = folder
        (folder / "offcut.toml").write_text("as_of = 2026-11-30T00:00:00Z\n")
        (folder / "acme.toml").write_text(ACME)

    def size(self, *arguments, exits=0):
        return self.run("size", *arguments, exits=exits)


STATED = ("--assets", "100", "--attempts", "2..8", "--model", "Acme One", "--horizon", "3mo")
BY_FILE = ("--plans", "acme.toml")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_the_command_needs_and_makes_no_warehouse(folder):
    said = folder.size(*STATED, *BY_FILE).out
    assert said.startswith("Nothing is known of your waste yet: pilot 44 briefs first")
    assert "A pilot of 44 briefs" in said
    assert not (folder.folder / "w.duckdb").exists()


def test_json_and_csv_are_the_rows(folder, sized):
    rows = json.loads(folder.size(*STATED, *BY_FILE, "--format", "json").out)
    written = list(
        csv.DictReader(io.StringIO(folder.size(*STATED, *BY_FILE, "--format", "csv").out))
    )
    expected = all_rows(sized())
    for name in ("kind", "offer", "cost_low", "cost_middle", "cost_high", "pays"):
        plain = [None if row[name] is None else str(row[name]) for row in expected]
        assert [row[name] for row in rows] == plain
        assert [row[name] or None for row in written] == plain


def test_what_is_enough_for_a_pilot_is_for_the_asker_to_say(folder):
    """(1.645 / 0.15)² = 120.3."""
    said = folder.size(*STATED, *BY_FILE, "--precision", "15").out
    assert "pilot 121 briefs first" in said
    assert "known to ±15 % with 90 % confidence" in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--attempts": "12..3"}, "attempts 12..3: the lower number comes first, 3..12."),
        ({"--attempts": "many"}, "attempts 'many': write how many a usable asset may take"),
        ({"--attempts": "0..3"}, "attempts 0..3: a usable asset takes one attempt at least"),
        ({"--attempts": None}, "say how many usable assets a month, at how many attempts each"),
        ({"--assets": "0"}, "assets 0: give how many usable assets are wanted a month"),
        ({"--assets": None}, "say how many usable assets a month, at how many attempts each"),
        ({"--model": None}, "model: name the model that is to do the work"),
        ({"--model": "Acme Onne"}, "Did you mean Acme One"),
        ({"--model": "Acme Film"}, "charged by the second at Acme: say how long a clip is"),
        (
            {"--model": "Midjourney"},
            "no rate for Midjourney in the plan book; there is one for Acme",
        ),
        ({"--model": "Acme Film 4k", "--seconds": "4"}, "is for 720p and 1080p only"),
        ({"--platform": "acmee"}, "'acmee' is not a platform with plans. Did you mean acme?"),
        ({"--seconds": "4"}, "seconds 4: nothing here is charged by the second"),
        ({"--seconds": "long"}, "seconds 'long': write a number"),
        ({"--growth": "0.2", "--season": "dec=2"}, "growth and season: that changes what a log"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(folder, changed, sentence):
    given_ = dict(zip(STATED[::2], STATED[1::2], strict=True)) | {"--platform": "acme"} | changed
    arguments = [word for name, value in given_.items() if value for word in (name, value)]
    assert sentence in folder.size(*arguments, *BY_FILE, exits=1).err


def test_a_recommendation_is_not_saved_before_there_is_one(folder):
    said = folder.size(*STATED, *BY_FILE, "--save", "answer.md", exits=1).err
    assert "--format json or --format csv give the rows." in said
    assert not (folder.folder / "answer.md").exists()


def test_models_that_make_different_things_are_asked_for_alone(folder):
    two = ("--model", "Kling 3.0", "--model", "Nano Banana Pro")
    said = folder.size("--assets", "9", "--attempts", "3", *two, exits=1).err
    assert "They do not do the same work: ask for each alone." in said


def test_a_platform_without_a_rate_is_left_out_beside_one_that_has_it(folder):
    said = folder.size(*STATED, *BY_FILE, "--platform", "acme", "--platform", "midjourney").out
    assert (
        "Acme One on Midjourney: no rate for Acme One in the plan book; there is one for Midjourney"
        in said
    )


def test_an_uncertain_rate_is_told_with_its_source(sized, tmp_path):
    guessed = ACME.replace(
        'model = "Acme One"\n', 'model = "Acme One"\ncertainty = "low"\nsource = "a call"\n'
    )
    (tmp_path / "guess.toml").write_text(guessed)
    told = "What Acme One takes at Acme is uncertain (a call): check it first."
    assert told in before_log_reasons(sized(plan_files=(tmp_path / "guess.toml",)))
    assert told not in before_log_reasons(sized())


OTHER = """
platform = "other"
title = "Other"
[[pack]]
name = "1 credit"
price = "0.05"
credits = "1"
[[rate]]
model = "Acme One"
unit = "image"
credits = "2"
"""


def test_a_plan_with_the_rest_elsewhere_is_a_way_where_it_is_cheaper(sized, acme, tmp_path):
    """At 8 attempts 1,600 credits a month: two pools $160; one for 1,000 and 600 elsewhere, $110.

    Elsewhere alone costs $80 for them: a dearer pool is no use beside it, but one of $40 is.
    """
    cheap = tmp_path / "cheap.toml"
    cheap.write_text(ACME.replace('price = "80"', 'price = "40"'))
    other = tmp_path / "other.toml"
    other.write_text(OTHER)
    mix = "Acme Pool, the rest at Other packs of 1 credit as needed"
    assert mix not in costs(sized(plan_files=(acme, other)))
    found = sized(plan_files=(cheap, other))
    assert costs(found)[mix][-1] == 3 * (40 + 30)
    assert found.ways[0].way.kind != "mix"  # in the middle, 1,000 credits, the pool is enough
    assert next(each for each in found.ways if each.title == mix).way.kind == "mix"
