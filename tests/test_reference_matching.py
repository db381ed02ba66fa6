"""References of verdicts, parents and handovers: what they mean, and when they mean nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations

import pytest

pytest_plugins = ["tests.raw_records"]

ADDRESS = "https://cdn.example.com/out/7f3a.png"
SHA256 = "ab" * 32


def matched(records, kind="verdict"):
    query = (
        "SELECT attempt_no, output_index, state, how FROM reference_matches"
        f" WHERE record_kind = '{kind}' ORDER BY record_no"
    )
    return records.rows(query)


@pytest.mark.parametrize(
    ("reference", "how"),
    [
        ("hero", "asset_id"),
        ("a2#1", "asset_id"),
        ("log:a2#1", "asset_id"),
        (f"{ADDRESS}?X-Signature=1", "address"),
        ("final/7f3a-final.png", "file_name"),
        ("log:7f3a-final.png", "file_name"),
        (SHA256.upper(), "content_hash"),
        (f"sha256:{SHA256}", "content_hash"),
    ],
)
def test_every_kind_of_name_finds_the_output(records, reference, how):
    records.attempt()
    records.attempt(n_outputs=2)
    names = {"uri": ADDRESS, "file_name": "7f3a-final.png", "sha256": SHA256}
    records.asset("a2", 1, asset_id="hero", **names)
    records.verdict(reference)
    records.resolve()
    assert matched(records) == [(2, 1, "matched", how)]
    assert records.outcomes(2) == ["not_selected", "usable"]


def test_of_two_logs_with_the_same_content_the_named_one_is_meant(records):
    records.source("other")
    records.attempt()
    records.attempt("b1", source="other")
    records.asset("a1", sha256=SHA256)
    records.asset("b1", source="other", sha256=SHA256)
    records.verdict(f"log:{SHA256}")
    records.verdict(f"other:{SHA256}")
    records.resolve()
    assert matched(records) == [(n, 0, "matched", "content_hash") for n in (1, 2)]


def test_what_a_log_tells_of_an_output_goes_to_the_call_of_that_log_or_the_one_that_leads_it(
    records,
):
    records.source("other")
    records.attempt(provider_request_id="r-1")
    records.attempt("b1", source="other", provider_request_id="r-1")
    records.attempt()
    records.asset("b1", source="other", asset_id="hero")
    records.asset("a3", asset_id="alone")
    records.resolve()
    rows = records.rows("SELECT attempt_no, asset_id FROM asset_outcomes ORDER BY attempt_no")
    assert rows == [(1, "hero"), (3, "alone")]


def test_an_attempt_id_means_each_of_its_outputs_or_the_one_with_the_index(records):
    records.attempt(n_outputs=2)
    records.attempt(n_outputs=2)
    records.verdict("a1")
    records.verdict("a2", output_index=1)
    records.resolve()
    assert matched(records) == [(1, None, "matched", "attempt_id"), (2, 1, "matched", "attempt_id")]
    assert records.outcomes() == ["usable", "usable", "not_selected", "usable"]


def test_the_attempts_own_addresses_count_by_their_place(records):
    records.attempt(n_outputs=2, output_uris=["https://x/1.png", "https://x/2.png"])
    records.verdict("https://x/2.png?sig=abc")
    records.verdict("1.png", "rejected")
    records.verdict("https://y/2.png")
    records.resolve()
    states = [state for _, _, state, _ in matched(records)]
    assert states == ["matched", "matched", "unmatched"]
    assert records.outcomes() == ["rejected", "usable"]


def test_an_output_that_was_not_given_is_not_matched(records):
    records.attempt(n_outputs=2)
    records.verdict("a1#2")
    records.verdict("a1", output_index=5)
    records.resolve()
    assert records.gap("unmatched_verdicts") == 2


SEVERAL_GAVE_IT = (None, None, "ambiguous")


@pytest.mark.parametrize("n_outputs", [*permutations((1, 2, 1)), *permutations((1, 2, 2))])
@pytest.mark.parametrize(
    ("reference", "how"),
    [
        (ADDRESS, "address"),
        ("out/7f3a.png", "path"),
        ("7f3a.png", "file_name"),
        (SHA256, "content_hash"),
        ("hero", "asset_id"),
    ],
)
def test_only_calls_that_gave_the_output_are_candidates_wherever_they_stand(
    records, n_outputs, reference, how
):
    """Of three calls that name one output as their second, those that gave one did not give it."""
    names = {"uri": ADDRESS, "asset_id": "hero", "sha256": SHA256}
    told = {"address": "uri", "path": "uri", "file_name": "uri", "content_hash": "sha256"}
    name = told.get(how, how)
    for number, n in enumerate(n_outputs, start=1):
        records.attempt(n_outputs=n)
        records.asset(f"a{number}", 0)
        records.asset(f"a{number}", 1, **{name: names[name]})
    records.verdict(reference)
    records.resolve()
    ((attempt_no, output_index, state, found_by),) = matched(records)
    if n_outputs.count(2) == 1:
        assert (attempt_no, output_index) == (n_outputs.index(2) + 1, 1)
        assert (state, found_by) == ("matched", how)
    else:
        assert (attempt_no, output_index, state) == SEVERAL_GAVE_IT


@pytest.mark.parametrize("n_outputs", [*permutations((1, 2, 1))])
def test_an_address_in_the_list_of_a_call_that_gave_less_is_no_candidate(records, n_outputs):
    for n in n_outputs:
        records.attempt(n_outputs=n, output_uris=["https://x/1.png", ADDRESS])
    records.verdict(ADDRESS)
    records.resolve()
    assert matched(records) == [(n_outputs.index(2) + 1, 1, "matched", "address")]


def test_a_reference_that_fits_several_is_ambiguous_until_the_source_is_named(records):
    records.source("other log")
    records.attempt("r1")
    records.attempt("r1", source="other log")
    records.verdict("r1#0")
    records.verdict("r1", "rejected")
    records.resolve()
    assert matched(records) == [
        (None, None, "ambiguous", "asset_id"),
        (None, None, "ambiguous", "attempt_id"),
    ]
    assert records.gap("ambiguous_verdicts") == 2
    assert records.outcomes() == ["pending", "pending"]
    records.verdict("other log:r1#0")
    records.resolve()
    assert records.outcomes() == ["pending", "usable"]


def test_a_surer_level_goes_before_and_does_not_fall_through(records):
    records.attempt("final.png")
    records.attempt()
    records.asset("a2", 0, file_name="final.png")
    records.verdict("final.png")
    records.resolve()
    assert matched(records) == [(1, None, "matched", "attempt_id")]


def test_a_parent_is_first_looked_for_in_its_own_log(records):
    records.source("other log")
    records.attempt("r1", source="other log")
    records.attempt("r1")
    records.attempt("r2", parent_asset_ids=["r1#0", "https://elsewhere/upload.png"])
    records.verdict("r2")
    records.resolve()
    assert sorted(matched(records, "parent"), key=str) == [
        (2, 0, "matched", "asset_id"),
        (None, None, "unmatched", None),
    ]
    assert records.outcomes() == ["pending", "contributed", "usable"]


def test_records_may_come_before_their_attempts(records):
    records.verdict("a1")
    records.resolve()
    assert records.gap("unmatched_verdicts") == 1
    records.attempt()
    records.resolve()
    assert records.gap("unmatched_verdicts") == 0
    assert records.outcomes() == ["usable"]


def test_an_asset_of_which_no_address_is_logged_has_that_of_its_call(records):
    records.attempt(output_uris=["https://x/1.png"])
    records.asset("a1", width=1024, height=1024)
    records.verdict("https://x/1.png")
    records.resolve()
    assert records.outcomes() == ["usable"]


@pytest.mark.parametrize(("index", "state"), [(1, "matched"), (0, "unmatched")])
def test_an_id_and_an_index_that_differ_mean_nothing(records, index, state):
    records.attempt(n_outputs=2)
    records.verdict("a1#1", output_index=index)
    records.resolve()
    assert [row[2] for row in matched(records)] == [state]


# --- the same call in two logs ----------------------------------------------------------------


def test_the_providers_row_leads_and_the_gateways_fills_its_nulls(records):
    records.source("fal", "provider")
    records.source("gateway", "gateway")
    shared = {"provider_request_id": "req-1"}
    gateway = {"user": "ana", "reported_cost": "0.05", "project": "spring", "status": "failed"}
    records.attempt(
        "g1", source="gateway", model="fal-ai/flux", operation_id="op", **gateway, **shared
    )
    own = {"reported_cost": None, "currency": None, "model": "flux", "n_outputs": None}
    records.attempt("f1", source="fal", output_uris=["https://x/1.png"], **own, **shared)
    records.verdict("g1#0")
    records.resolve()
    assert records.row(
        'SELECT attempt_no, source, model, "user", project, status, cost::DOUBLE,'
        " outputs_usable FROM attempt_facts"
    ) == (2, "fal", "flux", "ana", "spring", "succeeded", 0.05, 1)
    assert records.row("SELECT source_id FROM attempts WHERE attempt_no = 2") == "f1"
    assert records.rows("FROM merged_attempts") == [(1, 2)]
    assert records.gap("merged_attempts") == 1


@pytest.mark.parametrize(
    ("provider", "gateway", "expected"),
    [
        ({"output_uris": []}, {}, ("failed", 0, False)),
        ({}, {"output_uris": []}, ("failed", 0, False)),
        ({"output_uris": []}, {"output_uris": ["https://x/1.png"]}, ("succeeded", 1, False)),
        ({"output_uris": []}, {"n_outputs": 1}, ("succeeded", 1, False)),
        ({"output_uris": [], "status": "running"}, {}, ("succeeded", 1, True)),
        ({}, {}, ("succeeded", 1, True)),
    ],
)
def test_of_a_call_in_two_logs_an_empty_list_of_outputs_says_that_none_came(
    records, provider, gateway, expected
):
    """Not where the other log has some, and not while the call runs: no list is full by then."""
    records.source("fal", "provider")
    records.source("gateway", "gateway")
    call = {"provider_request_id": "req-1", "n_outputs": None}
    records.attempt(**call | provider, source="fal")
    records.attempt(**call | gateway, source="gateway")
    records.resolve()
    assert records.row("SELECT status, n_outputs, outputs_assumed FROM attempt_facts") == expected


def test_a_lost_poll_takes_the_end_another_log_knows(records):
    records.source("fal", "provider")
    records.source("gateway", "gateway")
    records.attempt(source="fal", status="unknown", completed_at=None, provider_request_id="r")
    records.attempt(source="gateway", provider_request_id="r")
    records.resolve()
    assert records.row("SELECT source, status, n_outputs FROM attempt_facts") == (
        "fal",
        *("succeeded", 1),
    )


def test_a_cached_answer_with_the_id_of_the_stored_call_stays_a_call(records):
    records.source("fal", "provider")
    records.source("gateway", "gateway")
    records.attempt("f1", source="fal", provider_request_id="r", submitted_at="2 10:00")
    records.attempt(
        "g2", source="gateway", provider_request_id="r", submitted_at="2 09:00", cache_hit=True
    )
    records.attempt("g1", source="gateway", provider_request_id="r", submitted_at="2 10:00")
    records.resolve()
    assert records.rows("FROM merged_attempts") == [(3, 1)]
    assert records.row("SELECT count(*) FROM attempt_facts") == 2


def test_lookalikes_of_two_logs_are_counted_not_merged(records):
    records.source("other log")
    alike = {"model": "flux", "user": "ana", "prompt_sha256": "x"}
    records.attempt(submitted_at="2 09:00:00", **alike)
    records.attempt(submitted_at="2 09:00:02", source="other log", **alike)
    records.attempt(submitted_at="2 09:00:05", source="other log", **alike)
    records.attempt(submitted_at="2 10:00:00", **alike)
    records.resolve()
    assert records.gap("possible_duplicates") == 2
    assert records.row("SELECT sum(n_attempts) FROM attempt_facts") == 4


def test_an_asset_of_a_call_that_its_own_log_does_not_know_is_counted(records):
    records.source("other")
    records.attempt()
    for index in (0, 1):
        records.asset("a1", index)
    records.asset("a1", source="other")
    records.asset("a9")
    records.resolve()
    assert records.gap("unplaced_assets") == 2


# --- handovers --------------------------------------------------------------------------------


def test_a_handover_that_arrives_as_the_call_ends_took_no_time_and_one_before_it_is_not_told(
    records,
):
    records.attempt(submitted_at="2 09:00", completed_at="2 09:10")
    for minute in (10, 9):
        records.handover("a1#0", "2 09:05", arrived_at=datetime(2026, 11, 2, 9, minute))
    records.resolve()
    told = records.rows("SELECT handover_s FROM handover_facts ORDER BY handover_no")
    assert told == [(0,), (None,)]


def test_a_handover_counts_from_completion_to_arrival(records):
    records.attempt(submitted_at="2 09:00", completed_at="2 09:10")
    records.handover("a1#0", "2 09:20", arrived_at=datetime(2026, 11, 2, 9, 30), ok=True)
    records.handover("a1#0", "2 09:40")
    records.handover("nobody", "2 09:20")
    records.resolve("2 09:30")
    assert records.rows(
        "SELECT attempt_no, output_index, handover_s, ok FROM handover_facts ORDER BY handover_no"
    ) == [(1, 0, 1200.0, True), (None, None, None, None)]
    assert records.gap("unmatched_handovers") == 1


def test_a_verdict_of_the_same_number_is_no_place_of_a_handover(records):
    records.attempt(submitted_at="2 09:00", completed_at="2 09:10")
    records.attempt(submitted_at="2 10:00", completed_at="2 10:10")
    records.verdict("a2#0")
    records.handover("a1#0", "2 09:20")
    records.resolve()
    assert records.rows("SELECT handover_no, attempt_no FROM handover_facts") == [(1, 1)]
