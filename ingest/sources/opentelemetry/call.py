"""The call of a model that a span is about, by the GenAI conventions or OpenInference's.

GenAI renamed its attributes: `gen_ai.system` is now `gen_ai.provider.name`, `prompt_tokens` are
`input_tokens`. It has no seconds and no number of pictures; what it costs is a draft of its own.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ingest.source import Ignored, shortened
from ingest.sources.parts.asked import object_in
from ingest.sources.parts.operations import ADDRESS
from ingest.sources.parts.routed_call import RoutedCall
from ingest.sources.parts.tokens import Details, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.sources.opentelemetry.span import Span

MODEL = ("gen_ai.request.model", "gen_ai.response.model", "llm.request.model_name",
         "llm.model_name", "llm.response.model_name", "ai.model.id")  # fmt: skip
BILLER = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
N_GIVEN = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")
N_CACHED = ("gen_ai.usage.cache_read.input_tokens", "llm.token_count.prompt_details.cache_read")
N_MADE = (
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
)
N_THOUGHT = (
    "llm.token_count.completion_details.reasoning",
    "gen_ai.usage.reasoning.output_tokens",
)
KIND = ("gen_ai.operation.name", "openinference.span.kind", "llm.request.type")
NO_CALLS = {
    *("invoke_agent", "create_agent", "execute_tool", "invoke_workflow", "embeddings", "embedding"),
    *("chain", "agent", "tool", "retriever", "reranker", "guardrail", "evaluator", "prompt"),
}
"""Steps around calls, which name their model too, and calls that make no media by their kind."""
COST = ("gen_ai.usage.cost.amount", "gen_ai.usage.cost", "llm.cost.total")
RESPONSE_ID = ("gen_ai.response.id", "llm.response.id")
PICTURE_OUT = re.compile(
    r"llm\.output_messages\.\d+\.message\.contents\.\d+\.message_content\.image\.image\.url"
)
PICTURE_IN = re.compile(
    r"llm\.input_messages\.\d+\.message\.contents\.\d+\.message_content\.image\.image\.url"
)
PLAIN_PROMPT = re.compile(r"llm\.input_messages\.\d+\.message\.content")


def first(said: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The first of these attributes that has a value."""
    return next((said[name] for name in names if said.get(name) not in (None, "")), None)


def call_of(span: Span) -> RoutedCall:
    """The call. Raises Ignored for a span that is about none."""
    said = span.attributes
    kind, model = _text(first(said, KIND)), _text(first(said, MODEL))
    if kind.lower() in NO_CALLS or not (kind or model):
        about = shortened(kind or "other", 40).lower()
        raise Ignored(f"a span of kind {about}, not a call of a model")
    failed = span.failed or bool(said.get("error.type"))
    wrong = " ".join(filter(None, (_text(said.get("error.type")), span.message)))
    return RoutedCall(
        kind=kind,
        biller=_text(first(said, BILLER)) or None,
        model=model or None,
        usage=_usage(said),
        sent=_sent(said),
        is_success=False if failed else None if span.ended_at is None else True,
        wrong=wrong if failed else "",
        came=_pictures(said),
        makes=_text(said.get("gen_ai.output.type")) or None,
    )


def cost_of(span: Span) -> tuple[Decimal | None, str | None]:
    """What the span says it cost, and in which currency."""
    stated = first(span.attributes, COST)
    try:
        cost = None if stated is None or isinstance(stated, bool) else Decimal(str(stated))
    except InvalidOperation:
        cost = None
    currency = _text(span.attributes.get("gen_ai.usage.cost.currency")) or "USD"
    return cost, None if cost is None else currency


def _usage(said: Mapping[str, Any]) -> Usage:
    return Usage(
        prompt_tokens_details=Details(
            image_tokens=said.get("llm.token_count.prompt_details.image"),
            cached_tokens=first(said, N_CACHED),
        ),
        completion_tokens_details=Details(
            image_tokens=said.get("llm.token_count.completion_details.image"),
            reasoning_tokens=first(said, N_THOUGHT),
        ),
        prompt_tokens=first(said, N_GIVEN),
        completion_tokens=first(said, N_MADE),
        total_tokens=said.get("llm.token_count.total"),
    )


def _sent(said: Mapping[str, Any]) -> dict[str, Any]:
    parameters = object_in(said.get("llm.invocation_parameters"))
    asked = {"n": said.get("gen_ai.request.choice.count")} | parameters
    pictures = [said[name] for name in said if PICTURE_IN.fullmatch(name)]
    messages = said.get("gen_ai.input.messages") or _plain_prompt(said)
    return {**asked, "messages": messages, **({"image": pictures} if pictures else {})}


def _plain_prompt(said: Mapping[str, Any]) -> Any:
    """The last text of OpenInference's messages, which stand flat."""
    contents = [name for name in said if PLAIN_PROMPT.fullmatch(name)]
    return said[max(contents)] if contents else None


def _pictures(said: Mapping[str, Any]) -> list[str] | None:
    found = [_text(said[name]) for name in sorted(said) if PICTURE_OUT.fullmatch(name)]
    return [url if ADDRESS.match(url) else "" for url in found] or None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
