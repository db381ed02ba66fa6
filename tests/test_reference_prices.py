"""The shipped book beside LiteLLM's price list: what each counts a price by."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.pricing.book import PriceBook
from data.pricing.entry import Unit

REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "prices_litellm.csv"
FIELDS: dict[str, set[Unit]] = {
    "output_cost_per_image_token": {"1M_tokens_image_out"},
    "output_cost_per_reasoning_token": {"1M_tokens_thinking"},
    "output_cost_per_token": {"1M_tokens_text_out", "1M_tokens_thinking"},
    "input_cost_per_image_token": {"1M_tokens_image_in"},
    "cache_read_input_image_token_cost": {"1M_tokens_cached_image_in"},
    "cache_read_input_token_cost": {"1M_tokens_cached_text_in", "1M_tokens_cached_image_in"},
    "input_cost_per_token": {"1M_tokens_text_in", "1M_tokens_image_in"},
    "output_cost_per_second": {"second"},
    "output_cost_per_video_per_second": {"second"},
    "output_cost_per_image": {"image"},
    "input_cost_per_image": {"image", "input_image"},
    "output_cost_per_pixel": {"megapixel"},
    "input_cost_per_pixel": {"megapixel"},
}
"""What a field of that list means here, the first that its name begins with.

OpenAI's and xAI's prices per image made stand under input_cost_per_image there, and a price per
pixel of one quality and size is one per image.
"""
SIZED = re.compile(r"(?:(?:low|medium|high|xhigh|max|standard|hd|\d+-x-\d+)/)+")
KEPT = {
    ("openai", "GPT Image 2", "image"): "what its output tokens come to, for logs without tokens",
    ("openai", "GPT Image 2.5 Flare", "image"): "the same",
    ("openai", "GPT Image 2.5 Sunburst", "image"): "the same",
    ("fal", "FLUX.1 [schnell]", "megapixel"): "fal's own unit; the list has it at 1024x1024",
    ("fal", "Stable Diffusion 3.5 Medium", "megapixel"): "fal's own unit and price",
}
"""Where the book keeps another unit than the list, and why."""


@pytest.fixture(scope="module")
def shipped() -> PriceBook:
    return PriceBook.load()


def model_of(book: PriceBook, name: str) -> str:
    """The family of a model, else its name."""
    family = book.family_of(name)
    return family.name if family else name.lower()


def listed(book: PriceBook) -> dict[tuple[str, str], set[str]]:
    """The units that the list prices a channel's model by."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            channel = book.channel_of(row["provider"].partition("-")[0])
            for name, unit in priced(row):
                units[channel, model_of(book, name)].add(unit)
    for found in units.values():
        if "megapixel" in found:  # beside it, a price per image is the one at 1024x1024
            found.discard("image")
    return units


def priced(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(model, unit) for each thing that a row of the list prices; a 0 there means nothing."""
    field = row["operation"].partition(":")[2]
    name = row["model_id"].removeprefix(row["provider"].partition("-")[0] + "/")
    sized = SIZED.match(name)
    model = name[sized.end() :] if sized else name
    if float(row["price"]) == 0:
        return
    for unit in next((FIELDS[each] for each in FIELDS if field.startswith(each)), set[Unit]()):
        yield model, "image" if sized and unit == "megapixel" else unit


@pytest.mark.skipif(not REFERENCE.exists(), reason="the price list is not beside the checkout")
def test_no_price_counts_by_another_unit_than_the_list_unless_explained(shipped):
    by_list = listed(shipped)
    ours = {(each.channel, model_of(shipped, each.model), each.unit) for each in shipped.entries}
    both = {(channel, model) for channel, model, _ in ours} & by_list.keys()
    assert len(both) > 100
    differing = {
        (channel, model, unit)
        for channel, model, unit in ours
        if (channel, model) in both and unit not in by_list[channel, model]
    }
    assert differing == KEPT.keys()
