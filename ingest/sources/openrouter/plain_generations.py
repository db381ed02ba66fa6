"""The quick way through OpenRouter's generations, as `generation` reads them.

What is plain: a call that ended as usual, under the names of the API. What ended otherwise, and
what goes by the export's names, `generation` reads.
"""

from __future__ import annotations

from ingest.sources.openrouter.answers import is_answer
from ingest.sources.parts.labels import TIERS
from ingest.sources.parts.operations import CLIP_MODELS, UPSCALERS
from ingest.sources.parts.plain_texts import either_case, quick_way, table
from ingest.sources.parts.routed import CHANNELS, IMAGE_MODEL, PICTURE_MODEL, PROVIDERS

COLUMNS = (
    *("id", "generation_id", "request_id", "created_at", "model", "model_permaslug"),
    *("provider_name", "api_type", "external_user", "user", "api_key_name", "service_tier"),
    *("cancelled", "finish_reason", "finish_reason_normalized", "native_finish_reason"),
    *("finish_reason_raw", "latency", "time_to_first_token_ms", "generation_time"),
    *("generation_time_ms", "usage", "total_cost", "cost_total", "is_byok"),
    *("upstream_inference_cost", "byok_usage_inference", "upstream_id", "num_media_prompt"),
    *("num_media_completion", "native_tokens_prompt", "tokens_prompt", "native_tokens_completion"),
    *("tokens_completion", "native_tokens_completion_images", "native_tokens_reasoning"),
    *("native_tokens_cached", "tokens_reasoning", "data", "date", "endpoint_id", "requests"),
    *("polling_url", "status"),
)
PLAIN_GENERATIONS = quick_way(
    "ingest.sources.openrouter",
    "plain_generations",
    COLUMNS,
    {
        "upscalers": either_case(UPSCALERS),
        "image_model": either_case(IMAGE_MODEL),
        "picture_model": either_case(PICTURE_MODEL),
        "clip_models": either_case(CLIP_MODELS),
        "channels": table(CHANNELS),
        "providers": table(PROVIDERS),
        "tiers": table(TIERS),
    },
    objects={"data": COLUMNS},
    is_known_by_place=is_answer,
)
