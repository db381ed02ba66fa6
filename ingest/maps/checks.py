"""What in a map does not hold together. Every function raises ValueError with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import unknown_name
from ingest.maps.columns import FILE_PART, KEY, is_counted, is_list
from ingest.maps.declaration import SHEETS
from ingest.maps.fields import fields_of
from ingest.maps.meanings import NOTHING
from ingest.maps.patterns import Pattern
from ingest.maps.values import TIME_UNITS, UNITS_OF, boolean, canonical

if TYPE_CHECKING:
    from ingest.maps.declaration import Declaration

NAME, CELL = "$name", "$value"
"""Of a wide sheet: what the column's name says, and what its cell does."""


def check(map_: Declaration, *, dated: bool) -> None:
    """Everything; `dated`: attempts without a time are given one."""
    for table in ("columns", "constants", "units", "values"):
        for name in getattr(map_, table):
            if name not in fields_of(map_.record):
                raise ValueError(f"{table}: {_unknown(map_, name)}")
    _check_required(map_, dated=dated)
    _check_lists(map_)
    _check_currencies(map_)
    _check_file(map_)
    _check_shapes_of_log(map_)
    for name in map_.units:
        _check_unit(map_, name)
    for name in map_.values:
        _check_values(map_, name)
    for name in map_.constants:
        _check_constant(map_, name)


def _unknown(map_: Declaration, name: str) -> str:
    if name == "source":
        return "source is the map's name; leave it out"
    return unknown_name(f"field of {map_.record}", name, fields_of(map_.record))


def _check_required(map_: Declaration, *, dated: bool) -> None:
    derivable = {"source_id"} if map_.record == "attempt" else set()
    if dated or (map_.has("latency_s") and map_.has("completed_at")):
        derivable.add("submitted_at")
    for name, field in fields_of(map_.record).items():
        if field.required and not map_.has(name) and name not in derivable:
            given = ", or pass --submitted-at" if name == "submitted_at" else ""
            raise ValueError(
                f"columns: {name} is missing, and every {map_.record} needs it; add "
                f'{name} = "the column\'s name", or give it under [constants]{given}'
            )


def _check_lists(map_: Declaration) -> None:
    for name, tried in map_.columns.items():
        for column in tried:
            several = is_list(column) and not is_counted(column)
            if several and fields_of(map_.record)[name].shape != "texts":
                raise ValueError(
                    f"columns: {name} holds one value, and {column} gives several; write "
                    f"{column.replace('[]', '.0', 1)} for the first, or count({column}) for their "
                    "number"
                )


def _check_currencies(map_: Declaration) -> None:
    if not map_.currency_of:
        return
    if map_.money is None:
        raise ValueError(f"currency_of: a {map_.record} has no amount in a currency; leave it out")
    if "currency" in map_.columns:
        raise ValueError(
            "currency_of: the map reads currency from a column too; give one of the two"
        )
    tried = map_.columns[map_.money]
    for column in map_.currency_of:
        if column not in tried:
            raise ValueError(
                f"currency_of: {unknown_name(f'column of {map_.money}', column, tried)}"
            )
    currency = fields_of(map_.record)["currency"]
    for column, code in map_.currency_of.items():
        _explained(f"currency_of: {column}", canonical, currency, code)
        if len(code) != 3 or not code.isalpha() or not code.isupper():
            raise ValueError(f"currency_of: {column}: {code!r} is no currency; write it like EUR")


def _check_file(map_: Declaration) -> None:
    """Every part that is read is in the pattern, and every part in the pattern is read."""
    read = {
        column.removeprefix(FILE_PART)
        for tried in (*map_.columns.values(), *map_.tags.values())
        for column in tried
        if column.startswith(FILE_PART)
    }
    if map_.file is None:
        if read:
            raise ValueError(
                f"columns: {FILE_PART}{min(read)} is a part of the file's name; say how the name "
                'is made up: [file] pattern = "{client}_*.csv"'
            )
        return
    pattern = Pattern(map_.file.pattern)
    if not pattern.names or not pattern.is_whole:
        raise ValueError(
            f"file: {pattern.text!r} has to name each part once, in braces, like {{client}}_*.csv"
        )
    for part in sorted(read - set(pattern.names)):
        raise ValueError(f"file: {unknown_name('part of the pattern', part, pattern.names)}")
    for part in pattern.names:
        if part not in read:
            raise ValueError(
                f"file: {unknown_name(f'field of {map_.record}', part, fields_of(map_.record))} "
                f'Or read it under [columns], as "{FILE_PART}{part}", or write * for it.'
            )


