"""One record of a log through its map: the slow, exact way that judges what SQL found odd."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import floor
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from data.errors import validation_sentence
from data.warehouse.records import KINDS
from ingest.formats.item import Ignored, Refused, shortened
from ingest.maps.columns import found_in
from ingest.maps.fields import Field, fields_of
from ingest.maps.map import OTHERWISE
from ingest.maps.values import canonical, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.warehouse.records import Record
    from ingest.maps.map import Map

MICROSECONDS = 1_000_000
WITHOUT_ID = "-"
"""Stands for the id of a record that has none until it is staged: see `ingest.storing.made_ids`."""


@dataclass(frozen=True)
class MapReader:
    """Turns one record, as JSON gave it or as a row of text cells, into a canonical one."""

    map: Map
    submitted_at: datetime | None = None
    """`--submitted-at`: the time of attempts that carry none."""

    def record(self, row: Any) -> Record:
        """The canonical record. Raises Refused or Ignored with the reason."""
        try:
            self._check_ignored(row)
            values = dict(self._values(row))
            if not values:
                if all(each is None or _is_blank(each) for each in row.values()):
                    raise Ignored("an empty record")
                raise Refused("none of the map's columns has a value in this record")
            self._complete(values)
            return KINDS[self.map.record].model_validate(values | {"source": self.map.name})
        except ValidationError as error:
            raise Refused(validation_sentence(error)) from None
        except ValueError as error:
            raise Refused(str(error)) from None

    def _check_ignored(self, row: Any) -> None:
        for column, values in self.map.ignore.items():
            value = text_of(found_in(row, (column,)))
            if value is not None and value in values:
                raise Ignored(f"{column} is {value}")

    def _values(self, row: Any) -> Iterator[tuple[str, Any]]:
        """The fields that a column of this record gives, read but not yet checked for range."""
        for name, columns in self.map.columns.items():
            field = fields_of(self.map.record)[name]
            try:
                value = self._read(field, found_in(row, columns))
            except ValueError as error:
                raise Refused(f"{name}: {error}") from None
            if value is not None:
                yield name, value

    def _read(self, field: Field, value: Any) -> Any:
        table = self.map.values.get(field.name)
        value = value if table is None or value is None else _translated(field, value, table)
        unit, zone = self.map.unit_of(field.name), self.map.zone
        return canonical(field, value, unit=unit, zone=zone, time_format=self.map.time_format)

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


def _translated(field: Field, value: Any, table: dict[str, str]) -> str | None:
    text = text_of(value) or ""
    is_closed = field.shape in {"choice", "boolean"}
    meant = table.get(text, table.get(OTHERWISE, None if is_closed else text))
    if meant is None:
        raise ValueError(
            f"{shortened(text)!r} is not among the map's values; add it to [values.{field.name}], "
            'or "*" for all others'
        )
    return meant


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _where(columns: tuple[str, ...] | None) -> str:
    return f" (no value in {' or '.join(columns)})" if columns else ""
