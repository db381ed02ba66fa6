"""One call as LiteLLM logs it: a row of LiteLLM_SpendLogs or a StandardLoggingPayload.

Both say the same under different names. JSON columns hold JSON as text, empty text is NULL, times
without an offset are UTC, `cache_hit` is a word. Bodies are `{}` unless the proxy stores them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field
from pydantic_core import from_json

from data.warehouse.records import Blank, Text
from ingest.formats.json_values import parse_json
from ingest.formats.times import from_epoch, moment
from ingest.sources.parts.asked import Asked, Body, object_in
from ingest.sources.parts.payloads import Payload, decoded
from ingest.sources.parts.tokens import Usage

CUT = re.compile(r"litellm_truncated|redacted.by.litellm", re.IGNORECASE)
"""What the proxy puts in the place of what it does not store."""
LAST_NUMBER = re.compile(r"[\d.eE+-]+(?: \()?$")
"""Where a text breaks off, a number may have gone on. The proxy puts `... (` before its mark."""
IS_CUT = "is_cut"
CACHE_HITS = {"true": True, "false": False, "none": None, "": None}


def _time(value: Any) -> Any:
    """Epoch seconds, or text that is UTC unless it carries an offset."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | datetime | None):
        raise ValueError("a time here is text or a number of seconds since 1970")
    if isinstance(value, str):
        return moment(value, UTC) if value.strip() else None
    return value if value is None or isinstance(value, datetime) else from_epoch(value)


def _cache_hit(value: Any) -> Any:
    written = str(value).strip().lower()
    if written not in CACHE_HITS:
        raise ValueError("cache_hit is True, False or None")
    return CACHE_HITS[written]


def _object(value: Any) -> Any:
    """An object, also as JSON text; nothing at all is an empty one. One cut off is what is left."""
    if not isinstance(value, str):
        return {} if value is None else value
    try:
        return parse_json(value.encode("utf-8", "surrogatepass")) if value.strip() else {}
    except ValueError:
        if (left := _left_of(value)) is None:
            raise
        return left


def _left_of(text: str) -> Any:
    """What is whole in JSON text that was cut off on storing; None for any other text."""
    cut = CUT.search(text)
    head = text[: cut.start()] if cut else text.rstrip()
    if not head.startswith(("{", "[")) or (not cut and head.endswith(("}", "]"))):
        return None
    raw = LAST_NUMBER.sub("", head).encode("utf-8", "surrogatepass")
    try:
        left = from_json(raw, allow_partial=True, allow_inf_nan=False)
    except ValueError:
        return None
    return left | {IS_CUT: True} if isinstance(left, dict) else left


def _tags(value: Any) -> Any:
    return [str(tag) for tag in listed] if isinstance(listed := _object(value), list) else ()


def _messages(value: Any) -> Any:
    """The prompt, or a list of messages that may be JSON as text."""
    is_json = isinstance(value, str) and value.lstrip().startswith(("[", "{"))
    return decoded(value) if is_json else value


Time = Annotated[datetime, BeforeValidator(_time)]
Object = Annotated[dict[str, Any], BeforeValidator(_object)]
Tokens = Annotated[int | None, Blank]


class ErrorInformation(Payload):
    """Why a call failed. `error_code` is mostly an HTTP status."""

    error_code: Text = None
    error_class: Text = None
    error_message: Text = None


class Metadata(Payload):
    """What the proxy knows about the caller, and what the caller sent along."""

    user_api_key_team_alias: Text = None
    user_api_key_team_id: Text = None
    user_api_key_user_id: Text = None
    user_api_key_project_alias: Text = None
    user_api_key_project_id: Text = None
    status: Text = None
    is_cut: bool | None = False
    """Whether more stood here than the database kept."""
    error_information: Annotated[ErrorInformation | None, Blank] = None
    spend_logs_metadata: Object = Field(default_factory=dict)
    requester_metadata: Object = Field(default_factory=dict)
    usage_object: Annotated[Usage, BeforeValidator(object_in)] = Usage()
    additional_usage_values: Annotated[Usage, BeforeValidator(object_in)] = Usage()


class Call(Payload):
    """One logged call."""

    request_id: str = Field(validation_alias=AliasChoices("request_id", "id"), min_length=1)
    call_type: str
    started_at: Time = Field(validation_alias="startTime")
    ended_at: Annotated[datetime | None, BeforeValidator(_time)] = Field(
        None, validation_alias="endTime"
    )
    session_id: Text = Field(None, validation_alias=AliasChoices("session_id", "trace_id"))
    spend: Annotated[Decimal | None, Blank] = Field(
        None, validation_alias=AliasChoices("spend", "response_cost")
    )
    model: Text = None
    custom_llm_provider: Text = None
    status: Text = None
    user: Text = None
    end_user: Text = None
    team_id: Text = None
    cache_hit: Annotated[bool | None, BeforeValidator(_cache_hit)] = None
    request_tags: Annotated[tuple[str, ...], BeforeValidator(_tags)] = ()
    prompt_tokens: Tokens = None
    completion_tokens: Tokens = None
    total_tokens: Tokens = None
    metadata: Annotated[Metadata, BeforeValidator(_object)] = Metadata()
    error_information: Annotated[ErrorInformation | None, Blank] = None
    model_parameters: Body = Field(default_factory=dict)
    proxy_server_request: Body = Field(default_factory=dict)
    response: Body = Field(default_factory=dict)
    messages: Annotated[Any, BeforeValidator(_messages)] = None

    @cached_property
    def asked(self) -> Asked:
        """The parameters, from wherever this log keeps them."""
        return Asked.model_validate(self.proxy_server_request | self.model_parameters)

    @cached_property
    def usage(self) -> Usage:
        """Tokens by kind, where the provider said them."""
        stated = self.metadata.usage_object
        return stated if stated.tells_kinds else self.metadata.additional_usage_values

    @property
    def error(self) -> ErrorInformation:
        """Why it failed, as far as known."""
        return self.error_information or self.metadata.error_information or ErrorInformation()