def _check_shapes_of_log(map_: Declaration) -> None:
    """Keys that count for one format of log, and what goes with them."""
    read = {column.split(".")[0] for tried in map_.columns.values() for column in tried}
    read |= {column.split(".")[0] for tried in map_.tags.values() for column in tried}
    if KEY in read and map_.format != "json":
        raise ValueError(f'columns: {KEY} is for an object keyed by id; its format is "json"')
    if map_.decimal and map_.format not in SHEETS:
        raise ValueError(f"decimal: numbers of {map_.format} have a point; leave it out")
    _check_sign(map_)
    if map_.tags and map_.record != "attempt":
        raise ValueError(f"tags: only attempts have tags, not a {map_.record}; leave them out")
    for name in map_.tags:
        if not name.strip() or ":" in name or "=" in name:
            raise ValueError(f"tags: {name!r} cannot be a tag's name; leave out : and =")
    if map_.unpivot is None:
        if read & ({NAME} if KEY in read else {NAME, CELL}):
            raise ValueError(
                f"columns: {NAME} and {CELL} are of a wide sheet; say which of its columns are "
                'meant: [unpivot] columns = "rater_*"'
            )
        return
    if map_.format not in SHEETS:
        raise ValueError('unpivot: wide sheets are of format = "csv" or "xlsx"')
    if CELL not in read:
        raise ValueError(f'unpivot: no field reads the cell; write decision = "{CELL}", say')
    names = Pattern(map_.unpivot.columns).names
    if len(names) > 1 or not Pattern(map_.unpivot.columns).is_whole:
        raise ValueError(f"unpivot: {map_.unpivot.columns!r} names more than one part")


def _check_sign(map_: Declaration) -> None:
    sign = map_.currency_sign
    if sign is None:
        return
    if map_.format not in SHEETS or map_.money not in map_.columns:
        raise ValueError("currency_sign: only amounts of money in a sheet have one; leave it out")
    if any(letter.isdigit() or letter in "+-., " for letter in sign):
        raise ValueError(f"currency_sign: {sign!r} may be part of a number; write it like $")


def _check_unit(map_: Declaration, name: str) -> None:
    field = fields_of(map_.record)[name]
    valid = UNITS_OF[field.unit_kind]
    if not valid:
        raise ValueError(
            f"units: {name} has no unit; units are for seconds, minutes, money and times"
        )
    if map_.units[name] not in valid:
        raise ValueError(f"units: {name}: {unknown_name('unit', map_.units[name], valid)}")
    if map_.time_format and map_.units[name] in TIME_UNITS:
        raise ValueError(f"units: {name}: give either time_format or an epoch unit, not both")


def _check_values(map_: Declaration, name: str) -> None:
    field = fields_of(map_.record)[name]
    if NOTHING in map_.values[name] and name not in map_.columns:
        raise ValueError(f"values: {name}: no column gives it, so it has no {NOTHING}")
    for value in map_.values[name].values():
        if value == "" and not field.required:
            continue
        if field.shape == "choice" and value not in field.choices:
            raise ValueError(f"values: {name}: {unknown_name(name, value, field.choices)}")
        if field.shape == "boolean":
            _explained(f"values: {name}", boolean, value)


def _check_constant(map_: Declaration, name: str) -> None:
    field, value = fields_of(map_.record)[name], map_.constants[name]
    if field.shape == "choice" and name not in map_.values and value not in field.choices:
        raise ValueError(f"constants: {name}: {unknown_name(name, str(value), field.choices)}")
    _explained(f"constants: {name}", lambda: canonical(field, map_.constants[name], zone=map_.zone))


def _explained(where: str, check_: Any, *arguments: Any) -> None:
    try:
        check_(*arguments)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
