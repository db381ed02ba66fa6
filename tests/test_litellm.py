"""LiteLLM logs: which calls make media, how they ended, what they cost, who asked."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.settings import Settings
from ingest.source import Ignored, Item, Opened, Refused
from ingest.sources.litellm.source import LiteLlm

SOURCE = LiteLlm()
ROW = {
    "request_id": "img-1",
    "call_type": "aimage_generation",
    "startTime": "2026-11-02 09:20:46.847371",
    "endTime": "2026-11-02 09:21:00",
    "model": "gpt-image-1.5",
    "custom_llm_provider": "openai",
    "spend": 0.04,
    "metadata": "{}",
    "request_tags": "[]",
    "cache_hit": "False",
    "status": "success",
}


def attempt(**changes):
    row = ROW | changes
    item = Item(1, json.dumps(row, default=str).encode(), row)
    (found,) = SOURCE.records(item, None)
    return found


def ignored(**changes):
    with pytest.raises(Ignored) as reason:
        attempt(**changes)
    return str(reason.value)


def failure(**error):
    return attempt(status="failure", spend=0, metadata=json.dumps({"error_information": error}))


# --- Which calls make media ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call_type", "operation"),
    [
        ("image_generation", "text_to_image"),
        ("aimage_generation", "text_to_image"),
        ("aimage_edit", "edit"),
        ("image_variation", "image_to_image"),
        ("avideo_generation", "text_to_video"),
        ("acreate_video", "text_to_video"),
        ("video_remix", "video_edit"),
    ],
)
def test_calls_that_make_media(call_type, operation):
    assert attempt(call_type=call_type).operation == operation


@pytest.mark.parametrize(
    "call_type",
    ["acompletion", "aembedding", "avideo_retrieve", "avideo_content", "aresponses", "moderation",
     "aimage_generationn", "allm_passthrough_route"],
)  # fmt: skip
def test_calls_that_make_none_are_ignored_by_name(call_type):
    assert ignored(call_type=call_type, model="gpt-4o") == f"call type {call_type} makes no media"


def test_a_chat_that_is_ignored_need_not_hold_together():
    assert "no media" in ignored(call_type="acompletion", startTime="?", metadata="{cut", model="x")


@pytest.mark.parametrize("model", ["gemini-3-pro-image-preview", "gemini-2.5-flash-image"])
def test_a_picture_made_through_chat_counts(model):
    usage = {"completion_tokens_details": {"image_tokens": 1120, "text_tokens": 7}}
    found = attempt(
        call_type="acompletion", model=model, metadata=json.dumps({"usage_object": usage})
    )
    assert (found.operation, found.status, found.tokens_image_out) == (
        "text_to_image",
        "succeeded",
        1120,
    )


def test_an_image_model_that_answered_in_text_only_did_not_succeed():
    usage = {"completion_tokens_details": {"image_tokens": None, "text_tokens": 30}}
    found = attempt(
        call_type="acompletion",
        model="gemini-3-pro-image-preview",
        metadata=json.dumps({"usage_object": usage}),
    )
    assert (found.status, found.raw_status, found.tokens_text_out) == ("failed", "success", 30)


def test_a_video_from_a_picture_and_no_time_it_took():
    request = {"input_reference": "a.png", "seconds": "8", "size": "1280x720"}
    found = attempt(call_type="acreate_video", proxy_server_request=json.dumps(request))
    assert (found.operation, found.requested_seconds) == ("image_to_video", 8)
    assert (found.requested_width, found.requested_height) == (1280, 720)
    assert found.completed_at is None


# --- How they ended -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ({"error_code": "429", "error_class": "RateLimitError"}, "failed"),
        ({"error_code": "400", "error_class": "BadRequestError"}, "failed"),
        ({"error_code": "400", "error_class": "ContentPolicyViolationError"}, "blocked"),
        ({"error_code": "content_policy_violation"}, "blocked"),
        (
            {"error_class": "BadRequestError", "error_message": "code: moderation_blocked"},
            "blocked",
        ),
        ({"error_code": "408", "error_class": "Timeout"}, "unknown"),
        ({"error_code": 408}, "unknown"),
        ({"error_code": "499"}, "canceled"),
        ({"error_code": "504", "error_class": "GatewayTimeoutError"}, "unknown"),
        ({}, "failed"),
    ],
)
def test_how_a_failure_counts(error, status):
    found = failure(**error)
    assert (found.status, found.raw_status) == (status, "failure")
    assert found.error_code == (
        str(error.get("error_code") or error.get("error_class") or "") or None
    )
    assert (found.completed_at is None) == (status == "unknown")


def test_an_older_row_keeps_its_status_in_the_metadata():
    assert attempt(status=None, metadata='{"status": "failure"}').status == "failed"
    assert attempt(status="", metadata='{"status": null}').status == "succeeded"


@pytest.mark.parametrize(
    ("metadata", "status", "project"),
    [
        ('{"status": "failure", "user_api_key_project_id": "p-', "failed", None),
        ('{"user_api_key_project_id": "p-1", "status": "fail', "unknown", "p-1"),
        ('{"user_api_key_project_id": "p-1", "a": [1... (litellm_truncated 9 chars) ...c"}',
         "unknown", "p-1"),
        ('{"user_api_key_project_id": "p-1", "a": "b... (litellm_truncated 9 chars) ...c"}',
         "succeeded", "p-1"),
    ],
)  # fmt: skip
def test_of_metadata_that_were_cut_off_the_whole_part_is_read(metadata, status, project):
    """The database cuts long texts. What may say how the call ended is then missing too."""
    found = attempt(status=None, metadata=metadata)
    assert (found.status, found.project, found.reported_cost) == (status, project, Decimal("0.04"))
    assert attempt(metadata=metadata).status == "succeeded"


def test_a_number_at_the_cut_may_have_gone_on():
    usage = '{"usage_object": {"output_tokens_details": {"text_tokens": 5, "image_tokens": 12'
    found = attempt(metadata=usage)
    assert (found.tokens_text_out, found.tokens_image_out) == (5, None)


def test_tags_that_were_cut_off_are_the_whole_ones():
    assert attempt(request_tags='["campaign: winter", "ret').campaign == "winter"


@pytest.mark.parametrize(
    "metadata", ["{cut}", "cut", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": NaN']
)
def test_what_is_no_json_and_was_not_cut_off_is_refused(metadata):
    with pytest.raises(ValidationError, match="metadata"):
        attempt(metadata=metadata)


def test_a_status_litellm_does_not_have_is_refused():
    with pytest.raises(Refused, match="'pending' is neither success nor failure"):
        attempt(status="pending")


# --- What they cost, and how much they made -----------------------------------------------------


@pytest.mark.parametrize(
    ("spend", "cost"),
    [
        (0.00022500000000000002, Decimal("0.00022500000000000002")),
        ("0.1", Decimal("0.1")),
        (1e-05, Decimal("0.00001")),
        (0, Decimal(0)),
        (None, None),
        ("", None),
    ],
)
def test_spend_is_decimal_and_nothing_is_not_zero(spend, cost):
    found = attempt(spend=spend)
    assert found.reported_cost == cost
    assert found.currency == (None if cost is None else "USD")


@pytest.mark.parametrize("spend", [-0.01, "NaN", "1e400x", float("inf"), True])
def test_spend_that_is_no_money_is_refused(spend):
    with pytest.raises(ValidationError):
        attempt(spend=spend)


def test_tokens_by_kind_and_no_zeros():
    usage = {
        "input_tokens_details": {"text_tokens": 12, "image_tokens": 258},
        "output_tokens_details": {"image_tokens": 4160},
    }
    found = attempt(metadata=json.dumps({"additional_usage_values": usage}), prompt_tokens=270)
    assert (found.tokens_text_in, found.tokens_image_in, found.tokens_image_out) == (12, 258, 4160)
    assert (found.tokens_text_out, found.tokens_thinking) == (None, None)
    assert found.operation == "image_to_image"


def test_a_call_of_no_model_makes_no_media_unless_it_is_a_media_call():
    assert "makes no media" in ignored(call_type="acompletion", model=None)
    assert attempt(model=None).model is None


def test_one_kind_of_tokens_is_not_taken_for_all_of_them():
    """The sums count what the details leave out, thinking or an image that was cached."""
    usage = {
        "input_tokens_details": {"text_tokens": 12},
        "output_tokens_details": {"image_tokens": 4160},
    }
    found = attempt(
        metadata=json.dumps({"usage_object": usage}), prompt_tokens=270, completion_tokens=5000
    )
    assert (found.tokens_text_in, found.tokens_image_out) == (12, 4160)


def test_tokens_without_kinds():
    found = attempt(prompt_tokens=50, completion_tokens=4160)
    assert (found.tokens_text_in, found.tokens_image_out) == (50, 4160)
    assert attempt(prompt_tokens=0, completion_tokens=0).tokens_image_out is None


def test_outputs_are_known_only_where_answers_are_stored():
    assert attempt(response="{}").n_outputs is None
    none = attempt(response='{"data": []}')
    assert (none.status, none.n_outputs, none.error_code) == ("failed", 0, "NO_OUTPUT")
    assert attempt(response='{"data": [{"b64_json": "x"}, {"b64_json": "y"}]}').n_outputs == 2
    two = attempt(response={"data": [{"url": "https://x/1.png"}, {"url": "https://x/2.png"}]})
    assert two.output_uris == ("https://x/1.png", "https://x/2.png")


def test_what_was_asked_for():
    request = {"n": 4, "size": "1024x1536", "quality": "high", "prompt": "a fox"}
    found = attempt(proxy_server_request=json.dumps(request))
    assert (found.n_requested, found.variant, found.prompt) == (4, "1024x1536 high", "a fox")
    assert attempt(model_parameters={"size": "auto", "quality": "auto"}).variant is None
    assert attempt(proxy_server_request='{"n": 4, "prom').n_requested is None


@pytest.mark.parametrize(
    "messages",
    ["{}", "[]", "", None, "redacted-by-litellm", "a fox (litellm_truncated skipped 9 chars) b",
     [{"role": "user", "content": [{"type": "text"}]}], {}],
)  # fmt: skip
def test_a_prompt_that_was_cut_or_taken_out_is_no_prompt(messages):
    assert attempt(messages=messages).prompt is None


def test_a_prompt_among_messages():
    assert attempt(messages="a fox").prompt == "a fox"
    assert attempt(messages='[{"role": "user", "content": "a fox"}]').prompt == "a fox"


# --- Who asked, who billed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gateway_name", "model", "channel", "provider", "logged"),
    [
        ("openai", "gpt-image-1.5", "openai", "openai", "gpt-image-1.5"),
        ("azure", "azure/gpt-image-1", "azure", "azure", "gpt-image-1"),
        ("gemini", "gemini/imagen-4.0", "google", "google", "imagen-4.0"),
        ("vertex_ai", "vertex_ai/imagen-4.0", "vertex", "google", "imagen-4.0"),
        ("fal_ai", "fal_ai/fal-ai/flux/dev", "fal", "fal", "fal-ai/flux/dev"),
        ("bedrock", "amazon.nova-canvas-v1:0", "bedrock", "bedrock", "amazon.nova-canvas-v1:0"),
        ("", "house-model", None, None, "house-model"),
    ],
)
def test_who_billed_behind_the_gateway(gateway_name, model, channel, provider, logged):
    found = attempt(custom_llm_provider=gateway_name, model=model)
    assert (found.channel, found.provider, found.model) == (channel, provider, logged)


def test_labels_of_the_studio_win_over_the_gateways_own():
    metadata = {
        "user_api_key_project_id": "p-1",
        "user_api_key_team_alias": "stills",
        "spend_logs_metadata": {
            "project": "autumn", "brief": "A-12", "operation_id": "op-1", "parents": "a#0 b#1",
        },
    }  # fmt: skip
    tags = ["retouch", "campaign: winter", "campaign:other"]
    found = attempt(
        metadata=json.dumps(metadata), request_tags=json.dumps(tags), session_id="s-1",
        team_id="t-1", user="", end_user="customer",
    )  # fmt: skip
    assert (found.project, found.brief_id, found.team) == ("autumn", "A-12", "stills")
    assert (found.operation_id, found.user, found.campaign) == ("op-1", "customer", "winter")
    assert found.parent_asset_ids == ("a#0", "b#1")
    assert found.tags == ("retouch", "campaign:other")


def test_without_labels_the_session_joins_the_retries():
    assert attempt(session_id="s-1").operation_id == "s-1"
    found = attempt(metadata={"user_api_key_project_id": "p-1"}, team_id="t-1", session_id="")
    assert (found.project, found.team, found.operation_id) == ("p-1", "t-1", None)


def test_a_cache_hit_reached_no_provider():
    found = attempt(cache_hit="True", request_id="img-1_cache_hit1.5", spend=0)
    assert (found.cache_hit, found.provider_request_id) == (True, None)
    assert attempt(cache_hit="None").cache_hit is None
    with pytest.raises(ValidationError, match="cache_hit is True, False or None"):
        attempt(cache_hit="maybe")


# --- Times and forms ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02 09:20:46.847371",
        "2026-11-02T09:20:46.847371Z",
        "2026-11-02T10:20:46.847371+01:00",
        "2026-11-02 09:20:46.847371+00",
        1793611246.847371,
    ],
)
def test_times_are_utc(written):
    assert attempt(startTime=written).submitted_at == datetime(2026, 11, 2, 9, 20, 46, 847371, UTC)


@pytest.mark.parametrize("written", [None, "", True, [], "1793611246", 1e300, "2026-11-02 25:00"])
def test_times_that_do_not_hold_are_refused(written):
    with pytest.raises(ValidationError):
        attempt(startTime=written)


def test_a_csv_export_reads_like_the_json_one(tmp_path):
    row = ROW | {"metadata": '{"spend_logs_metadata": {"brief": "A"}}', "request_tags": '["a","b"]'}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    (tmp_path / "a.csv").write_text(text.getvalue())
    (tmp_path / "a.json").write_text(json.dumps({"data": [row], "total": 1}, indent=1))
    found = []
    for name in ("a.csv", "a.json"):
        file = Opened(tmp_path / name, name, Settings())
        assert SOURCE.identify(file) == "rows of LiteLLM_SpendLogs"
        found += [
            record for item in SOURCE.documents(file) for record in SOURCE.records(item, file)
        ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "document",
    [
        [{"date": "2026-11-02", "spend": 1, "api_requests": 3, "model": "gpt-image-1"}],
        {"request_id": "a", "startTime": "x", "exception_type": "b"},
        [1, "a", None],
        {"data": "x"},
    ],
)
def test_aggregates_and_strangers_are_not_claimed(tmp_path, document):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document))
    assert SOURCE.identify(Opened(path, path.name, Settings())) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
OTHERS = (
    "user team_id session_id response messages model_parameters proxy_server_request"
    " error_information prompt_tokens completion_tokens"
)
FIELDS = [*ROW, *OTHERS.split()]


@given(st.sampled_from(FIELDS), ANYTHING)
def test_no_value_breaks_the_reading(field, value):
    with suppress(Ignored, Refused, ValidationError):
        attempt(**{field: value})


@given(ANYTHING)
def test_no_document_breaks_the_reading(value):
    with suppress(Ignored, Refused, ValidationError):
        list(SOURCE.records(Item(1, b"", value), None))
    list(SOURCE.unwrap(value))
