"""Tokens by kind, in the style of OpenAI's API that gateways speak. No kind holds another.

What a model thought counts once. OpenAI counts it within what came out, xAI beside it, and gateways
pass on what they get: where a total is told it decides, else whoever counted.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from ingest.sources.parts.asked import object_in
from ingest.sources.parts.payloads import Payload

COUNT_BESIDE = frozenset({"xai"})
"""Channels that count what was thought beside what came out."""


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


Counted = Annotated[int | None, BeforeValidator(_count)]
"""Anything but a number of tokens says nothing."""


class Details(Payload):
    """Tokens of one direction by kind."""

    text_tokens: Counted = None
    image_tokens: Counted = None
    video_tokens: Counted = None
    reasoning_tokens: Counted = None
    cached_tokens: Counted = None

    @property
    def told(self) -> int:
        """How many are of a kind that is told: of text, pictures, clips."""
        return sum(filter(None, (self.text_tokens, self.image_tokens, self.video_tokens)))


def _details_in(value: Any) -> Any:
    return value if isinstance(value, Details) else object_in(value)


class Usage(Payload):
    """Tokens as a provider reports them: chat calls speak of prompts, image calls of input."""

    given: Annotated[Details, BeforeValidator(_details_in)] = Field(
        Details(), validation_alias=AliasChoices("prompt_tokens_details", "input_tokens_details")
    )
    made: Annotated[Details, BeforeValidator(_details_in)] = Field(
        Details(),
        validation_alias=AliasChoices("completion_tokens_details", "output_tokens_details"),
    )
    n_given: Counted = Field(
        None, validation_alias=AliasChoices("prompt_tokens", "input_tokens", "input")
    )
    n_made: Counted = Field(
        None, validation_alias=AliasChoices("completion_tokens", "output_tokens", "output")
    )
    n_total: Counted = Field(None, validation_alias=AliasChoices("total_tokens", "total"))

    @property
    def tells_kinds(self) -> bool:
        """Whether it says more than how many there were."""
        return self.given != Details() or self.made != Details()

    def counts_beside(self, channel: str | None, beside: frozenset[str]) -> bool:
        """Whether what was thought is counted beside what came out: by the total, else by whom."""
        made, thought = self.n_made or 0, self.made.reasoning_tokens or 0
        more = (self.n_total or 0) - (self.n_given or 0) - made
        if thought > made or more in {0, thought}:
            return more != 0 or thought > made
        return channel in beside


def tokens_of(
    usage: Usage,
    *,
    channel: str | None = None,
    beside: frozenset[str] = COUNT_BESIDE,
    clip: bool = False,
    only_text: bool = False,
) -> dict[str, int | None]:
    """Tokens by kind. A 0 beside a picture means that nobody counted, so it is left out.

    What came out and is of no stated kind is the picture's, or text where no picture came; what
    is beside a picture's is text. Text that makes up the whole with the rest holds the thoughts.
    """
    given, made = usage.given, usage.made
    out = "tokens_video_out" if clip else "tokens_image_out"
    within = 0 if usage.counts_beside(channel, beside) else made.reasoning_tokens or 0
    seen = (usage.n_made or 0) - within
    counted: dict[str, int | None] = {
        "tokens_text_in": given.text_tokens or _beside(usage.n_given, given.told),
        "tokens_image_in": given.image_tokens,
        "tokens_cached_in": given.cached_tokens,
        "tokens_text_out": _text_out(made, seen, within) if made.told else None,
        "tokens_thinking": made.reasoning_tokens,
        out: made.video_tokens if clip else made.image_tokens,
    }
    if not made.told:
        counted["tokens_text_out" if only_text else out] = max(seen, 0)
    return {field: count or None for field, count in counted.items()}


def _text_out(made: Details, seen: int, within: int) -> int:
    if not made.text_tokens:
        return _beside(seen, made.told)
    holds_thoughts = made.told == seen + within
    return max(made.text_tokens - within, 0) if holds_thoughts else made.text_tokens


def _beside(whole: int | None, told: int) -> int:
    """What is left of a whole beside the kinds that are told."""
    return max((whole or 0) - told, 0)
