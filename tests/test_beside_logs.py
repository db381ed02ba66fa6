"""Well-known files that are no logs are told what they are and what to load instead."""

from __future__ import annotations

import json

import pytest

from data.errors import UnclaimedFileError
from ingest.opening.identify import identify
from ingest.sources import all_sources

STRIPE = {"object": "billing.credit_balance_summary", "customer": "cus_1", "balances": []}
FOCUS = "BilledCost,ChargePeriodStart,ChargePeriodEnd\n0.1,2026-11-01,2026-11-02\n"
COMMENTS = "duck.mp4\nVersion 1 - Ann - 9:54AM January 26th, 2016\n\n00:00:03:05 - too dark?\n"
KNOWN = {
    "bill.csv": (FOCUS, "FOCUS"),
    "credits.json": (json.dumps(STRIPE), "Stripe"),
    "grants.json": (json.dumps({"billing.credit_grant": STRIPE}), "Stripe"),
    "duck.png.txt.json": (json.dumps({"parameters": "a duck\nSteps: 15, Seed: 2"}), "scan FOLDER"),
    "manifest.json": (json.dumps({"active_manifest": "a", "manifests": {}}), "C2PA"),
    "flow.json": (json.dumps({"last_node_id": 9, "nodes": [], "links": []}), "GET /history"),
    "hook.json": (json.dumps({"baseTransactionNumber": 4, "payloadFormat": "v0"}), "Airtable"),
    "labels.csv": ("annotation_id,annotator,lead_time\n9,Ann,10.7\n", "label_studio_csv"),
    "comments.txt": (COMMENTS, "Frame.io"),
    "usage.json": (json.dumps({"cost": 0.5, "is_byok": False}), "whole answer"),
    "licence.md": ("Attribution 4.0\n", "written text"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_well_known_file_is_told_what_it_is(name, tmp_path, opened):
    content, said = KNOWN[name]
    (tmp_path / name).write_text(content)
    with pytest.raises(UnclaimedFileError, match=said) as refused:
        identify(opened(tmp_path / name), all_sources())
    can_have_a_map = name == "labels.csv"
    assert ("no source knows" in str(refused.value)) == can_have_a_map
    assert "Known:" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", '{"frame": 1, "shade": "red"}', "JSON with the keys frame, shade."),
        ("a.csv", "a;b;c;d;e;f;g;h\n", "a sheet with the columns a, b, c, d, e, f and 2 more."),
        ("a.txt", "buy milk", "no source knows this format. Known:"),
    ],
)
def test_what_nobody_knows_is_told_how_it_begins(name, content, said, tmp_path, opened):
    (tmp_path / name).write_text(content)
    with pytest.raises(UnclaimedFileError) as refused:
        identify(opened(tmp_path / name), all_sources())
    assert said in str(refused.value)
    assert "Known:" in str(refused.value)
    assert "Known:" not in refused.value.briefly
