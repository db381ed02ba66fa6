"""Weekly demand and evidence out of a log: in own credits, from the ledger, and re-rated elsewhere.

November 2026 begins on a Sunday: its whole weeks start on the 2nd, 9th, 16th and 23rd.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.commitments.demand.evidence import BriefSums
from data.commitments.demand.from_log import demand_of, evidence_of, list_money_of
from data.commitments.demand.work_rating import Rates, Work
from data.commitments.terms.book import PlanBook
from data.commitments.terms.packs import CreditRate
from data.pricing.currencies import CurrencyRate, RateInForce

pytest_plugins = ["tests.raw_records"]

RUNWAY = {"channel": "runway", "reported_cost": None, "currency": None, "model": "gen4.5"}


@pytest.fixture
def studio(records):
    """Calls on Runway; `load(as_of)` resolves them and asks for the demand."""

    def call(at, credits_=None, **columns):
        return records.attempt(**RUNWAY | {"submitted_at": at, "credits": credits_} | columns)

    def load(as_of="30", channel="runway", **options):
        records.resolve(as_of)
        return demand_of(records.con, channel, records.settings, **options)

    records.call, records.load = call, load
    return records


def weeks(demand):
    return [(week.starts_on.day, week.credits) for week in demand.weeks]


@pytest.fixture(scope="module")
def book():
    return PlanBook.load()


# --- whole weeks ----------------------------------------------------------------------------------


def test_partly_covered_weeks_are_left_out_and_counted(studio):
    """A log from Thursday the 5th to Friday the 27th has two whole weeks, one of them empty."""
    for at, credits_ in (("5", 10), ("9", 20), ("15 23:59", 5), ("27", 40)):
        studio.call(at, credits_)
    got = studio.load()
    assert weeks(got) == [(9, 25), (16, 0)]
    assert got.partly_covered_weeks == 2
    assert (got.basis, got.platform, got.attempts) == ("log", "runway", 2)
    assert got.next_day == date(2026, 11, 23)


def test_a_log_from_monday_to_sunday_is_whole(studio):
    studio.call("2 00:00", 10)
    studio.call("29 23:59", 40)
    assert weeks(studio.load()) == [(2, 10), (9, 0), (16, 0), (23, 40)]


def test_days_of_the_week_that_never_have_a_record_do_not_cut_a_week(studio):
    """Mondays to Fridays of four weeks, asked on the Monday after, and on the Sunday before it."""
    for at in ("2", "4", "6", "10", "12", "18", "26", "30 09:00"):
        studio.call(at, 10)
    assert weeks(studio.load("30 12:00")) == [(2, 30), (9, 20), (16, 10), (23, 10)]


@pytest.mark.parametrize(("as_of", "whole"), [("30", 4), ("29 12:00", 3)])
def test_a_weekend_counts_once_it_is_over(studio, as_of, whole):
    for at in ("2", "4", "6", "10", "12", "18", "27"):
        studio.call(at, 10)
    assert len(studio.load(as_of).weeks) == whole


def test_any_record_of_the_source_shows_that_it_was_being_written(studio):
    """The last call on Runway was on the 10th, but the same log has others up to the 22nd."""
    studio.call("2", 10)
    studio.call("10", 20)
    studio.call("22", 99, channel="fal")
    assert weeks(studio.load()) == [(2, 10), (9, 20), (16, 0)]


def test_weeks_are_the_teams_own(studio):
    """In New York Sunday's last hours are Monday's first in UTC; weeks may begin on a Sunday."""
    studio.call("1", 1)
    studio.call("2 03:00", 10)
    studio.call("16 06:00", 100)
    studio.resolve("30", timezone="America/New_York", week_starts_on="sunday")
    got = demand_of(studio.con, "runway", studio.settings)
    assert weeks(got) == [(1, 11), (8, 0)]


def test_as_of_an_earlier_moment_later_calls_do_not_count(studio):
    for at in ("2", "8", "9", "15", "16", "22"):
        studio.call(at, 10)
    assert weeks(studio.load("16 00:00")) == [(2, 20), (9, 20)]


def test_several_channels_are_covered_where_all_are(studio):
    for at in ("2", "29"):
        studio.call(at, 10)
    studio.source("fal log")
    for at in ("9", "29"):
        studio.call(at, 5, channel="fal", source="fal log")
    assert weeks(studio.load(channel=("runway", "fal"))) == [(9, 5), (16, 0), (23, 15)]


def test_nothing_known_of_a_channel_is_no_week(studio):
    got = studio.load(channel="nobody")
    assert (got.weeks, got.partly_covered_weeks, got.peak_concurrency) == ((), 0, None)


# --- own credits ----------------------------------------------------------------------------------


def test_failed_and_blocked_calls_are_kept_apart_at_what_they_would_take(studio):
    """Two calls took 12 and 20. The failed one says 0 (refunded): it counts as their mean, 16. The
    blocked one was charged 30 and says so.
    """
    studio.call("2", 12)
    studio.call("3", 20, status="succeeded")
    studio.call("4", 0, status="failed")
    studio.call("5", 30, status="blocked")
    studio.call("8", 0, status="succeeded", cache_hit=True)
    got = studio.load()
    (week,) = got.weeks
    assert (week.credits, week.failed, week.blocked) == (32, 16, 30)
    assert (week.attempts, got.assumed_attempts) == (4, 1)
    assert week.charged("no", "yes") == 62
    assert week.charged("unknown", "no") == 48


def test_without_logged_credits_the_list_cost_and_then_the_rate_count(studio, book):
    """8 s of Gen-4.5 at 12 credits a second are 96; unknown models have no rate."""
    studio.call("2", requested_seconds=8.0, model="Runway Gen-4.5")
    studio.call("8", requested_seconds=8.0, model="something else")
    got = studio.load(platform=book.platform("runway"))
    assert [each.credits for each in got.weeks] == [96]
    assert got.unrated_attempts == 1


def test_the_list_cost_goes_before_the_rate(studio, book):
    studio.call("2", requested_seconds=8.0, model="Runway Gen-4.5")
    studio.call("8", 7)
    studio.resolve()
    studio.con.execute("UPDATE resolved_attempts SET computed_cost = 0.50")
    got = demand_of(studio.con, "runway", studio.settings, platform=book.platform("runway"))
    assert [each.credits for each in got.weeks] == [Decimal("0.50") / Decimal("0.01") + 7]


def test_list_money_in_another_currency_is_told_in_credits_by_the_rate_of_its_day(studio, book):
    """A credit is a dollar cent: 0.45 € at 0.90 and 0.40 € at 0.80 are 50 of them each.

    On the 24th no rate serves: what that call took is not known.
    """
    rates = [
        CurrencyRate(
            base="USD", quote="EUR", day=date(2026, 11, day), rate=Decimal(text), source="b"
        )
        for day, text in ((1, "0.90"), (7, "0.80"))
    ]
    studio.call("2", 0, status="succeeded")
    for at in ("3", "8", "24"):
        studio.call(at)
    studio.call("29", 0)
    studio.resolve(currency="EUR")
    studio.con.execute(
        "UPDATE resolved_attempts"
        " SET computed_cost = CASE WHEN day(submitted_at) = 3 THEN 0.45 ELSE 0.40 END"
    )
    got = demand_of(
        studio.con, "runway", studio.settings, platform=book.platform("runway"), rates=rates
    )
    assert [each.credits for each in got.weeks] == [100, 0, 0, 0]
    assert got.unrated_attempts == 1


def test_what_calls_would_cost_is_told_at_the_rate_of_now(studio):
    """0.45 € at 0.90 and 0.40 € at 0.80 were half a dollar each: at 0.95 they are 0.475 € each."""
    rates = [
        CurrencyRate(base="USD", quote="EUR", day=date(2026, 11, n), rate=Decimal(text), source="b")
        for n, text in ((1, "0.90"), (7, "0.80"))
    ]
    for at in ("2", "3", "8"):
        studio.call(at)
    studio.resolve(currency="EUR")
    studio.con.execute(
        "UPDATE resolved_attempts SET computed_cost"
        " = CASE day(submitted_at) WHEN 2 THEN 0 WHEN 3 THEN 0.45 ELSE 0.40 END"
    )
    now = RateInForce("USD", "EUR", Decimal("0.95"), date(2026, 11, 29))
    asked = (studio.con, "runway", studio.settings, [date(2026, 11, 2)])
    (week,) = list_money_of(*asked, at=now, rates=rates).weeks
    assert float(week.credits) == pytest.approx(0.95)
    (as_it_was,) = list_money_of(*asked).weeks
    assert as_it_was.credits == Decimal("0.85")


def test_the_seconds_of_all_videos_of_a_call_count(studio, book):
    """Two of 5 s, as they were described, whatever was asked for: 10 s at 12 credits a second."""
    studio.call("2", requested_seconds=4.0, n_outputs=2, model="Runway Gen-4.5")
    for index in range(2):
        studio.asset("a1", index, seconds=5.0)
    studio.call("8", 0)
    got = studio.load(platform=book.platform("runway"))
    assert [each.credits for each in got.weeks] == [120]


def test_media_narrows_the_log(studio):
    studio.call("2", 10, operation="text_to_video")
    studio.call("8", 3, operation="text_to_image")
    assert weeks(studio.load(media="image")) == [(2, 3)]


def test_the_most_at_once(studio):
    for at in ("2 10:00:00", "2 10:00:05", "2 10:00:10", "8 10:00:00"):
        studio.call(at, 1)  # each runs ten seconds
    assert studio.load().peak_concurrency == 2


# --- the ledger -----------------------------------------------------------------------------------


def test_what_the_account_was_charged_goes_before_what_the_log_says(studio):
    """The ledger charges 25 where the log says 20, and 4 that no call explains."""
    studio.call("2", 20, account="team", source_id="a")
    studio.entry("purchase", "2 00:00", credits=1000, money=10)
    studio.entry("consume", "2", credits=25, attempt_ref="a")
    studio.entry("consume", "4", credits=-4)
    studio.entry("expire", "8 23:00", credits=1)
    got = studio.load()
    assert got.basis == "ledger"
    assert weeks(got) == [(2, 29)]


def test_refunds_come_off_in_the_week_of_their_call_and_failures_stay_gross(studio):
    """A succeeded call of week 1 is half refunded in week 2. A failed one took 30 and got it back;
    a failed one that was never charged counts as the mean of the charged call, 20.
    """
    studio.call("2", 40, account="team", source_id="good")
    studio.call("3", 30, account="team", source_id="bad", status="failed")
    studio.call("4", None, account="team", source_id="worse", status="failed")
    studio.entry("purchase", "2 00:00", credits=1000, money=10)
    studio.entry("consume", "2", credits=40, attempt_ref="good")
    studio.entry("consume", "3", credits=30, attempt_ref="bad")
    studio.entry("refund", "10", credits=20, attempt_ref="good")
    studio.entry("refund", "11", credits=30, attempt_ref="bad")
    studio.entry("adjust", "15 23:00", credits=1)
    got = studio.load()
    assert weeks(got) == [(2, 20), (9, 0)]
    assert got.weeks[0].failed == 30 + 20
    assert got.assumed_attempts == 1


def test_an_account_of_the_channels_name_is_its_account(studio):
    studio.entry("consume", "2", account="runway", credits=7)
    studio.entry("consume", "8", account="runway", credits=7)
    assert weeks(studio.load()) == [(2, 14)]


def test_other_accounts_and_what_is_booked_later_are_no_demand(studio):
    """25 were charged; 99 are another channel's, and on the 9th of the next month 40 follow."""
    studio.call("2", 20, account="team", source_id="a")
    studio.call("3", 20, account="elsewhere", source_id="b", channel="fal")
    studio.entry("purchase", "2 00:00", credits=1000, money=10)
    studio.entry("consume", "2", credits=25, attempt_ref="a")
    studio.entry("consume", "3", account="elsewhere", credits=99, attempt_ref="b")
    studio.entry("grant", "8 23:00", credits=500)
    studio.entry("consume", "17", credits=40, attempt_ref="a")
    studio.entry("consume", "24", credits=40)
    got = studio.load("16")
    assert weeks(got) == [(2, 25)]
    assert (got.basis, got.partly_covered_weeks) == ("ledger", 0)


