"""Recorded HTTP exchanges with the Gemini image models, on Vertex AI and on AI Studio."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from data.demo.agency.dice import Dice
from data.demo.agency.office_hours import later
from data.demo.logs.spelling import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.demo.agency.events import Attempt

VERTEX = (
    "https://europe-west4-aiplatform.googleapis.com/v1/projects/fable-and-finch-demo"
    "/locations/europe-west4/publishers/google"
)
AI_STUDIO = "https://generativelanguage.googleapis.com/v1beta"
IMAGE_TOKENS = {("gemini-2.5-flash-image", "1K"): 1290}
TOKENS_BY_SIZE = {"1K": 1120, "2K": 1120}
INPUT_IMAGE_TOKENS = 258
ERRORS = {
    "429": ("RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later."),
    "503": ("UNAVAILABLE", "The model is overloaded. Please try again later."),
    "500": ("INTERNAL", "An internal error has occurred. Please retry."),
}
PROMPT_BLOCKS = {"PROHIBITED_CONTENT", "SAFETY"}
TEXT_ANSWER = "I can describe that picture for you. Would you like me to make it a little simpler?"


def lines(attempt: Attempt) -> Iterator[tuple[datetime, str]]:
    """The exchange, written when the answer is there."""
    dice = Dice("gemini", attempt.attempt_id)
    error = attempt.code in ERRORS
    exchange = {
        "method": "POST",
        "uri": f"{_base(attempt)}/models/{attempt.model.model_id}:generateContent",
        "request_body": _request(attempt, dice),
        "status": int(attempt.code) if error else 200,
        "response_headers": _headers(attempt),
        "response_body": _error(attempt, dice) if error else _answer(attempt, dice),
    }
    yield attempt.completed_at, json_line(exchange)


def on_vertex(attempt: Attempt) -> bool:
    """Films are keyframed through AI Studio, everything else through Vertex."""
    return not attempt.brief.project.film


def _base(attempt: Attempt) -> str:
    return VERTEX if on_vertex(attempt) else AI_STUDIO


def _request(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    pictures = [_inline(dice) for _ in attempt.parents]
    image = {"aspectRatio": attempt.brief.project.aspect}
    if attempt.model.model_id != "gemini-2.5-flash-image":
        image["imageSize"] = attempt.size
    return {
        "contents": [{"role": "user", "parts": [*pictures, {"text": attempt.prompt}]}],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": image},
        "labels": attempt.labels(),
    }


def _headers(attempt: Attempt) -> dict[str, str]:
    took_ms = round((attempt.completed_at - attempt.submitted_at).total_seconds() * 1000)
    return {
        "content-type": "application/json; charset=UTF-8",
        "date": format_datetime(attempt.completed_at, usegmt=True),
        "server-timing": f"gfet4t7; dur={took_ms}",
    }


def _inline(dice: Dice) -> dict[str, Any]:
    """An image part; the recorder replaced the bytes by their number and hash."""
    marker = f"<omitted {dice.whole(900_000, 2_600_000)} chars sha256:{dice.hexes(16)}>"
    return {"inlineData": {"mimeType": "image/png", "data": marker}}


def _error(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    status, message = ERRORS[attempt.code]
    error: dict[str, Any] = {"code": int(attempt.code), "message": message, "status": status}
    if attempt.code == "429":
        delay = f"{dice.between(12, 55):.1f}s"
        kind = "type.googleapis.com/google.rpc.RetryInfo"
        error["details"] = [{"@type": kind, "retryDelay": delay}]
    return {"error": error}


def _answer(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if attempt.code in PROMPT_BLOCKS:
        body["promptFeedback"] = {"blockReason": attempt.code}
    else:
        body["candidates"] = [_candidate(attempt, dice)]
    body["usageMetadata"] = _usage(attempt, dice)
    body["modelVersion"] = attempt.model.model_id
    if on_vertex(attempt):
        body["createTime"] = f"{later(attempt.submitted_at, 0.04):%Y-%m-%dT%H:%M:%S.%fZ}"
    body["responseId"] = attempt.attempt_id
    return body


def _candidate(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    if attempt.code == "TEXT_ONLY":
        content = {"role": "model", "parts": [{"text": TEXT_ANSWER}]}
        return {"content": content, "finishReason": "STOP", "index": 0}
    if not attempt.outputs:
        return {"finishReason": attempt.code, "index": 0}
    part = _inline(dice)
    return {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}


def usage(attempt: Attempt) -> tuple[int, int, int, int]:
    """Tokens: (prompt, image out, text out, thinking). The gateway counts the same."""
    dice = Dice("tokens", attempt.attempt_id)
    prompt = len(attempt.prompt) // 4 + 6 + INPUT_IMAGE_TOKENS * len(attempt.parents)
    if attempt.code in PROMPT_BLOCKS:
        return prompt, 0, 0, 0
    size = attempt.model.model_id, attempt.size
    image = IMAGE_TOKENS.get(size, TOKENS_BY_SIZE[attempt.size]) if attempt.outputs else 0
    thinking = dice.whole(120, 480) if "pro" in attempt.model.model_id else 0
    return prompt, image, dice.whole(0, 60) if image else dice.whole(20, 90), thinking


def _usage(attempt: Attempt, dice: Dice) -> dict[str, Any]:
    del dice
    prompt, image, text, thinking = usage(attempt)
    found: dict[str, Any] = {
        "promptTokenCount": prompt,
        "totalTokenCount": prompt + image + text + thinking,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
    }
    if image or text:
        found["candidatesTokenCount"] = image + text
    if image:
        found["candidatesTokensDetails"] = [{"modality": "IMAGE", "tokenCount": image}]
    if thinking:
        found["thoughtsTokenCount"] = thinking
    if on_vertex(attempt):
        found["trafficType"] = "ON_DEMAND"
    else:
        found["serviceTier"] = "standard"
    return found
