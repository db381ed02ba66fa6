"""An observation or a score as Langfuse tells of it: its API (v1, v2) or its exports.

The API has camelCase names, an export snake_case ones. In CSV, objects are JSON as text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from data.warehouse.records import Blank, Text
from ingest.sources.parts.answers import pictures_in
from ingest.sources.parts.asked import Body
from ingest.sources.parts.payloads import Noted, Payload, decoded
from ingest.sources.parts.tokens import Details, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ATTACHED = re.compile(r"@@@langfuseMedia:type=(?:image|video)/")
"""What stands for a file that Langfuse took out of an answer."""
Amount = Annotated[Decimal | None, Blank]


def _either(name: str, *others: str) -> Any:
    """A field under its camelCase and its snake_case name, and others."""
    camel = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
    return Field(None, validation_alias=AliasChoices(camel, name, *others))


def _kept(value: Any) -> Any:
    """An answer: JSON as text as what it is, other text as it stands."""
    found = decoded(value)
    return value if found is None else found


class Observation(Payload):
    """One step of a trace; calls of models are those of type GENERATION."""

    id: str = Field(min_length=1)
    type: Text = None
    name: Text = None
    start_time: Noted = _either("start_time")
    end_time: Noted = _either("end_time")
    model: Text = _either("provided_model_name", "model")
    model_parameters: Body = Field(
        default_factory=dict,
        validation_alias=AliasChoices("modelParameters", "model_parameters"),
    )
    level: Text = None
    status_message: Text = _either("status_message")
    input: Annotated[Any, BeforeValidator(_kept)] = None
    output: Annotated[Any, BeforeValidator(_kept)] = None
    metadata: Body = Field(default_factory=dict)
    usage_details: Body = Field(
        default_factory=dict, validation_alias=AliasChoices("usageDetails", "usage_details")
    )
    cost_details: Body = Field(
        default_factory=dict, validation_alias=AliasChoices("costDetails", "cost_details")
    )
    total_cost: Amount = _either("total_cost", "calculatedTotalCost", "calculated_total_cost")
    user_id: Text = _either("user_id")
    updated_at: Noted = _either("updated_at")

    @property
    def usage(self) -> Usage:
        """Tokens by kind, by name: beside each other, unless the total says otherwise."""
        said = self.usage_details
        given, made = _counted(said, "input") or 0, _counted(said, "output") or 0
        if said.get("total") == _plain(said, "input") + _plain(said, "output"):
            given, made = _plain(said, "input"), _plain(said, "output")
        return Usage(
            prompt_tokens_details=Details(
                image_tokens=_counted(said, "input", "image"),
                cached_tokens=_counted(said, "input", "cached"),
            ),
            completion_tokens_details=Details(
                image_tokens=_counted(said, "output", "image"),
                reasoning_tokens=_counted(said, "output", "reasoning"),
            ),
            prompt_tokens=given,
            completion_tokens=made,
        )

    @property
    def pictures(self) -> list[str] | None:
        """The pictures in the answer, where it was kept."""
        if attached := len(ATTACHED.findall(_text_of(self.output))):
            return [""] * attached
        return pictures_in(self.output) if isinstance(self.output, dict) else None

    @property
    def cost(self) -> Decimal | None:
        """What Langfuse makes it cost, in US dollars; None for a model it does not know."""
        total = self.cost_details.get("total")
        stated = total if isinstance(total, int | float | str) else None
        if self.total_cost is not None or stated is None:
            return self.total_cost
        return Decimal(str(stated))


def _counted(said: Mapping[str, Any], *words: str) -> int | None:
    found = [
        count
        for name, count in said.items()
        if all(word in name.lower() for word in words) and type(count) is int
    ]
    return sum(found) or None


def _plain(said: Mapping[str, Any], way: str) -> int:
    return found if type(found := said.get(way)) is int else 0


def _text_of(value: Any, depth: int = 6) -> str:
    if isinstance(value, str):
        return value
    held: Iterable[Any] = ()
    if isinstance(value, dict | list) and depth:
        held = value.values() if isinstance(value, dict) else value
    return " ".join(_text_of(each, depth - 1) for each in held)


class Score(Payload):
    """What somebody or something says of an observation."""

    id: str = Field(min_length=1)
    name: str
    value: Annotated[Any, Blank] = None
    string_value: Text = _either("string_value")
    data_type: Text = _either("data_type")
    source: str
    observation_id: Text = _either("observation_id")
    author_user_id: Text = _either("author_user_id")
    comment: Text = None
    timestamp: Noted = _either("timestamp", "createdAt", "created_at")
    updated_at: Noted = _either("updated_at")
