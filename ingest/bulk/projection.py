"""A map as SQL: casts and checks over text columns, for a million records at a time.

Whatever SQL accepts means the same as in `map_values`; whatever it does not is a *suspect*, which
the slow way judges. So the patterns here may be narrower than those there, never wider.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.bulk.casts import cast
from ingest.bulk.expressions import (
    Expression,
    among,
    text_column,
    value_column,
)
from ingest.bulk.json_sql import first_of
from ingest.bulk.layout import in_record
from ingest.bulk.suspects import Suspicions
from ingest.bulk.translation import plain_text, text_without_sign, translated_text
from ingest.maps.checks import CELL
from ingest.maps.fields import Field, fields_of, tag_field
from ingest.maps.meanings import NOTHING
from ingest.maps.records import EMPTY_CELL, WITHOUT_ID
from ingest.maps.values import (
    canonical,
)
from ingest.storing.sql_text import UNICODE_SPACES, identifier, literal, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ingest.maps.map import Map


@dataclass(frozen=True)
class Projection:
    """The SQL of one map over a reader whose columns are texts."""

    map: Map
    texts: Mapping[tuple[str, ...], Expression]
    """The text of each mapped (or ignored) column; NULL where it is missing or blank."""
    is_json: bool
    """Whether an object or list may stand where a text is expected."""
    submitted_at: datetime | None = None
    store_prompts: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    """What the file's name says, by column."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it gives, in the order of the record."""
        given = {*self.map.columns, *self.map.constants}
        given |= {"currency"} if self.map.currency_of else set()
        given |= {"tags"} if self.map.tags else set()
        if self.map.record == "attempt":
            given |= {"source_id", "submitted_at"}
            given |= {"completed_at"} if "latency_s" in given else set()
            given |= {"seen_at"} if self.submitted_at else set()
            given |= {"prompt_sha256", "prompt_chars"} if "prompt" in given else set()
        return tuple(name for name in fields_of(self.map.record) if name in given)

    def select(self, reader: str) -> str:
        """One row per record of `reader`: the fields, `ignored` (why, or NULL) and `suspect`."""
        named = ",\n".join(f"{sql} AS {text_column(name)}" for name, sql in self._named())
        cast = ",\n".join(f"{sql} AS {value_column(name)}" for name, sql in self._cast())
        whole = ",\n".join(f"{sql} AS {identifier(name)}" for name, sql in self._whole())
        return (
            f"SELECT {whole},\n{self._ignored()} AS ignored,\n{self._suspect()} AS suspect\n"
            f"FROM (SELECT *, {cast}\nFROM (SELECT *, {named}\nFROM {reader}))"
        )

    # --- texts --------------------------------------------------------------------------------

    def _named(self) -> Iterator[tuple[str, Expression]]:
        """The text of each field, translated by the map's values."""
        for name, columns in self.map.columns.items():
            yield name, self._translated(fields_of(self.map.record)[name], self._text(columns))
        for name, columns in self.map.tags.items():
            yield tag_field(name).name, self._text(columns)
        if self.map.currency_of:
            yield "currency", self._currency()
        for number, column in enumerate(self.map.ignore):
            yield f"ignore {number}", self._text((column,))
        if self.map.unpivot is not None:
            yield CELL, self._text((CELL,))

    def _text(self, columns: tuple[str, ...]) -> Expression:
        """The first text that is not blank, in the record or the file's name."""
        known = [literal(self.given[column]) for column in columns if column in self.given][:1]
        read = in_record(columns)
        return first_of([*([self.texts[read]] if read else []), *known])

    def _currency(self) -> Expression:
        """The currency of the column that gave the amount, if it has one of its own."""
        codes = self.map.currency_of
        cases = " ".join(
            f"WHEN {self._text((column,))} IS NOT NULL "
            f"THEN {literal(codes[column]) if column in codes else 'NULL'}"
            for column in self.map.columns[str(self.map.money)]
        )
        return f"CASE {cases} END"

    def _translated(self, field: Field, text: Expression) -> Expression:
        table, mark = self.map.values.get(field.name), self.map.decimal
        text = text_without_sign(field, text, self.map.currency_sign)
        if table is None:
            return plain_text(field, text, mark)
        return translated_text(field, text, table, mark)

    # --- values -------------------------------------------------------------------------------

    def _cast(self) -> Iterator[tuple[str, Expression]]:
        for name in self.map.columns:
            field = fields_of(self.map.record)[name]
            yield name, cast(self.map, field, text_column(name))
        for name in (*map(_tag_name, self.map.tags), *self._currencies):
            yield name, text_column(name)

    @property
    def _currencies(self) -> tuple[str, ...]:
        return ("currency",) if self.map.currency_of else ()

    # --- the record ---------------------------------------------------------------------------

    def _whole(self) -> Iterator[tuple[str, Expression]]:
        derived = self._derived() | self._prompt()
        if self.map.makes_ids:
            derived["source_id"] = literal(WITHOUT_ID)
        for name in self.fields:
            yield name, derived.get(name) or self._known(name)

    def _known(self, name: str) -> Expression:
        """The column's value, else the map's constant."""
        field = fields_of(self.map.record)[name]
        column = value_column(name) if name in (*self.map.columns, *self._currencies) else None
        column = self._tagged(column) if name == "tags" and self.map.tags else column
        if name not in self.map.constants:
            return column or typed(None, field.shape)
        value = canonical(field, self.map.constants[name], zone=self.map.zone)
        constant = typed(value, field.shape)
        return f"coalesce({column}, {constant})" if column else constant

    def _tagged(self, listed: Expression | None) -> Expression:
        """The tags a column lists, and the map's own, each with its name before it."""
        own = ", ".join(
            f"{literal(name + ':')} || {value_column(_tag_name(name))}" for name in self.map.tags
        )
        known = f"list_filter([{own}], lambda tag: tag IS NOT NULL)"
        return (
            f"nullif(list_concat(coalesce({listed}, []), {known}), [])"
            if listed
            else (f"nullif({known}, [])")
        )

    def _derived(self) -> dict[str, Expression]:
        if self.map.record != "attempt":
            return {}
        submitted, completed = self._known("submitted_at"), self._known("completed_at")
        derived = {}
        if self.map.has("latency_s"):
            known = f"nullif({submitted}, {self._known('seen_at')})"
            took = self._took()
            derived["completed_at"] = f"coalesce({completed}, {known} + {took})"
            submitted = f"coalesce({submitted}, {completed} - {took})"
        if self.submitted_at:
            otherwise = typed(self.submitted_at, "time")
            seen = self._known("seen_at")
            derived["seen_at"] = f"CASE WHEN {submitted} IS NULL THEN {otherwise} ELSE {seen} END"
            submitted = f"coalesce({submitted}, {otherwise})"
        return derived | {"submitted_at": submitted}

    def _took(self) -> Expression:
        """How long a call took; NULL for a length no call has."""
        seconds = self._known("latency_s")
        micros = f"floor({seconds} * 1000000 + 0.5)::BIGINT"
        return f"CASE WHEN {seconds} BETWEEN 0 AND 31536000 THEN to_microseconds({micros}) END"

    def _prompt(self) -> dict[str, Expression]:
        """What is stored of a prompt; see `ingest.storing.staging.of_prompt`."""
        if not self.map.has("prompt"):
            return {}
        text = f"trim(nfc_normalize({self._known('prompt')}), {UNICODE_SPACES})"
        return {
            "prompt_sha256": f"coalesce(sha256({text}), {self._known('prompt_sha256')})",
            "prompt_chars": f"coalesce(length({text}), {self._known('prompt_chars')})",
            "prompt": text if self.store_prompts else "NULL::VARCHAR",
        }

    def _ignored(self) -> Expression:
        cases = " ".join(
            f"WHEN {among(text_column(f'ignore {number}'), values)} "
            f"THEN {literal(column + ' is ')} || {text_column(f'ignore {number}')}"
            for number, (column, values) in enumerate(self.map.ignore.items())
        )
        if self.map.unpivot is not None:
            cases = f"WHEN {text_column(CELL)} IS NULL THEN {literal(EMPTY_CELL)} {cases}"
        return f"CASE {cases} END" if cases else "NULL::VARCHAR"

    @property
    def _suspicions(self) -> Suspicions:
        return Suspicions(self.map, self.is_json, self.store_prompts)

    def _suspect(self) -> Expression:
        """A value that would not read, a required one missing, or a record with nothing in it.

        As a condition of a CASE, for DuckDB then looks at no more of a row than it must.
        """
        record = fields_of(self.map.record)
        texts = [self._said(name) for name in self.map.columns]
        odd = [self._suspicions.of(record[name]) for name in self.map.columns]
        odd += [self._suspicions.of(tag_field(name)) for name in self.map.tags]
        missing = (name for name in self.fields if record[name].required and name != "source_id")
        derived = self._derived()
        odd += [f"({derived.get(name) or self._known(name)}) IS NULL" for name in missing]
        if "source_id" in self.map.columns:
            odd.append(f"{self._known('source_id')} IS NULL")
        odd.append(f"coalesce({', '.join(texts)}) IS NULL" if texts else "TRUE")
        return f"CASE WHEN {' OR '.join(odd)} THEN TRUE ELSE FALSE END"

    def _said(self, name: str) -> Expression:
        """The text of a field, if the record said it."""
        if NOTHING not in self.map.values.get(name, {}):
            return text_column(name)
        logged = self._text(self.map.columns[name])
        return f"CASE WHEN {logged} IS NOT NULL THEN {text_column(name)} END"


def _tag_name(name: str) -> str:
    return tag_field(name).name
