"""Resolving a lake on this machine: what was landed into a warehouse apart, resolved, published.

The warehouse is thrown away: what stands is the lake's. Memory is bounded by the setting; what
does not fit is put on disk beside the lake, or in this machine's folder for temporary files.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import duckdb

from data.engines.cluster.trouble import spark_missing
from data.engines.landed_rows import store_accounts, store_landed
from data.engines.publication import publish, write_table
from data.errors import LakeError
from data.lake.landed import read_landed
from data.lake.whereabouts import manifest_of
from data.pricing.book import SHIPPED, PriceBook
from data.resolving.resolve import resolve
from data.told.taken_in import take_in
from data.warehouse.file import apart
from data.warehouse.lake_attached import reach
from data.warehouse.scratch import remove_left_behind, scratch_beside
from data.warehouse.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duckdb import DuckDBPyConnection

    from data.lake.landed import Landed
    from data.lake.manifest import Manifest
    from data.lake.place import Lake
    from data.settings import Settings

SCRATCH = "lake"
"""What work beside a lake is called by."""


@dataclass(frozen=True)
class ResolvedLake:
    """What resolving a lake came to."""

    lake: Lake
    files: int
    attempts: int
    manifest: Manifest


def resolve_lake(
    lake: Lake,
    settings: Settings,
    say: Callable[[str], None] = lambda _text: None,
    on: str | None = None,
) -> ResolvedLake:
    """Resolve all that was landed, as of the settings' moment or now, and publish it.

    On this machine, or on the Spark Connect server at `on` (`sc://host:15002`). Raises LakeError or
    EngineError, after which what was published before still stands.
    """
    landed = read_landed(lake)
    if not landed.files:
        raise LakeError(
            f"{lake.address}: nothing was landed in this lake yet. Load logs with `offcut ingest "
            f"--lake {lake.address} PATH…`."
        )
    as_of = (settings.as_of or _this_minute()).astimezone(UTC).replace(tzinfo=None)
    own = settings.prices_folder
    book = PriceBook.load((SHIPPED,) if own is None else (SHIPPED, own))
    told = settings.model_copy(update={"warehouse": manifest_of(lake.address)})
    with explained(lake), scratch_of(lake) as scratch, _apart(lake, scratch, settings) as con:
        store_accounts(con, lake, landed)
        take_in(con, told)
        asked: Any = {"as_of": as_of, "settings": settings, "book": book, "say": say}
        if on is None:
            manifest = _resolve_here(con, lake, landed, **asked, apart=scratch)
        else:
            manifest = _resolve_on()(on, con, lake, landed, **asked, apart=scratch)
    return ResolvedLake(lake, len(landed.files), manifest.rows("attempts"), manifest)


def _this_minute() -> datetime:
    """Now, as people can type it: they ask for the moment at which a lake was resolved."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


def _resolve_on() -> Callable[..., Manifest]:
    try:
        from data.engines.cluster.resolve import resolve_on
    except ImportError as error:
        raise spark_missing() from error
    return resolve_on


def _resolve_here(
    con: DuckDBPyConnection,
    lake: Lake,
    landed: Landed,
    *,
    as_of: datetime,
    settings: Settings,
    book: PriceBook,
    apart: Path,
    say: Callable[[str], None],
) -> Manifest:
    say(f"Merging the records of {len(landed.files):,} landed files.")
    store_landed(con, lake, landed)
    say("Resolving them.")
    resolution = resolve(con, as_of=as_of, settings=settings, book=book)
    say("Publishing what figures are made of.")
    write = partial(write_table, con, lake, scratch=apart)
    return publish(con, lake, resolution, apart, settings.lake.grace, write)


@contextmanager
def _apart(lake: Lake, scratch: Path, settings: Settings) -> Iterator[DuckDBPyConnection]:
    with apart(scratch / "apart.duckdb", memory_limit=settings.memory_limit) as con:
        reach(con, lake)
        yield con


@contextmanager
def scratch_of(lake: Lake) -> Iterator[Path]:
    """A folder to work in: beside what is landed, or on this machine where the lake is not."""
    beside = (lake.folder or Path(gettempdir())) / SCRATCH
    remove_left_behind(beside)
    with scratch_beside(beside) as folder:
        yield folder


@contextmanager
def explained(lake: Lake) -> Iterator[None]:
    """What an engine or a disk stumbles over, in a sentence."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        why = in_words(error, Path(lake.address)) or error
        raise LakeError(f"{lake.address}: this failed, and nothing was changed: {why}") from error
