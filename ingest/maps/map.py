"""A map: a log nobody has written a source for, described in TOML.

What it may say and what does not hold together; each key, with examples, is in docs/maps.md.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from data.errors import RefusedFileError, SettingsError, unknown_zone, validation_sentence
from data.warehouse.records import KINDS, Origin
from data.warehouse.zones import zone_names, zone_of
from ingest.maps.checks import FILE_PART, check
from ingest.maps.fields import fields_of
from ingest.maps.patterns import Pattern

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

RecordKind = Literal["attempt", "asset", "verdict", "ledger", "handover", "labour"]
Format = Literal["csv", "jsonl", "json", "parquet"]
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
    currency_of: dict[str, str] = {}
    tags: dict[str, Columns] = {}
    file: FileName | None = None
    unpivot: Unpivot | None = None
    decimal: Literal[".", ","] | None = None
    origin: Origin = "studio"
    costs_are_estimates: bool = False
    costs_are_net: bool = False
    time_format: str | None = None
    _toml: str = PrivateAttr(default="")

    # --- making one ---------------------------------------------------------------------------

    @classmethod
    def load(cls, path: Path, *, dated: bool = False) -> Map:
        """Read a map file; `dated` as in `of_toml`.

        Raises SettingsError with the file and field that do not hold.
        """
        try:
            return cls.of_toml(path.read_text("utf-8"), str(path), dated=dated)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: no readable map: {error}. Pass a TOML file.") from error

    @classmethod
    def of_toml(cls, text: str, where: str = "map", *, dated: bool = False) -> Map:
        """A map from its TOML text; `where` names it in messages.

        `dated`: attempts without a time are given one, so that the map need not.
        """
        try:
            made = cls.model_validate(tomllib.loads(text), context={"dated": dated})
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

    @property
    def money(self) -> str | None:
        """The field that holds an amount in a currency, where the record has one."""
        return next((each.name for each in fields_of(self.record).values() if each.is_money), None)

    def parts_of(self, file: str) -> dict[str, str]:
        """What the name of a file says, by the column it is read from.

        Raises RefusedFileError where the name is not as the map says.
        """
        if self.file is None:
            return {}
        name = re.split(r"[/\\]", file)[-1].removesuffix(".gz").removesuffix(".zst")
        found = Pattern(self.file.pattern).parts(name)
        if found is None:
            raise RefusedFileError(
                f"{file}: the map {self.name!r} reads the file's name, which is not like "
                f"{self.file.pattern!r}. Rename the file, or mend the pattern under [file]."
            )
        return {FILE_PART + part: text for part, text in found.items()}

    # --- what does not hold together -----------------------------------------------------------

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

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Map:
        check(self, dated=bool((info.context or {}).get("dated")))
        return self


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


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _plain(value: Any) -> Any:
    """TOML writes true and 200 without quotes; the cells of a log are compared as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
