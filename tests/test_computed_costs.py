"""What the price book makes of attempts. Costs are written as arithmetic from the public rate."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.pricing.book import PriceBook
from data.pricing.entry import words
from data.pricing.tables import price_rows
from data.relations.builder import RelationBuilder
from data.relations.pipeline import stage
from data.relations.texts import relation_sql
from data.resolving.run import Run

COLUMNS = {
    "attempt_no": "BIGINT",
    **dict.fromkeys(("channel", "provider", "model", "operation", "variant"), "VARCHAR"),
    "submitted_at": "TIMESTAMP",
    **dict.fromkeys(("status", "raw_status", "error_code"), "VARCHAR"),
    "started_at": "TIMESTAMP",
    **dict.fromkeys(("n_requested", "n_outputs"), "BIGINT"),
    "units": "DECIMAL(38, 12)",
    "unit": "VARCHAR",
    "credits": "DECIMAL(38, 12)",
    **dict.fromkeys(("requested_width", "requested_height"), "BIGINT"),
    **dict.fromkeys(("requested_seconds", "output_seconds", "output_megapixels"), "DOUBLE"),
    **dict.fromkeys(("tokens_text_in", "tokens_image_in", "tokens_text_out"), "BIGINT"),
    **dict.fromkeys(("tokens_image_out", "tokens_video_out", "tokens_thinking"), "BIGINT"),
    "tokens_cached_in": "BIGINT",
    "cache_hit": "BOOLEAN",
    "n_input_images": "INTEGER",
}
NOVEMBER = datetime(2026, 11, 10, 12)
HEAD = """\
channel = "studio"
[defaults]
currency = "USD"
source = "https://studio.example/prices"
checked_on = 2026-11-01
certainty = "high"
"""


def computed(book: PriceBook, *attempts: dict) -> duckdb.DuckDBPyConnection:
    """A connection with computed_costs of these attempts, numbered from 0."""
    con = duckdb.connect()
    declared = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    con.execute(f"CREATE TABLE attempts_to_price ({declared})")
    plain = {"channel": "studio", "status": "succeeded", "n_requested": 1, "submitted_at": NOVEMBER}
    for number, attempt in enumerate(attempts):
        row = plain | attempt | {"attempt_no": number}
        assert row.keys() <= COLUMNS.keys()
        marks = ", ".join("?" * len(row))
        statement = f"INSERT INTO attempts_to_price ({', '.join(row)}) VALUES ({marks})"
        con.execute(statement, list(row.values()))
    run_prices(book, con)
    return con


def run_prices(book: PriceBook, con) -> None:
    """Run the stage of prices over the table attempts_to_price."""
    con.execute("CREATE OR REPLACE VIEW attempts_in_scope AS FROM attempts_to_price")
    run = Run(RelationBuilder(con, "memory.main", {}), price_rows(book))
    for function in stage("00_expressions").relations:
        if function.kind in {"function", "expression"}:
            run.build.expression(function.name, function.arguments)
    for relation in stage("07_prices").relations:
        if relation.name != "attempts_to_price":
            run.make(relation)


def costs(book: PriceBook, *attempts: dict) -> list[dict]:
    """The row of each attempt, in order; an empty one where there is none."""
    cursor = computed(book, *attempts).execute("FROM computed_costs ORDER BY attempt_no")
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert len({row["attempt_no"] for row in found}) == len(found)
    by_number = {row["attempt_no"]: row for row in found}
    return [by_number.get(number, {}) for number in range(len(attempts))]


def cost(book: PriceBook, **attempt) -> dict:
    return costs(book, attempt)[0]


@pytest.fixture(scope="module")
def shipped() -> PriceBook:
    return PriceBook.load()


def book_of(tmp_path: Path, prices: str, **files: str) -> PriceBook:
    """A book of one channel, `studio`; other files by name, `_` for `/`."""
    texts = {"prices/studio": HEAD + prices}
    texts |= {name.replace("_", "/"): text for name, text in files.items()}
    for name, text in texts.items():
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return PriceBook.load([tmp_path])


def price(model: str, unit: str, amount: str, *lines: str) -> str:
    more = "\n".join(lines)
    return f'[[price]]\nmodel = "{model}"\nunit = "{unit}"\nprice = "{amount}"\n{more}\n'


SURE = "valid_from = 2026-01-01"

# --- tokens -----------------------------------------------------------------------------------


def test_tokens_are_priced_by_kind(shipped):
    row = cost(
        shipped,
        channel="google",
        model="gemini-2.5-flash-image",
        operation="text_to_image",
        tokens_text_in=20,
        tokens_image_out=1290,
    )
    assert row["computed_cost"] == (20 * Decimal("0.30") + 1290 * 30) / 1_000_000
    assert row["currency"] == "USD"
    assert (row["billed"], row["assumed_because"], row["price_note"]) == ("yes", None, None)


def test_every_kind_of_token_counts_once(shipped):
    row = cost(
        shipped,
        channel="google",
        model="gemini-3-pro-image",
        variant="2K",
        tokens_text_in=100,
        tokens_image_in=560,
        tokens_text_out=163,
        tokens_thinking=200,
        tokens_image_out=1120,
        n_input_images=1,
    )
    per_1m = (100 + 560) * 2 + (163 + 200) * 12 + 1120 * 120
    assert row["computed_cost"] == Decimal(per_1m) / 1_000_000


def test_without_token_counts_images_are_priced_never_both(shipped):
    shape = {"channel": "google", "model": "gemini-2.5-flash-image", "operation": "edit"}
    assert cost(shipped, **shape, n_outputs=3)["computed_cost"] == 3 * Decimal("0.039")
    with_text_only = cost(shipped, **shape, tokens_text_in=500, n_outputs=1)
    assert with_text_only["computed_cost"] == Decimal("0.039")


def test_the_batch_tier_costs_half(shipped):
    shape = {"channel": "openai", "model": "gpt-image-2", "tokens_text_in": 100}
    shape |= {"tokens_image_out": 7024}
    row, batch = costs(shipped, shape, shape | {"variant": "high 1024x1024 batch"})
    assert row["computed_cost"] == Decimal(100 * 5 + 7024 * 30) / 1_000_000
    assert batch["computed_cost"] == row["computed_cost"] / 2
    assert batch["assumed_because"] is None


def test_a_tier_without_its_own_price_has_the_standard_one_flagged(shipped):
    row = cost(shipped, channel="google", model="nano-banana", variant="batch", n_outputs=1)
    assert row["computed_cost"] == Decimal("0.039")
    assert (row["assumed_because"], row["price_note"]) == ("price_assumed", "service_tier_assumed")


def test_tokens_of_a_kind_without_a_price_are_flagged(shipped):
    shape = {"channel": "openai", "model": "gpt-image-2", "tokens_image_out": 1000}
    row = cost(shipped, **shape, tokens_text_out=50)
    assert row["computed_cost"] == Decimal(1000 * 30) / 1_000_000
    assert (row["assumed_because"], row["price_note"]) == ("price_assumed", "token_kind_unpriced")


def test_tokens_from_the_cache_have_their_own_price(shipped):
    """Of 1000 text tokens at $5 per 1M 800 at $1.25; of 4000 image tokens at $8 all but 0 whole."""
    shape = {"channel": "openai", "model": "gpt-image-2", "tokens_image_out": 1000}
    row = cost(shipped, **shape, tokens_text_in=1000, tokens_cached_in=800)
    assert row["computed_cost"] == Decimal("0.032")  # (200 x 5 + 800 x 1.25 + 1000 x 30) per 1M
    assert (row["assumed_because"], row["price_note"]) == (None, None)
    sent = shape | {"tokens_text_in": 1000, "tokens_image_in": 4000}
    whole = cost(shipped, **sent, tokens_cached_in=5000)
    assert whole["computed_cost"] == Decimal("0.03925")  # 1000 x 1.25 + 4000 x 2 + 1000 x 30
    assert whole["assumed_because"] is None


def test_of_which_kind_the_cached_tokens_were_is_assumed_where_both_went_in(shipped):
    shape = {"channel": "openai", "model": "gpt-image-2", "tokens_image_out": 1000}
    shape |= {"tokens_text_in": 1000, "tokens_image_in": 4000}
    row = cost(shipped, **shape, tokens_cached_in=3000)
    # 1000 x 1.25 + 2000 x 2 + 2000 x 8 + 1000 x 30
    assert row["computed_cost"] == Decimal("0.05125")
    assert (row["assumed_because"], row["price_note"]) == ("price_assumed", "cached_kind_unknown")


def test_cached_tokens_without_a_price_cost_what_all_do_and_that_is_said(shipped):
    shape = {"channel": "google", "model": "gemini-3-pro-image", "tokens_image_out": 1120}
    shape |= {"tokens_text_in": 1000}
    plain, row = costs(shipped, shape, shape | {"tokens_cached_in": 800})
    assert row["computed_cost"] == plain["computed_cost"]
    assert plain["assumed_because"] is None
    assert (row["assumed_because"], row["price_note"]) == (
        "price_assumed",
        "cached_tokens_unpriced",
    )


def test_a_tier_that_lacks_a_cached_price_alone_is_flagged_for_cached_tokens_alone(shipped):
    """Batch: 800 of 4000 image tokens at the standard $2, the others at half of $8."""
    shape = {"channel": "openai", "model": "gpt-image-2", "variant": "batch"}
    shape |= {"tokens_image_in": 4000, "tokens_image_out": 1000}
    plain, row = costs(shipped, shape, shape | {"tokens_cached_in": 800})
    assert plain["assumed_because"] is None
    assert row["computed_cost"] == Decimal("0.0294")  # 3200 x 4 + 800 x 2 + 1000 x 15
    assert (row["assumed_because"], row["price_note"]) == ("price_assumed", "service_tier_assumed")


# --- video ------------------------------------------------------------------------------------

CLIP = {
    "channel": "byteplus",
    "model": "dreamina-seedance-2-0-260128",
    "operation": "text_to_video",
}


def test_reported_video_tokens_go_before_the_formula(shipped):
    """A task of 5 s at 720p reports 108,900 tokens: 121 frames. The formula says 108,000."""
    shape = CLIP | {"variant": "720p", "requested_seconds": 5.0}
    reported, formula = costs(shipped, shape | {"tokens_video_out": 108_900}, shape)
    assert reported["computed_cost"] == Decimal(108_900 * 7) / 1_000_000
    assert 1280 * 720 * 24 * 5 / 1024 == 108_000
    assert formula["computed_cost"] == Decimal(108_000 * 7) / 1_000_000
    assert (formula["assumed_because"], formula["price_note"]) == ("price_assumed", "token_formula")


def test_the_formula_takes_what_was_made_before_what_was_asked(shipped):
    asked = CLIP | {"variant": "1080p", "requested_seconds": 10.0}
    made = asked | {"output_seconds": 4.0, "output_megapixels": 1.92 * 1.08, "n_outputs": 1}
    row, _ = costs(shipped, made, asked)
    assert row["computed_cost"] == Decimal(1920 * 1080 * 24 * 4) / 1024 * Decimal("7.7") / 1_000_000


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (960, 720), (720, 720), (1680, 720)])
def test_the_band_of_a_clip_goes_by_its_short_edge(shipped, size):
    clip = {"channel": "runway", "model": "seedance2", "operation": "text_to_video"}
    width, height = size
    asked = {"requested_width": width, "requested_height": height, "requested_seconds": 5.0}
    assert cost(shipped, **clip, **asked)["computed_cost"] == 5 * Decimal("0.36")
    larger = {"requested_width": width * 3 // 2, "requested_height": height * 3 // 2}
    assert cost(shipped, **clip, **asked | larger)["computed_cost"] == 5 * Decimal("0.40")


def test_without_a_length_the_formula_gives_nothing(shipped):
    row = cost(shipped, **CLIP, variant="720p")
    assert (row["computed_cost"], row["price_note"]) == (None, "quantity_unknown")
    assert row["assumed_because"] is None


def test_prices_differ_by_resolution_and_by_operation(shipped):
    shape = CLIP | {"tokens_video_out": 1_000_000}
    found = costs(
        shipped,
        shape | {"variant": "480P"},
        shape | {"variant": "1080p"},
        shape | {"requested_width": 3840, "requested_height": 2160},
        shape | {"variant": "720p", "operation": "video_edit"},
    )
    assert [row["computed_cost"] for row in found] == [7, Decimal("7.7"), 4, Decimal("4.3")]


def test_other_names_and_versions_price_alike(shipped):
    shape = CLIP | {"tokens_video_out": 1_000_000, "variant": "720p"}
    names = ("Dreamina-Seedance-2-0-260128", "seedance-2.0", "doubao-seedance-2-0-270301")
    found = costs(shipped, *(shape | {"model": name} for name in names))
    assert {row["computed_cost"] for row in found} == {Decimal(7)}


def test_seconds_are_counted_over_the_outputs(shipped):
    shape = {"channel": "runway", "model": "gen4.5", "operation": "image_to_video"}
    asked, made = costs(
        shipped,
        shape | {"requested_seconds": 5.0, "n_requested": 2, "n_outputs": 2},
        shape | {"requested_seconds": 10.0, "output_seconds": 8.5, "n_outputs": 1},
    )
    assert asked["computed_cost"] == 5 * 2 * Decimal("0.12")
    assert made["computed_cost"] == Decimal("8.5") * Decimal("0.12")


def test_sound_tells_prices_apart(shipped):
    shape = {"channel": "kling", "model": "kling-3.0", "operation": "text_to_video"}
    shape |= {"requested_seconds": 5.0}
    found = costs(
        shipped,
        shape | {"variant": "720p audio"},
        shape | {"variant": "no audio, 720p"},
        shape | {"variant": "4K"},
        shape | {"variant": "720p"},
    )
    five = [Decimal(5) * Decimal(each) for each in ("0.126", "0.084", "0.42")]
    assert [row["computed_cost"] for row in found] == [*five, None]
    assert found[3]["price_note"] == "variant_unknown"


def test_a_clip_priced_whole_goes_by_its_length(shipped):
    shape = {"channel": "luma", "model": "ray-3.2", "operation": "text_to_video", "variant": "720p"}
    five, ten, seven = costs(shipped, *(shape | {"requested_seconds": s} for s in (5.0, 10.0, 7.0)))
    assert five["computed_cost"] == Decimal("0.30")
    assert ten["computed_cost"] == 3 * five["computed_cost"]
    assert seven["computed_cost"] is None


# --- images -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "width", "height", "expected"),
    [
        ("4K", None, None, "0.24"),
        ("2k", None, None, "0.134"),
        (None, 1376, 768, "0.134"),
        (None, 5504, 3072, "0.24"),
        ("2K", 5504, 3072, "0.134"),
        ("16:9 4k", None, None, "0.24"),
    ],
)
def test_an_image_is_priced_by_the_size_said_else_asked(shipped, variant, width, height, expected):
    shape = {"channel": "google", "model": "gemini-3-pro-image", "variant": variant}
    row = cost(shipped, **shape, requested_width=width, requested_height=height)
    assert row["computed_cost"] == Decimal(expected)
    assert row["assumed_because"] is None


def test_the_marked_default_serves_when_no_size_is_known(shipped):
    row = cost(shipped, channel="google", model="nano-banana-2", submitted_at=datetime(2026, 6, 1))
    assert row["computed_cost"] == Decimal("0.067")
    assert (row["assumed_because"], row["price_note"]) == ("price_assumed", "default_variant")


def test_a_default_never_serves_another_size(shipped):
    shape = {"channel": "google", "model": "gemini-nano-banana-2.1"}
    small = {"requested_width": 512, "requested_height": 512}
    for row in costs(shipped, shape | small, shape | {"variant": "8K"}):
        assert (row["computed_cost"], row["price_note"]) == (None, "variant_unknown")


def test_quality_and_size_in_any_order_and_orientation(shipped):
    shape = {"channel": "openai", "model": "gpt-image-1.5", "operation": "text_to_image"}
    found = costs(
        shipped,
        shape | {"variant": "high 1024x1024"},
        shape | {"variant": "1536x1024, HIGH"},
        shape | {"variant": "medium", "requested_width": 1024, "requested_height": 1536},
        shape | {"variant": "1024x1024"},
        shape,
    )
    expected = [Decimal(each) for each in ("0.133", "0.2", "0.05")]
    assert [row["computed_cost"] for row in found] == [*expected, None, None]


def test_further_megapixels_are_charged_when_started(shipped):
    shape = {"channel": "bfl", "model": "flux-2-pro", "operation": "text_to_image", "n_outputs": 2}
    sizes = ((1024, 1024), (1024, 1088), (2048, 2048))
    found = costs(
        shipped, *(shape | {"requested_width": w, "requested_height": h} for w, h in sizes)
    )
    first, further = Decimal("0.03"), Decimal("0.015")
    assert [row["computed_cost"] for row in found] == [
        2 * first,
        2 * (first + further),
        2 * (first + 3 * further),
    ]
    (unsized,) = costs(shipped, shape)
    assert (unsized["computed_cost"], unsized["price_note"]) == (None, "quantity_unknown")


def test_images_sent_along_cost_extra(shipped):
    google = {"channel": "google", "model": "gemini-3-pro-image", "variant": "2K"}
    luma = {"channel": "luma", "model": "uni-1", "variant": "2K", "operation": "edit"}
    found = costs(
        shipped,
        google | {"n_input_images": 3},
        luma | {"n_input_images": 1},
        luma | {"n_input_images": 3},
    )
    assert [row["computed_cost"] for row in found] == [
        Decimal("0.134") + 3 * Decimal("0.0011"),
        Decimal("0.0434"),
        Decimal("0.0434") + 2 * Decimal("0.003"),
    ]


def test_images_sent_along_with_a_clip_cost_extra(shipped):
    shape = {"channel": "xai", "operation": "image_to_video", "variant": "720p"}
    shape |= {"requested_seconds": 6.0, "n_input_images": 2}
    full, lite, first = costs(
        shipped,
        shape | {"model": "grok-imagine-video-1.5"},
        shape | {"model": "grok-imagine-video-1.5-lite"},
        shape | {"model": "grok-imagine-video"},
    )
    assert full["computed_cost"] == 6 * Decimal("0.14") + 2 * Decimal("0.01")
    assert lite["computed_cost"] == 6 * Decimal("0.03") + 2 * Decimal("0.01")
    assert first["computed_cost"] == 6 * Decimal("0.07") + 2 * Decimal("0.002")


def test_an_edit_at_fal_has_the_price_of_edits(shipped):
    """What OpenAI's models cost there by quality and size; edits with 2 cost more, with 2.5 not."""
    shape = {"channel": "fal", "variant": "high", "requested_width": 1536, "requested_height": 1024}
    made, edited, flare, sunburst = costs(
        shipped,
        shape | {"model": "openai/gpt-image-2", "operation": "text_to_image"},
        shape | {"model": "openai/gpt-image-2/edit", "operation": "edit"},
        shape | {"model": "openai/gpt-image-2.5/flare/text-to-image", "operation": "text_to_image"},
        shape | {"model": "openai/gpt-image-2.5/sunburst/edit", "operation": "edit"},
    )
    assert made["computed_cost"] == Decimal("0.165")
    assert edited["computed_cost"] == Decimal("0.178")
    assert flare["computed_cost"] == 1372 * Decimal(30) / 1_000_000
    assert sunburst["computed_cost"] == flare["computed_cost"]
    (plain,) = costs(shipped, {"channel": "fal", "model": "openai/gpt-image-2.5/flare"})
    assert plain["computed_cost"] == 1204 * Decimal(30) / 1_000_000
    assert (plain["assumed_because"], plain["price_note"]) == ("price_assumed", "default_variant")


