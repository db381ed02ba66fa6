"""What hides money: each with how much, the most first, and nothing that is not known called 0."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from data.asking.freshness import SourceFreshness, fresh_sources
from data.asking.to_fix import ToFix, to_fix
from data.review.expected_gaps import divided, expected_keys, say_expected
from data.settings import Settings

pytest_plugins = ["tests.hand_made_facts"]


def found(facts):
    return to_fix(facts.con, settings=facts.settings)


def named(**columns):
    return {"client": "acme", "project": "p", "channel": "fal", "media": "image"} | columns


def waits(facts, source, *reasons):
    """Records of a source in quarantine, for these reasons."""
    file_no = facts.con.execute("SELECT count(*) FROM files").fetchone()[0] + 1
    facts.insert(
        "files", file_no=file_no, file=f"{source}.csv", source=source, sha256="", bytes=1,
        map_hash="", reader_version=1, loaded_at="2026-11-02", records_read=0, records_new=0,
        records_updated=0, records_unchanged=0, records_rejected=0, records_ignored=0, seconds=0.1,
    )  # fmt: skip
    for line, reason in enumerate(reasons, start=1):
        facts.insert(
            "quarantine", quarantine_no=100 * file_no + line, file_no=file_no, line=line,
            reason=reason, raw=b"", raw_bytes=0,
        )  # fmt: skip


def test_nothing_hides_where_all_is_known(facts):
    facts.attempt("usable", cost="1", **named())
    assert found(facts) == ()


def test_a_missing_price_is_put_at_what_calls_of_its_model_cost(facts):
    facts.attempt("usable", cost="0.10", model="flux", **named())
    facts.attempt("usable", cost="0.30", model="flux", **named())
    facts.attempt("usable", cost="9", model="veo", **named())
    facts.attempt("usable", cost="0", model="flux", **named(channel="cache"))
    for _ in range(3):
        facts.attempt("usable", cost=None, model="flux", **named(channel="replicate"))
    (each,) = found(facts)
    assert each.about == (("channel", "replicate"), ("model", "flux"))
    # two calls that cost something, $0.40: $0.20 a call, three calls
    assert (each.kind, each.n, each.money, each.is_estimate) == (
        "no_price", 3, Decimal("0.60"), True,
    )  # fmt: skip
    assert each.key == "no_price:channel=replicate,model=flux"


def test_of_a_model_without_any_cost_the_medium_tells(facts):
    facts.attempt("usable", cost="0.50", model="flux", **named())
    facts.attempt("usable", cost="8", model="veo", **named(media="video"))
    facts.attempt("usable", cost=None, model="own", **named())
    facts.attempt("usable", cost=None, model="sound", **named(media="audio"))
    known, unknown = found(facts)
    assert (dict(known.about)["model"], known.money) == ("own", Decimal("0.50"))
    assert (dict(unknown.about)["model"], unknown.money) == ("sound", None)


def test_rejected_records_stand_by_source_with_the_commonest_reason(facts):
    facts.attempt("usable", cost="0.25", **named())  # of the source "test"
    waits(facts, "test", "no time", "no time", "bad cost")
    waits(facts, "sheet", "no decision")
    of_calls, of_sheet = found(facts)
    assert (of_calls.n, of_calls.money, of_calls.example) == (3, Decimal("0.75"), "no time")
    assert (of_sheet.n, of_sheet.money, of_sheet.example) == (1, None, "no decision")


def test_what_nobody_reviewed_and_what_has_no_name_is_exact(facts):
    facts.attempt("pending", "usable", cost="4", is_reviewed=False, **named(client="bolt"))
    facts.attempt("usable", cost="3", **named(project=None))
    facts.attempt("usable", cost="0.5", **named(client=None))
    unnamed, unreviewed = found(facts)
    assert (unnamed.kind, unnamed.about, unnamed.n) == ("unnamed", (("source", "test"),), 2)
    assert (unnamed.money, unnamed.is_estimate) == (Decimal("3.5"), False)
    assert (unreviewed.kind, unreviewed.n, unreviewed.money) == ("unreviewed", 1, Decimal(2))


def test_money_of_unnamed_work_without_a_price_is_not_0(facts):
    facts.attempt("usable", cost=None, model="flux", **named(client=None))
    assert [each.money for each in found(facts)] == [None, None]


def test_bookings_stand_with_their_money(facts):
    facts.insert("gaps", gap="unattributed_consumption", n=7, money=Decimal("12.5"))
    facts.insert("gaps", gap="merged_attempts", n=3, money=None)
    (each,) = found(facts)
    assert (each.key, each.n, each.money) == ("unattributed_consumption", 7, Decimal("12.5"))


def test_the_most_money_stands_first_and_what_nobody_knows_last(facts):
    facts.insert("gaps", gap="refunds_unattached", n=9, money=None)
    facts.attempt("usable", cost="3", **named(project=None))
    facts.attempt("pending", cost="5", is_reviewed=False, **named())
    assert [each.kind for each in found(facts)] == ["unreviewed", "unnamed", "refunds_unattached"]


def test_what_is_expected_stands_apart_until_it_is_taken_back(tmp_path):
    settings = Settings(warehouse=tmp_path / "w.duckdb")
    one = ToFix("no_price", (("channel", "fal"), ("model", None)), 2, None)
    other = ToFix("unnamed", (("source", "s"),), 1, Decimal(1))
    say_expected(settings, one.key, expected=True)
    assert divided((one, other), expected_keys(settings)) == ((other,), (one,))
    say_expected(settings, one.key, expected=False)
    assert divided((one, other), expected_keys(settings)) == ((one, other), ())


@pytest.mark.parametrize(("at", "lag"), [("2026-11-05", 3), ("2026-11-01", 0)])
def test_a_source_is_as_fresh_as_its_last_record(at, lag):
    one = SourceFreshness("s", 1, 0, 0, 0, 0, 0, datetime(2026, 11, 2), None)
    assert one.lag(datetime.fromisoformat(at)) == timedelta(days=lag)


def test_records_of_every_kind_count_for_their_source(facts):
    facts.attempt("usable", at="2026-11-02T09:00")
    facts.attempt("usable", at="2026-11-03T09:00")
    facts.log_attempts()
    waits(facts, "test")
    (one,) = fresh_sources(facts.con)
    assert (one.source, one.attempts, one.records) == ("test", 2, 2)
    assert (one.last_record_at, one.loaded_at) == (datetime(2026, 11, 3, 9), datetime(2026, 11, 2))
