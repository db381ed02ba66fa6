"""Texts of a map's columns cast to the types of their fields, as SQL; NULL where that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.bulk.expressions import (
    ISO,
    OFFSET,
    Expression,
    listed_texts,
    localised,
    matches,
    without_query,
    yes_or_no,
)
from ingest.maps.values import MINUTES_UNITS, MONEY_UNITS, SECONDS_UNITS, TIME_UNITS
from ingest.storing.sql_text import literal, usual_time

if TYPE_CHECKING:
    from ingest.maps.fields import Field
    from ingest.maps.map import Map


def cast(map_: Map, field: Field, text: Expression) -> Expression:
    """The typed value, for what it is worth: `suspects` says whether the text is plainly so."""
    match field.shape:
        case "text":
            return without_query(field, text)
        case "choice":
            return text
        case "integer":
            return f"TRY_CAST({text} AS BIGINT)"
        case "seconds":
            scale = SECONDS_UNITS[map_.unit_of(field.name) or "s"]
            return f"TRY_CAST({text} AS DOUBLE) / {scale}"
        case "decimal" if map_.unit_of(field.name) in MINUTES_UNITS:
            return "NULL::DECIMAL(38, 12)"  # a sheet is short: left to the slow way
        case "decimal":
            places = MONEY_UNITS[map_.unit_of(field.name) or "units"]
            written = f"({text} || 'e-{places}')" if places else text
            return f"TRY_CAST({written} AS DECIMAL(38, 12))"
        case "boolean":
            return yes_or_no(text)
        case "time":
            return _time(map_, field, text)
        case "texts":
            return listed_texts(field, text)


def _time(map_: Map, field: Field, text: Expression) -> Expression:
    unit = map_.unit_of(field.name)
    if unit in TIME_UNITS:
        micros = f"TRY_CAST(({text} || 'e{6 - TIME_UNITS[unit]}') AS DECIMAL(38, 0))"
        return f"TRY(make_timestamp(TRY_CAST({micros} AS BIGINT)))"
    if map_.time_format is not None:
        return _formatted_time(map_, text, map_.time_format)
    is_utc = map_.timezone == "UTC"
    usual = usual_time(text, naive=is_utc)
    other = f"TRY_CAST({text} AS TIMESTAMPTZ)::TIMESTAMP"
    if not is_utc:
        local = localised(f"TRY_CAST({text} AS TIMESTAMP)", map_.timezone)
        other = f"CASE WHEN {matches(text, OFFSET)} THEN {other} ELSE {local} END"
    return f"coalesce({usual}, CASE WHEN {matches(text, ISO)} THEN {other} END)"


def _formatted_time(map_: Map, text: Expression, written: str) -> Expression:
    """A time in a format of the map's own; offsets in it are left to the slow way."""
    if "%z" in written.lower():
        return "NULL::TIMESTAMP"
    naive = f"try_strptime({text}, {literal(written)})"
    return naive if map_.timezone == "UTC" else localised(naive, map_.timezone)
