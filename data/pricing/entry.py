"""One price: what one channel asks for one unit of one model, from one date on."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data.errors import unknown_name
from data.warehouse.records import Operation

Unit = Literal[
    "image",
    "further_megapixel",
    "input_image",
    "further_input_image",
    "megapixel",
    "second",
    "frame",
    "run",
    "step",
    "gpu_second",
    "credit",
    "1M_tokens_text_in",
    "1M_tokens_image_in",
    "1M_tokens_cached_text_in",
    "1M_tokens_cached_image_in",
    "1M_tokens_text_out",
    "1M_tokens_image_out",
    "1M_tokens_video_out",
    "1M_tokens_thinking",
]
"""What a price is for.

`image`, `second`, `frame` count output; a `run` is one call whatever it returns. On top of `image`
come `further_megapixel` for each started megapixel after the first, `input_image` for each image
sent along, `further_input_image` for each after the first. A megapixel is 1024 x 1024 pixels.
A `credit` is the channel's own currency, under whatever name it sells it.
"""
ServiceTier = Literal["standard", "batch", "flex", "priority"]
Certainty = Literal["high", "medium", "low"]

UNITS: tuple[Unit, ...] = get_args(Unit)
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
CREDITS = "CREDITS"
"""The currency of a price in credits: how many, not what they cost. Never money."""
ANY_MODEL = "*"
PRICE_DECIMALS = 12
PRICE_LIMIT = Decimal(1_000_000)
WORD_BREAK = re.compile(r"[\s,;/|+_()&-]+")
SIZE = re.compile(r"(\d)\s*(?:-x-|[x*\u00d7])\s*(?=\d)")
SIZE_WORD = re.compile(r"\d+(\.\d+)?(k|p|px|mp|x\d+)?$")
"""A word that is a size: 2k, 720p, 512, 1024x1024."""


def words(variant: str) -> frozenset[str]:
    """The words of a variant as they are compared: `1024-x-1024, HIGH` is {1024x1024, high}."""
    return frozenset(filter(None, WORD_BREAK.split(SIZE.sub(r"\1x", variant.lower()))))


def one_of(kind: str, valid: tuple[str, ...]) -> BeforeValidator:
    """Check of a closed set that answers with the nearest valid names."""

    def check(value: Any) -> Any:
        if value is not None and value not in valid:
            raise ValueError(unknown_name(kind, str(value), valid))
        return value

    return BeforeValidator(check)


def _decimal_text(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise ValueError(f'write it in quotes, "{value}", so that it stays exact')
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError("is not a decimal number") from None
    if not number.is_finite() or number >= PRICE_LIMIT:
        raise ValueError(f"must be a number below {PRICE_LIMIT:,}")
    if number < 0:
        raise ValueError("is negative; a price is 0 or more")
    return number


def _plain_date(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, (date, type(None))):
        sentence = "write a date without quotes or a time, 2026-11-02; it starts at 00:00 UTC"
        raise ValueError(sentence)
    return value


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _line(value: Any) -> Any:
    if isinstance(value, str) and (not value.strip() or not value.isprintable()):
        raise ValueError("must be one line of text that is not empty")
    return value


DecimalText = Annotated[Decimal, BeforeValidator(_decimal_text)]
PlainDate = Annotated[date, BeforeValidator(_plain_date)]
Line = Annotated[str, BeforeValidator(_line)]
CertaintyName = Annotated[Certainty, one_of("certainty", get_args(Certainty))]
Currency = Annotated[str, Field(pattern=f"^([A-Z]{{3}}|{CREDITS})$")]


class Fact(BaseModel):
    """One thing the price book says; an unknown key in its file is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def title(self) -> str:
        """The fact in a few words, for messages."""
        raise NotImplementedError


class PriceEntry(Fact):
    """One entry of the price book. Valid in [valid_from, valid_to), whole days, UTC.

    Without `valid_from` it counts from the beginning and is `date_assumed` until `checked_on`, the
    day it was read: from then on it was seen in force. Without `valid_to`
    until the next entry of the same key. Without `operations`, `variant` or `service_tier` it
    serves whichever is asked for that has no entry of its own. `default` marks the variant that the
    channel itself takes when none is asked for.
    """

    channel: Line
    model: Line
    operations: tuple[Annotated[Operation, one_of("known operation", OPERATIONS)], ...] = ()
    variant: Annotated[tuple[Line, ...], BeforeValidator(_listed)] = ()
    default: bool = False
    service_tier: Annotated[ServiceTier | None, one_of("service tier", get_args(ServiceTier))] = (
        None
    )
    unit: Annotated[Unit, one_of("unit", UNITS)]
    price: DecimalText
    currency: Currency
    block: DecimalText | None = None
    """Megapixels that are charged together, each started block whole."""
    token_fps: Annotated[int, Field(gt=0, le=240)] | None = None
    """Where a log has no token count: tokens = width x height x seconds x this / 1024."""
    valid_from: PlainDate | None = None
    valid_to: PlainDate | None = None
    source: Line
    checked_on: PlainDate
    certainty: CertaintyName
    note: Line | None = None
    layer: Annotated[int, Field(ge=0, exclude=True)] = 0
    """Which folder it came from; a later one's entries go before an earlier one's."""

    @model_validator(mode="after")
    def _holds_together(self) -> PriceEntry:
        if self.valid_to and self.valid_from and self.valid_to <= self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is not after valid_from {self.valid_from}")
        if self.unit_price != round(self.unit_price, PRICE_DECIMALS):
            raise ValueError(f"price {self.price} has more decimals than money can hold here")
        if self.block is not None and (self.unit != "megapixel" or self.block == 0):
            raise ValueError("block is for unit megapixel, and above 0")
        if self.token_fps is not None and self.unit != "1M_tokens_video_out":
            raise ValueError("token_fps is for unit 1M_tokens_video_out")
        if self.model == ANY_MODEL and self.unit not in {"credit", "gpu_second"}:
            raise ValueError('model "*" (any) is for units credit and gpu_second')
        return self

    @property
    def unit_price(self) -> Decimal:
        """Money for one image, second or single token."""
        return self.price / 1_000_000 if self.unit.startswith("1M_") else self.price

    @property
    def date_assumed(self) -> bool:
        """Nobody has seen when this price began."""
        return self.valid_from is None

    @property
    def title(self) -> str:
        """The entry in a few words: model, operations, variant, tier, unit."""
        parts = [self.model, *self.operations, *self.variant, self.service_tier or "", self.unit]
        return " ".join(filter(None, parts))
