"""A gateway, a tracer and the provider log the same calls: one attempt each, the right money."""

from __future__ import annotations

import json

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load

AT = "2026-11-02T09:30:00Z"
USAGE = {
    "promptTokenCount": 14,
    "candidatesTokenCount": 1290,
    "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1290}],
}


def by_the_provider(response_id, *, blocked=False):
    """An exchange with Google, as a recorder keeps it; it never says what the call cost."""
    image = {"inlineData": {"mimeType": "image/png", "data": "<omitted>"}}
    candidate = {"content": {"parts": [image]}, "finishReason": "STOP"}
    if blocked:
        candidate = {"finishReason": "IMAGE_SAFETY"}
    return {
        "submitted_at": AT,
        "method": "POST",
        "uri": "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-image"
        ":generateContent",
        "status": 200,
        "request_body": {"contents": []},
        "response_body": {
            "responseId": response_id,
            "modelVersion": "gemini-2.5-flash-image",
            "candidates": [candidate],
            "usageMetadata": USAGE,
        },
    }


def by_litellm(response_id, spend, **changes):
    return {
        "request_id": response_id,
        "call_type": "acompletion",
        "startTime": "2026-11-02 09:30:00.100000",
        "endTime": "2026-11-02 09:30:12",
        "model": "gemini/gemini-2.5-flash-image",
        "custom_llm_provider": "gemini",
        "spend": spend,
        "metadata": json.dumps({"user_api_key_team_alias": "retail"}),
        "request_tags": "[]",
        "cache_hit": "False",
        "status": "success",
    } | changes


def by_portkey(response_id, cents, **changes):
    return {
        "id": f"pk-{response_id}",
        "trace_id": "t",
        "created_at": "2026-11-02T09:30:00.100Z",
        "is_success": True,
        "ai_org": "google",
        "ai_model": "gemini-2.5-flash-image",
        "request_url": "https://api.portkey.ai/v1/chat/completions",
        "cost": cents,
        "response_status_code": 200,
        "response": {"body": {"id": response_id}},
    } | changes


def by_openrouter(upstream_id, fee, upstream_cost):
    """With the studio's own key: OpenRouter's fee, and what the provider bills beside it."""
    return {
        "id": f"gen-{upstream_id}",
        "created_at": "2026-11-02T09:30:00.100+00:00",
        "model": "google/gemini-2.5-flash-image",
        "provider_name": "Google AI Studio",
        "native_tokens_completion": 1290,
        "total_cost": fee,
        "is_byok": True,
        "upstream_inference_cost": upstream_cost,
        "upstream_id": upstream_id,
        "num_media_completion": 1,
        "finish_reason": "stop",
    }


def by_otel(response_id):
    said = {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "gemini-2.5-flash-image",
        "gen_ai.response.id": response_id,
    }
    attributes = [{"key": key, "value": {"stringValue": value}} for key, value in said.items()]
    span = {
        "traceId": "t",
        "spanId": response_id,
        "startTimeUnixNano": "1793611800100000000",
        "endTimeUnixNano": "1793611812000000000",
        "attributes": attributes,
    }
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


@pytest.fixture
def loaded(tmp_path):
    """A function: logs by their name → the attempts that are left of them, with their money."""

    def load_logs(**logs):
        warehouse = tmp_path / f"{'_'.join(logs)}.duckdb"
        for name, lines in logs.items():
            path = tmp_path / f"{name}.{'csv' if name == 'credit_ledger' else 'jsonl'}"
            texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
            path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
            (account,) = load(warehouse, [str(path)], settings=Settings(), source=name)
            assert (account.rejected, account.error) == (0, None), account
        query = """
            SELECT f.source, f.status, f.cost::DOUBLE, f.cost_basis, f.team
            FROM attempt_facts AS f JOIN attempts AS a USING (attempt_no)
            ORDER BY a.provider_request_id
        """
        with Reader(warehouse, None) as reader:
            return reader.cursor().execute(query).fetchall()

    return load_logs


GOOGLE = {"gemini": [by_the_provider("r1"), by_the_provider("r2", blocked=True)]}


def test_each_call_counts_once_and_has_the_gateways_cost(loaded):
    found = loaded(**GOOGLE, litellm=[by_litellm("r1", 0.039), by_litellm("r2", 0)])
    assert [row[:4] for row in found] == [
        ("gemini", "succeeded", 0.039, "reported"),
        ("gemini", "blocked", 0.0387042, "computed"),  # 1,290 tokens at 30, 14 at 0.30 a million
    ]
    assert {row[4] for row in found} == {"retail"}


@pytest.mark.parametrize(
    ("gateway", "rows", "cost"),
    [
        ("litellm", [by_litellm("r1", 0.039), by_litellm("r2", 0)], 0.039),
        ("portkey", [by_portkey("r1", 3.9), by_portkey("r2", 0, is_success=False)], 0.039),
        ("openrouter", [by_openrouter("r1", 0.002, 0.0387)], 0.0407),
        ("opentelemetry", [by_otel("r1"), by_otel("r2")], None),
    ],
)
def test_whichever_gateway_or_tracer_it_was_and_in_either_order(loaded, gateway, rows, cost):
    logs = {gateway: rows, **GOOGLE}
    for names in (list(logs), list(logs)[::-1]):
        found = loaded(**{name: logs[name] for name in names})
        assert len(found) == 2
        assert found[0][:3] == ("gemini", "succeeded", cost or found[0][2])
        assert found[0][3] == ("reported" if cost else "computed")
        assert found[1][:2] == ("gemini", "blocked")


def test_all_logs_at_once_are_still_one_attempt_a_call(loaded):
    """The provider says no money; the gateway that billed does, before the tracer's estimate."""
    found = loaded(
        **GOOGLE,
        litellm=[by_litellm("r1", 0.039), by_litellm("r3", 0.5)],
        opentelemetry=[by_otel("r1"), by_otel("r2"), by_otel("r3")],
    )
    assert [row[:3] for row in found if row[2] != found[1][2]] == [
        ("gemini", "succeeded", 0.039),
        ("litellm", "succeeded", 0.5),
    ]
    assert len(found) == 3


def test_a_resellers_two_bookings_and_its_gateways_row_are_one_attempt_at_their_sum(loaded):
    """0.39 as the gateway guesses it; ten credits debited and three settled, at 0.01 each."""
    bookings = [
        "account,kind,at,credits,money,currency,task id",
        "relay,purchase,2026-11-01T08:00:00Z,1000,10,USD,",
        "relay,pre-debit,2026-11-02T09:30:00Z,10,,,r1",
        "relay,settlement,2026-11-02T09:31:00Z,3,,,r1",
    ]
    found = loaded(**GOOGLE, litellm=[by_litellm("r1", 0.39)], credit_ledger=bookings)
    assert found[0][:4] == ("gemini", "succeeded", 0.13, "ledger")
