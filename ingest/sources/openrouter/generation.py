"""What a generation was: what it made, how it ended, and what it cost.

`usage` is what OpenRouter charged. A call with the studio's own key (BYOK) is charged a fee, and
the provider bills the rest: both together are its cost, and the provider's own log may tell of it
under `upstream_id`. Any other call is known by the id that the client sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.sources.parts.routed import is_safety, made_by, no_media

if TYPE_CHECKING:
    from decimal import Decimal

    from data.warehouse.records import Operation, Status
    from ingest.sources.openrouter.payload import Generation

MEDIA_TYPES: dict[str, Operation] = {"image": "text_to_image", "video": "text_to_video"}
TEXT_TYPES = {"embeddings", "rerank", "tts", "stt"}
FROM_A_PICTURE: dict[Operation, Operation] = {
    "text_to_image": "image_to_image",
    "text_to_video": "image_to_video",
}


def operation_of(call: Generation) -> Operation:
    """What was made. Raises Ignored for a call that makes no media."""
    made = MEDIA_TYPES.get(call.api_type or "") or made_by(call.model)
    if call.num_media_completion or call.tokens_images:
        made = made or "text_to_image"
    if made is None or call.api_type in TEXT_TYPES:
        raise no_media(call.api_type or "completions")
    return FROM_A_PICTURE.get(made, made) if call.num_media_prompt else made


def outcome_of(call: Generation) -> dict[str, Any]:
    """How the call ended, and what of it came out."""
    status = _status(call)
    ended = call.native_finish_reason or call.finish_reason
    is_empty = status == "failed" and call.finish_reason != "error"
    n_outputs = call.num_media_completion if status in {"succeeded", "failed", "blocked"} else None
    return {
        "status": status,
        "n_outputs": n_outputs,
        "n_requested": n_outputs or None,
        "raw_status": "cancelled" if call.cancelled else call.finish_reason,
        "error_code": "NO_OUTPUT" if is_empty else None if status == "succeeded" else ended,
    }


def _status(call: Generation) -> Status:
    if call.cancelled:
        return "canceled"
    if is_safety(call.finish_reason, call.native_finish_reason):
        return "blocked"
    if call.finish_reason == "error":
        return "failed"
    made = call.num_media_completion or call.tokens_images
    if call.finish_reason is None and not made:
        return "unknown"
    return "failed" if call.num_media_completion == 0 and not call.tokens_images else "succeeded"


def cost_of(call: Generation) -> Decimal | None:
    """All that the call cost; None where a part of it is not known."""
    if call.usage is None or (call.is_byok and call.byok_cost is None):
        return None
    # The export has no `is_byok`: what it says under a key of one's own is 0 for any other call.
    is_own_key = call.is_byok is not False
    return call.usage + (call.byok_cost or 0) if is_own_key else call.usage


def tokens_of(call: Generation) -> dict[str, int | None]:
    """Tokens by kind; of text only where what is a picture and what a thought is known."""
    text = None
    if call.tokens_completion is not None and call.tokens_images is not None:
        text = call.tokens_completion - call.tokens_images - (call.tokens_reasoning or 0)
    counted = {
        "tokens_text_in": call.tokens_prompt,
        "tokens_cached_in": call.tokens_cached,
        "tokens_image_out": call.tokens_images,
        "tokens_thinking": call.tokens_reasoning,
        "tokens_text_out": text if text is not None and text > 0 else None,
    }
    return {name: count or None for name, count in counted.items()}


def seconds_of(call: Generation) -> float | None:
    """How long it took: `latency` may be the time to the first token only."""
    known = [each for each in (call.latency, call.generation_time) if each is not None]
    return max(known) / 1000 if known else None
