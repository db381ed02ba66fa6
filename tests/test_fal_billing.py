"""fal's billing events beside its webhooks: one attempt by the request's id, its exact money."""

from __future__ import annotations

from decimal import Decimal

import pytest

pytest_plugins = ["tests.loaded_studio"]

EVENT = {
    "request_id": "n1",
    "endpoint_id": "fal-ai/flux/dev",
    "timestamp": "2026-11-02T09:10:00Z",
    "output_units": 2,
    "cost_subtotal": 0.05,
    "cost_discount": 0.005,
    "cost_total": 0.045,
}
DONE = {
    "received_at": "2026-11-02T09:00:10Z",
    "submitted": {"endpoint_id": "fal-ai/flux/dev", "submitted_at": "2026-11-02T09:00:00Z"},
    "body": {
        "request_id": "n1",
        "gateway_request_id": "g1",
        "status": "OK",
        "payload": {"images": [{"url": "https://v3.fal.media/files/x/a.png"}]},
    },
}
FETCHED = {
    "uri": "https://queue.fal.run/fal-ai/flux/requests/n1",
    "method": "GET",
    "status": 200,
    "response_headers": {"X-Fal-Request-Id": "n1", "X-Fal-Billable-Units": "2"},
    "response_body": {"images": [{"url": "https://v3.fal.media/files/x/a.png"}]},
    "received_at": "2026-11-02T09:00:12Z",
}
FACTS = "SELECT status, cost, cost_basis, latency_s FROM attempt_facts"


@pytest.mark.parametrize("order", [(EVENT, DONE, FETCHED), (FETCHED, DONE, EVENT)])
def test_the_money_is_the_events_and_the_end_the_webhooks(studio, order):
    for n, each in enumerate(order):
        studio.load(studio.write(f"{n}.jsonl", [each]))
    assert studio.rows(FACTS) == [("succeeded", Decimal("0.045"), "reported", 10)]


def test_an_event_alone_has_its_money_and_an_end_that_is_not_known(studio):
    studio.load(studio.write("a.jsonl", [EVENT]))
    assert studio.rows(FACTS) == [("unknown", Decimal("0.045"), "reported", None)]


def test_units_of_a_header_are_kept_and_price_nothing(studio):
    studio.load(studio.write("a.jsonl", [FETCHED]))
    kept = studio.rows("SELECT units, unit FROM warehouse.main.attempts")
    assert kept == [(2, "billable_unit")]
