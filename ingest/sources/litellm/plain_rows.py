"""The quick way through rows of LiteLLM_SpendLogs: calls of images, and chats that make none.

What is plain: a success that says its tokens and labels as usual, of a proxy that stores no bodies.
As `facts` reads them; what is another way, it reads.
"""

from __future__ import annotations

from ingest.sources.litellm.facts import CHAT_CALLS, MEDIA_CALLS
from ingest.sources.parts.labels import CLOSED, TIERS
from ingest.sources.parts.plain_texts import either_case, listed, quick_way, table
from ingest.sources.parts.routed import CHANNELS, IMAGE_MODEL, PROVIDERS
from ingest.sources.parts.tokens import COUNT_BESIDE

COLUMNS = (
    *("request_id", "id", "call_type", "spend", "response_cost", "startTime", "endTime"),
    *("model", "custom_llm_provider", "status", "user", "end_user", "team_id", "session_id"),
    *("trace_id", "cache_hit", "request_tags", "prompt_tokens", "completion_tokens", "metadata"),
    "total_tokens",
    *("error_information", "model_parameters", "proxy_server_request", "response", "messages"),
    "data",
)
METADATA = (
    *("user_api_key_team_alias", "user_api_key_team_id", "user_api_key_user_id"),
    *("user_api_key_project_alias", "user_api_key_project_id", "status", "is_cut"),
    *("error_information", "spend_logs_metadata", "requester_metadata", "usage_object"),
    "additional_usage_values",
)
PLAIN_ROWS = quick_way(
    "ingest.sources.litellm",
    "plain_rows",
    COLUMNS,
    {
        "media_calls": table(MEDIA_CALLS),
        "chat_calls": listed(CHAT_CALLS),
        "image_model": either_case(IMAGE_MODEL),
        "channels": table(CHANNELS),
        "providers": table(PROVIDERS),
        "count_beside": listed(COUNT_BESIDE),
        "tiers": table(TIERS),
        "valid_tiers": listed(CLOSED["tier"]),
    },
    objects={"metadata": METADATA},
)
