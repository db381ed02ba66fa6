"""A map: a log nobody has written a source for, described in TOML.

What it may say and what does not hold together; each key, with examples, is in docs/maps.md.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from data.errors import SettingsError, unknown_name, unknown_zone, validation_sentence
from data.warehouse.records import Origin
from data.warehouse.zones import zone_names, zone_of
from ingest.maps.fields import fields_of
from ingest.maps.values import TIME_UNITS, UNITS_OF, boolean, canonical

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

RecordKind = Literal["attempt", "asset", "verdict", "ledger", "handover", "labour"]
Format = Literal["csv", "jsonl", "json", "parquet"]
Columns = tuple[str, ...]
"""Names of columns, or dotted paths, to try in turn."""
OTHERWISE = "*"


class Map(BaseModel):
    """How the columns of a log become canonical records. `name` is the records' source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    record: RecordKind
    format: Format
    timezone: str = "UTC"
    columns: dict[str, Columns]
    units: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, Any] = {}
    ignore: dict[str, Columns] = {}
    origin: Origin = "studio"
    costs_are_estimates: bool = False
    costs_are_net: bool = False
    time_format: str | None = None
    _toml: str = PrivateAttr(default="")

    # --- making one ---------------------------------------------------------------------------

    @classmethod
    def load(cls, path: Path) -> Map:
        """Read a map file.

        Raises SettingsError with the file and field that do not hold.
        """
        try:
            return cls.of_toml(path.read_text("utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: no readable map: {error}. Pass a TOML file.") from error

    @classmethod
    def of_toml(cls, text: str, where: str = "map") -> Map:
        """A map from its TOML text; `where` names it in messages."""
        try:
            made = cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{where}: not a TOML file: {error}") from error
        except RecursionError as error:
            raise SettingsError(f"{where}: nested too deeply. A map is tables of lines.") from error
        except ValidationError as error:
            raise SettingsError(f"{where}: {_complaints(error)}") from error
        made._toml = text  # noqa: SLF001 - our own
        return made

    @property
    def toml(self) -> str:
        """The text it was read from; kept with each file so that a replay can use it."""
        return self._toml

    @cached_property
    def hash(self) -> str:
        """Identity of what the map says, whatever its layout."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of times without an offset."""
        return zone_of(self.timezone)

    @property
    def makes_ids(self) -> bool:
        """Whether records have no id of their own, and are known by all that is read of them."""
        return self.record == "attempt" and not self.has("source_id")

    def has(self, name: str) -> bool:
        """Whether a column or a constant gives this field."""
        return name in self.columns or name in self.constants

    def unit_of(self, name: str) -> str:
        """The unit of a field's numbers or times; '' where the canonical one is meant."""
        return self.units.get(name, "")

    # --- what does not hold together -----------------------------------------------------------

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

    @model_validator(mode="after")
    def _fits_the_record(self) -> Map:
        for table in ("columns", "constants", "units", "values"):
            for name in getattr(self, table):
                if name not in fields_of(self.record):
                    raise ValueError(f"{table}: {self._unknown(name)}")
        self._check_required()
        for name in self.units:
            self._check_unit(name)
        for name in self.values:
            self._check_values(name)
        for name in self.constants:
            self._check_constant(name)
        return self

    def _unknown(self, name: str) -> str:
        if name == "source":
            return "source is the map's name; leave it out"
        return unknown_name(f"field of {self.record}", name, fields_of(self.record))

    def _check_required(self) -> None:
        derivable = {"source_id"} if self.record == "attempt" else set()
        if self.has("latency_s") and self.has("completed_at"):
            derivable.add("submitted_at")
        for name, field in fields_of(self.record).items():
            if field.required and not self.has(name) and name not in derivable:
                raise ValueError(
                    f"columns: {name} is missing, and every {self.record} needs it; add "
                    f'{name} = "the column\'s name", or give it under [constants]'
                )

    def _check_unit(self, name: str) -> None:
        field = fields_of(self.record)[name]
        valid = UNITS_OF["money" if field.is_money else field.shape]
        if not valid:
            raise ValueError(f"units: {name} has no unit; units are for seconds, money and times")
        if self.units[name] not in valid:
            raise ValueError(f"units: {name}: {unknown_name('unit', self.units[name], valid)}")
        if self.time_format and self.units[name] in TIME_UNITS:
            raise ValueError(f"units: {name}: give either time_format or an epoch unit, not both")

    def _check_values(self, name: str) -> None:
        field = fields_of(self.record)[name]
        for value in self.values[name].values():
            if value == "" and not field.required:
                continue
            if field.shape == "choice" and value not in field.choices:
                raise ValueError(f"values: {name}: {unknown_name(name, value, field.choices)}")
            if field.shape == "boolean":
                _explained(f"values: {name}", boolean, value)

    def _check_constant(self, name: str) -> None:
        field, value = fields_of(self.record)[name], self.constants[name]
        if field.shape == "choice" and name not in self.values and value not in field.choices:
            raise ValueError(f"constants: {name}: {unknown_name(name, str(value), field.choices)}")
        _explained(
            f"constants: {name}", lambda: canonical(field, self.constants[name], zone=self.zone)
        )


def _complaints(error: ValidationError) -> str:
    """As `validation_sentence`, but our own sentences already say where and what."""
    own = [problem for problem in error.errors() if problem["type"] == "value_error"]
    if len(own) < error.error_count():
        return validation_sentence(error)
    where = (".".join(map(str, problem["loc"])) for problem in own)
    said = (problem["msg"].removeprefix("Value error, ") for problem in own)
    return "; ".join(
        f"{place}: {text}" if place else text for place, text in zip(where, said, strict=False)
    )


def _explained(where: str, check: Any, *arguments: Any) -> None:
    try:
        check(*arguments)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _plain(value: Any) -> Any:
    """TOML writes true and 200 without quotes; the cells of a log are compared as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
