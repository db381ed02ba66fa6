"""A provider's log, a gateway's and a reseller's holds and settlements of the same calls: one each.

By hand: 1,000 credits cost 100, so a credit is 0.10.

- n1: held 20, settled at 8: 0.80, whatever the gateway estimates (0.30).
- n2: held 20, released: nothing was charged.
- n3: debited 10 and 3 more at the end, as resellers of Seedance do: 1.30.
- n4: no booking; the gateway estimates 0.30, and that is all that is known.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

pytest_plugins = ["tests.loaded_studio"]

CALLS = ("n1", "n2", "n3", "n4")
LEDGER = """\
Account,Type,Date,Credits,Amount,Currency,Attempt,ID
relay,Top up,2026-11-01T08:00:00Z,1000,100,USD,,p-1
relay,Hold,2026-11-02T09:00:00Z,20,,,fal:n1,h-1
relay,Settlement,2026-11-02T09:05:00Z,8,,,fal:n1,s-1
relay,Hold,2026-11-02T09:00:00Z,20,,,fal:n2,h-2
relay,Release,2026-11-02T09:05:00Z,20,,,fal:n2,r-2
relay,Pre-debit,2026-11-02T09:00:00Z,10,,,fal:n3,d-3
relay,Settlement,2026-11-02T09:05:00Z,3,,,fal:n3,s-3
"""


def webhook(name):
    return {
        "received_at": "2026-11-02T09:00:10Z",
        "submitted": {"endpoint_id": "acme/painter", "submitted_at": "2026-11-02T09:00:00Z"},
        "body": {
            "request_id": name,
            "gateway_request_id": f"g-{name}",
            "status": "OK",
            "payload": {"images": [{"url": f"https://v3.fal.media/files/{name}.png"}]},
        },
    }


def row(name):
    return {
        "request_id": name,
        "call_type": "aimage_generation",
        "spend": 0.30,
        "startTime": "2026-11-02T09:00:01Z",
        "endTime": "2026-11-02T09:00:11Z",
        "model": "fal_ai/acme/painter",
        "custom_llm_provider": "fal_ai",
        "status": "success",
        "metadata": {},
        "request_tags": [],
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_each_call_is_one_attempt_with_the_money_that_was_booked(studio, order):
    logs = (
        studio.write("hooks.jsonl", map(webhook, CALLS)),
        studio.write("gateway.jsonl", map(row, CALLS)),
        studio.write("relay.csv", LEDGER),
    )
    for nth in (*order, order[0]):
        studio.load(logs[nth])
    found = studio.rows(
        "SELECT a.source_id, f.source, f.cost, f.cost_basis FROM attempt_facts AS f"
        " JOIN attempts AS a USING (attempt_no) ORDER BY a.source_id"
    )
    assert found == [
        ("n1", "fal", Decimal("0.8"), "ledger"),
        ("n2", "fal", Decimal(0), "ledger"),
        ("n3", "fal", Decimal("1.3"), "ledger"),
        ("n4", "fal", Decimal("0.3"), "reported"),
    ]
    assert studio.rows("SELECT sum(cost) FROM attempt_facts") == [(Decimal("2.4"),)]
    gaps = dict(studio.rows("SELECT gap, n FROM gaps WHERE n > 0"))
    assert gaps == {"merged_attempts": 4}
