"""What a call cost: reported, computed, from the credit ledger; refunds, currencies, breakage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.pricing.book import PriceBook
from data.pricing.currencies import CurrencyRate
from data.pricing.entry import PriceEntry
from data.pricing.policies import BillingPolicy

pytest_plugins = ["tests.raw_records"]

CHECKED = {"source": "https://example.com", "checked_on": date(2026, 11, 1)}


def book(*rates):
    flux = PriceEntry(
        channel="fal", model="flux", unit="image", price=Decimal("0.05"), currency="USD",
        certainty="high", **CHECKED,
    )  # fmt: skip
    return PriceBook(
        entries=(flux,), policies=(), models=(), rates=rates, channel_names=(("fal", "fal"),)
    )


def rate(base, quote, day, text):
    return CurrencyRate(
        base=base, quote=quote, day=date(2026, 11, day), rate=Decimal(text), source="bank"
    )


def costs(records):
    query = "SELECT cost::VARCHAR, cost_basis FROM attempt_facts ORDER BY attempt_no"
    return [(cost and cost.rstrip("0").rstrip("."), basis) for cost, basis in records.rows(query)]


@pytest.fixture
def priced(records):
    """Records of a channel whose prices are known; without a reported cost."""
    records.book = book()
    unreported = {"reported_cost": None, "currency": None, "channel": "fal", "model": "flux"}

    def attempt(**columns):
        return records.attempt(**unreported | columns)

    records.priced = attempt
    return records


# --- reported and computed --------------------------------------------------------------------


def test_reported_before_computed_before_nothing(priced):
    priced.priced(reported_cost="0.07", currency="USD")
    priced.priced(n_outputs=3)
    priced.priced(model="unheard of")
    priced.resolve()
    assert costs(priced) == [("0.07", "reported"), ("0.15", "computed"), (None, "unpriced")]


def test_a_reported_zero_of_a_success_is_replaced_where_there_is_a_price(priced):
    zero = {"reported_cost": "0", "currency": "USD"}
    priced.priced(**zero)
    priced.priced(**zero, model="unheard of")
    priced.priced(**zero, cache_hit=True)
    priced.priced(**zero, status="failed")
    priced.resolve()
    assert costs(priced) == [
        *[("0.05", "computed"), ("0", "reported")],
        *[("0", "reported"), ("0", "reported")],
    ]
    flags = priced.rows(
        "SELECT zero_replaced, reported_cost::INTEGER FROM attempt_facts ORDER BY attempt_no"
    )
    assert flags == [(True, 0), (False, 0), (False, 0), (False, 0)]


def test_an_estimating_gateways_zero_says_nothing_of_a_failure_or_of_what_has_no_price(priced):
    priced.source("gateway", "gateway", estimates=True)
    zero = {"reported_cost": "0", "currency": "USD", "source": "gateway"}
    priced.priced(**zero, status="failed")
    priced.priced(**zero, status="failed", model="unheard of")
    priced.priced(**zero, model="unheard of")
    priced.priced(**zero, model="unheard of", cache_hit=True)
    priced.resolve()
    # nobody says who bills a failure at this channel: it counts as billed, and is flagged
    assert costs(priced) == [
        *[("0.05", "computed"), (None, "unpriced")],
        *[(None, "unpriced"), ("0", "reported")],
    ]
    assert priced.facts("assumed_because") == "billing_assumed"
    assert priced.facts("cost_note, unpriced_because, zero_replaced", attempt_no=3) == (
        *("model_unknown", "no_price", False),
    )


@pytest.mark.parametrize(
    ("estimates", "status", "own_log", "expected"),
    [
        (True, "failed", None, (None, "unpriced")),
        (True, "failed", "0.07", ("0.07", "reported")),
        (True, "succeeded", None, (None, "unpriced")),
        (True, "succeeded", "0.07", ("0.07", "reported")),
        (False, "succeeded", "0.07", ("0", "reported")),
        (False, "failed", "0.07", ("0", "reported")),
    ],
)
def test_nor_does_it_in_a_call_that_the_provider_logged_too(
    records, estimates, status, own_log, expected
):
    """The provider says that it succeeded, and no cost; what our own log says comes last."""
    records.source("gateway", "gateway", estimates=estimates)
    records.source("maker", "provider")
    call = {"provider_request_id": "r1", "reported_cost": None, "currency": None}
    records.attempt(**call, source="maker")
    zero = {"reported_cost": "0", "currency": "USD"}
    records.attempt(**call | zero, source="gateway", status=status)
    own = {"reported_cost": own_log, "currency": own_log and "USD"}
    records.attempt(**call | own, source="log")
    records.resolve()
    assert costs(records) == [expected]


def test_a_cost_is_assumed_where_its_price_or_its_outputs_are_and_money_hangs_on_it(priced):
    priced.priced(n_outputs=3)
    priced.priced(n_outputs=None)
    priced.priced(n_outputs=None, cache_hit=True)
    priced.priced(status="failed")
    priced.resolve()
    assert kinds(priced, "cost_basis") == ["computed"] * 4
    assert kinds(priced, "assumed_because") == [
        *(None, "outputs_assumed", None, "billing_assumed"),
    ]


def test_a_cache_hit_without_a_reported_cost_is_free(priced):
    priced.priced(cache_hit=True, channel="unheard of")
    priced.resolve()
    assert costs(priced) == [("0", "computed")]
    assert priced.facts("latency_s, cache_hit") == (None, True)


# --- currencies -------------------------------------------------------------------------------


def test_the_latest_rate_of_the_last_seven_days_converts(records):
    records.book = book(rate("EUR", "USD", 2, "1.1"), rate("EUR", "USD", 4, "1.2"))
    for day in ("1", "2", "5", "11 23:59", "12 00:00"):
        records.attempt(submitted_at=day, reported_cost="10", currency="EUR")
    records.resolve()
    assert [cost for cost, _ in costs(records)] == [None, "11", "12", "12", None]
    assert records.gap("unconverted_costs") == 2
    assert records.facts("cost_basis, cost_note") == ("unpriced", "no_rate_EUR")


def test_a_rate_serves_both_ways_and_by_way_of_another(records):
    records.book = book(rate("EUR", "USD", 2, "1.25"), rate("EUR", "GBP", 2, "0.8"))
    records.attempt(reported_cost="10", currency="USD")
    records.attempt(reported_cost="8", currency="GBP")
    records.attempt(reported_cost="1")
    records.resolve(currency="EUR")
    assert [cost for cost, _ in costs(records)] == ["8", "10", "0.8"]
    records.resolve(currency="USD")
    assert [cost for cost, _ in costs(records)] == ["10", "12.5", "1"]


def test_a_cost_without_a_currency_has_the_settings_and_a_flag(records):
    records.attempt(currency=None)
    records.attempt(currency=None, reported_cost="0")
    records.resolve(currency="EUR")
    assert records.rows(
        "SELECT cost::INTEGER, assumed_because FROM attempt_facts ORDER BY 1 DESC"
    ) == [
        (1, "currency_assumed"),
        (0, None),
    ]
    assert records.gap("assumed_currencies") == 1


# --- credits ----------------------------------------------------------------------------------


def test_consumption_that_names_an_attempt_sets_its_cost(records):
    records.attempt(reported_cost="9")
    records.attempt(reported_cost="9")
    records.entry("grant", credits=10, promotional=True, expires_at="2026-12-01")
    records.entry("purchase", credits=100, money="20", currency="USD")
    records.entry("consume", "2", credits=10, attempt_ref="a2")
    records.entry("consume", "3", credits=5, attempt_ref="a1")
    records.entry("consume", "4", credits=5, attempt_ref="a1")
    records.entry("consume", "5", credits=50)
    records.resolve()
    assert costs(records) == [("2", "ledger"), ("0", "ledger")]
    assert records.row(
        "SELECT n, money::DOUBLE FROM gaps WHERE gap = 'unattributed_consumption'"
    ) == (*(1, 10.0),)


def test_of_unattributed_consumption_the_known_part_is_summed_and_the_unknown_counted(records):
    records.attempt()
    records.entry("purchase", "1", credits=10, money="2", currency="USD")
    records.entry("consume", "2", credits=5)
    records.entry("consume", "3", credits=5, account="of nobody's purchase")
    records.resolve()
    assert records.rows(
        "SELECT gap, n, money::DOUBLE FROM gaps WHERE gap LIKE 'un%_consumption' ORDER BY gap"
    ) == [("unattributed_consumption", 2, 1.0), ("unvalued_consumption", 1, None)]


def test_consumption_of_unknown_money_leaves_the_reported_cost(records):
    records.attempt(reported_cost="9")
    records.entry("consume", "3", credits=5, attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("9", "reported")]
    assert records.gap("ledger_problems") == 1


def test_credits_convert_at_the_day_they_were_paid(records):
    records.book = book(rate("EUR", "USD", 1, "1.5"), rate("EUR", "USD", 20, "3"))
    records.attempt()
    records.entry("purchase", "1", credits=100, money="100", currency="EUR", expires_at="25")
    records.entry("consume", "20", credits=10, attempt_ref="a1")
    records.reviewed()
    records.resolve()
    assert costs(records)[0] == ("15", "ledger")
    assert records.ledger() == {"not_selected": 15, "breakage": 135}


def test_lapsed_credits_are_breakage_dated_at_expiry(records):
    records.attempt(channel="runway", account="team", reported_cost=None)
    records.entry("purchase", credits=100, money="20", currency="USD", expires_at="10")
    records.entry("consume", "5", credits=25, attempt_ref="a1")
    records.resolve("9")
    assert records.ledger() == {"pending": 5}
    records.resolve("10")
    assert records.ledger() == {"pending": 5, "breakage": 15}
    columns = "attempt_no, channel, account, n_attempts, submitted_at::DATE, status, model"
    assert records.row(f"SELECT {columns} FROM attempt_facts WHERE is_breakage") == (
        *(None, "runway", "team", 0),
        *(date(2026, 11, 10), None, None),
    )
    flags = "outputs_assumed, operation_assumed, cache_hit, zero_replaced, shares_fate"
    assert records.row(f"SELECT {flags} FROM attempt_facts WHERE is_breakage") == (False,) * 5


@pytest.mark.parametrize(
    ("operations", "media"),
    [
        (["text_to_image", "edit"], "image"),
        (["text_to_image", "text_to_video"], None),
        (["text_to_image", None], None),
    ],
)
def test_lapsed_credits_are_of_the_medium_of_the_accounts_calls(records, operations, media):
    for operation in operations:
        records.attempt(account="team", operation=operation)
    records.attempt(account="others", operation="text_to_video")
    records.entry("purchase", credits=100, money="20", currency="USD", expires_at="10")
    records.resolve()
    assert records.row("SELECT media FROM attempt_facts WHERE is_breakage") == media


def test_a_lapsed_lot_of_no_stated_currency_keeps_its_money(records):
    records.entry("purchase", credits=100, money="20", expires_at="10")
    records.resolve(currency="EUR")
    assert records.ledger() == {"breakage": 20}
    assert records.row("SELECT cost_note FROM attempt_facts WHERE is_breakage") is None


# --- why a cost is not known ------------------------------------------------------------------


def test_unpriced_attempts_are_of_the_first_kind_that_applies(priced):
    for status in ("running", "unknown", "failed", "succeeded"):
        priced.attempt(channel="studio", model="unheard of", status=status, reported_cost=None)
    priced.priced(reported_cost="1", currency="EUR")
    priced.priced()
    priced.resolve()
    assert kinds(priced, "unpriced_because") == [
        *("still_running", "end_unknown", "no_price", "no_price", "no_rate", None)
    ]


def test_an_assumed_cost_says_on_what_it_rests(priced):
    priced.priced(status="failed")
    priced.priced(n_outputs=None)
    priced.priced(reported_cost="1")
    priced.priced(reported_cost="1", currency="USD")
    priced.resolve()
    assert kinds(priced, "assumed_because") == [
        *("billing_assumed", "outputs_assumed", "currency_assumed", None)
    ]


def kinds(records, column):
    return [
        kind for (kind,) in records.rows(f"SELECT {column} FROM attempt_facts ORDER BY attempt_no")
    ]


# --- refunds ----------------------------------------------------------------------------------


def test_a_refund_is_taken_off_its_attempt_and_split_like_the_cost(records):
    records.attempt(n_outputs=2)
    records.entry("purchase", credits=100, money="10", currency="USD")
    records.entry("consume", "2", credits=20, attempt_ref="a1")
    records.entry("refund", "5", credits=10, attempt_ref="a1")
    records.verdict("a1#0")
    records.resolve("4")
    assert costs(records) == [("2", "ledger")]
    records.resolve()
    assert costs(records) == [("1", "ledger")]
    assert records.facts("refund::INTEGER") == 1
    assert records.money() == ["0.5", "0.5"]


def test_a_refund_over_two_lots_is_the_sum_of_its_parts(records):
    """10 credits at 0.10 and 5 at 0.50 are 3.50; 5 of these and 2 of those come back: 2.70."""
    records.attempt(reported_cost=None)
    records.entry("purchase", "1", credits=10, money="1", currency="USD")
    records.entry("purchase", "1 13:00", credits=10, money="5", currency="USD")
    records.entry("consume", "2", credits=15, attempt_ref="a1")
    records.entry("refund", "5", credits=7, attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("0.8", "ledger")]
    assert records.facts("refund") == Decimal("2.7")


def test_a_refund_is_never_more_than_the_cost(records):
    records.attempt(reported_cost="3")
    records.entry("refund", "5", credits=None, money="5", currency="USD", attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("0", "reported")]
    assert records.facts("refund::INTEGER") == 3


def test_a_lower_cost_reported_after_the_refund_is_already_net(records):
    records.attempt(reported_cost="2", updated_at="6")
    records.version(1, reported_cost="3", updated_at="3")
    records.version(1, reported_cost="2", updated_at="6")
    records.entry("refund", "5", money="1", currency="USD", attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("2", "reported")]
    assert records.gap("refunds_already_net") == 1


@pytest.mark.parametrize("later", [None, "3"])
def test_a_later_poll_without_a_lower_cost_brings_no_refund_back(records, later):
    records.attempt(reported_cost="3", updated_at="6")
    records.version(1, reported_cost="3", updated_at="3")
    records.version(1, reported_cost=later, updated_at="6")
    records.entry("refund", "5", money="1", currency="USD", attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("2", "reported")]
    assert records.gap("refunds_already_net") == 0


def test_a_providers_row_beside_a_gateways_brings_no_refund_back(records):
    records.source("gateway", "gateway")
    records.source("maker", "provider")
    records.attempt(source="gateway", provider_request_id="r1", reported_cost="3", updated_at="3")
    records.attempt(source="maker", provider_request_id="r1", reported_cost=None, updated_at="6")
    records.entry("refund", "5", money="1", currency="USD", attempt_ref="a1")
    records.resolve()
    assert [cost for cost, _ in costs(records)] == ["2"]


def test_a_source_declared_net_has_taken_its_refunds_off(records):
    records.source("maker", "provider", net=True)
    records.attempt(source="maker", reported_cost="3")
    records.entry("refund", "5", money="1", currency="USD", attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("3", "reported")]
    assert records.gap("refunds_already_net") == 1


def test_refunds_of_nothing_known_are_a_gap(records):
    records.attempt(reported_cost=None)
    records.entry("refund", "5", money="1", currency="USD", attempt_ref="a1")
    records.entry("refund", "5", money="1", currency="USD")
    records.resolve()
    assert records.row("SELECT n, money::INTEGER FROM gaps WHERE gap = 'refunds_unattached'") == (
        2,
        2,
    )
    assert records.ledger() == {}


def test_a_refund_has_the_rate_of_its_attempts_day(records):
    records.book = book(rate("EUR", "USD", 2, "1.5"), rate("EUR", "USD", 9, "2"))
    records.attempt(reported_cost="10", currency="EUR")
    records.entry("refund", "9", money="4", currency="EUR", attempt_ref="a1")
    records.resolve()
    assert costs(records) == [("9", "reported")]


# --- refunds due ------------------------------------------------------------------------------


@pytest.fixture
def ruled(records):
    """Records of a channel that bills no failure, and all that is blocked."""
    rules = [
        BillingPolicy(channel="fal", outcomes=outcomes, billed=billed, certainty="high", **CHECKED)
        for outcomes, billed in (
            (("technical_failure",), "no"),
            (("blocked_input", "blocked_output"), "yes"),
        )
    ]
    records.book = book().model_copy(update={"policies": tuple(rules)})
    given = {"channel": "fal", "model": "flux", "currency": "USD", "status": "failed"}
    records.ruled = lambda **columns: records.attempt(**given | {"reported_cost": "1"} | columns)
    return records


def due(records):
    query = "SELECT cost_note = 'refund_due' FROM attempt_facts ORDER BY attempt_no"
    return [bool(each) for (each,) in records.rows(query)]


def test_what_was_charged_against_the_channels_own_rule_is_due(ruled):
    ruled.ruled()
    ruled.ruled(credits=5)  # charged, whatever in
    ruled.ruled(model="unheard of", operation="text_to_image")  # the rule is the whole channel's
    ruled.ruled(status="blocked")  # billed by the rule
    ruled.ruled(status="canceled")  # no rule
    ruled.ruled(status="succeeded")
    ruled.ruled(reported_cost="0")
    ruled.resolve()
    assert due(ruled) == [True, True, True, False, False, False, False]
    assert ruled.facts("cost::INTEGER, cost_basis") == (1, "reported")  # due is not given back


def test_what_came_back_is_due_no_more_and_a_part_leaves_the_rest(ruled):
    ruled.ruled(source_id="all")
    ruled.ruled(source_id="half")
    for ref, amount in (("all", "1"), ("half", "0.5")):
        ruled.entry("refund", "5", money=amount, currency="USD", attempt_ref=ref)
    ruled.resolve()
    assert due(ruled) == [False, True]


def test_an_estimate_is_no_charge(ruled):
    ruled.source("gateway", "gateway", estimates=True)
    ruled.ruled(source="gateway")
    ruled.resolve()
    assert due(ruled) == [False]
