"""What a LiteLLM call was: which operation, how it ended, who billed it, which tokens it took.

A chat call can make pictures too (Gemini's image models answer chat): it counts when image tokens
came out, or when the model is an image model. An answer that was stored and holds no picture did
not succeed, nor did one of text only. Where metadata that may say how it ended were cut off, and
nothing else says it, the end is unknown. A call whose client gave up waiting, or whose provider did
not answer in time, is unknown: it may have finished, and been billed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.source import Refused, shortened
from ingest.sources.litellm.answer import pictures_of
from ingest.sources.litellm.call import CUT
from ingest.sources.parts import asked, routed, tokens
from ingest.sources.parts.routed import IMAGE_MODEL, failure

if TYPE_CHECKING:
    from data.warehouse.records import Operation, Status
    from ingest.source import Item
    from ingest.sources.litellm.call import Call

MEDIA_CALLS: dict[str, Operation] = {
    "image_generation": "text_to_image",
    "image_edit": "edit",
    "image_variation": "image_to_image",
    "video_generation": "text_to_video",
    "create_video": "text_to_video",
    "video": "text_to_video",
    "video_remix": "video_edit",
    "video_edit": "video_edit",
    "video_extension": "video_edit",
}
"""Call types without the `a` of the asynchronous ones. The other video calls poll or fetch."""
CHAT_CALLS = {
    "completion",
    "text_completion",
    "responses",
    "generate_content",
    "pass_through_endpoint",
}
POLICY_CLASSES = {
    "ContentPolicyViolationError",
    "GuardrailRaisedException",
    "BlockedPiiEntityError",
}
CAMPAIGN = "campaign:"


def operation_of(call: Call) -> Operation:
    """What was made. Raises Ignored for a call that makes no media."""
    operation = MEDIA_CALLS.get(_kind(call.call_type))
    if operation is None:
        _require_media(call.call_type, call.model, tokens=bool(call.usage.made.image_tokens))
        operation = "text_to_image"
    if call.usage.given.image_tokens and operation == "text_to_image":
        return "image_to_image"
    if call.asked.input_reference and operation == "text_to_video":
        return "image_to_video"
    return operation


def require_media(item: Item) -> None:
    """Raise Ignored for a call that plainly makes no media: most of a gateway's log are chats."""
    row = item.value if isinstance(item.value, dict) else {}
    kind, model = row.get("call_type"), row.get("model")
    if isinstance(kind, str) and _kind(kind) not in MEDIA_CALLS:
        _require_media(kind, model, tokens=b"image_tokens" in item.raw)


def _require_media(kind: str, model: Any, *, tokens: bool) -> None:
    paints = tokens or (isinstance(model, str) and IMAGE_MODEL.search(model))
    if not (paints and _kind(kind) in CHAT_CALLS):
        raise routed.no_media(kind)


def _kind(call_type: str) -> str:
    return call_type if call_type in MEDIA_CALLS else call_type.removeprefix("a")


def is_video(call: Call) -> bool:
    """Whether the call asks for a video; its row is written when the job is accepted."""
    return "video" in call.call_type


def outcome_of(call: Call) -> dict[str, Any]:
    """How and when the call ended; the end of a video or of an unknown call is not known."""
    status, error = status_of(call), call.error
    stated = call.status or call.metadata.status
    empty = "NO_OUTPUT" if status == "failed" and stated != "failure" else None
    return {
        "status": status,
        "completed_at": None if is_video(call) or status == "unknown" else call.ended_at,
        "raw_status": stated,
        "error_code": error.error_code or error.error_class or empty,
    }


def status_of(call: Call) -> Status:
    """How the call ended. Raises Refused for a status LiteLLM does not have."""
    stated = call.metadata.status if call.status is None else call.status
    if stated not in {None, "success", "failure"}:
        raise Refused(f"status: {shortened(stated)!r} is neither success nor failure")
    if stated == "failure":
        return _failure(call)
    if stated is None and call.metadata.is_cut:
        return "unknown"
    made = call.usage.made
    only_text = bool(made.text_tokens) and not made.image_tokens
    is_empty = pictures_of(call) == [] or (only_text and _kind(call.call_type) in CHAT_CALLS)
    return "failed" if is_empty else "succeeded"


def _failure(call: Call) -> Status:
    error = call.error
    marks = {error.error_code, error.error_class}
    said = " ".join(filter(None, (error.error_code, error.error_message)))
    return "blocked" if marks & POLICY_CLASSES else failure(marks, said)


def billed_by(call: Call) -> dict[str, str | None]:
    """Channel and provider, and the model without the gateway's own prefix."""
    gateway_name = call.custom_llm_provider or ""
    model = (call.model or "").removeprefix(f"{gateway_name}/") or None
    return {**routed.billed_by(gateway_name), "model": model}


def tokens_of(call: Call) -> dict[str, int | None]:
    """Tokens by kind; where the provider did not say, all that came out are the picture's."""
    counts = {
        "n_given": call.prompt_tokens,
        "n_made": call.completion_tokens,
        "n_total": call.total_tokens,
    }
    usage = call.usage.model_copy(update=counts)
    channel = routed.billed_by(call.custom_llm_provider)["channel"]
    return tokens.tokens_of(usage, channel=channel, clip=is_video(call))


def outputs_of(call: Call) -> dict[str, Any]:
    """How many pictures are in the answer and where, as far as the proxy stored it."""
    return asked.outputs_of(pictures_of(call))


def request_of(call: Call) -> dict[str, Any]:
    """What was asked for: number, size, quality, length, prompt."""
    return {**asked.asked_for(call.asked), "prompt": _prompt(call)}


def _prompt(call: Call) -> str | None:
    """The prompt, unless the proxy cut it or took it out."""
    said = call.asked.prompt or call.messages
    if isinstance(said, list) and said and isinstance(said[-1], dict):
        said = said[-1].get("content")
    return said if isinstance(said, str) and said.strip() and not CUT.search(said) else None


def caller_of(call: Call) -> dict[str, Any]:
    """Who asked: the proxy's own project, team and user, and the tags sent along."""
    caller = call.metadata
    campaign = next((tag for tag in call.request_tags if tag.startswith(CAMPAIGN)), None)
    return {
        "project": caller.user_api_key_project_alias or caller.user_api_key_project_id,
        "team": caller.user_api_key_team_alias or call.team_id or caller.user_api_key_team_id,
        "user": call.user or caller.user_api_key_user_id or call.end_user,
        "campaign": campaign.removeprefix(CAMPAIGN).strip() if campaign else None,
        "tags": tuple(tag for tag in call.request_tags if tag != campaign) or None,
    }