def test_models_of_other_makers_in_azure(shipped):
    azure = {"channel": "azure_ai", "operation": "text_to_image"}
    mai, flex, kontext, mini = costs(
        shipped,
        azure | {"model": "MAI-Image-2.6", "tokens_text_in": 40, "tokens_image_out": 1024},
        azure | {"model": "FLUX.2-flex", "requested_width": 2048, "requested_height": 1024},
        azure | {"model": "azure_ai/FLUX.1-Kontext-pro", "operation": "edit", "n_outputs": 2},
        azure | {"model": "gpt-image-1-mini", "variant": "medium 1536x1024"},
    )
    assert mai["computed_cost"] == Decimal(40 * 5 + 1024 * 38) / 1_000_000
    assert flex["computed_cost"] == 2 * Decimal("0.05")
    assert kontext["computed_cost"] == 2 * Decimal("0.04")
    assert mini["computed_cost"] == Decimal(1568 * 8) / 1_000_000


def test_stability_tools_cost_their_credits(shipped):
    """Credits at $0.01, as its own list of August 2025 has them; other lists carry a tenth."""
    credits_each = {"outpaint": 4, "search-and-recolor": 5, "replace-background-and-relight": 8}
    credits_each |= {"control/style": 5, "stability/style-transfer": 8, "sd3-large": Decimal("6.5")}
    found = costs(shipped, *({"channel": "stability", "model": name} for name in credits_each))
    assert [row["computed_cost"] for row in found] == [
        n / Decimal(100) for n in credits_each.values()
    ]


