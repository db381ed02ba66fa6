"""A model that its channel has shut: calls after that day are told of and not priced."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboard.words.price_disagreements import shut_sentence
from data.asking.proof import AfterShutdown, Unpriced
from data.asking.selection import Selection
from data.errors import SettingsError
from data.pricing.book import SHIPPED, PriceBook

pytest_plugins = ["tests.loaded_studio"]

MAP = """
name = "calls"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "at"
channel = "channel"
model = "model"
reported_cost = "cost"
[constants]
status = "succeeded"
operation = "text_to_image"
requested_width = 1024
requested_height = 1024
currency = "USD"
"""


def call(name, at, channel="openai", model="dall-e-3", cost=None):
    return {"id": name, "at": at, "channel": channel, "model": model, "cost": cost}


def loaded(studio, *calls):
    studio.write("calls.map.toml", MAP)
    studio.load(studio.write("calls.jsonl", calls))
    return studio.figures()


def test_a_call_after_the_day_is_told_of_and_not_priced(studio):
    figures = loaded(
        studio,
        call("before", "2026-05-11T23:59:59Z"),
        call("after", "2026-05-12T00:00:00Z"),
        call("alias", "2026-06-01T00:00:00Z", model="openai/dall-e-3"),
        call("elsewhere", "2026-06-01T00:00:00Z", channel="azure"),
    )
    # By hand: dall-e-3 was shut at openai on 2026-05-12, and cost 0.04 until then; not at azure.
    costs = studio.rows(
        "SELECT a.source_id, f.cost, f.unpriced_because, f.after_shutdown"
        " FROM attempt_facts AS f JOIN attempts AS a USING (attempt_no) ORDER BY 1"
    )
    assert [row for row in costs if row[0] != "elsewhere"] == [
        ("after", None, "model_shut", True),
        ("alias", None, "model_shut", True),
        ("before", Decimal("0.04"), None, False),
    ]
    assert not {row[0]: row[3] for row in costs}["elsewhere"]
    proof = figures.proof(Selection())
    assert proof.after_shutdown == (
        AfterShutdown("openai", "dall-e-3", date(2026, 5, 12), 1),
        AfterShutdown("openai", "openai/dall-e-3", date(2026, 5, 12), 1),
    )
    assert Unpriced("openai", "dall-e-3", "model_shut", 1) in proof.unpriced
    assert proof.holds
    assert shut_sentence(proof.after_shutdown[0]) == (
        "openai / dall-e-3 was shut on 2026-05-12: 1 attempt came later, and the price book prices "
        "none of them."
    )


def test_what_the_log_says_it_cost_stays_and_is_told_of(studio):
    figures = loaded(studio, call("a", "2026-11-01T00:00:00Z", model="sora-2", cost="0.80"))
    (row,) = figures.measure(["spend", "attempts_after_shutdown"], selection=Selection()).rows
    assert (row["spend"], row["attempts_after_shutdown"]) == (Decimal("0.80"), 1)


@pytest.mark.parametrize(
    ("channel", "model", "day"),
    [
        ("openai", "dall-e-2", date(2026, 5, 12)),
        ("openai", "DALL-E-3", date(2026, 5, 12)),
        ("openai", "sora-2-pro", date(2026, 9, 24)),
        ("google", "imagen-4.0-generate-001", date(2026, 8, 17)),
        ("gemini", "veo-3.0-generate-preview", date(2025, 11, 12)),
        ("google", "veo-3", date(2026, 6, 30)),
        ("google", "gemini-2.5-flash-image", None),
        ("google", "gemini-3-pro-image", None),
        ("google", "nano-banana-pro", None),
        ("fal", "fal-ai/nano-banana-2", None),
        ("openai", "gpt-image-2", None),
    ],
)
def test_the_day_by_any_name_of_the_model_at_that_channel_alone(channel, model, day):
    assert PriceBook.load().shut_on(channel, model) == day


def test_no_price_is_in_force_from_that_day_on():
    book = PriceBook.load()
    assert book.in_force("google", "veo-3.0-generate-001", date(2026, 6, 29))
    assert not book.in_force("google", "veo-3.0-generate-001", datetime(2026, 6, 30, tzinfo=UTC))


TWICE = """
channel = "openai"
[defaults]
currency = "USD"
source = "https://example.com"
checked_on = 2026-10-01
certainty = "high"
[[shutdown]]
model = "dall-e-3"
shut_on = 2026-06-01
"""


def test_a_team_may_know_another_day_but_not_two(tmp_path):
    (tmp_path / "prices").mkdir()
    file = tmp_path / "prices" / "openai.toml"
    file.write_text(TWICE, "utf-8")
    assert PriceBook.load((SHIPPED, tmp_path)).shut_on("openai", "dall-e-3") == date(2026, 6, 1)
    file.write_text(TWICE + '[[shutdown]]\nmodel = "DALL-E-3"\nshut_on = 2026-07-01\n', "utf-8")
    with pytest.raises(SettingsError, match="duplicate of"):
        PriceBook.load((SHIPPED, tmp_path))
