"""The price book: what it refuses and in which words, who is meant by a name, what is in force."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SettingsError
from data.pricing.book import SHIPPED, PriceBook, append_entry
from data.pricing.entry import PriceEntry, words

HEAD = """\
channel = "studio"
also_called = ["The Studio"]

[defaults]
currency = "USD"
source = "https://studio.example/prices"
checked_on = 2026-11-01
certainty = "high"
"""
IMAGE = '[[price]]\nmodel = "painter"\nunit = "image"\n'
MODELS = """\
[[family]]
name = "Painter"
media = "image"
names = ["painter", "studio/painter", "painter-two-*"]
"""


def folder(tmp_path: Path, prices: str = "", **files: str) -> Path:
    """A price folder with one channel; other files by name, `_` for `/`."""
    texts = {"prices/studio.toml": HEAD + prices, "models.toml": MODELS}
    texts |= {name.replace("_", "/") + ".toml": text for name, text in files.items()}
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def refusal(tmp_path: Path, prices: str = "", **files: str) -> str:
    with pytest.raises(SettingsError) as refused:
        PriceBook.load([folder(tmp_path, prices, **files)])
    return str(refused.value)


@pytest.fixture(scope="module")
def shipped() -> PriceBook:
    return PriceBook.load()


# --- the shipped book -------------------------------------------------------------------------


def test_the_shipped_book_holds_together_and_covers_the_main_channels(shipped):
    channels = {entry.channel for entry in shipped.entries}
    assert channels >= {
        *(
            "google",
            "vertex",
            "openai",
            "azure",
            "byteplus",
            "volcengine",
            "bfl",
            "fal",
            "replicate",
        ),
        *("runway", "kling", "luma", "ideogram", "recraft", "stability", "topaz", "adobe", "xai"),
        *("minimax", "comfy", "kie", "wavespeed", "tencent"),
    }
    assert len(shipped.entries) > 500
    assert shipped.rates == ()


def test_per_image_prices_agree_with_the_token_rates_they_come_from(shipped):
    at = date(2026, 11, 15)

    def price(channel: str, model: str, unit: str, variant: str = "") -> Decimal:
        (found,) = [
            entry.price
            for entry in shipped.in_force(channel, model, at)
            if entry.unit == unit and entry.service_tier is None
            if not variant or variant in entry.variant
        ]
        return found

    def tokens(n: int, usd_per_1m: Decimal) -> Decimal:
        return n * usd_per_1m / 1_000_000

    nano = price("google", "nano-banana", "1M_tokens_image_out")
    assert tokens(1290, nano) == Decimal("0.0387")
    assert round(tokens(1290, nano), 3) == price("google", "nano-banana", "image")
    pro = price("google", "nano-banana-pro", "1M_tokens_image_out")
    assert round(tokens(1120, pro), 3) == price("google", "nano-banana-pro", "image", "2K")
    assert round(tokens(2000, pro), 3) == price("google", "nano-banana-pro", "image", "4K")
    flare = price("openai", "gpt-image-2.5-flare", "1M_tokens_image_out")
    for n, quality in (
        (196, "low"),
        (439, "medium"),
        (1756, "high"),
        (3122, "xhigh"),
        (7024, "max"),
    ):
        per_image = price("openai", "gpt-image-2.5-flare", "image", f"1024x1024 {quality}")
        assert tokens(n, flare) == per_image
    omni = price("google", "gemini-omni-1.1-flash", "1M_tokens_video_out")
    assert round(tokens(5792, omni), 4) == price(
        "google", "gemini-omni-1.1-flash", "second", "720p"
    )


def test_byteplus_token_prices_give_the_clip_prices_of_its_own_price_page(shipped):
    """Their examples are 5 s at 24 fps by the formula: 720p is 108,000 tokens, not 108,900."""
    per_1m = {
        tuple(entry.variant): entry.price
        for entry in shipped.in_force("byteplus", "seedance-2.5", date(2026, 10, 2))
        if "text_to_video" in entry.operations
    }
    for size, variant, usd in (
        (854 * 480, ("480p", "720p"), "0.514"),
        (1280 * 720, ("480p", "720p"), "1.156"),
        (1920 * 1080, ("1080p",), "2.843"),
    ):
        n_tokens = Decimal(size * 24 * 5) / 1024
        assert round(n_tokens * per_1m[variant] / 1_000_000, 3) == Decimal(usd)
    assert 1280 * 720 * 24 * 5 / 1024 == 108_000


def test_batch_and_flex_cost_half(shipped):
    by_tier = {
        (entry.service_tier, entry.unit): entry.price
        for entry in shipped.in_force("openai", "gpt-image-2", date(2026, 11, 1))
        if entry.unit.startswith("1M")
    }
    for unit in ("1M_tokens_text_in", "1M_tokens_image_in", "1M_tokens_image_out"):
        assert by_tier["batch", unit] * 2 == by_tier[None, unit]
    flex = {
        entry.price
        for entry in shipped.in_force("byteplus", "seedance-1.5-pro", date(2026, 11, 1))
        if entry.service_tier == "flex"
    }
    assert flex == {Decimal("2.4") / 2, Decimal("1.2") / 2}


def test_an_introductory_price_ends_when_the_next_entry_starts(shipped):
    def at(moment: datetime) -> set[Decimal]:
        found = shipped.in_force("comfy", "gpt-image-2", moment)
        return {entry.price for entry in found}

    change = datetime(2026, 8, 7, tzinfo=UTC)
    assert at(change - timedelta(microseconds=1)) == {Decimal(30)}
    assert at(change) == {Decimal("36.019")}
    assert at(datetime(2026, 4, 22, tzinfo=UTC)) == {Decimal(30)}
    assert at(datetime(2026, 4, 21, 23, 59, 59, 999_999, tzinfo=UTC)) == set()


def test_a_moment_is_taken_in_utc(shipped):
    from zoneinfo import ZoneInfo

    evening_before = datetime(2026, 8, 6, 20, 0, tzinfo=ZoneInfo("America/New_York"))
    (entry,) = shipped.in_force("comfy", "gpt-image-2", evening_before)
    assert entry.price == Decimal("36.019")
    (naive,) = shipped.in_force("comfy", "gpt-image-2", datetime(2026, 8, 6, 20, 0))
    assert naive.price == Decimal(30)


def test_retired_models_have_no_price_afterwards(shipped):
    assert shipped.in_force("openai", "dall-e-3", date(2026, 5, 11))
    assert not shipped.in_force("openai", "dall-e-3", date(2026, 5, 12))


def test_no_price_crosses_channels(shipped):
    at = date(2026, 11, 1)
    google = {
        e.price for e in shipped.in_force("google", "nano-banana-pro", at) if e.unit == "image"
    }
    fal = {e.price for e in shipped.in_force("fal", "nano-banana-pro", at) if e.unit == "image"}
    assert google & fal == set()
    assert shipped.in_force("midjourney", "nano-banana-pro", at) == ()


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("gemini-3-pro-image", "Nano Banana Pro"),
        ("Gemini-3-Pro-Image-Preview", "Nano Banana Pro"),
        ("nano-banana-pro", "Nano Banana Pro"),
        ("google/nano-banana-pro", "Nano Banana Pro"),
        ("NANO BANANA PRO", "Nano Banana Pro"),
        ("fal-ai/nano-banana-pro/edit", "Nano Banana Pro"),
        ("gpt-image-1.5-2025-12-16", "GPT Image 1.5"),
        ("doubao-seedance-2-0-260128", "Seedance 2.0"),
        ("doubao-seedance-2-0-270301", "Seedance 2.0"),
        ("doubao-seedance-2-0-fast-260128", "Seedance 2.0 Fast"),
        ("MiniMax-H3", "Hailuo 3"),
    ],
)
def test_names_lead_to_their_family_in_any_case_and_version(shipped, name, family):
    found = shipped.family_of(name)
    assert found is not None
    assert found.name == family


@pytest.mark.parametrize(
    "name", ["nano-banana-pro-max", "doubao-seedance-2-0-turbo", "", "x-260128"]
)
def test_an_unknown_name_has_no_family(shipped, name):
    assert shipped.family_of(name) is None


def test_a_family_says_what_it_makes(shipped):
    media = {name: shipped.family_of(name).media for name in ("sora-2", "gpt-image-2", "lyria-3.5")}
    assert media == {"sora-2": "video", "gpt-image-2": "image", "lyria-3.5": "audio"}


def test_every_priced_model_has_a_family_or_is_a_tool_of_its_channel(shipped):
    tools = {"erase", "inpaint", "outpaint", "remove-background", "search-and-replace"}
    tools |= {"search-and-recolor", "replace-background-and-relight"}
    tools |= {"remove_background", "vectorize", "*"}
    without = {entry.model for entry in shipped.entries if not shipped.family_of(entry.model)}
    assert without == tools


def test_channels_go_by_several_names(shipped):
    assert shipped.channel_of("FAL_AI") == "fal"
    assert shipped.channel_of("Black Forest Labs") == "bfl"
    assert shipped.channel_of("gemini") == "google"
    assert shipped.channel_of("In-House") == "in-house"


def test_an_exact_id_goes_before_an_alias(tmp_path):
    text = IMAGE + 'price = "1"\n' + IMAGE.replace("painter", "studio/painter") + 'price = "2"\n'
    book = PriceBook.load([folder(tmp_path, text)])
    at = date(2026, 1, 1)
    assert [entry.price for entry in book.in_force("studio", "Studio/Painter", at)] == [Decimal(2)]
    assert [entry.price for entry in book.in_force("studio", "painter-two-260101", at)] == [
        Decimal(1)
    ]


# --- what is refused --------------------------------------------------------------------------


def test_a_price_as_a_number_is_refused(tmp_path):
    sentence = refusal(tmp_path, IMAGE + "price = 0.134\n")
    assert "prices/studio.toml, entry 1, line 9 (painter image): price: " in sentence
    assert 'write it in quotes, "0.134", so that it stays exact' in sentence
    assert 'write it in quotes, "30"' in refusal(tmp_path, IMAGE + "price = 30\n")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('price = "-1"', "price: is negative; a price is 0 or more"),
        ('price = "cheap"', "price: is not a decimal number"),
        ('price = "NaN"', "price: must be a number below 1,000,000"),
        ('price = "1e9"', "price: must be a number below 1,000,000"),
        ('price = "0.0000000000001"', "has more decimals than money can hold here"),
        ('price = "1"\nunit = "images"', "unit: 'images' is not a unit. Did you mean image?"),
        ('price = "1"\nunit = "GB"', "unit: 'GB' is not a unit. Valid: 1M_tokens_cached_image_in"),
        ('price = "1"\noperations = ["paint"]', "'paint' is not a known operation"),
        ('price = "1"\nservice_tier = "slow"', "'slow' is not a service tier"),
        ('price = "1"\ncertainty = "sure"', "'sure' is not a certainty"),
        ('price = "1"\ncurrency = "dollars"', "currency: String should match pattern"),
        ('price = "1"\nvalid_from = "2026-01-01"', "write a date without quotes or a time"),
        ('price = "1"\nvalid_from = 2026-01-01T00:00:00Z', "write a date without quotes or a time"),
        (
            'price = "1"\nvalid_from = 2026-02-01\nvalid_to = 2026-02-01',
            "valid_to 2026-02-01 is not after valid_from 2026-02-01",
        ),
        ('price = "1"\nnote = "two\\nlines"', "note: must be one line of text that is not empty"),
        ('price = "1"\nblock = "8"', "block is for unit megapixel"),
        ('price = "1"\ntoken_fps = 24', "token_fps is for unit 1M_tokens_video_out"),
        ('price = "1"\nsize = "2K"', "'size' is not a key of an entry. Valid: block, certainty"),
        ('price = "1"\nlayer = 3', "'layer' is not a key of an entry"),
        ('price = "1"\nchannel = "other"', "'channel' is not a key of an entry"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(tmp_path, line, complaint):
    entry = '[[price]]\nmodel = "painter"\n' + ("" if "unit =" in line else 'unit = "image"\n')
    sentence = refusal(tmp_path, entry + line + "\n")
    assert sentence.startswith("prices/studio.toml, entry 1, line 9 (painter")
    assert complaint in sentence


def test_any_model_is_for_credits_only(tmp_path):
    text = '[[price]]\nmodel = "*"\nunit = "image"\nprice = "1"\n'
    assert 'model "*" (any) is for units credit and gpu_second' in refusal(tmp_path, text)


def test_duplicates_are_refused(tmp_path):
    sentence = refusal(tmp_path, IMAGE + 'price = "1"\n' + IMAGE + 'price = "2"\n')
    assert sentence == (
        "prices/studio.toml, entry 2, line 13 (painter image): duplicate of "
        "prices/studio.toml, entry 1, line 9 (painter image), both from the beginning. Delete one."
    )


def test_a_duplicate_is_found_by_any_shared_variant_and_spelling(tmp_path):
    first = IMAGE + 'price = "1"\nvariant = ["1K", "high 1024x1024"]\n'
    second = IMAGE.replace("painter", "PAINTER") + 'price = "2"\nvariant = "1024-x-1024 High"\n'
    assert "duplicate of prices/studio.toml, entry 1" in refusal(tmp_path, first + second)
    again = IMAGE + 'price = "1"\nvariant = ["1K", "1k"]\n'
    assert "lists the same operation or variant twice" in refusal(tmp_path, again)


def test_overlaps_are_refused(tmp_path):
    first = IMAGE + 'price = "1"\nvalid_from = 2026-01-01\nvalid_to = 2026-03-01\n'
    second = IMAGE + 'price = "2"\nvalid_from = 2026-02-01\n'
    sentence = refusal(tmp_path, first + second)
    assert "entry 2" in sentence
    assert "starts 2026-02-01, while prices/studio.toml, entry 1" in sentence
    assert (
        "valid to 2026-03-01: they overlap. End the earlier one where the later one starts."
        in sentence
    )


def test_touching_intervals_and_other_keys_do_not_overlap(tmp_path):
    text = (
        IMAGE
        + 'price = "1"\nvalid_to = 2026-03-01\n'
        + IMAGE
        + 'price = "2"\nvalid_from = 2026-03-01\n'
        + IMAGE
        + 'price = "3"\nservice_tier = "batch"\n'
        + IMAGE
        + 'price = "4"\noperations = ["edit"]\n'
    )
    assert len(PriceBook.load([folder(tmp_path, text)]).entries) == 4


def test_wrong_order_says_which_entry_to_move(tmp_path):
    late = IMAGE + 'price = "2"\nvalid_from = 2026-06-01\n'
    early = IMAGE + 'price = "1"\nvalid_from = 2026-01-01\n'
    sentence = refusal(tmp_path, late + early)
    assert "entry 1, line 9 (painter image): wrong order, it starts 2026-06-01" in sentence
    assert "Move entry 1 after entry 2." in sentence


def test_one_model_has_one_currency_at_one_channel(tmp_path):
    text = IMAGE + 'price = "1"\n' + IMAGE + 'price = "1"\nvariant = "4K"\ncurrency = "EUR"\n'
    assert "One model has one currency at one channel." in refusal(tmp_path, text)


def test_an_alias_that_names_two_models_is_refused(tmp_path):
    twice = MODELS + '[[family]]\nname = "Drawer"\nmedia = "image"\nnames = ["Studio/Painter"]\n'
    sentence = refusal(tmp_path, models=twice)
    assert (
        "models.toml, entry 2, line 5 (Drawer): the name 'studio/painter' names two models"
        in sentence
    )
    assert "Painter and Drawer. Leave it with one of them." in sentence


def test_a_channel_name_that_stands_for_two_channels_is_refused(tmp_path):
    other = HEAD.replace('"studio"', '"other"')
    sentence = refusal(tmp_path, prices_other=other)
    assert "The name 'the studio' stands for two channels: other and studio." in sentence


def test_a_channel_in_two_files_of_one_folder_is_refused(tmp_path):
    again = HEAD + IMAGE + 'price = "2"\n'
    sentence = refusal(tmp_path, IMAGE + 'price = "1"\n', prices_again=again)
    assert "Keep a channel in one file." in sentence


def test_a_price_file_says_whose_prices_they_are(tmp_path):
    nameless = HEAD.replace('channel = "studio"\n', "").replace(
        'also_called = ["The Studio"]\n', ""
    )
    sentence = refusal(tmp_path, prices_nameless=nameless)
    assert 'prices/nameless.toml: say whose prices these are: channel = "…".' in sentence


def test_broken_toml_and_unknown_tables_are_refused(tmp_path):
    assert "prices/studio.toml: not TOML: " in refusal(tmp_path, "[[price]\n")
    assert "'prices' is not a key of such a file" in refusal(tmp_path, "[[prices]]\nmodel = 'x'\n")
    assert "'unit' is not a default" in refusal(tmp_path, 'unit = "image"\n')


def test_all_faults_are_told_at_once(tmp_path):
    text = IMAGE + "price = 1\n" + IMAGE + 'price = "-1"\n'
    assert len(refusal(tmp_path, text).splitlines()) == 2


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="no such folder of prices"):
        PriceBook.load([tmp_path / "nowhere"])


def test_files_beside_the_folders_they_belong_into_are_not_passed_over(tmp_path):
    (tmp_path / "google.toml").write_text(HEAD + IMAGE, "utf-8")
    with pytest.raises(
        SettingsError, match=r"google\.toml: not where the price book looks\. Prices go"
    ):
        PriceBook.load([SHIPPED, tmp_path])


# --- policies and rates -----------------------------------------------------------------------

POLICY = """\
channel = "studio"
[[policy]]
outcomes = ["technical_failure"]
billed = "no"
source = "https://studio.example/terms"
checked_on = 2026-11-01
certainty = "high"
"""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            ('"technical_failure"', '"exploded"'),
            "'exploded' is not a billing outcome. Valid: blocked_input",
        ),
        (
            ('billed = "no"', 'billed = "maybe"'),
            "'maybe' is not a billing rule. Valid: no, partial",
        ),
        (("outcomes = [", 'media = "song"\noutcomes = ['), "'song' is not a medium"),
        (("outcomes = [", 'families = ["Nobody"]\noutcomes = ['), "'Nobody' is not a model family"),
        (
            ("outcomes = [", 'families = ["Painter"]\nmedia = "image"\noutcomes = ['),
            "say families or media, not both",
        ),
        (("high", "sure"), "'sure' is not a certainty"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(tmp_path, change, complaint):
    sentence = refusal(tmp_path, policies_studio=POLICY.replace(*change))
    assert sentence.startswith("policies/studio.toml, entry 1, line ")
    assert complaint in sentence


def test_a_policy_told_twice_is_refused(tmp_path):
    twice = POLICY + POLICY.replace('channel = "studio"\n', "").replace('"no"', '"yes"')
    assert "duplicate of policies/studio.toml, entry 1" in refusal(tmp_path, policies_studio=twice)


RATE = '[[rate]]\nbase = "EUR"\nquote = "USD"\nday = 2026-11-02\nrate = "1.085"\nsource = "https://bank.example"\n'


def test_rates_are_read_exactly_and_checked(tmp_path):
    (rate,) = PriceBook.load([folder(tmp_path, rates=RATE)]).rates
    assert (rate.base, rate.quote, rate.rate) == ("EUR", "USD", Decimal("1.085"))
    assert "duplicate of" in refusal(tmp_path, rates=RATE + RATE)
    assert "a rate is above 0" in refusal(tmp_path, rates=RATE.replace("1.085", "0"))
    assert 'write it in quotes, "1.085"' in refusal(
        tmp_path, rates=RATE.replace('"1.085"', "1.085")
    )


# --- several folders, and adding --------------------------------------------------------------


def test_a_later_folder_adds_on_top(tmp_path):
    mine = tmp_path / "mine"
    text = HEAD.replace("studio", "google").replace("The Studio", "ours")
    text += (
        '[[price]]\nmodel = "gemini-3-pro-image"\nunit = "image"\nvariant = "4K"\nprice = "0.20"\n'
    )
    (mine / "prices").mkdir(parents=True)
    (mine / "prices" / "google.toml").write_text(text, "utf-8")
    both = PriceBook.load([SHIPPED, mine])
    assert len(both.entries) == len(PriceBook.load().entries) + 1
    assert both.hash != PriceBook.load().hash
    assert both.channel_of("ours") == "google"


def entry(**changes) -> PriceEntry:
    return PriceEntry.model_validate(
        {
            "channel": "studio",
            "model": "painter",
            "unit": "image",
            "price": "0.5",
            "currency": "USD",
            "valid_from": date(2026, 12, 1),
            "source": 'https://studio.example/"new"',
            "checked_on": date(2026, 11, 20),
            "certainty": "high",
            "note": "Δ price — half",
        }
        | changes
    )


def test_an_entry_is_added_at_the_end_and_nothing_else_is_touched(tmp_path):
    where = folder(tmp_path, IMAGE + 'price = "1"  # by hand\n')
    path = where / "prices" / "studio.toml"
    before = path.read_text("utf-8")
    new = entry(variant=("4K",), operations=("edit", "image_to_image"), default=True)
    assert append_entry(where, new, base=()) == path
    after = path.read_text("utf-8")
    assert after.startswith(before)
    assert PriceBook.load([where]).entries[-1] == new
    append_entry(where, entry(), base=())
    assert PriceBook.load([where]).entries[-1] == entry()


def test_a_new_channel_gets_a_file_of_its_own(tmp_path):
    path = append_entry(tmp_path / "mine", entry(channel="new place"))
    assert path == tmp_path / "mine" / "prices" / "new-place.toml"
    book = PriceBook.load([SHIPPED, tmp_path / "mine"])
    (found,) = book.in_force("New Place", "painter", date(2026, 12, 1))
    assert found.price == Decimal("0.5")


def test_an_entry_that_does_not_fit_is_refused_before_anything_is_written(tmp_path):
    where = folder(tmp_path, IMAGE + 'price = "1"\nvalid_from = 2026-12-01\n')
    path = where / "prices" / "studio.toml"
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="duplicate of"):
        append_entry(where, entry(), base=())
    with pytest.raises(SettingsError, match=r"wrong order.*Move entry 1 after entry 2"):
        append_entry(where, entry(valid_from=date(2026, 1, 1)), base=())
    assert path.read_bytes() == before
    assert sorted(where.rglob("*.toml")) == [where / "models.toml", path]


def test_the_hash_follows_the_content_and_not_its_order(tmp_path):
    one, two = IMAGE + 'price = "1"\n', IMAGE.replace("painter", "drawer") + 'price = "2"\n'
    first = PriceBook.load([folder(tmp_path, one + two)]).hash
    assert PriceBook.load([folder(tmp_path, "# a remark\n" + two + one)]).hash == first
    assert PriceBook.load([folder(tmp_path, one + two.replace('"2"', '"2.01"'))]).hash != first
    assert len(first) == 64


@given(st.lists(st.sampled_from(["1K", "high", "1024x1024", "no audio", "720p"]), max_size=4))
def test_words_do_not_depend_on_order_case_or_separators(parts):
    assert words(", ".join(parts)) == words(" / ".join(reversed([part.upper() for part in parts])))
