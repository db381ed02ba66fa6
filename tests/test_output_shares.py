"""How many outputs a call gave, and how its money splits over them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest_plugins = ["tests.raw_records"]


# --- outputs ----------------------------------------------------------------------------------


def test_the_number_logged_then_what_is_present_then_what_was_asked_for(records):
    uris = ["https://x/1.png", "https://x/2.png"]
    records.attempt(n_outputs=1, output_uris=uris, n_requested=4)
    records.attempt(n_outputs=None, output_uris=uris, n_requested=4)
    records.attempt(n_outputs=None, n_requested=4)
    records.attempt(n_outputs=None, n_requested=4)
    for index in range(3):
        records.asset("a4", index)
    records.resolve()
    assert records.rows(
        "SELECT n_outputs, outputs_assumed FROM attempt_facts ORDER BY attempt_no"
    ) == [(1, False), (2, False), (4, True), (3, False)]


def test_a_success_without_outputs_failed_or_was_blocked(records):
    records.attempt(n_outputs=0, raw_status="STOP")
    records.attempt(n_outputs=0, raw_status="STOP", error_code="IMAGE_SAFETY")
    records.resolve()
    assert records.rows("SELECT status, n_outputs FROM attempt_facts ORDER BY attempt_no") == [
        ("failed", 0),
        ("blocked", 0),
    ]
    assert records.ledger() == {"failed": 1, "blocked": 1}


def test_blocked_outputs_carry_their_share_and_are_not_delivered(records):
    records.attempt(n_outputs=4, reported_cost="0.40")
    records.asset("a1", 1, blocked=True)
    records.verdict("a1#0")
    records.verdict("a1#1")
    records.resolve()
    assert records.outcomes() == ["usable", "blocked", "not_selected", "not_selected"]
    assert records.facts("outputs_delivered, outputs_blocked, n_outputs, status") == (
        *(3, 1, 4),
        "succeeded",
    )
    assert records.ledger() == {"usable": 0.1, "blocked": 0.1, "not_selected": 0.2}


def test_a_blocked_output_counts_where_the_log_left_it_out(records):
    records.attempt(n_outputs=2, n_requested=3, reported_cost="0.30")
    records.asset("a1", 0)
    records.asset("a1", 1, blocked=True)
    records.asset("a1", 2)
    records.reviewed()
    records.resolve()
    assert records.outcomes() == ["not_selected", "blocked", "not_selected"]
    assert records.money() == ["0.1", "0.1", "0.1"]


def test_all_outputs_blocked_is_a_blocked_attempt(records):
    records.attempt(n_outputs=2)
    records.asset("a1", 0, blocked=True)
    records.asset("a1", 1, blocked=True)
    records.resolve()
    assert records.facts("status, n_outputs, money_blocked::INTEGER") == ("blocked", 0, 1)
    assert records.outcomes() == []


def test_outputs_are_found_at_the_places_the_log_gives_them(records):
    records.attempt(n_outputs=3, n_requested=3, reported_cost="3")
    records.asset("a1", 1)
    records.asset("a1", 3)
    records.verdict("a1#3")
    records.resolve()
    places = records.rows("SELECT output_index, outcome FROM asset_outcomes ORDER BY 1")
    assert places == [(0, "not_selected"), (1, "not_selected"), (3, "usable")]


def test_outputs_of_an_attempt_that_did_not_succeed_cannot_be_usable(records):
    records.attempt(status="failed", n_outputs=1)
    records.verdict("a1#0")
    records.resolve()
    assert records.outcomes() == []
    assert records.ledger() == {"failed": 1}
    assert records.gap("unmatched_verdicts") == 0


# --- money ------------------------------------------------------------------------------------


def test_the_residue_goes_to_the_last_output(records):
    records.attempt(n_outputs=3, reported_cost="0.10")
    records.verdict("a1#2")
    records.resolve()
    assert records.money() == ["0.033333", "0.033333", "0.033334"]
    assert records.ledger() == {"not_selected": 0.066666, "usable": 0.033334}


def test_weights_decide_where_every_output_has_one(records):
    records.attempt(n_outputs=2, reported_cost="0.30")
    records.attempt(n_outputs=2, reported_cost="0.30")
    records.asset("a1", 0, weight=1)
    records.asset("a1", 1, weight=2)
    records.asset("a2", 1, weight=2)
    records.resolve()
    assert records.money(1) == ["0.1", "0.2"]
    assert records.money(2) == ["0.15", "0.15"]


def test_weights_that_are_all_nothing_decide_nothing(records):
    records.attempt(n_outputs=2, reported_cost="0.30")
    for index in range(2):
        records.asset("a1", index, weight=0)
    records.resolve()
    assert records.money() == ["0.15", "0.15"]


def test_an_unpriced_attempt_has_no_money_anywhere(records):
    records.attempt(reported_cost=None, n_outputs=2)
    records.verdict("a1#0")
    records.resolve()
    assert records.facts("cost, cost_basis, money_usable, money_failed") == (
        *(None, "unpriced"),
        *(None, None),
    )
    assert records.row("SELECT count(money) FROM asset_outcomes") == 0


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.decimals("0", "1000000", places=12),
            st.integers(1, 7),
            st.lists(st.sampled_from(["approved", "rejected", "needs_edit", None]), max_size=7),
            st.lists(st.decimals("0", "9", places=2), max_size=7),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_split_sums_to_the_cost(records, attempts):
    records.clear()
    for cost, n_outputs, decisions, weights in attempts:
        number = records.attempt(n_outputs=n_outputs, reported_cost=cost)
        for index, decision in enumerate(decisions[:n_outputs]):
            if decision:
                records.verdict(f"a{number}#{index}", decision)
        for index, weight in enumerate(weights[:n_outputs]):
            records.asset(f"a{number}", index, weight=weight)
    records.resolve()
    sums = records.rows(
        "SELECT f.cost, any_value(f.money_usable + f.money_rejected + f.money_not_selected"
        " + f.money_pending), sum(o.money), min(o.money) >= 0, count(*) = any_value(f.n_outputs)"
        " FROM attempt_facts AS f JOIN asset_outcomes AS o USING (attempt_no)"
        " GROUP BY f.attempt_no, f.cost ORDER BY f.attempt_no"
    )
    assert sums == [(cost, cost, cost, True, True) for cost, *_ in attempts]
    assert records.row("SELECT sum(money) FROM waste_ledger") == sum(
        (cost for cost, *_ in attempts), Decimal(0)
    )


# --- what was asked for -----------------------------------------------------------------------


def test_size_is_met_within_one_percent_of_the_ratio_and_at_least(records):
    sizes = [(1024, 1024), (2048, 2048), (1023, 1023), (1024, 1035), (None, None)]
    records.attempt(n_outputs=5, requested_width=1024, requested_height=1024)
    for index, (width, height) in enumerate(sizes):
        records.asset("a1", index, width=width, height=height)
    records.resolve()
    assert records.facts("adherence_known, adherence_met") == (4, 2)


def test_a_set_passes_when_all_were_delivered_and_all_accepted(records):
    for number in (1, 3, 5):
        records.attempt(n_requested=2, status="failed", operation_id=f"set {number}")
        records.attempt(n_requested=2, n_outputs=2, operation_id=f"set {number}")
    for asset in ("a2", "a4#0"):
        records.verdict(asset)
    records.verdict("a4#1", "rejected")
    records.resolve("4")
    assert records.rows(
        "SELECT sets_asked, sets_passed FROM attempt_facts ORDER BY attempt_no"
    ) == [
        *[(1, 1), (0, 0)],
        *[(1, 0), (0, 0)],
        *[(0, 0), (0, 0)],  # still pending
    ]
