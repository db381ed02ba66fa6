"""Answers of OpenRouter itself, as recorded: a poll of a video job, and an image call's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Attempt
from ingest.source import Ignored, Item, Opened, Refused, shortened
from ingest.sources.openrouter.payload import ImageAnswer, VideoJob
from ingest.sources.parts.payloads import content_id
from ingest.sources.parts.routed import code_in

if TYPE_CHECKING:
    from data.warehouse.records import Status

ANSWER = {"created", "data", "usage"}
JOB_STATUSES: dict[str, Status] = {
    "pending": "running",
    "in_progress": "running",
    "completed": "succeeded",
    "failed": "failed",
    "cancelled": "canceled",
    "expired": "failed",
}


def is_answer(value: Any) -> bool:
    """Only OpenRouter says `cost` where others count tokens."""
    return (
        isinstance(value, dict)
        and value.keys() >= ANSWER
        and isinstance(value["data"], list)
        and isinstance(value["usage"], dict)
        and "cost" in value["usage"]
    )


def attempt_of_job(source: str, item: Item, file: Opened) -> Attempt:
    """A video job under the id of its generation, which tells time, model and cost by itself."""
    job = VideoJob.model_validate(item.value)
    status = JOB_STATUSES.get(job.status)
    if status is None:
        raise Refused(f"status: {shortened(job.status)!r} is none of {', '.join(JOB_STATUSES)}")
    if job.generation_id is None and status == "running":
        raise Ignored("a video job that has no generation yet")
    if file.submitted_at is None:
        raise Refused(
            "no time: a video job carries none. Fetch its generation "
            "by its id, GET /api/v1/generation, or pass --submitted-at"
        )
    urls = job.unsigned_urls
    return Attempt(
        source=source,
        source_id=job.generation_id or job.id,
        submitted_at=file.submitted_at,
        seen_at=file.submitted_at,
        status=status,
        raw_status=job.status,
        error_code=code_in(str(job.error)) if job.error else None,
        operation="text_to_video",
        tier="generate",
        channel="openrouter",
        provider_request_id=job.generation_id,
        n_outputs=len(urls) if urls is not None and status == "succeeded" else None,
        output_uris=urls or None,
        reported_cost=job.usage.cost,
        currency=None if job.usage.cost is None else "USD",
    )


def attempt_of_answer(source: str, item: Item, file: Opened) -> Attempt:
    """An image answer: `created` is when it came, the latest that it can have been asked for."""
    answer = ImageAnswer.model_validate(item.value)
    seen_at = answer.created or file.submitted_at
    if seen_at is None:
        raise Refused("no created: an image answer carries one; else pass --submitted-at")
    addresses = [each["url"] for each in answer.data if isinstance(each, dict) and each.get("url")]
    whole = bool(addresses) and len(addresses) == len(answer.data)
    return Attempt(
        source=source,
        source_id=content_id(item),
        submitted_at=seen_at,
        completed_at=answer.created,
        seen_at=seen_at,
        status="succeeded" if answer.data else "failed",
        operation="text_to_image",
        tier="generate",
        channel="openrouter",
        n_requested=len(answer.data) or None,
        n_outputs=len(answer.data),
        output_uris=tuple(addresses) if whole else None,
        tokens_image_out=answer.usage.completion_tokens,
        reported_cost=answer.usage.cost,
        currency=None if answer.usage.cost is None else "USD",
    )
