"""LiteLLM spend-log rows: JSON inside JSON, naive UTC, spend from the gateway's price map."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import later
from data.demo.logs.gemini import usage
from data.demo.logs.spelling import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.demo.agency.events import Attempt, Brief

TOKEN_PRICES: dict[str, tuple[float, float, float]] = {
    "gemini-2.5-flash-image": (3e-07, 3e-05, 2.5e-06),
    "gemini-3.1-flash-image": (5e-07, 6e-05, 3e-06),
    "gemini-3-pro-image": (2e-06, 1.2e-04, 1.2e-05),
    "gemini-nano-banana-2.1": (1.5e-06, 3e-05, 7.5e-06),
    "gpt-image-2": (5e-06, 3e-05, 1e-05),
    "gpt-image-2.6-flare": (5e-06, 3e-05, 1e-05),
    "gpt-5-mini": (2.5e-07, 0.0, 2e-06),
}
"""USD per token as the gateway's own map has it: text in, image out, text out."""
PRICE_MAP_LEARNS_NEW_MODEL = datetime(2026, 11, 4, 9, tzinfo=UTC)
"""Until then the gateway logged 0 for Nano Banana 2.1, as gateways do for prices they lack."""
OPENAI_TOKENS = {"gpt-image-2": 1756, "gpt-image-2.6-flare": 1024}
"""Image tokens of one 1024-wide picture at medium quality."""
ERRORS = {
    "429": ("429", "RateLimitError", "Rate limit reached for images per minute."),
    "408": ("408", "Timeout", "Request timed out after 120 seconds."),
    "moderation_blocked": (
        "400", "BadRequestError", "moderation_blocked: rejected by the safety system.",
    ),
}  # fmt: skip
CACHED = 0.02


def lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The row of an image call that went through the gateway."""
    dice = Dice("litellm", attempt.attempt_id)
    failed = attempt.ending != "succeeded" and attempt.model.log == "openai"
    cached = attempt.model.log == "openai" and not failed and dice.chance(CACHED)
    took_s = (attempt.completed_at - attempt.submitted_at).total_seconds()
    start = later(attempt.submitted_at, -0.012)
    end = later(start, 0.02 if cached else took_s + 0.03)
    prompt, image, text, thinking = _tokens(attempt)
    row = _row(attempt.attempt_id, attempt.brief, start, end) | {
        "call_type": "aimage_edit" if attempt.parents else "aimage_generation",
        "cache_hit": "True" if cached else "False",
        "model": _model(attempt),
        "model_group": attempt.model.model_id,
        "custom_llm_provider": "openai" if attempt.model.log == "openai" else "vertex_ai",
        "spend": 0.0 if failed or cached else _spend(attempt, prompt, image, text + thinking),
        "prompt_tokens": 0 if failed else prompt,
        "completion_tokens": 0 if failed else image + text + thinking,
        "total_tokens": 0 if failed else prompt + image + text + thinking,
        "status": "failure" if failed else "success",
        "metadata": _metadata(attempt.brief, attempt.labels(), attempt.code if failed else ""),
        "request_tags": json_line([f"campaign:{attempt.brief.project.campaign}", attempt.tier]),
        "proxy_server_request": _asked(attempt),
    }
    yield end, json_line(row)


def chat_lines(brief: Brief) -> Iterator[tuple[datetime, str]]:
    """Prompt-writing chats of a brief: they make no media."""
    dice = Dice("chat", brief.project.name, brief.brief_id, brief.starts_at)
    for _ in range(dice.count(0.7)):
        start = later(brief.starts_at, dice.between(-600, 1800))
        end = later(start, dice.between(1.5, 9))
        prompt, text = dice.whole(180, 900), dice.whole(120, 600)
        price_in, _, price_out = TOKEN_PRICES["gpt-5-mini"]
        row = _row(f"chatcmpl-{dice.uuid()}", brief, start, end) | {
            "call_type": "acompletion",
            "cache_hit": "False",
            "model": "gpt-5-mini",
            "model_group": "prompt-writer",
            "custom_llm_provider": "openai",
            "spend": prompt * price_in + text * price_out,
            "prompt_tokens": prompt,
            "completion_tokens": text,
            "total_tokens": prompt + text,
            "status": "success",
            "metadata": _metadata(brief, {"client": brief.client.name}, ""),
            "request_tags": "[]",
        }
        yield end, json_line(row)


def _tokens(attempt: Attempt) -> tuple[int, int, int, int]:
    if attempt.model.log == "gemini":
        return usage(attempt)
    prompt = len(attempt.prompt) // 4 + 8 + 323 * len(attempt.parents)
    return prompt, OPENAI_TOKENS[attempt.model.model_id], 0, 0


def _asked(attempt: Attempt) -> str:
    """What the client sent, as the proxy was told to keep it."""
    asked = {"model": attempt.model.model_id, "prompt": attempt.prompt, "n": 1}
    if attempt.model.log == "openai":
        square = attempt.width == attempt.height
        asked |= {"size": "1024x1024" if square else "1024x1536", "quality": "medium"}
    return json_line(asked)


def _spend(attempt: Attempt, prompt: int, image: int, text: int) -> float:
    model_id = attempt.model.model_id
    if "2.1" in model_id and attempt.submitted_at < PRICE_MAP_LEARNS_NEW_MODEL:
        return 0.0
    price_in, price_image, price_text = TOKEN_PRICES[model_id]
    return prompt * price_in + image * price_image + text * price_text


def _model(attempt: Attempt) -> str:
    prefix = "" if attempt.model.log == "openai" else "vertex_ai/"
    return f"{prefix}{attempt.model.model_id}"


def _row(request_id: str, brief: Brief, start: datetime, end: datetime) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "session_id": "",
        "api_key": sha256(brief.project.team.encode()).hexdigest(),
        "startTime": f"{start:%Y-%m-%d %H:%M:%S.%f}",
        "endTime": f"{end:%Y-%m-%d %H:%M:%S.%f}",
        "completionStartTime": f"{end:%Y-%m-%d %H:%M:%S.%f}",
        "user": brief.user,
        "team_id": brief.project.team,
        "organization_id": "",
        "end_user": "",
        "api_base": "",
        "model_id": "",
        "cache_key": "Cache OFF",
        "requester_ip_address": None,
        "messages": "{}",
        "response": "{}",
        "proxy_server_request": "{}",
        "mcp_namespaced_tool_name": None,
        "agent_id": None,
    }


def _metadata(brief: Brief, labels: dict[str, str], code: str) -> str:
    error = dict(zip(("error_code", "error_class", "error_message"), ERRORS[code], strict=True)
                 ) if code else None  # fmt: skip
    return json_line({
        "user_api_key_alias": f"key-{brief.project.team}",
        "user_api_key_team_alias": brief.project.team,
        "user_api_key_user_id": brief.user,
        "user_api_key_project_id": brief.project.name,
        "spend_logs_metadata": labels,
        "status": "failure" if code else "success",
        "error_information": error,
        "attempted_retries": 0,
        "max_retries": None,
    })  # fmt: skip
