"""One record of a log through its map: the slow, exact way that judges what SQL found odd."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from math import floor
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from data.errors import validation_sentence
from data.warehouse.records import KINDS
from ingest.formats.item import Ignored, Refused
from ingest.maps.checks import CELL
from ingest.maps.columns import found_in
from ingest.maps.fields import Field, fields_of, tag_field
from ingest.maps.meanings import plainly, translated, without_sign
from ingest.maps.values import canonical, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from data.warehouse.records import Record
    from ingest.maps.map import Map

MICROSECONDS = 1_000_000
EMPTY_CELL = "an empty cell of a wide sheet"
"""It gives no record, and counts as none."""
WITHOUT_ID = "-"
"""Stands for the id of a record that has none until it is staged: see `ingest.storing.made_ids`."""


@dataclass(frozen=True)
class MapReader:
    """Turns one record, as JSON gave it or as a row of text cells, into a canonical one."""

    map: Map
    submitted_at: datetime | None = None
    """`--submitted-at`: the time of attempts that carry none."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the file's name says, by column."""

    def record(self, row: Any) -> Record:
        """The canonical record. Raises Refused or Ignored with the reason."""
        try:
            self._check_ignored(row)
            values, is_said = self._values(row)
            if not is_said:
                if all(each is None or _is_blank(each) for each in row.values()):
                    raise Ignored("an empty record")
                raise Refused("none of the map's columns has a value in this record")
            self._add_tags(values, row)
            self._complete(values)
            return KINDS[self.map.record].model_validate(values | {"source": self.map.name})
        except ValidationError as error:
            raise Refused(validation_sentence(error)) from None
        except ValueError as error:
            raise Refused(str(error)) from None

    def _check_ignored(self, row: Any) -> None:
        if self.map.unpivot is not None:
            if CELL not in row:
                raise Refused("a whole row of a wide sheet; load its file again")
            if text_of(row[CELL]) is None:
                raise Ignored(EMPTY_CELL)
        for column, values in self.map.ignore.items():
            value = text_of(found_in(row, (column,)))
            if value is not None and value in values:
                raise Ignored(f"{column} is {value}")

    def _values(self, row: Any) -> tuple[dict[str, Any], bool]:
        """The fields that the columns give, not yet checked for range, and whether any said so."""
        values: dict[str, Any] = {}
        is_said = False
        for name, columns in self.map.columns.items():
            field = fields_of(self.map.record)[name]
            try:
                found = self._found(row, columns)
                value = self._read(field, found)
            except ValueError as error:
                raise Refused(f"{name}: {error}") from None
            if value is not None:
                values[name] = value
                is_said = is_said or found is not None
        if self.map.money in values and self.map.currency_of:
            values |= self._currency(row)
        return values, is_said

    def _found(self, row: Any, columns: Iterable[str]) -> Any:
        """The first value that is not blank, in the record or the file's name."""
        for column in columns:
            value = self.given.get(column) or found_in(row, (column,))
            if value is not None:
                return value
        return None

    def _read(self, field: Field, value: Any) -> Any:
        table, mark = self.map.values.get(field.name), self.map.decimal
        value = without_sign(field, value, self.map.currency_sign)
        if table is None:
            value = plainly(field, value, mark)
        else:
            value = translated(field, value, table, mark)
        unit, zone = self.map.unit_of(field.name), self.map.zone
        return canonical(field, value, unit=unit, zone=zone, time_format=self.map.time_format)

    def _currency(self, row: Any) -> dict[str, str]:
        """The currency of the column that gave the amount, if it has one of its own."""
        tried = self.map.columns[str(self.map.money)]
        column = next((each for each in tried if self._found(row, (each,)) is not None), "")
        return {"currency": self.map.currency_of[column]} if column in self.map.currency_of else {}

    def _add_tags(self, values: dict[str, Any], row: Any) -> None:
        for name, columns in self.map.tags.items():
            try:
                text = canonical(tag_field(name), self._found(row, columns))
            except ValueError as error:
                raise Refused(f"tags: {name}: {error}") from None
            if text is not None:
                values["tags"] = (*(values.get("tags") or ()), f"{name}:{text}")

    def _complete(self, values: dict[str, Any]) -> None:
        """Constants and derived times; then nothing that is required may be missing."""
        for name, constant in self.map.constants.items():
            field = fields_of(self.map.record)[name]
            values.setdefault(name, canonical(field, constant, zone=self.map.zone))
        if self.map.record == "attempt":
            derive_times(values, self.submitted_at)
        if self.map.makes_ids:
            values["source_id"] = WITHOUT_ID
        for name, field in fields_of(self.map.record).items():
            if field.required and values.get(name) is None:
                raise Refused(f"{name}: missing{_where(self.map.columns.get(name))}")


def derive_times(values: dict[str, Any], otherwise: datetime | None = None) -> None:
    """Submitted and completed times from each other, where only one and a duration are known.

    The time given for records that carry none is like one that was only seen: no duration counts
    from it, and a known time goes before it.
    """
    submitted, completed = values.get("submitted_at"), values.get("completed_at")
    took = values.get("latency_s")
    if took is not None and 0 <= took <= 31_536_000:
        span = timedelta(microseconds=floor(took * MICROSECONDS + 0.5))
        if submitted is None and completed is not None:
            values["submitted_at"] = completed - span
        elif completed is None and submitted not in {None, values.get("seen_at")}:
            values["completed_at"] = submitted + span
    if values.get("submitted_at") is None and otherwise is not None:
        values["submitted_at"] = values["seen_at"] = otherwise


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _where(columns: tuple[str, ...] | None) -> str:
    return f" (no value in {' or '.join(columns)})" if columns else ""