def test_an_account_that_was_only_filled_says_nothing_of_what_was_used(studio):
    studio.call("2", 20, account="team")
    studio.call("8", 20, account="team")
    studio.entry("purchase", "2 00:00", credits=1000, money=10)
    studio.entry("grant", "8 23:00", credits=500)
    got = studio.load()
    assert (got.basis, weeks(got)) == ("log", [(2, 40)])


# --- elsewhere ------------------------------------------------------------------------------------


def test_the_same_work_at_another_platforms_rates(studio, book):
    """5 s at 1080p with audio in Kling 3.0 take 12 a second in the app; there is no Gen-4.5."""
    studio.call("2", 60, requested_seconds=5.0, requested_width=1920, requested_height=1080,
                variant="audio")  # fmt: skip
    studio.call("8", 60, requested_seconds=5.0, model="gen4_turbo")
    kling = book.platform("kling-app")
    unknown = studio.load(platform=kling, elsewhere=True)
    assert (unknown.weeks[0].credits, unknown.unrated_attempts) == (0, 2)
    got = studio.load(platform=kling, elsewhere=True, instead={"gen4.5": "Kling 3.0"})
    assert (got.basis, got.platform) == ("re-rated", "kling-app")
    assert (got.weeks[0].credits, got.unrated_attempts) == (60, 1)
    both = studio.load(platform=kling, elsewhere=True, instead={"*": "kling 3.0"})
    assert both.weeks[0].credits == 60 + 30  # without words: the default, 720p silent, 6 a second


