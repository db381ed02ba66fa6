"""What was landed: a file's account says which Parquet files hold its records, and is written last.

So what a killed loader left behind belongs to no account, and counts for nothing. A file that was
read in another way since tells what the latest reading says.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import LakeError, validation_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.lake.place import Lake

ACCOUNTS = "files"
FATES = ("read", "new", "updated", "unchanged", "rejected", "ignored")
READERS = 16
"""How many accounts are read at a time: an object store answers slowly, and many at once."""


class Part(BaseModel):
    """A Parquet file with rows of one table that a landed file told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    name: str
    rows: int


class LandedFile(BaseModel):
    """The account of a landed file: what it is, how it was read, and what became of its records."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """Its content and how it was read, as 32 digits: its parts and its account are called so."""
    file: str
    place: str | None
    source: str
    sha256: str
    bytes: int
    map_hash: str
    map_toml: str | None
    reader_version: int
    reading: str
    """How it was read, prompts aside."""
    loaded_at: datetime
    """Naive UTC."""
    records_read: int
    records_new: int
    records_updated: int
    records_unchanged: int
    records_rejected: int
    records_ignored: int
    seconds: float
    ignored: dict[str, int]
    """Why records were ignored, and how many for each reason."""
    origin: str
    costs_are_estimates: bool
    costs_are_net: bool
    parts: tuple[Part, ...]

    @property
    def written_to(self) -> str:
        """The name of the account in the lake."""
        return account_name(self.name)

    @property
    def told_by(self) -> tuple[str, str, str]:
        """What this is a reading of: content and source, and where it lay."""
        return self.sha256, self.source, self.place or self.file


class Landed(BaseModel):
    """All landed files in the order in which they were: `file_no` is the place in it, from 1."""

    model_config = ConfigDict(frozen=True)

    files: tuple[LandedFile, ...]
    counting: frozenset[str]
    """The names of those that no later reading stands in for."""

    def parts(self, table: str) -> list[str]:
        """The names of the Parquet files with rows of a table that count."""
        return [
            part.name
            for file in self.files
            if file.name in self.counting
            for part in file.parts
            if part.table == table
        ]


def account_name(name: str) -> str:
    """Where the account of a landed file lies."""
    return f"{ACCOUNTS}/{name}.json"


def read_landed(lake: Lake) -> Landed:
    """All that was landed. Raises LakeError for an account that is none of ours."""
    names = [name for name in lake.names(ACCOUNTS) if name.endswith(".json")]
    with ThreadPoolExecutor(READERS) as pool:
        found = [each for each in pool.map(lambda name: _account(lake, name), names) if each]
    files = tuple(sorted(found, key=lambda each: (each.loaded_at, each.name)))
    return Landed(files=files, counting=frozenset(_counting(files)))


def _account(lake: Lake, name: str) -> LandedFile | None:
    content = lake.read(name)
    if content is None:  # swept meanwhile
        return None
    try:
        return LandedFile.model_validate_json(content)
    except ValidationError as error:
        raise LakeError(
            f"{lake.address}: {name} is no account that this Offcut wrote: "
            f"{validation_sentence(error)} Update Offcut, or take the file away and land its log "
            "again."
        ) from error


def _counting(files: Sequence[LandedFile]) -> Iterable[str]:
    readings = defaultdict[tuple[str, str, str], list[LandedFile]](list)
    for each in files:
        readings[each.told_by].append(each)
    for some in readings.values():
        yield from (each.name for each in some if each.reading == some[-1].reading)
