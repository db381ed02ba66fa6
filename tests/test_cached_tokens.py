"""Tokens that a provider took from its cache: read wherever they are told, priced as such."""

from __future__ import annotations

import json
from decimal import Decimal

import duckdb
import pytest

from data.settings import Settings
from data.warehouse.file import Reader, writing
from data.warehouse.schema_steps import migrations
from ingest.load.load import load_paths
from ingest.sources.gemini.source import Gemini
from ingest.sources.litellm.source import LiteLlm
from ingest.sources.openai.source import OpenAi
from ingest.sources.openrouter.source import OpenRouter
from ingest.sources.opentelemetry.source import OpenTelemetry

GEMINI = {
    "candidates": [
        {
            "content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]},
            "finishReason": "STOP",
        }
    ],
    "createTime": "2026-11-02T09:00:00Z",
    "modelVersion": "gemini-3-pro-image",
    "responseId": "g1",
    "usageMetadata": {
        "promptTokenCount": 1000,
        "cachedContentTokenCount": 800,
        "candidatesTokenCount": 1120,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}],
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
        "trafficType": "ON_DEMAND",
    },
}
USAGE = {
    "input_tokens": 1000,
    "input_tokens_details": {"text_tokens": 1000, "image_tokens": 0, "cached_tokens": 800},
    "output_tokens": 1000,
    "total_tokens": 2000,
}
OPENAI = {
    "method": "POST",
    "uri": "https://api.openai.com/v1/images/generations",
    "request_body": {"model": "gpt-image-2", "prompt": "a fox"},
    "status": 200,
    "response_headers": {"x-request-id": "o1"},
    "response_body": {"created": 1793610000, "data": [{"b64_json": "AAAA"}], "usage": USAGE},
}
LITELLM = {
    "request_id": "l1",
    "call_type": "aimage_generation",
    "spend": 0.03,
    "startTime": "2026-11-02 09:00:00.000",
    "endTime": "2026-11-02 09:00:05.000",
    "model": "gpt-image-2",
    "custom_llm_provider": "openai",
    "status": "success",
    "metadata": {"usage_object": USAGE},
}
OPENROUTER = {
    "id": "gen-1",
    "created_at": "2026-11-02T09:00:00Z",
    "model": "openai/gpt-5-image",
    "api_type": "image",
    "finish_reason": "stop",
    "usage": 0.03,
    "num_media_completion": 1,
    "native_tokens_prompt": 1000,
    "native_tokens_cached": 800,
    "native_tokens_completion": 1000,
    "native_tokens_completion_images": 1000,
}


def span(**said):
    attributes = {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.output.type": "image",
        "gen_ai.request.model": "gemini-3-pro-image",
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 1120,
        **said,
    }
    listed = [
        {
            "key": key,
            "value": {"intValue": str(value)} if type(value) is int else {"stringValue": value},
        }
        for key, value in attributes.items()
    ]
    told = {"traceId": "t1", "spanId": "s1", "name": "generate", "attributes": listed}
    told |= {"startTimeUnixNano": "1793610000000000000", "endTimeUnixNano": "1793610009000000000"}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [told]}]}]}


@pytest.mark.parametrize(
    ("source", "document"),
    [
        (Gemini(), GEMINI),
        (OpenAi(), OPENAI),
        (LiteLlm(), LITELLM),
        (OpenRouter(), OPENROUTER),
        (OpenTelemetry(), span(**{"gen_ai.usage.cache_read.input_tokens": 800})),
        (OpenTelemetry(), span(**{"llm.token_count.prompt_details.cache_read": 800})),
    ],
)
def test_each_log_tells_how_many_came_from_the_cache(tmp_path, opened, reading, source, document):
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps(document) + "\n")
    [row] = reading(source, opened(path))
    (found, *_) = row["records"]
    assert (found["tokens_text_in"], found["tokens_cached_in"]) == (1000, 800)


@pytest.fixture
def loaded(tmp_path):
    """A function: a document → its one call's cost, and what of it is assumed."""

    def load(document):
        path = tmp_path / "log.jsonl"
        path.write_text(json.dumps(document) + "\n")
        given = Settings(warehouse=tmp_path / "w.duckdb")
        load_paths([str(path)], given)
        with Reader(given.warehouse) as reader:
            asked = "SELECT cost, assumed_because FROM attempt_facts"
            return reader.cursor().execute(asked).fetchall()

    return load


def test_a_call_costs_less_by_what_the_cache_gave(loaded):
    """200 tokens at $5 per 1M, 800 at $1.25, 1000 of the picture at $30."""
    assert loaded(OPENAI) == [(Decimal("0.032"), None)]


def test_where_nobody_knows_the_price_of_cached_tokens_that_is_said(loaded):
    """AI Studio's is not in the book: 1000 at $2 and 1120 at $120 per 1M."""
    assert loaded(GEMINI) == [(Decimal("0.1364"), "price_assumed")]


def test_a_warehouse_from_before_knows_its_calls_again(tmp_path):
    """Their hash covers the new column too: loaded again, nothing is new or changed."""
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps({**LITELLM, "metadata": {}}) + "\n")
    given = Settings(warehouse=tmp_path / "w.duckdb")
    load_paths([str(path)], given)
    before = next(v for v, sql in migrations() if "tokens_cached_in" in sql) - 1
    with duckdb.connect(str(given.warehouse)) as con:
        hashes = con.execute("SELECT content_hash FROM attempts").fetchall()
        for view in con.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall():
            con.execute(f"DROP VIEW IF EXISTS {view[0]}")
        for table in ("attempts", "attempt_versions"):
            con.execute(f"ALTER TABLE {table} DROP COLUMN tokens_cached_in")
        con.execute("UPDATE attempts SET content_hash = 7")
        con.execute("DELETE FROM schema_versions WHERE version > ?", [before])
        con.execute("INSERT INTO schema_versions VALUES (?, now()::TIMESTAMP)", [before])
    with writing(given.warehouse) as con:
        assert con.execute("SELECT content_hash FROM attempts").fetchall() == hashes