def work(**said):
    known = dict.fromkeys(Work.__dataclass_fields__)
    counts = {"n_attempts": 2, "n_outputs": 3, "has_seconds": "seconds" in said, "media": "video"}
    return Work(**known | counts | said)


def rate(unit="second", credits_="10", model="M", **said):
    return CreditRate(model=model, unit=unit, credits=credits_, **said)


def test_rates_count_seconds_images_or_runs():
    assert Rates([rate()]).credits(work(model="m", seconds=5.0)) == 50
    assert Rates([rate()]).credits(work(model="m")) is None
    assert Rates([rate("run")]).credits(work(model="m")) == 20
    assert Rates([rate("image")]).credits(work(model="m", media="image")) == 30
    assert Rates([rate("image")]).credits(work(model="m")) is None


def test_the_rate_with_the_most_words_that_are_told_is_taken():
    rates = Rates([
        rate(variant="720p", credits_="1"),
        rate(variant="1080p", credits_="2"),
        rate(variant="1080p audio", credits_="3"),
    ])  # fmt: skip

    def each(**said):
        return rates.credits(work(model="M", seconds=1.0, **said))

    assert each(variant="1080p, audio") == 3
    assert each(variant="1080p") == 2
    assert each(short_side=1080, variant="AUDIO") == 3
    assert each(short_side=704) == 1
    assert each() is None


