"""The quick way through rows of LiteLLM_SpendLogs: calls of images, and chats that make none.

What is plain: a success that says its tokens and labels as usual, of a proxy that stores no bodies.
As `facts` reads them; what is another way, it reads.
"""

from __future__ import annotations

from ingest.source import QuickWay
from ingest.sources.litellm.facts import CHAT_CALLS, MEDIA_CALLS
from ingest.sources.parts.labels import CLOSED, TIERS
from ingest.sources.parts.plain_texts import (
    AMOUNT,
    COUNT,
    among,
    looked_up,
    not_empty,
    not_like,
    odd_texts,
    repeats_a_key,
)
from ingest.sources.parts.routed import CHANNELS, IMAGE_MODEL, PROVIDERS
from ingest.storing.sql_text import literal, usual_time

COLUMNS = (
    *("request_id", "id", "call_type", "spend", "response_cost", "startTime", "endTime"),
    *("model", "custom_llm_provider", "status", "user", "end_user", "team_id", "session_id"),
    *("trace_id", "cache_hit", "request_tags", "prompt_tokens", "completion_tokens", "metadata"),
    *("error_information", "model_parameters", "proxy_server_request", "response", "messages"),
    "data",
)
CALLER = (
    *("user_api_key_team_alias", "user_api_key_team_id", "user_api_key_user_id"),
    *("user_api_key_project_alias", "user_api_key_project_id"),
)
IN_METADATA = (
    *CALLER,
    *("status", "is_cut", "error_information", "spend_logs_metadata", "requester_metadata"),
    *("usage_object", "additional_usage_values"),
)
LABELS = ("client", "project", "campaign", "team", "user", "brief", "brief_id", "operation_id")
IN_LABELS = (*LABELS, "tier", "operation", "parents")
DETAILS = ("prompt_tokens_details", "input_tokens_details", "completion_tokens_details",
           "output_tokens_details")  # fmt: skip
KINDS = ("text_tokens", "image_tokens", "video_tokens", "reasoning_tokens")
PICTURES = ("image_generation", "image_edit", "image_variation")
PLAIN_TAG = r'"\w(?:[\w:. -]{0,78}\w)?"'
TAGS = rf"\[\]|\[{PLAIN_TAG}(?:, ?{PLAIN_TAG})*\]"
NAME = r"[a-z_]{1,40}"
TIMES = ("startTime", "endTime")


def _struct(text: str, names: tuple[str, ...]) -> str:
    """A JSON object in a text as a struct of texts; NULL where it is none."""
    shape = "{" + ", ".join(f'"{name}": "VARCHAR"' for name in names) + "}"
    return f"TRY(from_json(CASE WHEN starts_with({text}, '{{') THEN {text} END, '{shape}'))"


def _text(struct: str, name: str) -> str:
    return f"CASE WHEN trim({struct}.{name}) <> '' THEN {struct}.{name} END"


def _unread(text: str, struct: str) -> str:
    """Whether something stands in a text that is no object."""
    return f"({text} IS NOT NULL AND {struct} IS NULL)"


def _number(text: str) -> str:
    return f"nullif(TRY_CAST({text} AS BIGINT), 0)"


