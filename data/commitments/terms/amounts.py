"""The kinds of value that terms are written in, each with a sentence for what cannot be meant."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from data.pricing.entry import one_of

Span = Literal["month", "year"]
Charged = Literal["yes", "no", "unknown"]
"""Whether an attempt that brought nothing takes credits. `unknown` counts as yes, and is told."""
BurnOrder = Literal["plan_first", "newest_first", "earliest_expiry", "packs_first"]
"""Which credits go first.

`plan_first`: the plan's, soonest expiring first, then bought ones. `newest_first`: this period's,
then those rolled over, then bought ones. `earliest_expiry`: whichever lapses first. `packs_first`.
"""
RateUnit = Literal["second", "image", "run"]

MONTHS_PER: dict[Span, int] = {"month": 1, "year": 12}
AMOUNT_LIMIT = Decimal(10) ** 12
LONGEST_ROLLOVER = 120


def _amount(value: Any) -> Decimal:
    if isinstance(value, float):
        raise ValueError(f'write it in quotes, "{value}", so that it stays exact')
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError("is not a decimal number") from None
    if not number.is_finite() or number >= AMOUNT_LIMIT:
        raise ValueError(f"must be a number below {AMOUNT_LIMIT:,}")
    if number < 0:
        raise ValueError("is below zero; give 0 or more")
    return number


def _whole(value: Any) -> Any:
    if isinstance(value, int) and value < 0:
        raise ValueError("is below zero; give 0 months or more")
    return value


def _notice(value: Any) -> Any:
    if isinstance(value, int) and value < 0:
        raise ValueError("is below zero; give the days of notice, 0 for none")
    return value


def _some(value: Decimal) -> Decimal:
    if value == 0:
        raise ValueError("is zero: without credits there is nothing to size; give how many come")
    return value


def _days(value: Any) -> Any:
    if isinstance(value, int) and value <= 0:
        raise ValueError(
            "would end the credits before they come; give 1 day or more, or leave it out"
        )
    return value


Amount = Annotated[Decimal, BeforeValidator(_amount)]
Credits = Annotated[Decimal, BeforeValidator(lambda value: _some(_amount(value)))]
NoticeDays = Annotated[int | None, Field(le=366), BeforeValidator(_notice)]
LifeDays = Annotated[int | None, Field(le=36_525), BeforeValidator(_days)]
SpanName = Annotated[Span, one_of("span", get_args(Span))]
ChargedName = Annotated[Charged, one_of("known answer", get_args(Charged))]
BurnOrderName = Annotated[BurnOrder, one_of("burn order", get_args(BurnOrder))]
RateUnitName = Annotated[RateUnit, one_of("unit", get_args(RateUnit))]
Months = Annotated[int, Field(le=LONGEST_ROLLOVER), BeforeValidator(_whole)]