def test_veo_3_cost_more_until_september_2025(shipped):
    shape = {"operation": "text_to_video", "variant": "720p", "requested_seconds": 8.0}
    for channel in ("google", "vertex"):
        full = shape | {"channel": channel, "model": "veo-3.0-generate-001"}
        fast = shape | {"channel": channel, "model": "veo-3.0-fast-generate-preview"}
        august, november, retired = (
            datetime(2025, 8, 31),
            datetime(2025, 11, 1),
            datetime(2026, 7, 1),
        )
        found = costs(
            shipped,
            *(each | {"submitted_at": at} for each in (full, fast) for at in (august, november)),
            full | {"submitted_at": retired},
        )
        per_second = [Decimal(each) for each in ("0.75", "0.40", "0.40", "0.15")]
        assert [row["computed_cost"] for row in found] == [*(8 * each for each in per_second), None]


def test_upscales_by_the_megapixel_and_by_the_started_block(shipped):
    made = {"operation": "upscale", "output_megapixels": 4096 * 4096 / 1_000_000, "n_outputs": 1}
    clarity, topaz = costs(
        shipped,
        made | {"channel": "fal", "model": "fal-ai/clarity-upscaler"},
        made | {"channel": "comfy", "model": "Wonder 3.5"},
    )
    assert clarity["computed_cost"] == 16 * Decimal("0.03")
    assert topaz["computed_cost"] == 2 * Decimal("0.1144")


