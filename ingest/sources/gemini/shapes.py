"""The shapes in which a call to Google's models is logged, and how to tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.sources.gemini.video import operation_name
from ingest.sources.parts.payloads import REPEAT, called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ANSWER = {"candidates", "promptFeedback", "prompt_feedback"}
LOGGED = ({"full_request", "full_response"}, {"request_payload", "response_payload"})
ABOUT_ANSWER = {"usageMetadata", "usage_metadata", "modelVersion", "model_version", "responseId"}


class Shape(NamedTuple):
    """One shape: its name, what it is in words, and whether an object has it."""

    name: str
    words: str
    fits: Callable[[dict[str, Any]], bool]


def shape_of(document: Any) -> Shape | None:
    """The first shape that fits, None for anything else."""
    if not isinstance(document, dict):
        return None
    return next((shape for shape in SHAPES if shape.fits(document)), None)


def _is_operation(value: dict[str, Any]) -> bool:
    return bool(operation_name(value) and value.keys() & {"done", "metadata", "response_body"})


def _is_exchange(value: dict[str, Any]) -> bool:
    return "googleapis.com" in called(value) and "response_body" in value


def is_log(columns: Iterable[str]) -> bool:
    """Whether a table with these columns is Vertex AI's request-response log."""
    named = set(columns)
    return any(named >= bodies for bodies in LOGGED)


def _is_log_row(value: dict[str, Any]) -> bool:
    return is_log(value)


def _is_answer(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.keys() & ANSWER and value.keys() & ABOUT_ANSWER)


def _is_batch_line(value: dict[str, Any]) -> bool:
    request, error = value.get("request"), value.get("error")
    if isinstance(request, dict) and "contents" in request and "status" in value:
        return True
    failed = isinstance(error, dict) and error.keys() >= {"code", "message"}
    return "key" in value and (failed or _is_answer(value.get("response")))


def _is_error(value: dict[str, Any]) -> bool:
    error = value.get("error")
    whole = isinstance(error, dict) and error.keys() >= {"code", "status"}
    return whole and value.keys() <= {"error", REPEAT}


SHAPES = (
    Shape("operation", "video operations (models/…/operations/…)", _is_operation),
    Shape("exchange", "recorded HTTP exchanges with googleapis.com", _is_exchange),
    Shape(
        "log row",
        "Vertex AI request-response log rows (full_response or response_payload)",
        _is_log_row,
    ),
    Shape("answer", "generateContent responses (candidates or promptFeedback)", _is_answer),
    Shape("batch", "batch output lines (request or key, with response or error)", _is_batch_line),
    Shape("error", "Google API errors (error.code and error.status)", _is_error),
)
