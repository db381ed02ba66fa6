"""The metrics: their words, and every figure on examples small enough to check by hand."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asking.measure import measure
from data.errors import QuestionError
from data.estimates.intervals import wilson_interval
from data.estimates.survival import time_reached
from data.metrics.catalogue import HEADLINE, METRICS, metric

pytest_plugins = ["tests.hand_made_facts"]

UNITS = {"money", "money_per", "count", "rate", "seconds", "ratio"}


def figures(facts, *names):
    return measure(facts.con, names, settings=facts.settings).rows[0]


def figure(facts, name):
    return figures(facts, name)[name]


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", METRICS, ids=lambda m: m.name)
def test_every_metric_says_what_it_means(each):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", each.name)
    assert each.title[0].isupper()
    assert each.formula
    assert each.unit in UNITS
    assert each.meaning.endswith(".")
    assert ". " not in each.meaning, "one sentence"
    assert len(each.meaning) < 200


def test_names_are_unique_and_the_headline_exists():
    names = [each.name for each in METRICS]
    assert len(set(names)) == len(names)
    assert set(HEADLINE) <= set(names)


def test_an_unknown_metric_is_a_sentence_with_the_nearest_names():
    with pytest.raises(QuestionError, match=r"Did you mean cost_per_usable_asset"):
        metric("cost_per_usable")


def test_every_expression_is_sql_that_gives_the_same_figure(facts):
    a_studio(facts)
    everything = figures(facts, *(each.name for each in METRICS))
    for each in METRICS:
        if each.expression and each.grain in ("asset", "attempt") and "{" not in each.expression:
            [(typed,)] = facts.con.execute(
                f"SELECT {each.expression} FROM attempt_facts"
            ).fetchall()
            known = everything[each.name]
            assert float(typed or 0) == pytest.approx(float(known or 0)), each.name


# --- money and outputs ------------------------------------------------------------------------


def a_studio(facts):
    """Spend 2.00 = usable 0.20 + contributed 0.10 + rejected 0.30 + not selected 0.10
    + pending 0.20 + blocked 0.10 + failed 0.25 + canceled 0.05 + unknown 0.40 + breakage 0.30."""
    facts.attempt("usable", "contributed", "rejected", "not_selected", cost="0.40", tier="generate")
    facts.attempt("usable", "rejected", "pending", cost="0.30", tier="refine", n_requested=4)
    facts.attempt("pending", "rejected", "blocked", cost="0.30", tier="generate")
    facts.attempt(cost="0.25", status="failed", n_requested=2)
    facts.attempt(cost="0", status="blocked", n_requested=3)
    facts.attempt(cost="0.05", status="canceled")
    facts.attempt(cost="0.40", status="unknown")
    facts.attempt(cost=None, status="running")
    facts.breakage("0.30")


def test_spend_and_its_quotients(facts):
    a_studio(facts)
    found = figures(
        facts,
        *("spend", "cost_per_usable_asset", "settled_cost_per_usable_asset"),
        *("cost_per_generation", "cost_per_accepted_output", "accepted_cost", "breakage"),
    )
    assert found == {
        "spend": Decimal("2.00"),
        "cost_per_usable_asset": Decimal("1.00"),  # two usable assets
        "settled_cost_per_usable_asset": Decimal("0.90"),  # without 0.20 pending
        "cost_per_generation": Decimal(2) / 9,  # ten outputs, one of them blocked
        "cost_per_accepted_output": Decimal(2) / 3,
        "accepted_cost": Decimal("0.30"),
        "breakage": Decimal("0.30"),
    }


def test_a_ratio_is_a_ratio_of_sums_not_a_mean_of_ratios(facts):
    facts.attempt(*["usable"] * 3, *["rejected"] * 6, cost="9", model="a")
    facts.attempt("usable", cost="1", model="b")
    table = measure(facts.con, ["cost_per_usable_asset"], by=["model"], settings=facts.settings)
    assert [row["cost_per_usable_asset"] for row in table.rows] == [3, 1]
    assert figure(facts, "cost_per_usable_asset") == Decimal("2.5")  # the mean would be 2


def test_waste(facts):
    a_studio(facts)
    assert figure(facts, "waste_share") == pytest.approx((0.3 + 0.1 + 0.1 + 0.25 + 0.05 + 0.3) / 2)
    # three rejected, one not selected, one blocked output; 2 + 3 + 1 asked for in vain; two usable
    assert figure(facts, "waste_to_asset_ratio") == (3 + 1 + 1 + 2 + 3 + 1) / 2
    assert figure(facts, "discard_rate") == pytest.approx(4 / 7)


def test_rates_of_attempts(facts):
    a_studio(facts)
    assert figure(facts, "attempts") == 8  # breakage is no attempt
    assert figure(facts, "failure_rate") == 1 / 5  # of three succeeded, one failed, one blocked
    assert figure(facts, "block_rate") == 1 / 5
    assert figure(facts, "attempts_per_usable") == 4
    assert figure(facts, "yield") == 2 / (4 + 4 + 3 + 2 + 3 + 1 + 1 + 1)


def test_counts_and_pending(facts):
    a_studio(facts)
    assert figures(facts, "outputs", "usable_assets", "accepted_outputs") == {
        "outputs": 9,
        "usable_assets": 2,
        "accepted_outputs": 3,
    }
    assert figure(facts, "pending_share") == pytest.approx(2 / 9)


def test_rolled_throughput_yield_multiplies_the_tiers_with_something_settled(facts):
    a_studio(facts)
    facts.attempt("pending", tier="upscale")
    # generate: 2 accepted of 5 settled; refine: 1 of 2; upscale: nothing settled
    assert figure(facts, "rolled_throughput_yield") == pytest.approx(2 / 5 * 1 / 2)


def test_unpriced_is_missing_not_free(facts):
    facts.attempt("usable", cost=None)
    found = figures(facts, "spend", "cost_per_usable_asset", "accepted_cost", "unpriced_attempts")
    assert found == {
        "spend": None,
        "cost_per_usable_asset": None,
        "accepted_cost": None,
        "unpriced_attempts": 1,
    }
    facts.attempt("usable", cost="3")
    found = figures(facts, "spend", "cost_per_usable_asset", "unpriced_attempts")
    assert (found["spend"], found["unpriced_attempts"]) == (3, 1)
    assert found["cost_per_usable_asset"] == Decimal("1.5")


def test_nothing_costs_nothing_and_has_no_rates(facts):
    found = figures(facts, "spend", "attempts", "cost_per_usable_asset", "discard_rate", "yield")
    assert found == {
        "spend": 0,
        "attempts": 0,
        "cost_per_usable_asset": None,
        "discard_rate": None,
        "yield": None,
    }


def test_both_kinds_of_not_selected_are_apart(facts):
    facts.attempt(*["not_selected"] * 3, outputs_not_selected_by_selection=2)
    assert figure(facts, "not_selected_by_selection") == 2
    assert figure(facts, "not_selected_by_verdict") == 1


def test_money_figures_beside_spend(facts):
    facts.attempt(
        "usable", cost="0.5", refund="0.25", computed_cost="1", assumed_because="date_assumed"
    )
    facts.attempt("usable", cost="0.5")
    assert figures(facts, "refunds", "list_cost", "assumed_cost") == {
        "refunds": Decimal("0.25"),
        "list_cost": 1,
        "assumed_cost": Decimal("0.5"),
    }


# --- people -----------------------------------------------------------------------------------


def test_fully_loaded_is_spend_where_no_work_is_recorded(facts):
    facts.attempt("usable", cost="2")
    names = ("people_cost", "fully_loaded_cost", "fully_loaded_cost_per_usable_asset")
    assert list(figures(facts, *names).values()) == [None, 2, 2]


def test_fully_loaded_is_not_known_where_no_work_has_a_rate(facts):
    facts.attempt("usable", cost="2")
    facts.work(None)
    assert figures(facts, "people_cost", "fully_loaded_cost", "unrated_work") == {
        "people_cost": None,
        "fully_loaded_cost": None,
        "unrated_work": 1,
    }


def test_fully_loaded_adds_the_work_that_has_a_rate(facts):
    facts.attempt("usable", "usable", cost="2")
    facts.work("10")
    facts.work(None)
    assert figure(facts, "people_cost") == 10
    assert figure(facts, "fully_loaded_cost") == 12
    assert figure(facts, "fully_loaded_cost_per_usable_asset") == 6


def test_fully_loaded_is_not_known_when_every_attempt_is_unpriced(facts):
    facts.attempt("usable", cost=None)
    facts.work("10")
    assert figure(facts, "fully_loaded_cost") is None


# --- quality ----------------------------------------------------------------------------------


def test_escape_rate_and_its_interval(facts):
    facts.attempt("usable", audited=9, escaped=0)
    facts.attempt("rejected", audited=1, escaped=1)
    names = ("escape_rate", "escape_rate_low", "escape_rate_high")
    rate, low, high = figures(facts, *names).values()
    assert rate == pytest.approx(0.1)
    assert (low, high) == (pytest.approx(0.0178762), pytest.approx(0.4041500))
    evidence = measure(facts.con, names, settings=facts.settings).evidence(0, "escape_rate")
    assert (evidence.numerator, evidence.n, evidence.low, evidence.high) == (1, 10, low, high)


def test_wilson_against_its_formula_and_without_cases():
    # (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) for 1 of 2, z = 1.959964
    assert wilson_interval(1, 2) == (pytest.approx(0.0945312), pytest.approx(0.9054688))
    assert wilson_interval(0, 0) == (None, None)


def test_other_shares(facts):
    facts.attempt(
        *["usable"] * 4,
        client_decided=4,
        client_rejected=1,
        adherence_known=4,
        adherence_met=3,
        set_passed=True,
        usable_with_rejected_final=1,
    )
    facts.attempt("rejected", "usable", set_passed=False)
    assert figures(
        facts,
        *("external_failure_rate", "constraint_adherence", "set_pass_rate"),
        "usable_with_rejected_final",
    ) == {
        "external_failure_rate": 0.25,
        "constraint_adherence": 0.75,
        "set_pass_rate": 0.5,
        "usable_with_rejected_final": 1,
    }


# --- briefs -----------------------------------------------------------------------------------


def test_first_pass_and_rework_are_shares_of_settled_briefs(facts):
    facts.brief()
    facts.brief(reworked=True, first_pass=False)
    facts.brief(first_pass=False)
    facts.brief(settled=False, first_pass=False)
    assert figures(facts, "briefs", "settled_briefs", "first_pass_yield", "rework_rate") == {
        "briefs": 4,
        "settled_briefs": 3,
        "first_pass_yield": pytest.approx(1 / 3),
        "rework_rate": pytest.approx(1 / 3),
    }


def test_attempts_per_usable_by_brief_is_over_briefs_with_one(facts):
    for n_attempts, n_usable in ((2, 2), (4, 1), (9, 0), (6, 2)):
        facts.brief(n_attempts=n_attempts, n_usable=n_usable)
    assert figure(facts, "attempts_per_usable_p50") == 3  # of 1, 3, 4
    assert figure(facts, "attempts_per_usable_p90") == pytest.approx(3.8)


def test_rerolls_and_prompts(facts):
    facts.brief(n_rerolls=3, n_refine_operations=1, n_prompts=5, n_usable=2)
    facts.brief(n_prompts=1, n_usable=0)
    facts.brief(n_prompts=0, n_usable=7)  # its prompts are not known
    assert figure(facts, "reroll_share") == 0.75
    assert figure(facts, "prompt_revisions_per_usable") == 3


def test_time_to_first_usable_counts_open_and_hopeless_briefs(facts):
    facts.brief(time_to_first_usable_s=10)
    facts.brief(time_to_first_usable_s=30)
    facts.brief(n_usable=0, settled=False, watched_s=20)  # open: watched for 20 s
    facts.brief(n_usable=0, never_usable=True, watched_s=500)
    names = [f"time_to_first_usable_s_{s}" for s in ("p50", "p90", "p90_above", "n", "censored")]
    # surviving: 3/4 after 10, 3/4 · 1/2 = 3/8 after 30; never below 3/8
    assert list(figures(facts, *names).values()) == [30, None, 500, 4, 1]
    evidence = measure(facts.con, names, settings=facts.settings).evidence(0, names[1])
    assert (evidence.above, evidence.n, evidence.censored) == (500, 4, 1)


def test_time_to_first_usable_without_any(facts):
    facts.brief(n_usable=0, settled=False, watched_s=20)
    names = ("time_to_first_usable_s_p50", "time_to_first_usable_s_p50_above")
    assert list(figures(facts, *names).values()) == [None, 20]


def test_time_to_first_approval_is_until_the_word(facts):
    """09:00:10 and 09:00:40 after nine; one open for 20 s, one that never will."""
    for seconds in (10, 40):
        at = facts.times(f"2026-11-02T09:00:{seconds}")["submitted_at"]
        facts.brief(first_usable_at=at, time_to_first_usable_s=1)
    facts.brief(n_usable=0, settled=False, watched_s=20)
    facts.brief(n_usable=0, never_usable=True, watched_s=500)
    names = [f"time_to_first_approval_s_{s}" for s in ("p50", "p90", "n", "censored")]
    assert list(figures(facts, *names).values()) == [40, None, 4, 1]
    assert measure(facts.con, names, settings=facts.settings).evidence(0, names[1]).above == 500


def test_briefs_without_any_are_a_share_of_the_settled(facts):
    assert figure(facts, "never_usable_share") is None
    facts.brief()
    facts.brief(n_usable=0, never_usable=True)
    facts.brief(n_usable=0, settled=False)
    table = measure(facts.con, ["never_usable_share"], settings=facts.settings)
    assert table.rows[0]["never_usable_share"] == 0.5
    evidence = table.evidence(0, "never_usable_share")
    assert (evidence.low, evidence.high) == wilson_interval(1, 2)


def test_an_exact_half_is_reached_despite_rounding():
    ten = [float(n) for n in range(1, 11)]
    assert time_reached(ten, (), never=0, longest=10, p=0.5) == (5, None)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_without_censoring_the_quantile_is_an_observed_time_that_enough_stay_within(times):
    reached = time_reached(times, (), never=0, longest=max(times), p=0.5).value
    assert reached in times
    assert sum(time <= reached for time in times) >= len(times) / 2
    assert sum(time < reached for time in times) < len(times) / 2


# --- time -------------------------------------------------------------------------------------


def test_percentiles_are_interpolated_and_say_when_their_tail_is_thin(facts):
    for seconds in (10, 20, 40, None):
        facts.attempt("usable", latency_s=seconds)
    found = measure(
        facts.con, ["latency_s_p50", "latency_s_p90", "latency_s_n"], settings=facts.settings
    )
    assert list(found.rows[0].values()) == [20, pytest.approx(36), 3]
    assert found.evidence(0, "latency_s_p90").thin
    assert found.evidence(0, "latency_s_p90").n == 3


def test_a_hundred_is_enough_for_p95_and_not_for_p99(facts):
    for seconds in range(100):
        facts.attempt("usable", latency_s=seconds)
    found = measure(facts.con, ["latency_s_p95", "latency_s_p99"], settings=facts.settings)
    assert not found.evidence(0, "latency_s_p95").thin
    assert found.evidence(0, "latency_s_p99").thin


def test_queue_and_render(facts):
    facts.attempt("usable", queue_s=1, render_s=9)
    facts.attempt("usable", queue_s=3, render_s=7)
    assert figures(facts, "queue_s_p50", "render_s_p50") == {"queue_s_p50": 2, "render_s_p50": 8}


def test_peak_hours_are_the_three_busiest_of_the_selection_ties_to_the_earlier(facts):
    for hour, attempts in ((8, 1), (9, 3), (10, 2), (11, 1), (12, 1)):
        for _ in range(attempts):
            facts.attempt("usable", at=f"2026-11-02T{hour:02d}:30", latency_s=hour)
    # 9 and 10, then 8 rather than 11 or 12
    assert figure(facts, "peak_latency_s_p95") == pytest.approx(10)
    assert figure(facts, "off_peak_latency_s_p95") == pytest.approx(11.95)


def test_peak_hours_do_not_depend_on_the_group(facts):
    for hour, model in ((8, "a"), (8, "a"), (9, "a"), (9, "a"), (10, "a"), (10, "a"), (11, "b")):
        facts.attempt("usable", at=f"2026-11-02T{hour:02d}:30", latency_s=hour, model=model)
    found = measure(
        facts.con, ["peak_latency_s_p95"], by=["model"], settings=facts.settings
    ).json_rows()
    assert {row["model"]: row["peak_latency_s_p95"] for row in found} == {
        "a": pytest.approx(10),
        "b": None,
    }


def test_handover(facts):
    number = facts.attempt("usable", "usable")
    for index, (seconds, ok) in enumerate(((10, True), (30, False))):
        facts.insert(
            "handover_facts",
            handover_no=index,
            attempt_no=number,
            output_index=index,
            destination="Frame.io",
            handed_over_at="2026-11-02",
            handover_s=seconds,
            ok=ok,
        )
    assert figures(facts, "handover_s_p50", "handover_friction_rate") == {
        "handover_s_p50": 20,
        "handover_friction_rate": 0.5,
    }


# --- gaps -------------------------------------------------------------------------------------


def test_gaps_of_attempts(facts):
    facts.attempt(status="unknown", cost=None)
    facts.attempt(status="running", cost=None)
    early = datetime(2026, 11, 2, 8, 59)
    facts.attempt("usable", outputs_assumed=True, zero_replaced=True, completed_at=early)
    names = ("unpriced_attempts", "unknown_attempts", "outputs_assumed_attempts")
    assert list(figures(facts, *names).values()) == [2, 2, 1]
    assert figure(facts, "zero_replaced_attempts") == 1
    assert figure(facts, "negative_latencies") == 1


def test_gaps_of_the_warehouse(facts):
    facts.insert("gaps", gap="unmatched_verdicts", n=3)
    facts.insert("gaps", gap="unattributed_consumption", n=2, money="1.5")
    for number, replayed in ((1, None), (2, "2026-11-02")):
        facts.insert(
            "quarantine",
            quarantine_no=number,
            file_no=1,
            line=1,
            reason="no time",
            raw=b"",
            raw_bytes=0,
            replayed_at=replayed,
        )
    names = ("unmatched_verdicts", "unattributed_consumption", "rejected_rows")
    assert list(figures(facts, *names).values()) == [3, Decimal("1.5"), 1]
    assert figure(facts, "ambiguous_verdicts") == 0
