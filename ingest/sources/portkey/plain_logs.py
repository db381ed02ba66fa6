"""The quick way through Portkey's log exports without bodies, as `RoutedCall` reads them.

What is plain: a call of a service at an address of the usual form, which was served.
"""

from __future__ import annotations

from ingest.sources.parts.asked import CHAT_PATHS, MEDIA_PATHS
from ingest.sources.parts.labels import CLOSED, TIERS
from ingest.sources.parts.operations import CLIP_MODELS, UPSCALERS
from ingest.sources.parts.plain_texts import either_case, listed, quick_way, table
from ingest.sources.parts.routed import CHANNELS, IMAGE_MODEL, PICTURE_MODEL, PROVIDERS

COLUMNS = (
    *("id", "_id", "trace_id", "created_at", "is_success", "ai_org", "ai_model", "request_url"),
    *("request_method", "cost", "cost_currency", "req_units", "res_units", "response_time"),
    *("response_status_code", "cache_status", "metadata", "request", "response", "metrics"),
    *("organisation_id", "data"),
)
ADDRESSES = dict(
    zip(
        (
            *("makes_pictures", "edits", "varies", "makes_clips", "edits_clips"),
            "makes_clips_long",
        ),
        (pattern.pattern for pattern, _ in MEDIA_PATHS),
        strict=True,
    )
)
"""What the query calls the addresses, in their order."""
DENIED = 446
"""By the gateway's guardrails."""
LABELS = (
    *("_user", "client", "project", "campaign", "team", "user", "brief", "brief_id"),
    *("operation_id", "tier", "operation", "parents"),
)
PLAIN_LOGS = quick_way(
    "ingest.sources.portkey",
    "plain_logs",
    COLUMNS,
    {
        **ADDRESSES,
        "never_media": CHAT_PATHS.pattern,
        "denied": str(DENIED),
        "upscalers": either_case(UPSCALERS),
        "image_model": either_case(IMAGE_MODEL),
        "picture_model": either_case(PICTURE_MODEL),
        "clip_models": either_case(CLIP_MODELS),
        "channels": table(CHANNELS),
        "providers": table(PROVIDERS),
        "tiers": table(TIERS),
        "valid_tiers": listed(CLOSED["tier"]),
    },
    objects={"metadata": LABELS},
)