@pytest.mark.parametrize(
    ("model", "per_megapixel"),
    [
        ("fal-ai/flux/dev", "0.025"),
        ("fal_ai/fal-ai/flux/dev", "0.025"),
        ("fal-ai/flux-1/dev", "0.025"),
        ("fal-ai/flux-lora-depth", "0.035"),
        ("fal-ai/flux/schnell", "0.003"),
    ],
)
def test_flux_1_at_fal_costs_by_the_started_megapixel_of_each_image(shipped, model, per_megapixel):
    """1024x768 and 1024x1024 are one megapixel, 1536x1024 is one and a half: two are charged."""
    shape = {"channel": "fal", "model": model, "n_requested": 4, "n_outputs": 4}
    sizes = {(1024, 768): 1, (1024, 1024): 1, (1536, 1024): 2, (2048, 2048): 4}
    asked = [shape | {"requested_width": w, "requested_height": h} for w, h in sizes]
    for row, megapixels in zip(costs(shipped, *asked), sizes.values(), strict=True):
        assert row["computed_cost"] == 4 * megapixels * Decimal(per_megapixel)
        assert row["currency"] == "USD"
    made = 4 * 1536 * 1024 / 1_000_000
    (row,) = costs(shipped, asked[0] | {"output_megapixels": made})
    assert row["computed_cost"] == 4 * 2 * Decimal(per_megapixel)
    unsized, reported = costs(shipped, shape, shape | {"units": Decimal(8), "unit": "megapixels"})
    assert (unsized["computed_cost"], unsized["price_note"]) == (None, "quantity_unknown")
    assert reported["computed_cost"] == 8 * Decimal(per_megapixel)


