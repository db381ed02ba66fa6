"""Where bills and the price book disagree: found, said, and taken into the team's own prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboard.words.price_disagreements import observed_sentence
from data.asking.observed_units import observed_entry
from data.asking.selection import Selection
from data.errors import SettingsError
from data.pricing.book import append_entry
from data.settings import Settings
from tests.command_folder import CommandFolder

pytest_plugins = ["tests.loaded_studio"]

OWN = """
channel = "fal"

[defaults]
currency = "USD"
source = "https://example.com/prices"
checked_on = 2026-10-01
certainty = "high"

[[price]]
model = "acme/clip"
unit = "second"
price = "0.05"
valid_from = 2026-01-01
"""


def event(name, day, cost, units, **more):
    return {
        "request_id": name,
        "endpoint_id": "acme/clip",
        "timestamp": f"2026-11-{day:02d}T09:10:00Z",
        "output_units": units,
        "cost_total": cost,
    } | more


def webhook(name, day, seconds=5):
    return {
        "received_at": f"2026-11-{day:02d}T09:01:00Z",
        "submitted": {
            "endpoint_id": "acme/clip",
            "submitted_at": f"2026-11-{day:02d}T09:00:00Z",
            "arguments": {"prompt": "rain", "duration": seconds},
        },
        "body": {
            "request_id": name,
            "gateway_request_id": name,
            "status": "OK",
            "payload": {"video": {"url": f"https://v3.fal.media/files/{name}.mp4"}},
        },
    }


@pytest.fixture
def billed(studio):
    """Loads events with a finished clip of 5 s each; the figures over them."""
    folder = studio.folder / "own" / "prices"
    folder.mkdir(parents=True)
    (folder / "fal.toml").write_text(OWN, "utf-8")
    studio.settings = Settings(
        warehouse=studio.folder / "w.duckdb",
        as_of=studio.settings.as_of,
        prices_folder=studio.folder / "own",
    )

    def load(*events):
        days = {each["request_id"]: int(each["timestamp"][8:10]) for each in events}
        studio.load(studio.write("bills.jsonl", events))
        studio.load(studio.write("hooks.jsonl", [webhook(*each) for each in days.items()]))
        return studio.figures()

    return load


def test_eight_units_billed_for_five_seconds_make_each_second_dearer(billed):
    figures = billed(
        event("a", 2, 0.40, 8), event("b", 3, 0.40, 8), event("c", 3, 0.40, 8), event("d", 5, 1, 20)
    )
    (found,) = figures.observed_units(Selection())
    # By hand: the book says 5 s x 0.05 = 0.25; the median bill is 0.40, 0.40 / 5 s = 0.08 a second.
    assert (found.book_units, found.book_price) == (pytest.approx(5), Decimal("0.05"))
    assert (found.observed_units, found.observed_price) == (8, Decimal("0.08"))
    assert (found.n, found.days, found.first_day) == (4, 3, date(2026, 11, 2))
    assert observed_sentence(found) == (
        "fal / acme/clip: the price book has 0.05 USD by second, 5 a request; 4 bills of 3 days "
        "come to 0.08 USD and 8 billable units a request. `offcut prices add --observed acme/clip` "
        "takes it."
    )
    proof = figures.proof(Selection())
    assert proof.observed == (found,)


def test_taken_into_the_teams_own_prices_it_is_dated_and_sourced(studio, billed):
    figures = billed(*(event(name, day, 0.40, 8) for day, name in enumerate("abc", start=2)))
    entry = observed_entry(
        figures.observed_units(Selection()),
        figures.book,
        "acme/clip",
        channel=None,
        variant=None,
        starts=None,
        today=date(2026, 11, 10),
    )
    append_entry(figures.settings.prices_folder, entry)
    assert (entry.unit, entry.price, entry.valid_from) == (
        "second",
        Decimal("0.08"),
        date(2026, 11, 2),
    )
    assert entry.source == "observed in 3 bills from 2026-11-02 to 2026-11-04"
    later = studio.figures()
    assert later.observed_units(Selection()) == ()
    before = later.book.in_force("fal", "acme/clip", date(2026, 11, 1))
    assert [each.price for each in before] == [Decimal("0.05")]


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([event(n, 2, 0.25, 5) for n in "abc"], "the bills say what the book says"),
        ([event(n, 2, 0.252, 5) for n in "abc"], "they lie within a hundredth"),
        ([event(n, 2, 0.40, 8) for n in "ab"], "two bills are too few"),
        ([event(n, 2, 0.40, 8, unit="seconds") for n in "abc"], "units said are units priced"),
    ],
)
def test_where_nothing_is_to_be_said_nothing_is(billed, events, why):
    assert billed(*events).observed_units(Selection()) == (), why


def test_what_is_not_observed_cannot_be_taken(billed):
    figures = billed(event("a", 2, 0.40, 8))
    with pytest.raises(SettingsError, match="They disagree on: none"):
        observed_entry(
            figures.observed_units(Selection()),
            figures.book,
            "acme/clip",
            channel=None,
            variant=None,
            starts=None,
            today=date(2026, 11, 10),
        )


def test_the_command_takes_it_and_status_says_so_before(billed, studio, monkeypatch):
    billed(*(event(name, day, 0.40, 8) for day, name in enumerate("abc", start=2)))
    (studio.folder / "offcut.toml").write_text('prices_folder = "own"\n', "utf-8")
    monkeypatch.setenv("OFFCUT_AS_OF", "2026-11-10T00:00:00Z")
    command = CommandFolder()
    command.folder = studio.folder
    assert "`offcut prices add --observed acme/clip` takes it." in command.run("status").out
    taken = command.run("prices", "add", "--observed", "acme/clip").err
    assert "observed in 3 bills from 2026-11-02 to 2026-11-04" in taken
    assert 'price = "0.08"' in (studio.folder / "own/prices/fal.toml").read_text("utf-8")
    assert "takes it" not in command.run("status").out
    refused = command.run("prices", "add", "--observed", "acme/clip", exits=1).err
    assert "They disagree on: none" in refused
