"""Invented lines of gateways' logs and of fal's billing events, as these write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

FIRST = datetime(2026, 8, 1, tzinfo=UTC)
IMAGE_MODELS = (
    ("gemini", "gemini/gemini-3-pro-image"),
    ("openai", "gpt-image-2"),
    ("vertex_ai", "vertex_ai/imagen-4.0-generate-001"),
)


def _at(number: int) -> datetime:
    return FIRST + timedelta(seconds=number * 0.7)


def billing_event(number: int, dice: random.Random) -> dict[str, Any]:
    """What fal billed for one request."""
    return {
        "request_id": f"{number:08x}-4f2a-4c1d-9a7e-{dice.getrandbits(48):012x}",
        "endpoint_id": dice.choice(("fal-ai/flux/dev", "fal-ai/nano-banana-pro", "bria/video")),
        "timestamp": _at(number).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "output_units": dice.randrange(1, 9),
        "cost_subtotal": 0.05,
        "cost_discount": 0,
        "cost_total": round(dice.random(), 4),
    }


def litellm_row(number: int, dice: random.Random) -> dict[str, Any]:
    """A row of LiteLLM_SpendLogs of a call that makes a picture; the proxy keeps no bodies."""
    provider, model = dice.choice(IMAGE_MODELS)
    begun = _at(number)
    metadata = {
        "user_api_key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
        "user_api_key_alias": "motion",
        "user_api_key_team_id": f"t-{number % 7}",
        "user_api_key_team_alias": f"team {number % 7}",
        "user_api_key_user_id": f"user{number % 17}",
        "user_api_key_org_id": None,
        "requester_ip_address": "",
        "applied_guardrails": [],
        "batch_models": None,
        "mcp_tool_call_metadata": None,
        "usage_object": {
            "prompt_tokens_details": {"text_tokens": 10 + number % 90, "image_tokens": 0},
            "completion_tokens_details": {"image_tokens": 1120},
        },
        "spend_logs_metadata": {"brief": f"brief-{number // 5}", "client": "acme"},
        "additional_usage_values": {},
        "status": "success",
        "proxy_server_request": None,
        "cold_storage_object_key": None,
    }
    return {
        "request_id": f"chatcmpl-{dice.getrandbits(96):024x}",
        "call_type": "aimage_generation",
        "api_key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
        "spend": round(dice.random(), 5),
        "total_tokens": 1200,
        "prompt_tokens": 10 + number % 90,
        "completion_tokens": 1120,
        "startTime": begun.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "endTime": (begun + timedelta(seconds=9)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "completionStartTime": None,
        "model": model,
        "model_id": "",
        "model_group": "painter",
        "custom_llm_provider": provider,
        "api_base": "",
        "user": f"user{number % 17}",
        "metadata": metadata,
        "cache_hit": "False",
        "cache_key": "Cache OFF",
        "request_tags": ["campaign:autumn", "web"] if number % 3 else [],
        "team_id": f"t-{number % 7}",
        "end_user": "",
        "requester_ip_address": None,
        "messages": {},
        "response": {},
        "session_id": f"s-{number // 2}",
        "status": "success",
        "proxy_server_request": {},
    }


def litellm_row_of_an_export(number: int, dice: random.Random) -> dict[str, Any]:
    """The same row as a database exports it: what is an object there is text here."""
    row = litellm_row(number, dice)
    nested = ("metadata", "request_tags", "messages", "response", "proxy_server_request")
    return row | {name: json.dumps(row[name]) for name in nested}


def openrouter_generation(number: int, dice: random.Random) -> dict[str, Any]:
    """What GET /api/v1/generation?id=… answers of a call that makes a picture."""
    cost = round(dice.random(), 6)
    return {
        "data": {
            "id": f"gen-{1785542400 + number}-{dice.getrandbits(80):020x}",
            "upstream_id": f"up-{number}",
            "total_cost": cost,
            "cache_discount": None,
            "upstream_inference_cost": cost,
            "created_at": _at(number).isoformat(timespec="microseconds"),
            "model": dice.choice(("google/gemini-3-pro-image-preview", "openai/gpt-5-image")),
            "app_id": 12,
            "streamed": False,
            "cancelled": False,
            "provider_name": dice.choice(("Google AI Studio", "Google Vertex", "OpenAI")),
            "latency": 4000 + number % 9000,
            "moderation_latency": None,
            "generation_time": 9000 + number % 5000,
            "finish_reason": "stop",
            "native_finish_reason": "STOP",
            "tokens_prompt": 12,
            "tokens_completion": 1290,
            "native_tokens_prompt": 14,
            "native_tokens_completion": 1290,
            "native_tokens_completion_images": 1120,
            "native_tokens_reasoning": number % 90,
            "native_tokens_cached": 0,
            "num_media_prompt": int(number % 3 == 0),
            "num_media_completion": 1,
            "num_search_results": None,
            "origin": "",
            "usage": cost,
            "is_byok": False,
            "external_user": f"user{number % 17}",
            "api_type": "image",
            "request_id": f"req-{number // 2}",
        }
    }


def portkey_log(number: int, dice: random.Random) -> dict[str, Any]:
    """A row of a log export from which the bodies were kept out."""
    return {
        "id": f"{number:08x}-1c1d-4f2a-9a7e-{dice.getrandbits(48):012x}",
        "trace_id": f"trace-{number // 2}",
        "created_at": _at(number).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "is_success": True,
        "ai_org": dice.choice(("openai", "vertex-ai", "azure-openai")),
        "ai_model": dice.choice(("gpt-image-1.5", "imagen-4.0-generate-001", "gpt-image-2")),
        "req_units": 10 + number % 90,
        "res_units": 1568,
        "total_units": 1578 + number % 90,
        "request_url": "https://api.openai.com/v1/images/generations",
        "cost": round(dice.random() * 10, 4),
        "cost_currency": "USD",
        "response_time": 9000 + number % 5000,
        "response_status_code": 200,
        "mode": "single",
        "config": "pc-1",
        "prompt_slug": "",
        "metadata": {"_user": f"user{number % 17}", "brief": f"brief-{number // 5}"},
        "cache_status": "MISS",
    }


LINES: dict[str, Callable[[int, random.Random], dict[str, Any]]] = {
    "fal billing events": billing_event,
    "LiteLLM rows": litellm_row,
    "LiteLLM rows of an export": litellm_row_of_an_export,
    "OpenRouter generations": openrouter_generation,
    "Portkey logs": portkey_log,
}
