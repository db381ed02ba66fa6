"""What logs of gateways and tracers say of any call: what it makes, who bills it, why it failed.

Most of what passes a gateway are chats, which make no media and are left out by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.source import Ignored, shortened
from ingest.sources.parts.operations import CLIP_MODELS, UPSCALERS

if TYPE_CHECKING:
    from data.warehouse.records import Operation, Status

IMAGE_MODEL = re.compile(r"(?:^|[-/_])image(?:$|[-/@:_])|nano-banana|imagen", re.IGNORECASE)
PICTURE_MODEL = re.compile(
    r"dall-?e|stable-diffusion|\bsdxl|\bsd3|\bflux|seedream|ideogram|recraft|midjourney"
    r"|firefly|grok-[\w-]*imagine|qwen-image|hidream|photon|riverflow|kontext",
    re.IGNORECASE,
)
"""Models that make nothing but pictures, beside those that say `image` in their names."""
CHANNELS = {
    "gemini": "google",
    "google ai studio": "google",
    "google": "google",
    "gcp.gemini": "google",
    "gcp.gen_ai": "google",
    "vertex_ai": "vertex",
    "vertex-ai": "vertex",
    "vertex_ai_beta": "vertex",
    "gcp.vertex_ai": "vertex",
    "google vertex": "vertex",
    "azure_ai": "azure",
    "azure-openai": "azure",
    "az.ai.openai": "azure",
    "az.ai.inference": "azure",
    "azure.ai.openai": "azure",
    "fal_ai": "fal",
    "fal-ai": "fal",
    "runwayml": "runway",
    "black_forest_labs": "bfl",
    "black forest labs": "bfl",
    "aws.bedrock": "bedrock",
    "amazon bedrock": "bedrock",
    "x_ai": "xai",
    "x-ai": "xai",
    "stability-ai": "stability",
    "replicate-ai": "replicate",
}
"""Who bills behind a gateway, by what it calls them; any other name is its own channel."""
PROVIDERS = {"vertex": "google"}
POLICY_CODES = re.compile(
    r"content_policy_violation|moderation_blocked|content_filter|ResponsibleAIPolicyViolation"
    r"|PROHIBITED_CONTENT|IMAGE_SAFETY|BLOCKLIST|content_moderation|safety system"
)
CODE = re.compile(
    r"\b(?:[A-Z]\w{0,40}(?:Error|Exception|Timeout)|[A-Z]{3,20}(?:_[A-Z]{2,20}){1,4}|[45]\d\d)\b"
)
SAFETY_ENDS = {"safety", "blocked", "refusal", "recitation", "spii"}
GAVE_UP = {"Timeout", "APITimeoutError", "408", "504", "TimeoutError", "DEADLINE_EXCEEDED"}
CANCELED = {"CancelledError", "499", "CanceledError", "AbortError"}


def billed_by(name: str | None) -> dict[str, str | None]:
    """Channel and provider by what the log calls whoever bills."""
    channel = CHANNELS.get((name or "").strip().lower(), (name or "").strip().lower()) or None
    return {"channel": channel, "provider": PROVIDERS.get(channel or "", channel)}


def biller_of(model: str | None) -> str | None:
    """Who bills a model whose name begins with it, `vertex_ai/imagen-4`; of any other not known."""
    name, slash, _ = (model or "").partition("/")
    return name if slash and name.lower() in CHANNELS else None


def made_by(model: str | None) -> Operation | None:
    """What a model makes of text, by its name alone; None where that may well be text."""
    name = model or ""
    if UPSCALERS.search(name):
        return "upscale"
    if IMAGE_MODEL.search(name) or PICTURE_MODEL.search(name):
        return "text_to_image"
    return "text_to_video" if CLIP_MODELS.search(name) else None


def no_media(kind: str | None) -> Ignored:
    """Why a call is left out that makes no media: by its kind, for models are many."""
    return Ignored(f"call type {shortened(kind or 'nameless', 40)} makes no media")


def failure(marks: set[str | None], said: str) -> Status:
    """How a call ended that the log calls failed, by codes and class names, and by the message.

    One that the client gave up on, or the provider did not answer in time, may have finished.
    """
    if POLICY_CODES.search(said):
        return "blocked"
    if marks & CANCELED:
        return "canceled"
    return "unknown" if marks & GAVE_UP else "failed"


def code_in(said: str) -> str | None:
    """The code or class name in a message; what else stands in it may be a prompt."""
    found = POLICY_CODES.search(said) or CODE.search(said)
    return found[0] if found else None


def is_safety(*ends: str | None) -> bool:
    """Whether one of the reasons for which an answer ended is that a filter held it back."""
    said = [each for each in ends if each]
    return any(POLICY_CODES.search(each) or each.lower() in SAFETY_ENDS for each in said)
