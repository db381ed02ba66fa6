"""What a canonical field may hold, read off the record models.

The one list that maps, checks and staging share.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import annotated_types as limits
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from data.warehouse.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

Shape = Literal["text", "choice", "integer", "seconds", "decimal", "boolean", "time", "texts"]
SHAPE_OF: dict[Any, Shape] = {
    str: "text",
    int: "integer",
    float: "seconds",
    Decimal: "decimal",
    bool: "boolean",
    datetime: "time",
}


@dataclass(frozen=True)
class Field:
    """One canonical field of a record kind.

    `low` is inclusive, `high` too unless `below` is set instead; `longest` is in characters.
    """

    name: str
    shape: Shape
    required: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    below: Decimal | None = None
    longest: int | None = None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in a currency, so that cents and micros make sense for it."""
        return self.name in {"reported_cost", "money"}

    @property
    def unit_kind(self) -> str:
        """What its units are of: its shape, else money or the minutes of somebody's work."""
        special = "money" if self.is_money else "minutes" if self.name == "minutes" else None
        return special or self.shape


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """The fields of a record kind in the order of its model, without `source`."""
    model = KINDS[kind]
    hints = get_type_hints(model, include_extras=True)
    return {
        name: _field(name, hints[name], info)
        for name, info in model.model_fields.items()
        if name != "source"
    }


def tag_field(name: str) -> Field:
    """What a tag of an attempt may hold: a text."""
    return Field(f"tag {name}", "text", required=False)


def _field(name: str, hint: Any, info: FieldInfo) -> Field:
    plain, limiting = _unwrapped(hint)
    default = None if info.default is PydanticUndefined else info.default
    facts = {key: value for mark in limiting for key, value in _limit(mark)}
    required = info.is_required()
    if get_origin(plain) is Literal:
        return Field(name, "choice", required, default, choices=get_args(plain), **facts)
    shape: Shape = "texts" if get_origin(plain) is tuple else SHAPE_OF[plain]
    return Field(name, shape, required, default, **facts)


def _unwrapped(hint: Any) -> tuple[Any, list[Any]]:
    """The plain type below Annotated and `| None`, and all marks found on the way."""
    if get_origin(hint) is Annotated:
        plain, marks = _unwrapped(hint.__origin__)
        return plain, [*marks, *hint.__metadata__]
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return _unwrapped(inner)
    return hint, []


def _limit(mark: Any) -> Iterator[tuple[str, Any]]:
    for each in mark.metadata if isinstance(mark, FieldInfo) else ():
        match each:
            case limits.Ge(low):
                yield "low", low
            case limits.Le(high):
                yield "high", high
            case limits.Lt(below):
                yield "below", below
            case limits.MaxLen(longest):
                yield "longest", longest
            case _:
                pass