def test_stable_diffusion_at_fal_costs_by_the_megapixel(shipped):
    shape = {"channel": "fal", "model": "fal-ai/stable-diffusion-v35-medium", "n_outputs": 1}
    row = cost(shipped, **shape, requested_width=1024, requested_height=1536)
    assert row["computed_cost"] == Decimal("1.5") * Decimal("0.02")


@pytest.mark.parametrize(
    ("model", "variant", "per_image"),
    [
        ("recraftv4", "raster", "0.04"),
        ("recraftv4", None, "0.04"),
        ("recraftv4_raster", None, "0.04"),
        ("recraftv4", "vector_illustration", "0.08"),
        ("recraftv4_vector", None, "0.08"),
        ("recraftv4_pro", None, "0.25"),
        ("recraftv4_pro_vector", None, "0.30"),
        ("recraftv4_1", None, "0.035"),
        ("recraftv4_1_vector", None, "0.08"),
        ("recraftv3_vector", None, "0.08"),
        ("recraftv2", "vector_illustration", "0.044"),
    ],
)
def test_recraft_charges_a_vector_more_than_a_raster_image(shipped, model, variant, per_image):
    shape = {"channel": "recraft", "model": model, "variant": variant}
    row = cost(shipped, **shape, operation="text_to_image", n_outputs=3)
    assert row["computed_cost"] == 3 * Decimal(per_image)
    assert (row["assumed_because"], row["price_note"]) == (None, None)


def test_recraft_v4_has_no_price_before_it_was_out(shipped):
    for model, out in (("recraftv4", datetime(2026, 2, 1)), ("recraftv4_1", datetime(2026, 5, 1))):
        shape = {"channel": "recraft", "model": model, "operation": "text_to_image"}
        before, after = costs(
            shipped,
            shape | {"submitted_at": out - timedelta(microseconds=1)},
            shape | {"submitted_at": out},
        )
        assert (before["computed_cost"], before["price_note"]) == (None, "no_price_at_date")
        assert after["computed_cost"] is not None


# --- quantities that the log itself gives -----------------------------------------------------


def test_credits_logged_are_priced_at_the_channel_s_price(shipped):
    kling, runway = costs(
        shipped,
        {"channel": "kling", "model": "kling-v9", "credits": Decimal(3)},
        {"channel": "runway", "model": "gen4.5", "credits": Decimal(60), "requested_seconds": 9.0},
    )
    assert kling["computed_cost"] == 3 * Decimal("0.14")
    assert runway["computed_cost"] == 60 * Decimal("0.01")


def test_units_logged_go_before_the_outputs(shipped):
    shape = {"channel": "byteplus", "model": "seedream-4-5-251128", "n_outputs": 4}
    row = cost(shipped, **shape, units=Decimal(3), unit="Images", tokens_image_out=16_000)
    assert row["computed_cost"] == 3 * Decimal("0.04")


def test_hardware_time_is_for_models_without_a_price_of_their_own(shipped):
    ran = {"channel": "replicate", "units": Decimal("2.5"), "unit": "gpu_second"}
    community, official, unsaid = costs(
        shipped,
        ran | {"model": "nightmareai/real-esrgan", "variant": "T4"},
        ran | {"model": "black-forest-labs/flux-1.1-pro", "operation": "text_to_image"},
        ran | {"model": "nightmareai/real-esrgan"},
    )
    assert community["computed_cost"] == Decimal("2.5") * Decimal("0.000225")
    assert official["computed_cost"] == Decimal("0.04")
    assert (unsaid["computed_cost"], unsaid["price_note"]) == (None, "model_unknown")


def test_hardware_that_the_log_does_not_name_is_assumed_where_there_are_several(tmp_path):
    """2 s at 0.001 and at 0.003; a studio with one machine assumes nothing."""
    several = price("*", "gpu_second", "0.003", 'variant = "H100"', SURE)
    any_of_them = price("*", "gpu_second", "0.001", SURE)
    ran = {"channel": "studio", "model": "x", "units": Decimal(2), "unit": "gpu_second"}
    named, unsaid = costs(book_of(tmp_path, several + any_of_them), ran | {"variant": "H100"}, ran)
    assert (named["computed_cost"], named["assumed_because"]) == (Decimal("0.006"), None)
    assert (unsaid["computed_cost"], unsaid["assumed_because"], unsaid["price_note"]) == (
        Decimal("0.002"),
        "hardware_assumed",
        "hardware_assumed",
    )
    only = cost(book_of(tmp_path, any_of_them), **ran)
    assert (only["computed_cost"], only["assumed_because"]) == (Decimal("0.002"), None)


def test_a_cache_hit_costs_nothing_anywhere(shipped):
    found = costs(
        shipped,
        {"channel": "google", "model": "gemini-3-pro-image", "variant": "4K", "cache_hit": True},
        {"channel": "in-house", "model": "whatever", "cache_hit": True},
    )
    assert [row["computed_cost"] for row in found] == [0, 0]
    assert {row["price_note"] for row in found} == {"cache_hit"}


def test_prices_in_credits_price_no_attempt(shipped):
    row = cost(
        shipped, channel="adobe", model="firefly-video", variant="720p", requested_seconds=5.0
    )
    assert row["computed_cost"] is None


# --- unpriced ---------------------------------------------------------------------------------


