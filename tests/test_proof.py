"""The proof screen: what it checks, and that it notices what is wrong."""

from __future__ import annotations

from decimal import Decimal

from data.asking.proof import Gap, IgnoredRecords, Unpriced, proof
from data.estimates.sampling import looks_for_precision

pytest_plugins = ["tests.hand_made_facts"]


def proof_of(facts):
    return proof(facts.con, settings=facts.settings)


def load(facts, attempts, **fates):
    """Book a file that had `attempts` new records, and keep their rows."""
    account = {"new": attempts, "updated": 0, "unchanged": 0, "rejected": 0, "ignored": 0} | fates
    facts.insert(
        "files",
        file_no=1,
        file="log.jsonl",
        source="test",
        sha256="",
        bytes=1,
        map_hash="",
        reader_version=1,
        loaded_at="2026-11-02",
        records_read=fates.pop("read", sum(account.values())),
        seconds=0.1,
        **{f"records_{fate}": account[fate] for fate in account if fate != "read"},
    )
    for number in range(1, attempts + 1):
        facts.insert(
            "attempts",
            attempt_no=number,
            content_hash=number,
            file_no=1,
            line=number,
            source="test",
            source_id=f"a{number}",
            submitted_at="2026-11-02T09:00",
            status="succeeded",
            n_requested=1,
        )


def test_an_empty_warehouse_holds(facts):
    checked = proof_of(facts)
    assert checked.holds
    assert (checked.files, checked.log_total, checked.thin) == ((), None, ())


def test_everything_agrees(facts):
    load(facts, 2, rejected=1, ignored=3)
    facts.attempt("usable", "rejected", "rejected", cost="0.1")
    facts.attempt(cost="0.25", status="failed", at="2026-11-03T09:00")
    facts.breakage("0.000000000001")
    facts.insert("ignored_records", file_no=1, reason="makes no media", records=3)
    checked = proof_of(facts)
    assert checked.holds
    assert (
        checked.log_total == checked.ledger_total == checked.day_total == Decimal("0.350000000001")
    )
    assert checked.files[0].read == 6
    assert checked.files[0].adds_up
    assert checked.ignored == (IgnoredRecords("makes no media", 3),)
    assert (checked.attempts_logged, checked.attempts_counted) == (2, 2)


def test_of_each_scanned_folder_the_last_account_counts(facts):
    facts.scan("finals", at="2026-11-02", new=9)
    facts.scan("finals", at="2026-11-03", new=1, unchanged=8, rejected=1, ignored=2, gone=1)
    facts.scan("edits", at="2026-11-01", new=3)
    checked = proof_of(facts)
    assert [(each.folder, each.read, each.gone) for each in checked.folders] == [
        ("edits", 3, 0),
        ("finals", 12, 1),
    ]
    assert checked.holds


def test_a_folder_whose_files_do_not_add_up_is_noticed(facts):
    facts.scan("finals", read=5, new=4)
    checked = proof_of(facts)
    assert not checked.folders[0].adds_up
    assert not checked.records_add_up


def test_an_output_that_is_used_against_a_decision_is_a_gap(facts):
    facts.use(facts.attempt("rejected"), is_usable=False, is_conflict=True)
    assert proof_of(facts).gaps == (Gap("use_conflicts", 1, None),)


def test_a_file_whose_fates_do_not_add_up_is_noticed(facts):
    load(facts, 1, read=2)
    facts.attempt("usable")
    checked = proof_of(facts)
    assert not checked.files[0].adds_up
    assert not checked.records_add_up
    assert not checked.holds


def test_an_attempt_that_got_lost_is_noticed(facts):
    load(facts, 2)
    facts.attempt("usable")
    assert not proof_of(facts).records_add_up
    facts.insert("merged_attempts", attempt_no=2, lead_attempt_no=1)
    checked = proof_of(facts)
    assert checked.records_add_up
    assert checked.attempts_merged == 1


def test_money_that_got_lost_between_attempt_and_outputs_is_noticed(facts):
    load(facts, 1)
    facts.attempt("usable", "rejected", cost="1")
    facts.con.execute("UPDATE output_outcomes SET money = money - 0.000001 WHERE output_index = 1")
    checked = proof_of(facts)
    assert (checked.log_total, checked.ledger_total) == (1, Decimal("0.999999"))
    assert not checked.totals_agree
    assert not checked.holds


def test_unpriced_attempts_by_channel_and_model(facts):
    facts.attempt("usable", cost=None, channel="fal", model="a")
    for _ in range(2):
        facts.attempt("usable", cost=None, channel="fal", model="b")
    facts.attempt("usable", channel="fal", model="b")
    assert proof_of(facts).unpriced == (
        Unpriced("fal", "b", "no_price", 2),
        Unpriced("fal", "a", "no_price", 1),
    )


def test_gaps_and_quarantine(facts):
    facts.insert("gaps", gap="unmatched_verdicts", n=4)
    facts.insert("gaps", gap="ambiguous_verdicts", n=0)
    row = {"file_no": 1, "line": 1, "reason": "no time", "raw": b"", "raw_bytes": 0}
    facts.insert("quarantine", quarantine_no=1, **row)
    facts.insert("quarantine", quarantine_no=2, replayed_at="2026-11-02", **row)
    checked = proof_of(facts)
    assert checked.gaps == (Gap("unmatched_verdicts", 4, None),)
    assert checked.quarantined == 1


UNAUDITED = (
    "No usable asset was audited: 38 of 60 drawn at random, and none that should not have passed, "
    "would show an escape rate below 5 %."
)


def test_thin_evidence_is_said_in_sentences(facts):
    for _ in range(60):
        facts.attempt("usable", "pending", latency_s=1)
    facts.brief()
    first, *tails = proof_of(facts).thin
    assert first.startswith("First-pass yield and rework rate rest on few settled briefs (1)")
    assert tails == [
        "latency_s_p95 rests on 60 latencies: too few beyond it to trust its last digits.",
        "latency_s_p99 rests on 60 latencies: too few beyond it to trust its last digits.",
        "50 % of the outputs still wait for a decision; rates will move.",
        UNAUDITED,
    ]


def test_what_a_few_random_looks_would_tell_is_said(facts):
    # 100 usable assets, none audited: if 5 were bad, 45 drawn at random would miss all of them
    # with a chance below 5 %. 100 outputs nobody reviews: as many as tell a share to ten points.
    for _ in range(100):
        facts.attempt("usable")
    unaudited = proof_of(facts).thin[-1]
    assert unaudited.startswith("No usable asset was audited: 45 of 100 drawn at random")
    for _ in range(100):
        facts.attempt("pending", is_reviewed=False)
    said = proof_of(facts).thin
    looks = looks_for_precision(100, 0.1)
    assert f"100 outputs were never reviewed: {looks} of them" in said[-2]
    facts.clear()
    for _ in range(100):
        facts.attempt("usable", audited=1)
    assert not any("audited" in each for each in proof_of(facts).thin)
