"""What a map may say: each key, as it is written in TOML."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from data.errors import unknown_zone
from data.warehouse.records import KINDS, OF_SCANS, Origin
from data.warehouse.zones import zone_names, zone_of
from ingest.maps.columns import FILE_PART
from ingest.maps.fields import fields_of
from ingest.maps.patterns import Pattern

if TYPE_CHECKING:
    from datetime import tzinfo

RecordKind = Literal["attempt", "asset", "verdict", "ledger", "handover", "labour"]
Format = Literal["csv", "jsonl", "json", "parquet", "xlsx"]
SHEETS = frozenset({"csv", "xlsx"})
"""Formats whose cells people have written."""
Columns = tuple[str, ...]
"""Names of columns, or dotted paths, to try in turn."""


class FileName(BaseModel):
    """What the name of a log says, with the names of its parts in braces."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: Annotated[str, Field(min_length=1)]


class Unpivot(BaseModel):
    """The columns of a wide sheet whose cells are records of their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: Annotated[str, Field(min_length=1)]


def _free(name: str) -> str:
    if name in OF_SCANS:
        raise ValueError(f"{name} is a source of what scans find; take another name")
    return name


class Declaration(BaseModel):
    """How the columns of a log become canonical records, before it is known to hold together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_free)]
    record: RecordKind
    format: Format
    timezone: str = "UTC"
    columns: dict[str, Columns]
    units: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, Any] = {}
    ignore: dict[str, Columns] = {}
    currency_of: dict[str, str] = {}
    tags: dict[str, Columns] = {}
    file: FileName | None = None
    unpivot: Unpivot | None = None
    decimal: Literal[".", ","] | None = None
    currency_sign: Annotated[str, Field(min_length=1, max_length=3)] | None = None
    origin: Origin = "studio"
    costs_are_estimates: bool = False
    costs_are_net: bool = False
    time_format: str | None = None

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of times without an offset."""
        return zone_of(self.timezone)

    def has(self, name: str) -> bool:
        """Whether a column or a constant gives this field."""
        return name in self.columns or name in self.constants

    def unit_of(self, name: str) -> str:
        """The unit of a field's numbers or times; '' where the canonical one is meant."""
        return self.units.get(name, "")

    @property
    def money(self) -> str | None:
        """The field that holds an amount in a currency, where the record has one."""
        return next((each.name for each in fields_of(self.record).values() if each.is_money), None)

    # --- as it is written ---------------------------------------------------------------------

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, given: Any) -> Any:
        """A list of tags as a table; columns that [file] and [currency_of] speak for."""
        if not isinstance(given, dict) or not isinstance(given.get("columns", {}), dict):
            return given
        implied: dict[str, Any] = {}
        tags, file, currencies = (given.get(key) for key in ("tags", "file", "currency_of"))
        known = KINDS.get(str(given.get("record")))
        fields = fields_of(str(given["record"])) if known else {}
        if isinstance(file, dict) and isinstance(file.get("pattern"), str):
            implied |= {n: FILE_PART + n for n in Pattern(file["pattern"]).names if n in fields}
        if isinstance(currencies, dict) and currencies:
            implied |= {n: list(currencies) for n, each in fields.items() if each.is_money}
        spelled = given | {"columns": implied | given.get("columns", {})}
        return spelled | {"tags": {n: n for n in tags}} if isinstance(tags, list) else spelled

    @field_validator("tags", mode="before")
    @classmethod
    def _lists_of_tags(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: _listed(each) for name, each in given.items()}

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in zone_names():
            raise ValueError(unknown_zone(name, zone_names()))
        return name

    @field_validator("columns", mode="before")
    @classmethod
    def _lists_of_columns(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        nested = given.get("tokens")
        kinds = nested.items() if isinstance(nested, dict) else ()
        flat = {name: each for name, each in given.items() if name != "tokens" or not kinds}
        flat |= {f"tokens_{kind}": column for kind, column in kinds}
        return {name: _listed(each) for name, each in flat.items()}

    @field_validator("columns")
    @classmethod
    def _named_columns(cls, columns: dict[str, Columns]) -> dict[str, Columns]:
        for name, tried in columns.items():
            if not tried or not all(column.strip() for column in tried):
                raise ValueError(f'{name} names no column; write {name} = "the column\'s name"')
        return columns

    @field_validator("values", mode="before")
    @classmethod
    def _texts(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            name: {key: _plain(value) for key, value in table.items()}
            if isinstance(table, dict)
            else table
            for name, table in given.items()
        }

    @field_validator("ignore", mode="before")
    @classmethod
    def _lists_of_values(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {column: tuple(map(_plain, _listed(each))) for column, each in given.items()}


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _plain(value: Any) -> Any:
    """TOML writes true and 200 without quotes; the cells of a log are compared as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