def test_unpriced_is_null_or_no_row_never_zero(shipped):
    unknown_channel, unknown_model, no_model = costs(
        shipped,
        {"channel": "in-house", "model": "gemini-3-pro-image"},
        {"channel": "google", "model": "gemini-9"},
        {"channel": "google"},
    )
    assert unknown_channel == {}
    for row in (unknown_model, no_model):
        assert (row["computed_cost"], row["price_note"]) == (None, "model_unknown")
        assert (row["currency"], row["assumed_because"]) == (None, None)


def test_a_missing_channel_is_the_provider_and_names_are_understood(shipped):
    shape = {"model": "nano-banana", "n_outputs": 1}
    found = costs(
        shipped,
        shape | {"channel": None, "provider": "Google"},
        shape | {"channel": "fal_ai", "provider": "google"},
        shape | {"channel": None, "provider": None},
    )
    assert found[0]["computed_cost"] == Decimal("0.039")
    assert found[1]["computed_cost"] == Decimal("0.039")
    assert found[2] == {}


def test_an_interval_holds_from_its_first_to_before_its_last_microsecond(shipped):
    day = datetime(2026, 8, 7)
    tick = timedelta(microseconds=1)
    shape = {"channel": "comfy", "model": "gpt-image-2", "tokens_image_out": 1_000_000}
    first = datetime(2026, 4, 22)
    moments = (first - tick, first, day - tick, day)
    found = costs(shipped, *(shape | {"submitted_at": moment} for moment in moments))
    assert [row["computed_cost"] for row in found] == [None, 30, 30, Decimal("36.019")]
    assert found[0]["price_note"] == "no_price_at_date"


def test_an_unknown_start_is_flagged(tmp_path):
    book = book_of(tmp_path, price("p", "image", "1") + price("q", "image", "1", SURE))
    early = datetime(2026, 1, 2)
    blank, dated = costs(book, {"model": "p", "submitted_at": early}, {"model": "q"})
    assert (blank["computed_cost"], blank["assumed_because"], blank["price_note"]) == (
        1,
        "date_assumed",
        "date_assumed",
    )
    assert (dated["computed_cost"], dated["assumed_because"], dated["price_note"]) == (
        1,
        None,
        None,
    )


def test_an_unknown_start_is_no_assumption_once_the_price_was_read(tmp_path):
    book = book_of(tmp_path, price("p", "image", "1"))
    read = datetime.combine(book.entries[0].checked_on, datetime.min.time())
    tick = timedelta(microseconds=1)
    before, after = costs(
        book, *({"model": "p", "submitted_at": moment} for moment in (read - tick, read))
    )
    assert (before["assumed_because"], after["assumed_because"]) == ("date_assumed", None)
    assert before["computed_cost"] == after["computed_cost"] == 1


# --- which price ------------------------------------------------------------------------------


def test_exact_beats_blank(tmp_path):
    book = book_of(
        tmp_path,
        price("p", "image", "1", SURE)
        + price("p", "image", "2", SURE, 'variant = "4K"')
        + price("p", "image", "3", SURE, 'operations = ["edit"]')
        + price("p", "image", "4", SURE, 'operations = ["edit"]', 'variant = "4K"')
        + price("p", "image", "5", SURE, 'service_tier = "batch"'),
    )
    asked = [
        {"operation": operation, "variant": variant}
        for operation in ("text_to_image", "edit", None)
        for variant in (None, "4k", "batch")
    ]
    found = costs(book, *(each | {"model": "p"} for each in asked))
    assert [row["computed_cost"] for row in found] == [1, 2, 5, 3, 4, 5, 1, 2, 5]


def test_one_price_whatever_the_variant_serves_without_one(tmp_path):
    book = book_of(
        tmp_path,
        price("one", "image", "1", SURE, 'variant = ["1K", "2K"]')
        + price("two", "image", "1", SURE, 'variant = "1K"')
        + price("two", "image", "2", SURE, 'variant = "2K"'),
    )
    sole, several, other = costs(
        book, {"model": "one"}, {"model": "two"}, {"model": "one", "variant": "4K"}
    )
    assert (sole["computed_cost"], sole["assumed_because"]) == (1, None)
    assert (several["computed_cost"], several["price_note"]) == (None, "variant_unknown")
    assert other["computed_cost"] is None


def test_the_only_size_priced_serves_another_size_flagged(tmp_path):
    book = book_of(tmp_path, price("one", "image", "1", SURE, 'variant = "2K"'))
    asked = {"model": "one", "requested_width": 4096, "requested_height": 4096}
    same, other = costs(book, asked | {"requested_width": 2048, "requested_height": 2048}, asked)
    assert (same["computed_cost"], same["price_note"]) == (1, None)
    assert (other["computed_cost"], other["price_note"]) == (1, "variant_assumed")


def test_an_operation_not_known_is_no_guess_between_prices(shipped):
    shape = CLIP | {"operation": None, "variant": "720p", "tokens_video_out": 108_900}
    row = cost(shipped, **shape)
    assert (row["computed_cost"], row["price_note"]) == (None, "variant_unknown")


def test_the_family_s_first_name_in_force_prices_the_others(tmp_path):
    models = '[[family]]\nname = "P"\nmedia = "image"\nnames = ["p-new", "p-old", "p-any"]\n'
    old = price("p-old", "image", "1", SURE, "valid_to = 2026-12-01")
    book = book_of(
        tmp_path, old + price("p-new", "image", "2", "valid_from = 2026-11-01"), models=models
    )
    october, november, exact = costs(
        book,
        {"model": "p-any", "submitted_at": datetime(2026, 10, 31)},
        {"model": "p-any"},
        {"model": "P-Old"},
    )
    assert [october["computed_cost"], november["computed_cost"], exact["computed_cost"]] == [
        1,
        2,
        1,
    ]


def test_a_later_folder_hides_the_same_key_from_its_own_start(tmp_path):
    ours, mine = tmp_path / "ours", tmp_path / "mine"
    book_of(ours, price("p", "image", "1", SURE, 'variant = "4K"') + price("p", "image", "9", SURE))
    book_of(mine, price("p", "image", "0.8", 'variant = "4k"', "valid_from = 2026-11-01"))
    book = PriceBook.load([ours, mine])
    october, november, blank = costs(
        book,
        {"model": "p", "variant": "4K", "submitted_at": datetime(2026, 10, 31)},
        {"model": "p", "variant": "4K"},
        {"model": "p"},
    )
    assert [row["computed_cost"] for row in (october, november, blank)] == [1, Decimal("0.8"), 9]


