"""What models take on platforms: the shipped rates worked by hand, and how sizes are told."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.commitments.advice.cautions import cautions
from data.commitments.demand.week_tally import WeekTally
from data.commitments.demand.weekly import Guess, WeeklyDemand
from data.commitments.demand.work_rating import Rates, Work
from data.commitments.futures.horizon import Horizon
from data.commitments.terms.book import SHIPPED, PlanBook
from data.commitments.terms.offer import Offer, Seller
from data.commitments.terms.packs import CreditRate
from data.commitments.terms.plan import read_quote
from data.errors import SettingsError
from data.pricing.book import PriceBook

REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "prices_curated.csv"
DAY = date(2026, 11, 23)
OF_THE_BRIEF = {"Nano Banana", "Nano Banana Pro", "Nano Banana 2", "Seedance 2.0"}


@pytest.fixture(scope="module")
def book():
    return PlanBook.load()


def asked(family, **said):
    counts = {"n_attempts": 1, "n_outputs": 1, "has_seconds": "seconds" in said, "media": "image"}
    known = dict.fromkeys(Work.__dataclass_fields__) | counts | {"model_family": family}
    return Work(**known | said)


def image(family, variant=None, **said):
    return asked(family, variant=variant, **said)


def clip(seconds, variant=None, **said):
    return asked("Seedance 2.0", media="video", seconds=seconds, variant=variant, **said)


def taken(book, platform, work):
    return Rates(book.platform(platform).rates).credits(work)


# --- the shipped rates ----------------------------------------------------------------------------


def test_every_shipped_rate_names_a_family_of_the_price_book(book):
    families = {family.name for family in PriceBook.load().models}
    named = {rate.model for each in book.platforms.values() for rate in each.rates}
    assert named <= families
    assert named >= OF_THE_BRIEF


@pytest.mark.parametrize(
    ("platform", "credits_"),
    [
        ("fal", "0.15"),
        ("google", "0.134"),
        ("vertex", "0.134"),
        ("openrouter", "0.1344"),  # 1,120 tokens at $120 per million
        ("databricks", "0.168"),  # 1,120 tokens at $150 per million
        ("comfy", "34.0256"),  # 1.12 thousand tokens at 30.38
        ("aiml", "0.195"),
    ],
)
def test_one_nano_banana_pro_image_at_2k(book, platform, credits_):
    assert taken(book, platform, image("Nano Banana Pro", "2K")) == Decimal(credits_)


@pytest.mark.parametrize(
    ("platform", "credits_"),
    [
        ("higgsfield-app", "22.5"),  # the reference says 22 to 23
        ("krea", "240"),
        ("magnific", "1400"),  # 280 a second
        ("runway", "180"),  # 36 a second
        ("fal", "1.517"),  # 0.3034 a second
        ("byteplus", "0.756"),  # 5 x 1280 x 720 x 24 / 1024 tokens at $7 per million
        ("volcengine", "0.709714285"),
        ("comfy", "228.096"),  # 108 thousand tokens at 2.112
    ],
)
def test_a_clip_of_five_seconds_of_seedance_at_720p(book, platform, credits_):
    assert taken(book, platform, clip(5.0, "720p")) == Decimal(credits_)


def test_what_was_read_on_no_page_is_no_rate(book):
    """The reference has 18 or 24 credits for Nano Banana Pro at kie.ai, from memory."""
    assert taken(book, "kie", image("Nano Banana Pro", "2K")) is None
    (told,) = [plan for plan in book.incomplete if plan.platform == "kie"]
    assert "from memory" in told.missing


PLATFORMS = {"fal (google)": "fal", "fal (byteplus)": "fal", "google": "google"}
PLATFORMS |= {"runway api": "runway"}
UNITS = {"image": "image", "second": "second"}
FAMILIES = {
    "fal-ai/nano-banana-2": "Nano Banana 2",
    "fal-ai/nano-banana-pro": "Nano Banana Pro",
    "bytedance/seedance-2.0": "Seedance 2.0",
    "seedance2": "Seedance 2.0",
    "gemini-2.5-flash-image": "Nano Banana",
    "gemini-3-pro-image": "Nano Banana Pro",
    "gemini-nano-banana-2.1": "Nano Banana 2.1",
}


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference lies beside the checkout")
def test_rates_are_the_prices_of_the_reference_in_the_platforms_credits(book):
    checked = 0
    with REFERENCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        family = FAMILIES.get(row["model_id"])
        wanted = row["service_tier"] == "standard" and row["operation"] != "image input"
        if family is None or row["provider"] not in PLATFORMS or row["unit"] not in UNITS:
            continue
        if not wanted:
            continue
        platform = book.platform(PLATFORMS[row["provider"]])
        sizes = row["resolution_quality_tier"].split(" (")[0].replace(" or ", "/")
        for size in sizes.split("/") or [""]:
            work = image(family, size) if row["unit"] == "image" else clip(1.0, size)
            price = Rates(platform.rates).credits(work) * platform.credit_list_price
            assert price == Decimal(row["price"]), row
            checked += 1
    assert checked == 23


# --- sizes ----------------------------------------------------------------------------------------


def test_an_image_is_rated_by_what_its_size_is_called(book):
    def of(width, height):
        said = {"pixels": float(width * height), "short_side": min(width, height)}
        return taken(book, "fal", image("Nano Banana 2", **said))

    assert [of(512, 512), of(1376, 768), of(2752, 1536), of(5504, 3072)] == [
        *map(Decimal, ("0.06", "0.08", "0.12", "0.16"))
    ]
    assert taken(book, "fal", image("Nano Banana 2")) == Decimal("0.08")  # none told: 1K
    assert taken(book, "fal", image("Nano Banana 2", "512")) == Decimal("0.06")


def test_a_clip_is_rated_by_its_short_side(book):
    assert taken(book, "fal", clip(1.0, short_side=1080)) == Decimal("0.682")
    assert taken(book, "fal", clip(1.0, "2160p")) == Decimal("1.5552")
    assert taken(book, "byteplus", clip(1.0)) == Decimal("0.1512")  # none told: 720p


# --- rates of a quote -----------------------------------------------------------------------------

QUOTE = {"platform": "fal", "name": "Deal", "price": "900", "credits": "1000"}
SEEDANCE = {"model": "Seedance 2.0", "unit": "second", "credits": "0.2"}
FILE = 'platform = "fal"\n[[plan]]\nname = "Deal"\nprice = "900"\ncredits = "1000"\n'


def quoting(*rates):
    return PlanBook.load(quotes=[read_quote(QUOTE | {"rates": rates})])


def test_a_quoted_rate_takes_the_place_of_its_variant_alone():
    found = quoting(SEEDANCE | {"variant": "1080P", "default": True})
    per_second = [taken(found, "fal", clip(1.0, size)) for size in ("720p", "1080p", None)]
    assert per_second == [Decimal("0.3034"), Decimal("0.2"), Decimal("0.2")]


def test_a_quoted_rate_without_a_variant_is_for_all_of_them():
    found = quoting(SEEDANCE)
    assert {taken(found, "fal", clip(1.0, size)) for size in ("720p", "4k", None)} == {
        Decimal("0.2")
    }
    assert taken(found, "fal", image("Nano Banana Pro", "4K")) == Decimal("0.30")


def test_typed_rates_say_what_the_same_file_says(tmp_path):
    table = '{}\nmodel = "Seedance 2.0"\nvariant = "720p"\nunit = "second"\ncredits = "0.2"\n'
    typed = quoting(SEEDANCE | {"variant": "720p"}).platform("fal")
    for name, heading in (("beside", "[[rate]]"), ("within", "[[plan.rates]]")):
        (tmp_path / f"{name}.toml").write_text(FILE + table.format(heading))
        assert PlanBook.load([SHIPPED, tmp_path / f"{name}.toml"]).platform("fal") == typed


def test_two_rates_for_the_same_are_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"Deal: .*rates: Seedance 2.0 has 2 of them. Keep one"):
        quoting(SEEDANCE, SEEDANCE | {"credits": "0.3"})
    rate = '[[rate]]\nmodel = "M"\nvariant = "{}"\nunit = "image"\ncredits = "1"\ndefault = true\n'
    (tmp_path / "twins.toml").write_text(FILE + rate.format("1K") + rate.format("2K"))
    with pytest.raises(SettingsError, match=r"twins.toml: rates: M has 2 defaults"):
        PlanBook.load([tmp_path / "twins.toml"])


# --- uncertain rates ------------------------------------------------------------------------------


def test_work_counted_at_an_uncertain_rate_is_remembered_with_it():
    """Three of five attempts; those with credits in the log need no rate."""
    rates = [
        CreditRate(model="One", unit="image", credits=2, certainty="low", source="a guess"),
        CreditRate(model="Two", unit="image", credits=3),
    ]
    work = [
        asked("One", week=DAY, ending="charged", n_attempts=3, n_outputs=3),
        asked("Two", week=DAY, ending="charged"),
        asked("One", week=DAY, ending="charged", has_credits=True, credits=Decimal(9)),
    ]
    for value in (WeekTally.value, WeekTally.rate):
        tally = WeekTally(work)
        value(tally, Rates(rates), *([None] if value is WeekTally.value else []))
        own = 1 if value is WeekTally.rate else 0
        assert {rate.title: n for rate, n in tally.guesses.items()} == {"One image": 3 + own}


def test_an_uncertain_rate_is_a_caution_with_its_source():
    demand = replace(
        WeeklyDemand.of("acme", [10], first_week=DAY),
        logged_attempts=5,
        guesses=(Guess("One image", "a page", DAY, 3), Guess("Two run", "a call", None, 1)),
    )
    quote = {"platform": "acme", "name": "P", "price": "30", "credits": "1000"}
    plan = read_quote(quote)
    told = cautions(Offer(Seller.of_plan(plan), plan, 1), {"acme": demand}, Horizon(DAY, 12))
    assert (
        "4 of 5 attempts are counted at uncertain rates of acme, to be checked first: One image "
        "(a page, read on 2026-11-23) and Two run (a call)."
    ) in told