LABEL_TEXTS = tuple(f"l.{name}" for name in LABELS)
CALLER_TEXTS = tuple(f"m.{name}" for name in CALLER)
TEXTS = (
    *("request_id", "model", "custom_llm_provider", '"user"', "end_user", "team_id", "session_id"),
    *CALLER_TEXTS,
    *LABEL_TEXTS,
)
COUNTS = (
    *("prompt_tokens", "completion_tokens"),
    *(f"{side}.{kind}" for side in ("g", "d") for kind in KINDS),
)
COUNTED_AS_TEXT = (
    """coalesce(regexp_matches(m.usage_object, '_tokens(?:_details)?" *: *"'), FALSE)"""
)
"""A number as text counts nothing, and SQL would not tell it from one."""
NAMED_BOTH_WAYS = (
    "coalesce(contains(m.usage_object, 'put_tokens_details')"
    " AND regexp_matches(m.usage_object, '(?:prompt|completion)_tokens_details'), FALSE)"
)
"""The first of two names counts, be it null, which SQL would not tell from one that is missing."""
PICTURE_COUNTED = r'image_tokens[\\"]* *: *[^n0 ]'
SUSPICIONS = (
    "request_id IS NULL OR began_at IS NULL OR year(began_at) NOT BETWEEN 2001 AND 2098",
    '"endTime" IS NOT NULL AND ended_at IS NULL',
    "coalesce(year(ended_at), 2026) NOT BETWEEN 2001 AND 2098",
    "id IS NOT NULL OR response_cost IS NOT NULL OR trace_id IS NOT NULL OR data IS NOT NULL",
    f"coalesce(NOT {among('kind', PICTURES)}, TRUE)",
    "coalesce(coalesce(status, m.status) <> 'success', TRUE)",
    "coalesce(m.status NOT IN ('success'), FALSE) OR m.is_cut IS NOT NULL",
    "NOT " + among("lower(coalesce(cache_hit, 'none'))", ("true", "false", "none")),
    "error_information IS NOT NULL OR m.error_information IS NOT NULL",
    not_empty("model_parameters", "proxy_server_request", "response", "messages"),
    not_empty("m.additional_usage_values"),
    _unread("metadata", "m"),
    "(m.usage_object IS NOT NULL AND u IS NULL) OR (labels IS NOT NULL AND l IS NULL)",
    "(given IS NOT NULL AND g IS NULL) OR (made IS NOT NULL AND d IS NULL)",
    "(u.prompt_tokens_details IS NOT NULL AND u.input_tokens_details IS NOT NULL)",
    "(u.completion_tokens_details IS NOT NULL AND u.output_tokens_details IS NOT NULL)",
    COUNTED_AS_TEXT,
    NAMED_BOTH_WAYS,
    "l.operation IS NOT NULL OR l.parents IS NOT NULL",
    f"coalesce(NOT {among('l.tier', CLOSED['tier'])}, FALSE)",
    not_like("spend", AMOUNT),
    not_like("request_tags", TAGS),
    "starts_with(model, '/')",
    *(not_like(each, COUNT) for each in COUNTS),
    odd_texts(*TEXTS),
    repeats_a_key("metadata"),
    repeats_a_key("labels"),
    repeats_a_key("m.usage_object"),
)
IS_CHAT = (
    f"(regexp_full_match(kind, {literal(NAME)})"
    f" AND NOT {among('kind', MEDIA_CALLS)}"
    " AND request_id IS NOT NULL AND"
    f" (NOT {among('kind', sorted(CHAT_CALLS))} OR ("
    f"NOT coalesce(regexp_matches(model, {literal('(?i)' + IMAGE_MODEL.pattern)}), FALSE)"
    f" AND NOT coalesce(regexp_matches(metadata, {literal(PICTURE_COUNTED)}), FALSE))))"
)
QUERY = f"""
SELECT
    request_id AS source_id,
    coalesce(nullif(l.operation_id, ''), session_id) AS operation_id,
    began_at AS submitted_at, ended_at AS completed_at, 'succeeded' AS status,
    coalesce(status, m.status) AS raw_status, is_hit AS cache_hit,
    CASE WHEN is_hit IS NOT TRUE THEN request_id END AS provider_request_id,
    TRY_CAST(spend AS DECIMAL(38, 12)) AS reported_cost,
    CASE WHEN spend IS NOT NULL THEN 'USD' END AS currency,
    channel, coalesce(MAP {{{", ".join(f"{literal(k)}: {literal(v)}" for k, v in PROVIDERS.items())}}}[channel], channel) AS provider,
    nullif(CASE
        WHEN starts_with(model, custom_llm_provider || '/') THEN substr(model, length(custom_llm_provider) + 2)
        ELSE model
    END, '') AS model,
    nullif(l.client, '') AS client,
    coalesce(nullif(l.project, ''), {_text("m", "user_api_key_project_alias")}, {_text("m", "user_api_key_project_id")}) AS project,
    coalesce(nullif(l.team, ''), {_text("m", "user_api_key_team_alias")}, team_id, {_text("m", "user_api_key_team_id")}) AS team,
    coalesce(nullif(l."user", ''), "user", {_text("m", "user_api_key_user_id")}, end_user) AS "user",
    coalesce(nullif(l.brief_id, ''), nullif(l.brief, '')) AS brief_id,
    coalesce(nullif(l.campaign, ''), trim(substr(tagged_campaign, 10))) AS campaign,
    nullif(list_filter(tags, lambda tag: tag IS DISTINCT FROM tagged_campaign), []) AS tags,
    operation,
    coalesce(l.tier, MAP {{{", ".join(f"{literal(k)}: {literal(v)}" for k, v in TIERS.items())}}}[operation]) AS tier,
    CASE WHEN {_number("g.text_tokens")} IS NULL AND {_number("g.image_tokens")} IS NULL
        THEN {_number("prompt_tokens")} ELSE {_number("g.text_tokens")} END AS tokens_text_in,
    {_number("g.image_tokens")} AS tokens_image_in,
    {_number("d.text_tokens")} AS tokens_text_out,
    {_number("d.reasoning_tokens")} AS tokens_thinking,
    CASE WHEN {_number("d.text_tokens")} IS NULL AND {_number("d.image_tokens")} IS NULL AND {_number("d.video_tokens")} IS NULL
        THEN {_number("completion_tokens")} ELSE {_number("d.image_tokens")} END AS tokens_image_out,
    CASE WHEN is_chat THEN 'call type ' || call_type || ' makes no media' END AS ignored,
    NOT is_chat AND ({" OR ".join(f"({each})" for each in SUSPICIONS)}) AS suspect
FROM (
    SELECT
        *, {_struct("given", KINDS)} AS g, {_struct("made", KINDS)} AS d,
        coalesce({IS_CHAT}, FALSE) AS is_chat,
        list_filter(tags, lambda tag: starts_with(tag, 'campaign:'))[1] AS tagged_campaign,
        CASE
            WHEN kind = 'image_edit' THEN 'edit'
            WHEN kind = 'image_variation' THEN 'image_to_image'
            WHEN {_number("json_extract_string(CASE WHEN starts_with(given, '{') AND json_valid(given) THEN given END, '$.image_tokens')")} IS NOT NULL THEN 'image_to_image'
            ELSE 'text_to_image'
        END AS operation
    FROM (
        SELECT
            *, coalesce(u.prompt_tokens_details, u.input_tokens_details) AS given,
            coalesce(u.completion_tokens_details, u.output_tokens_details) AS made,
            {_struct("labels", IN_LABELS)} AS l
        FROM (
            SELECT
                *, {_struct("m.usage_object", DETAILS)} AS u,
                coalesce(
                    CASE WHEN trim(m.spend_logs_metadata) NOT IN ('', '{{}}') THEN m.spend_logs_metadata END,
                    CASE WHEN trim(m.requester_metadata) NOT IN ('', '{{}}') THEN m.requester_metadata END
                ) AS labels
            FROM (
                SELECT
                    *, {_struct("metadata", IN_METADATA)} AS m,
                    CASE WHEN {among("call_type", MEDIA_CALLS)} THEN call_type
                        WHEN starts_with(call_type, 'a') THEN substr(call_type, 2) ELSE call_type END AS kind,
                    {usual_time('"startTime"', naive=True)} AS began_at,
                    {usual_time('"endTime"', naive=True)} AS ended_at,
                    CASE lower(cache_hit) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END AS is_hit,
                    {looked_up("lower(trim(custom_llm_provider))", CHANNELS)} AS channel,
                    CASE WHEN starts_with(request_tags, '[') THEN TRY(from_json(request_tags, '["VARCHAR"]')) END AS tags
                FROM lines
            )
        )
    )
)
"""  # noqa: E501
PLAIN_ROWS = QuickWay(COLUMNS, QUERY)