# --- evidence -------------------------------------------------------------------------------------


def test_settled_briefs_by_hand(records):
    """Brief A: four calls, one failed, three outputs of which one is approved and two rejected, and
    one call elsewhere. Brief B was just begun. Brief C was given up: two rejected.
    """
    settings = {"channel": "runway", "brief_id": "A"}
    for name in ("a1", "a2", "a3"):
        records.attempt(name, **settings)
    records.attempt("a4", status="failed", n_requested=2, **settings)
    records.attempt("a5", channel="fal", brief_id="A")
    records.attempt("b1", submitted_at="29", channel="runway", brief_id="B")
    for name in ("c1", "c2"):
        records.attempt(name, submitted_at="15", channel="runway", brief_id="C", reported_cost=None)
        records.verdict(name, "rejected", "16")
    records.verdict("a1", "approved", "3")
    for name in ("a2", "a3", "a5"):
        records.verdict(name, "rejected", "3")
    records.resolve("30")
    got = evidence_of(records.con, "runway", records.settings)
    assert got.briefs == (
        BriefSums(attempts=4, usable=1, waste=4, accepted=1, discarded=2, cost=Decimal(4)),
        BriefSums(attempts=2, usable=0, waste=2, accepted=0, discarded=2, cost=None),
    )
    assert got.weeks == pytest.approx(2)  # from Monday the 2nd to Sunday the 15th
    assert got.attempts_per_usable().ratio == 6
    assert got.discard_rate == 0.8


def test_media_narrows_the_evidence(records):
    """One image approved and one rejected; the clip of the same brief, rejected, is left out."""
    made = {"channel": "runway", "brief_id": "A"}
    for operation, decision in (
        *[("text_to_image", "approved"), ("text_to_image", "rejected")],
        ("text_to_video", "rejected"),
    ):
        number = records.attempt(operation=operation, **made)
        records.verdict(f"a{number}", decision, "3")
    records.resolve()
    asked = {None: (3, 2), "image": (2, 1), "video": (1, 1)}
    for media, (attempts, waste) in asked.items():
        (brief,) = evidence_of(records.con, "runway", records.settings, media=media).briefs
        assert (brief.attempts, brief.waste) == (attempts, waste)


def test_waste_is_what_was_rejected_or_passed_over_or_blocked(records):
    """Of five outputs one is approved, one rejected, two are passed over and one was blocked."""
    records.attempt(channel="runway", brief_id="A", n_outputs=5)
    records.asset("a1", 4, blocked=True)
    records.verdict("a1#0", "approved", "3")
    records.verdict("a1#1", "rejected", "3")
    records.resolve()
    (brief,) = evidence_of(records.con, "runway", records.settings).briefs
    assert brief == BriefSums(1, usable=1, waste=4, accepted=1, discarded=3, cost=Decimal(1))


def test_no_settled_brief_is_no_evidence(records):
    records.attempt("a", channel="runway", brief_id="A")
    records.resolve("2 12:00")
    assert evidence_of(records.con, "runway", records.settings).briefs == ()