# --- who bills a failure ----------------------------------------------------------------------

RULES = """\
channel = "studio"
[defaults]
source = "https://studio.example/terms"
checked_on = 2026-11-01
certainty = "high"
[[policy]]
outcomes = ["technical_failure", "canceled_queued"]
billed = "no"
[[policy]]
outcomes = ["blocked_output"]
billed = "yes"
[[policy]]
outcomes = ["blocked_input"]
billed = "partial"
[[policy]]
outcomes = ["empty_200"]
billed = "tokens"
[[policy]]
outcomes = ["client_timeout"]
billed = "no"
valid_from = 2026-11-05
"""
TOKENS = price("p", "1M_tokens_text_in", "2", SURE) + price("p", "1M_tokens_image_out", "30", SURE)


@pytest.fixture
def ruled(tmp_path) -> PriceBook:
    return book_of(tmp_path, price("p", "image", "0.5", SURE) + TOKENS, policies_studio=RULES)


@pytest.mark.parametrize(
    ("attempt", "expected", "billed", "note"),
    [
        ({"status": "failed", "error_code": "500"}, "0", "no", "not_billed"),
        ({"status": "blocked", "error_code": "IMAGE_SAFETY"}, "1.0", "yes", None),
        (
            {"status": "blocked", "raw_status": "Request Moderated"},
            "1.0",
            "partial",
            "billed_partial",
        ),
        ({"status": "blocked", "raw_status": "promptFeedback"}, "1.0", "partial", "billed_partial"),
        ({"status": "canceled"}, "0", "no", "not_billed"),
        ({"status": "canceled", "started_at": NOVEMBER}, "1.0", "unknown", "billed_unknown"),
        ({"status": "unknown"}, "0", "no", "not_billed"),
        ({"status": "running"}, "0", "no", "not_billed"),
        ({"status": "failed", "raw_status": "STOP"}, None, "tokens", "tokens_not_reported"),
        ({"status": "failed", "error_code": "NO_IMAGE"}, None, "tokens", "tokens_not_reported"),
    ],
)
def test_the_rule_for_the_outcome_decides(ruled, attempt, expected, billed, note):
    row = cost(ruled, model="p", n_requested=2, n_outputs=0, **attempt)
    assert row["computed_cost"] == (None if expected is None else Decimal(expected))
    assert (row["billed"], row["price_note"]) == (billed, note)
    is_assumed = expected == "1.0" and billed in {"unknown", "partial"}
    assert row["assumed_because"] == ("billing_assumed" if is_assumed else None)


def test_only_the_tokens_used_are_billed_where_the_rule_says_so(ruled):
    row = cost(ruled, model="p", status="failed", raw_status="STOP", tokens_text_in=2484)
    assert row["computed_cost"] == Decimal(2484 * 2) / 1_000_000
    assert (row["billed"], row["assumed_because"], row["price_note"]) == (
        "tokens",
        None,
        "tokens_only",
    )


KINDS_OF_TOKENS = ("text_in", "image_in", "text_out", "image_out", "video_out", "thinking")


@pytest.mark.parametrize("kind", KINDS_OF_TOKENS)
def test_a_failure_that_used_tokens_of_one_kind_alone_is_priced_by_these(tmp_path, kind):
    prices = "".join(
        price("p", f"1M_tokens_{each}", str(number), SURE)
        for number, each in enumerate(KINDS_OF_TOKENS, 2)
    )
    book = book_of(tmp_path, price("p", "image", "0.5", SURE) + prices, policies_studio=RULES)
    row = cost(book, model="p", status="failed", raw_status="STOP", **{f"tokens_{kind}": 1000})
    per_1m = 2 + KINDS_OF_TOKENS.index(kind)
    assert row["computed_cost"] == Decimal(1000 * per_1m) / 1_000_000
    assert row["price_note"] == "tokens_only"


def test_a_failure_that_used_tokens_was_answered(ruled):
    row = cost(ruled, model="p", status="failed", raw_status="OTHER", tokens_text_in=10)
    assert (row["billed"], row["computed_cost"]) == ("tokens", Decimal(20) / 1_000_000)


def test_rules_are_dated_too(ruled):
    before = datetime(2026, 11, 4, 23, 59, 59, 999_999)
    early, late = costs(
        ruled,
        {"model": "p", "status": "unknown", "submitted_at": before},
        {"model": "p", "status": "unknown", "submitted_at": before + timedelta(microseconds=1)},
    )
    assert (early["computed_cost"], early["billed"]) == (Decimal("0.5"), "unknown")
    assert (late["computed_cost"], late["billed"]) == (0, "no")


def test_what_is_not_billed_costs_nothing_even_without_a_price(ruled):
    row = cost(ruled, model="never heard of", status="failed")
    assert (row["computed_cost"], row["price_note"]) == (0, "not_billed")


def test_a_channel_without_rules_bills_and_is_flagged(tmp_path):
    book = book_of(tmp_path, price("p", "image", "0.5", SURE))
    for row in costs(
        book, *({"model": "p", "status": s} for s in ("failed", "blocked", "unknown"))
    ):
        assert (row["computed_cost"], row["assumed_because"]) == (Decimal("0.5"), "billing_assumed")
        assert (row["billed"], row["price_note"]) == ("unknown", "billed_unknown")


def test_rules_may_differ_by_medium_and_by_family(shipped):
    blocked = {"status": "blocked", "error_code": "SAFETY"}
    image, video, omni = costs(
        shipped,
        blocked | {"channel": "xai", "model": "grok-imagine-image-2.0", "variant": "1K low"},
        blocked
        | {"channel": "xai", "model": "grok-imagine-video-1.5", "variant": "720p"}
        | {"operation": "text_to_video", "requested_seconds": 6.0},
        blocked
        | {"channel": "google", "model": "gemini-omni-1.1-flash", "variant": "720p"}
        | {"operation": "text_to_video", "requested_seconds": 5.0},
    )
    assert (image["billed"], image["computed_cost"]) == ("no", 0)
    assert (video["billed"], video["computed_cost"]) == ("yes", 6 * Decimal("0.14"))
    assert (omni["billed"], omni["computed_cost"]) == ("unknown", 5 * Decimal("0.1014"))


