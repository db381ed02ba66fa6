"""What was published of a lake: which files hold the facts, and as of which moment they stand.

It is one small file that is replaced at once: whoever reads sees one publication or the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import LakeError, validation_sentence
from data.lake.landed import ACCOUNTS

if TYPE_CHECKING:
    from data.lake.place import Lake

MANIFEST = "manifest.json"
FACTS = "facts"
WRITTEN = "%Y%m%dT%H%M%SZ"
"""How the folder of a publication begins: when it was begun."""


class FactsFile(BaseModel):
    """A Parquet file of a publication, by its name in the lake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    rows: int


class Manifest(BaseModel):
    """One publication: the tables of a warehouse as Parquet files, and their stamp."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    published_at: datetime
    folder: str
    schema_version: int
    resolved_at: datetime
    settings_hash: str
    price_book_hash: str
    rules_hash: str | None
    next_event_at: datetime | None
    tables: dict[str, tuple[FactsFile, ...]]
    superseded: dict[str, datetime] = {}
    """The folders of publications before it that are still there, and when each gave way."""

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return sum(each.rows for each in self.tables.get(table, ()))


def read_manifest(lake: Lake) -> Manifest | None:
    """The publication that stands; None before the first. Raises LakeError."""
    content = lake.read(MANIFEST)
    if content is None:
        return None
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        raise LakeError(
            f"{lake.address}: {MANIFEST} is none that this Offcut wrote: "
            f"{validation_sentence(error)} Update Offcut, or run `offcut resolve --lake` again."
        ) from error


def published(lake: Lake) -> Manifest:
    """The publication that stands. Raises LakeError before the first."""
    manifest = read_manifest(lake)
    if manifest is None:
        raise LakeError(
            f"{lake.address}: nothing was resolved of this lake yet. Land logs with `offcut ingest "
            f"--lake {lake.address} PATH…`, then run `offcut resolve --lake {lake.address}`."
        )
    return manifest


def replace_manifest(lake: Lake, manifest: Manifest) -> None:
    """Let another publication stand, at once."""
    lake.write(MANIFEST, manifest.model_dump_json(indent=1).encode())


def sweep(lake: Lake, manifest: Manifest, now: datetime, grace: timedelta) -> Manifest:
    """Remove publications that gave way longer ago than the grace period; the manifest without.

    What a killed publication left behind goes in the same way, by when it was begun; and what was
    left of files that were being written.
    """
    for under in ("", ACCOUNTS):
        lake.remove_parts(under, now - grace)
    folders = {"/".join(name.split("/")[:2]) for name in lake.names(FACTS)}
    ended = {each: manifest.superseded.get(each) or begun(each) for each in folders}
    old = {
        each
        for each, at in ended.items()
        if each != manifest.folder and at is not None and at <= now - grace
    }
    for folder in sorted(old):
        lake.remove(folder)
    left = {each: at for each, at in manifest.superseded.items() if each in folders - old}
    return manifest.model_copy(update={"superseded": left})


def begun(folder: str) -> datetime | None:
    """When a publication was begun, naive UTC; None for a folder that is none."""
    try:
        return datetime.strptime(folder.rpartition("/")[2].partition("-")[0], WRITTEN)  # noqa: DTZ007
    except ValueError:
        return None
