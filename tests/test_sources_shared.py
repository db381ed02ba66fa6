"""Real and vendor samples kept beside the checkout: each is read, and every item accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.opening.identify import claims
from ingest.sources import all_sources

SHARED = Path(__file__).parents[2] / "shared" / "samples"
SOURCE_OF = {"gemini": "gemini", "replicate": "replicate", "fal": "fal", "ark_seedance": "ark"}
FILES = sorted(
    path
    for folder in SOURCE_OF
    for path in (SHARED / folder).glob("*")
    if path.suffix in {".json", ".jsonl"}
)
OWN = {
    **SOURCE_OF,
    **{name: name for name in ("openai", "xai", "kling", "bfl", "litellm", "xmp")},
    "comfyui": "comfyui",
    "adobe_firefly": "firefly",
}
"""Folder to the source that alone may claim a file of it; of other folders none of these does."""
NOT_LOGS = {".md", ".png", ".jpg"}
ALL = sorted(path for path in SHARED.glob("*/*") if path.suffix not in NOT_LOGS)
NEW = {
    "openai/images_api_exchanges_openllmetry.jsonl": ["succeeded"] * 3,
    "openai/images_response.example.json": ["succeeded"],
    "openai/openai-image-edit.json": ["succeeded"],
    "openai/openai-image.json": ["succeeded"],
    "openai/gpt-image-response-format-error.json": ["failed"],
    "openai/responses-openai-image-generation-tool.1.json": ["succeeded"],
    "openai/responses_image_generation_tool.jsonl": ["succeeded"],
    "xai/responses-image-generation-tool.json": ["succeeded"],
    "kling/task_schema.assembled.json": ["succeeded"],
    "bfl/submit_and_results.assembled.json": ["running", "succeeded", "blocked", "blocked"],
    "comfyui/history_entries.assembled.json": ["succeeded", "failed"],
}
GIVEN = datetime(2026, 5, 4, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not FILES, reason="no shared samples beside this checkout")


@pytest.fixture
def read(opened, reading):
    """A function: path under the samples → rows, read by the one source that claims the file."""

    def read_file(name, submitted_at=None):
        file = opened(SHARED / name, submitted_at)
        (claim,) = claims(file, all_sources())
        return reading(claim.source, file)

    return read_file


def fates(rows) -> Counter[str]:
    return Counter(next(iter(row.keys() - {"line"})) for row in rows)


def attempts(rows) -> list[dict]:
    return [row["records"][0] for row in rows if "records" in row]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_claimed_by_one_source_and_accounted_for(path, opened, reading):
    file = opened(path, GIVEN)
    (claim,) = claims(file, all_sources())
    assert claim.source.name == SOURCE_OF[path.parent.name]
    rows = reading(claim.source, file)
    lines = sum(1 for line in path.read_bytes().splitlines() if line.strip())
    assert len(rows) == (lines if path.suffix == ".jsonl" else 1)
    assert fates(rows)["refused"] == 0
    assert sum(fates(rows).values()) == len(rows)


def test_ai_studio_exchanges_need_a_time_from_outside(read):
    name = "gemini/generate_content_http_exchanges.jsonl"
    undated = read(name)
    assert fates(undated) == {"records": 2, "refused": 6, "ignored": 3}
    assert all("--submitted-at" in row["refused"] for row in undated if "refused" in row)
    dated = read(name, GIVEN)
    assert fates(dated) == {"records": 8, "ignored": 3}
    assert Counter(each["status"] for each in attempts(dated)) == {"succeeded": 7, "failed": 1}


def test_details_of_candidates_do_not_sum_so_the_rest_is_text(read):
    rows = attempts(read("gemini/generate_content_http_exchanges.jsonl", GIVEN))
    pro = next(row for row in rows if row["source_id"] == "QV8oae6ZGKGnmtkPoanu6A0")
    assert (pro["tokens_image_out"], pro["tokens_text_out"], pro["tokens_thinking"]) == (
        1120,
        163,
        174,
    )
    assert (pro["tokens_text_in"], pro.get("tokens_image_in")) == (14, None)
    assert pro["latency_s"] == 25.969


def test_stop_without_a_picture_failed(read):
    rows = attempts(read("gemini/generate_content_http_exchanges.jsonl", GIVEN))
    empty = next(row for row in rows if row["status"] == "failed")
    assert (empty["raw_status"], empty["error_code"]) == ("STOP", "NO_IMAGE_PART")
    assert (empty["n_outputs"], empty["tokens_text_out"]) == (0, 48)


def test_batch_lines_know_their_tier_and_their_time(read):
    rows = attempts(read("gemini/vertex_batch_prediction_output.jsonl"))
    assert [row["variant"] for row in rows] == ["batch"] * 4
    assert rows[0]["submitted_at"] == "2026-10-03T01:50:07.859294Z"
    assert rows[0]["completed_at"] == "2026-10-03T01:50:17.853923Z"


def test_an_error_without_a_time_says_what_to_pass(read):
    (row,) = read("gemini/error_429_retry_info.json")
    assert "--submitted-at" in row["refused"]
    (row,) = attempts(read("gemini/error_429_retry_info.json", GIVEN))
    assert (row["status"], row["raw_status"], row["error_code"]) == (
        "failed",
        "429",
        "RESOURCE_EXHAUSTED",
    )


def test_polls_keep_their_own_status_under_one_id(read):
    rows = read("replicate/predictions_http_exchanges.jsonl")
    assert fates(rows) == {"records": 102, "ignored": 14}
    ids = {row["source_id"] for row in attempts(rows)}
    succeeded = {row["source_id"] for row in attempts(rows) if row["status"] == "succeeded"}
    assert (len(ids), len(succeeded)) == (18, 6)
    reasons = Counter(row["ignored"] for row in rows if "ignored" in row)
    assert reasons == {
        "no media: the model writes text": 8,
        "an HTTP answer without a prediction": 1,
        "a training, not a prediction": 5,
    }


def test_a_start_before_the_creation_is_kept_as_it_is(read):
    rows = attempts(read("replicate/predictions_http_exchanges.jsonl"))
    assert any(row.get("started_at", "9") < row["submitted_at"] for row in rows)


def test_the_id_of_a_task_without_created_at_gives_its_time_in_china(read):
    rows = attempts(read("ark_seedance/tasks.jsonl"))
    undated = next(row for row in rows if row["source_id"] == "cgt-20260825102931-gd2rv")
    assert undated["submitted_at"] == "2026-08-25T02:29:31Z"
    assert Counter(row["status"] for row in rows) == {"succeeded": 4, "blocked": 2, "running": 1}
    assert {row["channel"] for row in rows} == {"byteplus", "volcengine"}


def test_a_webhook_body_needs_a_time_from_outside_and_keeps_its_seed(read):
    (row,) = read("fal/webhook_ok.json")
    assert "--submitted-at" in row["refused"]
    (row,) = attempts(read("fal/webhook_ok.json", GIVEN))
    assert row["seed"] == "17454220438242315174"
    assert row["n_outputs"] == 1


def test_platform_pages_are_ignored_with_a_reason(read):
    (row,) = read("fal/platform_usage-single-endpoint.json")
    assert row["ignored"] == "a platform page holds sums, not attempts"


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_claimed_by_no_other_source_than_its_own(path, opened):
    named = {claim.source.name for claim in claims(opened(path, GIVEN), all_sources())}
    assert len(named) <= 1
    assert named.isdisjoint(set(OWN.values()) - {OWN.get(path.parent.name)})


@pytest.mark.parametrize("name", NEW)
def test_every_file_of_a_service_is_read_whole(read, name):
    rows = read(name, GIVEN)
    assert fates(rows) == {"records": len(NEW[name])}
    assert [each["status"] for each in attempts(rows)] == NEW[name]


def test_the_image_tool_s_tokens_are_not_the_text_model_s(read):
    (row,) = attempts(read("openai/responses_image_generation_tool.jsonl"))
    assert (row["model"], row["variant"]) == ("gpt-image-1", "high 1024x1536")
    assert "tokens_text_in" not in row
    assert row["tags"] == ["text_model:gpt-5.4-2026-03-05"]


def test_previews_are_no_outputs_and_a_graph_gives_its_seed(read):
    rows = read("comfyui/history_entries.assembled.json")
    first = attempts(rows)[0]
    assert (first["n_outputs"], first["seed"]) == (2, "280823642470253")
    assert first["output_uris"] == ["ComfyUI_00001_.png", "video/ltx_00001-audio.mp4"]


def test_units_that_a_task_deducted_are_credits(read):
    (row,) = attempts(read("kling/task_schema.assembled.json"))
    assert (row["credits"], row["tags"]) == ("1", ["external_task_id:shot-042"])