def test_a_moderated_runway_generation_costs_as_much_as_a_good_one(shipped):
    shape = {"channel": "runway", "model": "gen4.5", "operation": "text_to_video"}
    shape |= {"requested_seconds": 5.0}
    good, moderated, broken = costs(
        shipped,
        shape,
        shape | {"status": "blocked", "error_code": "SAFETY.OUTPUT"},
        shape | {"status": "failed", "error_code": "INTERNAL.BAD_OUTPUT.CODE01"},
    )
    assert moderated["computed_cost"] == good["computed_cost"] == 5 * Decimal("0.12")
    assert (broken["computed_cost"], broken["billed"]) == (0, "no")


# --- properties -------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    channel=st.sampled_from(["google", "openai", "fal", "comfy"]),
    model=st.sampled_from(["nano-banana-pro", "gpt-image-2", "dall-e-3", "sora-2", "gpt-image-1"]),
    day=st.dates(date(2023, 1, 1), date(2027, 12, 31)),
)
def test_prices_at_a_date_agree_with_in_force(shipped, channel, model, day):
    """An attempt with token counts is priced exactly when the book has the token price then."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    in_force = shipped.in_force(channel, model, at)
    rates = {
        entry.unit_price
        for entry in in_force
        if entry.unit == "1M_tokens_image_out" and entry.service_tier is None
    }
    shape = {
        "channel": channel,
        "model": model,
        "variant": "nothing known",
        "tokens_image_out": 1000,
    }
    row = cost(shipped, **shape, submitted_at=at.replace(tzinfo=None))
    if rates:
        assert {row["computed_cost"]} == {1000 * rate for rate in rates}
    elif not in_force:
        assert row["computed_cost"] is None


@pytest.fixture(scope="module")
def registered(shipped):
    con = computed(shipped, {"channel": "openai", "model": "gpt-image-2"})
    con.execute("DROP VIEW priceable_attempts")
    return con


PIECES = (
    "1024x1536",
    "1024 × 1536",
    "1024-x-1024",
    "HIGH",
    "no-audio",
    "720P",
    "2k",
    "0.5K",
    "odd",
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", ", ", "/", "_"])), max_size=4)
)
def test_variants_are_split_alike_in_python_and_sql(registered, pieces):
    text = "".join(piece + separator for piece, separator in pieces)
    registered.execute(
        "CREATE OR REPLACE TEMP TABLE priceable_attempts AS SELECT 'openai' AS billing_channel, "
        "'m' AS model, NULL::VARCHAR AS operation, ?::VARCHAR AS variant, NULL::VARCHAR AS unit, "
        "NULL::BIGINT AS requested_width, NULL::BIGINT AS requested_height, NULL::INTEGER AS "
        "size_class, NULL::INTEGER AS seconds_each",
        [text],
    ).fetchall()
    sql = relation_sql("logged_keys")
    ((said,),) = registered.execute(f"SELECT said FROM ({sql})").fetchall()
    assert set(said) == words(text) - {"odd"}


def test_odd_variants_and_sizes_do_not_multiply_the_work(shipped):
    odd = [
        {"channel": "google", "model": "gemini-3-pro-image", "variant": f"take {n}"}
        | {"requested_width": 1000 + n, "requested_height": 1000}
        for n in range(50)
    ]
    found = costs(shipped, *odd)
    assert {row["computed_cost"] for row in found} == {Decimal("0.134")}


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("model", "nano-banana-pro", "gemini-3-pro-image"),
        ("operation", "text_to_image", "edit"),
        ("variant", "2K take 1", "2K take 2"),
        ("unit", None, "image"),
        ("requested_width", 1000, 1001),
        ("requested_height", 1000, 1001),
        ("output_megapixels", 1.0, 16.0),
        ("requested_seconds", 1.0, 2.0),
    ],
)
def test_calls_that_differ_in_one_thing_alone_have_a_row_each(shipped, what, one, other):
    shape = {"channel": "google", "model": "gemini-3-pro-image", "variant": "2K", "n_outputs": 1}
    shape |= {"requested_width": 1000, "requested_height": 1000}
    found = computed(shipped, shape | {what: one}, shape | {what: other})
    rows = found.execute("SELECT attempt_no, computed_cost FROM computed_costs ORDER BY 1")
    assert rows.fetchall() == [(0, Decimal("0.134")), (1, Decimal("0.134"))]


def test_without_an_attempt_to_price_there_are_the_same_columns(shipped):
    known, none = (
        computed(shipped, {"channel": channel, "model": "gemini-3-pro-image"})
        for channel in ("google", "in-house")
    )
    assert none.execute("SELECT count(*) FROM computed_costs").fetchall() == [(0,)]
    described = "DESCRIBE computed_costs"
    assert none.execute(described).fetchall() == known.execute(described).fetchall()


def test_absurd_quantities_have_no_cost_and_stop_nothing(shipped):
    clip = {"channel": "runway", "model": "gen4.5", "operation": "text_to_video"}
    found = costs(
        shipped,
        clip | {"output_seconds": float("inf"), "n_outputs": 1},
        clip | {"output_seconds": float("nan"), "n_outputs": 1},
        {
            "channel": "fal",
            "model": "fal-ai/clarity-upscaler",
            "output_megapixels": 1e300,
            "n_outputs": 1,
        },
        {"channel": "kling", "model": "x", "credits": Decimal(10) ** 12 - 1},
    )
    assert [row["computed_cost"] for row in found[:3]] == [None, None, None]
    assert found[3]["computed_cost"] == (Decimal(10) ** 12 - 1) * Decimal("0.14")
