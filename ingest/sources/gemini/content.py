"""One generateContent call as records.

An answer with HTTP 200 and STOP but without a picture did not succeed: a reason of the safety
filters makes it blocked, anything else failed; its tokens are kept either way. The answers of AI
Studio carry no time: it comes from the recorder (UTC where it notes no offset), the `date` header
(when the answer was sent) or --submitted-at. A deadline that passed at Google leaves the end
unknown: it may be billed yet.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from data.warehouse.records import Asset, Attempt
from ingest.source import Ignored, Item, Opened, Refused
from ingest.sources.gemini.payload import (
    Answer,
    Asked,
    Exchange,
    GenerationConfig,
    ImageConfig,
    Usage,
)
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import Inputs, operation_of
from ingest.sources.parts.payloads import content_id, http_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.warehouse.records import Record

MEDIA_MODELS = re.compile(r"image|imagen|nano-banana|veo|omni|tts|lyria", re.IGNORECASE)
SAFETY = {
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "MODEL_ARMOR",
    "JAILBREAK",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
}
CANCELED = {"499", "CANCELLED", "1"}
DEADLINE = {"504", "DEADLINE_EXCEEDED", "4"}
"""As HTTP says it, by name, and as gRPC numbers it."""
UNKNOWN = {"status": "unknown", "completed_at": None}
WORD = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b")
TIERS = {"ON_DEMAND_FLEX": "flex", "ON_DEMAND_PRIORITY": "priority",
         "PROVISIONED_THROUGHPUT": "provisioned", "ON_DEMAND": "standard"}  # fmt: skip
NO_TIME = (
    "no time: an answer from AI Studio carries none, and neither did the log. Have the recorder "
    "keep the `date` header or a `submitted_at`, or pass --submitted-at"
)


def records(
    exchange: Exchange, item: Item, file: Opened, *, batch: bool, sampled: str | None = None
) -> Iterator[Record]:
    """The attempt, then one asset per output with the hash of its bytes where the log has them.

    `sampled` is a tag for attempts of a log that keeps a share of the calls alone.
    """
    answer = exchange.answer or Answer()
    asked = exchange.request or Asked()
    if not _asks_for_media(exchange.model, asked, answer):
        raise Ignored("no media asked for")
    config = asked.generation_config or GenerationConfig()
    size = (config.image_config or ImageConfig()).image_size
    tier = _service_tier(answer.usage_metadata, batch=batch)
    identity = answer.response_id or exchange.request_id or content_id(item)
    fields = {
        **times(exchange, answer.create_time, file),
        **_outcome(exchange, answer),
        **_tokens(answer.usage_metadata or Usage(), pictures=bool(answer.files)),
        "model": exchange.model,
        "variant": " ".join(filter(None, (size, tier))) or None,
        "seed": config.seed,
        "n_requested": _wanted(exchange, config, answer),
        "operation": _operation(exchange.model, asked, answer),
        "prompt": "\n".join(asked.texts) or None,
        "provider_request_id": answer.response_id,
        "tags": tuple(filter(None, (f"service_tier:{tier}" if tier else None, sampled))) or None,
    }
    yield Attempt(
        source="gemini", source_id=identity, channel="google", provider="google",
        **labelled(fields, asked.labels),
    )  # fmt: skip
    for index, output in enumerate(answer.files):
        yield Asset(
            source="gemini", attempt_id=identity, output_index=index, uri=output.file_uri,
            mime=output.mime_type, sha256=sha256_of(output.data),
        )  # fmt: skip


def times(exchange: Exchange, created_at: datetime | None, file: Opened) -> dict[str, Any]:
    """Submitted and completed. The `date` header is the answer's time, to the second.

    Raises Refused when neither log nor command line knows any time.
    """
    took_s, sent_at = exchange.took_s, http_date(exchange.all_headers)
    seen_at = exchange.completed_at or sent_at
    before = seen_at - timedelta(seconds=took_s) if seen_at and took_s is not None else None
    known_at = created_at or exchange.submitted_at or before
    submitted_at = known_at or seen_at or file.submitted_at
    if submitted_at is None:
        raise Refused(NO_TIME)
    completed_at = exchange.completed_at
    if completed_at is None and took_s is not None:
        completed_at = submitted_at + timedelta(seconds=took_s)
    elif completed_at is None and sent_at and sent_at >= submitted_at:
        completed_at = sent_at
    same = known_at and completed_at == known_at and took_s is None
    return {
        "submitted_at": submitted_at,
        "completed_at": None if same else completed_at,
        "latency_s": took_s,
        "seen_at": None if known_at else submitted_at,
    }


def _wanted(exchange: Exchange, config: GenerationConfig, answer: Answer) -> int | None:
    """How many outputs were asked for: at least one for each candidate that came."""
    asked = config.candidate_count or (1 if exchange.request else len(answer.files))
    return max(asked, len(answer.candidates or ())) or None


def _asks_for_media(model: str | None, asked: Asked, answer: Answer) -> bool:
    config = asked.generation_config
    if answer.files:
        return True
    if config and config.response_modalities:
        return any(each.upper() != "TEXT" for each in config.response_modalities)
    return model is None or MEDIA_MODELS.search(model) is not None


def _outcome(exchange: Exchange, answer: Answer) -> dict[str, Any]:
    files, reasons = len(answer.files), answer.finish_reasons
    refused = answer.prompt_feedback.block_reason if answer.prompt_feedback else None
    if error := _error(exchange, answer):
        return error
    if refused:
        return _ended("blocked", "promptFeedback", refused)
    if files:
        said = "STOP" if "STOP" in reasons else next(iter(reasons), None)
        return {"status": "succeeded", "n_outputs": files, "raw_status": said}
    if answer.candidates and not reasons:
        return UNKNOWN
    reason = next((each for each in reasons if each in SAFETY), reasons[-1] if reasons else None)
    ending = "blocked" if reason in SAFETY else "failed"
    return _ended(ending, reason, "NO_IMAGE_PART" if reason in {None, "STOP"} else reason)


def _ended(status: str, raw_status: str | None, error_code: str | None) -> dict[str, Any]:
    ended = UNKNOWN if status == "unknown" else {"status": status, "n_outputs": 0}
    return {**ended, "raw_status": raw_status, "error_code": error_code}


def _error(exchange: Exchange, answer: Answer) -> dict[str, Any] | None:
    """An HTTP error, an error object, or the error text of a batch line."""
    failure, status = exchange.error or answer.error, exchange.status
    if isinstance(status, str) and status.strip():
        return _ended(ending_of(*WORD.findall(status)), "failed", status.strip()[:80])
    if failure is None and not (isinstance(status, int) and status >= 400):
        return None
    code = str(failure.code if failure and failure.code is not None else status)
    named = failure.status if failure else None
    return _ended(ending_of(code, named), code, named or code)


def ending_of(*marks: str | None) -> str:
    """How a call with such codes ended."""
    if not CANCELED.isdisjoint(marks):
        return "canceled"
    return "failed" if DEADLINE.isdisjoint(marks) else "unknown"


def _tokens(usage: Usage, *, pictures: bool) -> dict[str, int | None]:
    """Tokens by kind. Without details the answer of a call that gave pictures counts as picture."""
    asked = {d.modality: d.token_count or 0 for d in usage.prompt_tokens_details or ()}
    made = {d.modality: d.token_count or 0 for d in usage.candidates_tokens_details or ()}
    prompt, answer = usage.prompt_token_count, usage.candidates_token_count
    if pictures and not made and answer:
        made = {"IMAGE": answer}
    image, video = made.get("IMAGE"), made.get("VIDEO")
    rest = None if answer is None else max(0, answer - (image or 0) - (video or 0))
    return {
        "tokens_text_in": None if prompt is None else max(0, prompt - asked.get("IMAGE", 0)),
        "tokens_image_in": asked.get("IMAGE"),
        "tokens_cached_in": usage.cached_content_token_count or None,
        "tokens_text_out": rest,
        "tokens_image_out": image,
        "tokens_video_out": video,
        "tokens_thinking": usage.thoughts_token_count,
    }


def _operation(model: str | None, asked: Asked, answer: Answer) -> str | None:
    """Unknown when the log has no request and the answer no details of the prompt's tokens."""
    details = (answer.usage_metadata or Usage()).prompt_tokens_details
    if asked.contents is None and details is None:
        return None
    sent = [file.mime_type or "image/" for file in asked.files]
    pictures = any(each.startswith("image/") for each in sent) or any(
        each.modality == "IMAGE" for each in details or ()
    )
    clips = any(each.startswith("video/") for each in sent)
    made = [output.mime_type or "" for output in answer.files]
    clip = any(each.startswith("video/") for each in made) if made else None
    if made and all(each.startswith("audio/") for each in made):
        return "other"
    return operation_of(model, Inputs(pictures, clips, ()), clip=clip)


def _service_tier(usage: Usage | None, *, batch: bool) -> str | None:
    """What the call was billed as, None for the standard tier. Batch answers say ON_DEMAND."""
    named = (usage.traffic_type or usage.service_tier) if usage else None
    tier = "batch" if batch else TIERS.get(named or "", (named or "standard").lower())
    return None if tier == "standard" else tier
