"""A map: a log nobody has written a source for, described in TOML.

What it may say and what does not hold together; each key, with examples, is in docs/maps.md.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import PrivateAttr, ValidationError, ValidationInfo, model_validator

from data.errors import RefusedFileError, SettingsError, validation_sentence
from ingest.maps.checks import check
from ingest.maps.columns import FILE_PART
from ingest.maps.declaration import Declaration
from ingest.maps.patterns import Pattern

if TYPE_CHECKING:
    from pathlib import Path


class Map(Declaration):
    """How the columns of a log become canonical records. `name` is the records' source."""

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

    @property
    def makes_ids(self) -> bool:
        """Whether records have no id of their own, and are known by all that is read of them."""
        return self.record == "attempt" and not self.has("source_id")

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
