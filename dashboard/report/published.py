"""A review as JSON, flat and complete, and read back to the last digit.

A published review is kept as such a file. Money is decimal text, a day ISO text, NULL null. A key
of a row that is no column has the unit of the chart's `y` where the chart draws it as `low`,
`high` or `target`, and else none: it comes back as JSON has it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.asking.table import money_text
from data.errors import RefusedFileError, validation_sentence
from data.metrics.metric import Unit
from data.review.parts import CellUnit, Chart, ChartKind, Column, Part, Review, Row

if TYPE_CHECKING:
    from pathlib import Path

FORM = 1
"""The version of this form."""
_MONEY = ("money", "money_per")
_UNITS = (*get_args(Unit), "text", "day")
_Cell = str | int | float | bool | None


class _Read(BaseModel):
    """Whatever is read: no field that nobody knows, and no type bent into another."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Column(_Read):
    name: str
    title: str
    unit: CellUnit
    unit_in: str


class _Chart(_Read):
    kind: ChartKind
    x: str
    y: list[str]
    low: str
    high: str
    target: str
    settling: str = ""
    total: str = ""


class _Part(_Read):
    name: str
    title: str
    sentences: list[str]
    is_small_print: bool
    columns: list[_Column]
    rows: list[dict[str, _Cell]]
    chart: _Chart | None


class _Review(_Read):
    form: Literal[1]
    name: str
    title: str
    headline: str
    first_day: date
    last_day: date
    compared_with: str
    as_of: datetime
    currency: str = Field(pattern="^[A-Z]{3}$")
    notice: str
    selection: list[str]
    parts: list[_Part]


# --- writing ----------------------------------------------------------------------------------


def review_json(review: Review) -> str:
    """The review as JSON text."""
    flat = {
        "form": FORM,
        "name": review.name,
        "title": review.title,
        "headline": review.headline,
        "first_day": review.first_day.isoformat(),
        "last_day": review.last_day.isoformat(),
        "compared_with": review.compared_with,
        "as_of": review.as_of.isoformat(),
        "currency": review.currency,
        "notice": review.notice,
        "selection": list(review.selection),
        "parts": [_flat_part(part) for part in review.parts],
    }
    return json.dumps(flat, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _flat_part(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": part.title,
        "sentences": list(part.sentences),
        "is_small_print": part.is_small_print,
        "columns": [column._asdict() for column in part.columns],
        "rows": [_flat_row(part, row) for row in part.rows],
        "chart": part.chart._asdict() if part.chart else None,
    }


def _flat_row(part: Part, row: Row) -> dict[str, Any]:
    return {name: _flat(value, _unit(part, name, row)) for name, value in row.items()}


def _flat(value: Any, unit: str) -> Any:
    if isinstance(value, Decimal):
        return money_text(value) if unit in (*_MONEY, "text") else float(value)
    return value.isoformat() if isinstance(value, date) else value


# --- reading ----------------------------------------------------------------------------------


def review_from_json(text: str) -> Review:
    """The review that `review_json` wrote. Raises RefusedFileError for anything else."""
    try:
        read = _Review.model_validate_json(text)
        parts = tuple(map(_part, read.parts))
    except ValidationError as error:
        raise RefusedFileError(f"Not a published review: {validation_sentence(error)}.") from None
    except ArithmeticError:
        raise RefusedFileError("Not a published review: an amount is no decimal number.") from None
    except ValueError as error:
        raise RefusedFileError(f"Not a published review: {error}.") from None
    kept = read.model_dump(exclude={"form", "parts", "selection"})
    return Review(**kept, parts=parts, selection=tuple(read.selection))


def read_review(path: Path) -> Review:
    """The review that is kept in a file. Raises RefusedFileError, with the file's name."""
    try:
        return review_from_json(path.read_text("utf-8"))
    except (RefusedFileError, UnicodeDecodeError) as error:
        raise RefusedFileError(f"{path}: {error}") from None


def _part(read: _Part) -> Part:
    kept = read.model_dump(include={"name", "title", "is_small_print"})
    columns = tuple(Column(**column.model_dump()) for column in read.columns)
    drawn = read.chart
    chart = Chart(**drawn.model_dump() | {"y": tuple(drawn.y)}) if drawn else None
    part = Part(**kept, sentences=tuple(read.sentences), columns=columns, chart=chart)
    drawn_by = {chart.x, *chart.y, *filter(None, [chart.settling])} if chart else set()
    missing = drawn_by - _names(part)
    if missing or (chart and not chart.y):
        raise ValueError(f"{part.name}: its chart draws {sorted(missing)}, which are no columns")
    return replace(part, rows=tuple(_row(part, row) for row in read.rows))


def _row(part: Part, row: Row) -> Row:
    for column in part.columns:
        unit = part.unit_of(column, row)
        if unit not in _UNITS:
            raise ValueError(f"{part.name}: {unit!r} is not a unit")
    return {name: _cell(value, _unit(part, name, row)) for name, value in row.items()}


def _cell(value: _Cell, unit: str) -> Any:
    if value is None or unit == "text":
        return value
    if unit == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    if unit in _MONEY and isinstance(value, str):
        return _finite(Decimal(value))
    if unit == "day" or isinstance(value, str | bool):
        raise ValueError(f"{value!r} stands where a {unit} should")
    return value


def _finite(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        raise ValueError(f"{amount} is no amount")
    return amount


def _unit(part: Part, name: str, row: Row) -> CellUnit:
    """The unit of a cell by its key; `text` where nothing says one."""
    chart = part.chart
    if chart and name in (chart.low, chart.high, chart.target) and name not in _names(part):
        name = chart.y[0]
    column = next((column for column in part.columns if column.name == name), None)
    return part.unit_of(column, row) if column else "text"


def _names(part: Part) -> set[str]:
    return {column.name for column in part.columns}
