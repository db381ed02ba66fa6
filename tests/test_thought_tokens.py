"""What a model thought counts once, within what came out or beside it: by total, else by whom."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader, in_memory
from ingest.load.load import load_paths
from ingest.sources.langfuse.source import Langfuse
from ingest.sources.opentelemetry.source import OpenTelemetry
from ingest.sources.parts.tokens import Usage, tokens_of
from ingest.sources.posthog.source import PostHog
from tests.test_cached_tokens import span
from tests.test_quick_ways import QUICK, Staged, usual


def usage(total=None, kinds=None, thought=300):
    return Usage(
        prompt_tokens=20,
        completion_tokens=1400,
        total_tokens=total,
        completion_tokens_details={"reasoning_tokens": thought, **(kinds or {})},
    )


def made(said, **more):
    """(text, picture, thoughts)."""
    found = tokens_of(said, **more)
    return tuple(found[f"tokens_{kind}"] for kind in ("text_out", "image_out", "thinking"))


@pytest.mark.parametrize(
    ("total", "channel", "expected"),
    [
        (1420, "openai", (None, 1100, 300)),
        (1420, "xai", (None, 1100, 300)),
        (1720, "openai", (None, 1400, 300)),
        (1720, "xai", (None, 1400, 300)),
        (None, "openai", (None, 1100, 300)),
        (None, "xai", (None, 1400, 300)),
        (9999, "openai", (None, 1100, 300)),
        (9999, "xai", (None, 1400, 300)),
        (0, None, (None, 1100, 300)),
    ],
)
def test_the_total_decides_and_without_one_the_channel(total, channel, expected):
    assert made(usage(total), channel=channel) == expected


@pytest.mark.parametrize(
    ("total", "kinds", "expected"),
    [
        (1420, {"image_tokens": 1000}, (100, 1000, 300)),
        (1420, {"image_tokens": 1000, "text_tokens": 100}, (100, 1000, 300)),
        (1420, {"image_tokens": 1000, "text_tokens": 400}, (100, 1000, 300)),
        (1420, {"image_tokens": 1100, "text_tokens": 0}, (None, 1100, 300)),
        (1720, {"image_tokens": 1000, "text_tokens": 400}, (400, 1000, 300)),
        (1720, {"image_tokens": 1000}, (400, 1000, 300)),
    ],
)
def test_beside_kinds_that_are_told_what_is_left_is_text(total, kinds, expected):
    assert made(usage(total, kinds)) == expected
    assert sum(filter(None, expected)) == total - 20


def test_more_thoughts_than_came_out_cannot_be_within():
    assert made(usage(None, thought=1401)) == (None, 1400, 1401)


def test_where_no_picture_came_what_is_left_is_text():
    assert made(usage(1420), only_text=True) == (1100, None, 300)


CALL = {
    "request_id": "l1",
    "call_type": "aimage_generation",
    "spend": None,
    "startTime": "2026-09-10T10:05:00.000Z",
    "endTime": "2026-09-10T10:05:09.000Z",
    "model": "gemini-3-pro-image",
    "custom_llm_provider": "gemini",
    "status": "success",
    "prompt_tokens": 22,
    "completion_tokens": 1299,
}


@pytest.mark.parametrize(
    ("total", "money"),
    [
        (1321, "0.136592"),  # 22 at $2, 1299 - 179 = 1120 at $120, 179 at $12 per 1M
        (1500, "0.158072"),  # 22 at $2, 1299 at $120, 179 at $12 per 1M
    ],
)
def test_a_call_of_no_reported_cost_pays_for_its_thoughts_once(tmp_path, total, money):
    usage_object = {"completion_tokens_details": {"reasoning_tokens": 179}}
    row = CALL | {"total_tokens": total, "metadata": {"usage_object": usage_object}}
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(row) + "\n")
    settings_ = Settings(warehouse=tmp_path / "w.duckdb")
    load_paths([str(log)], settings_)
    with Reader(settings_.warehouse) as reader:
        found = reader.cursor().execute("SELECT cost FROM attempt_facts").fetchall()
    assert found == [(Decimal(money),)]


def read_one(source, document, tmp_path, opened, reading):
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps(document) + "\n")
    [row] = reading(source, opened(path))
    (found, *_) = row["records"]
    names = ("tokens_text_out", "tokens_image_out", "tokens_thinking")
    return tuple(found.get(name) for name in names)


OBSERVATION = {
    "id": "o1",
    "type": "GENERATION",
    "traceId": "t1",
    "startTime": "2026-11-02T09:00:00Z",
    "endTime": "2026-11-02T09:00:09Z",
    "model": "gemini-3-pro-image",
    "level": "DEFAULT",
}


@pytest.mark.parametrize(
    ("total", "expected"),
    [(None, (None, 1120, 90)), (1222, (None, 1120, 90)), (1132, (None, 1030, 90))],
)
def test_langfuse_sums_its_kinds_unless_its_total_says_otherwise(
    tmp_path, opened, reading, total, expected
):
    said = {"input": 12, "output": 1120, "output_reasoning": 90}
    document = OBSERVATION | {"usageDetails": said | ({"total": total} if total else {})}
    assert read_one(Langfuse(), document, tmp_path, opened, reading) == expected


@pytest.mark.parametrize(
    ("provider", "model", "expected"),
    [
        ("gemini", "gemini-3-pro-image", (None, 1210, 90)),
        ("openai", "gpt-5-image", (None, 1120, 90)),
        ("xai", "grok-2-image", (None, 1210, 90)),
    ],
)
def test_posthog_has_the_numbers_of_whoever_counted(
    tmp_path, opened, reading, provider, model, expected
):
    said = {"$ai_model": model, "$ai_provider": provider, "$ai_http_status": 200}
    said |= {"$ai_input_tokens": 12, "$ai_output_tokens": 1210, "$ai_reasoning_tokens": 90}
    document = {"uuid": "e1", "event": "$ai_generation", "distinct_id": "mila"}
    document |= {"timestamp": "2026-11-02T09:00:12Z", "properties": said | {"$ai_latency": 9}}
    assert read_one(PostHog(), document, tmp_path, opened, reading) == expected


@pytest.mark.parametrize(
    "said",
    [
        {"gen_ai.usage.reasoning.output_tokens": 90},
        {"llm.token_count.completion_details.reasoning": 90},
        {"gen_ai.usage.reasoning.output_tokens": 90, "llm.token_count.total": 2120},
    ],
)
def test_spans_count_them_within(tmp_path, opened, reading, said):
    """The conventions say so: 1120 came out, 90 of them thoughts."""
    expected = (None, 1030, 90)
    assert read_one(OpenTelemetry(), span(**said), tmp_path, opened, reading) == expected


@pytest.fixture
def staged(tmp_path):
    with in_memory() as con:
        yield Staged(tmp_path, con)


counts = st.sampled_from([0, 10, 20, 90, 100, 110])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_both_ways_count_them_alike(staged, data):
    lines = []
    for row in usual("LiteLLM rows", 12):
        given_, out, thought = (data.draw(counts) for _ in range(3))
        kinds = data.draw(st.dictionaries(st.sampled_from(["text", "image", "video"]), counts))
        details = {f"{kind}_tokens": count for kind, count in kinds.items()}
        details["reasoning_tokens"] = thought
        totals = st.sampled_from([None, 0, given_ + out, given_ + out + thought, 7])
        row |= {
            "prompt_tokens": given_,
            "completion_tokens": out,
            "total_tokens": data.draw(totals),
        }
        row["custom_llm_provider"] = data.draw(st.sampled_from(["openai", "xai", "x_ai"]))
        row["metadata"] = {"usage_object": {"completion_tokens_details": details}}
        lines.append(json.dumps(row))
    exact, quick = staged.both(QUICK["litellm"], lines, alone=True)
    assert quick == exact
