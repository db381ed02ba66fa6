"""Resolving a lake on a cluster: merged, resolved and written there; here, only what is small.

Accounts, rejected records, what people said and the price book are kept on this machine, in the
warehouse apart that a lake is resolved in without a cluster too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from data.engines.cluster.accounts import ledger_makers
from data.engines.cluster.landed import show_landed
from data.engines.cluster.plan import empty_warehouse
from data.engines.cluster.publication import write_stored
from data.engines.cluster.scratch import scratch_in
from data.engines.cluster.session import connected
from data.engines.landed_rows import merge_landed
from data.engines.publication import publish, write_table
from data.engines.spark import SparkBuilder
from data.pricing.tables import price_rows
from data.relations.builder import STORED
from data.relations.pipeline import PIPELINE
from data.resolving.lineage import inherit_briefs
from data.resolving.references import find_references
from data.resolving.resolve import RELATIONS, Resolution, keep_stamp, resolution_values
from data.resolving.rules import rules_hash
from data.resolving.run import Run
from data.resolving.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

    from data.engines.cluster.scratch import Scratch
    from data.lake.landed import Landed
    from data.lake.manifest import FactsFile, Manifest
    from data.lake.place import Lake
    from data.pricing.book import PriceBook
    from data.resolving.run import Maker
    from data.settings import Settings

STAMP = "resolutions"


@dataclass(frozen=True)
class New(Target):
    """Everything, into relations that hold nothing yet."""

    is_whole = True

    def make_room(self, name: str) -> None:
        """There is room."""


def resolve_on(
    address: str,
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
    """Resolve all that was landed on the server at an address, and publish it.

    `as_of` is a moment (naive UTC).

    `con` has the warehouse apart, in which the accounts are. Raises EngineError, after which what
    was published before still stands.
    """
    with connected(address) as spark, scratch_in(lake, settings.lake.grace) as scratch:
        build = builder(spark, scratch, as_of, settings)
        say(f"Merging the records of {len(landed.files):,} landed files, on {address}.")
        show_landed(build, con, lake, landed)
        merge_landed(build)
        say("Resolving them.")
        resolution = resolve_records(build, as_of, settings, book)
        keep_stamp(con, STORED, resolution)
        say("Publishing what figures are made of.")
        here = partial(write_table, con, lake, scratch=apart)

        def write(table: str, folder: str) -> tuple[FactsFile, ...]:
            files = build.files_of(table)
            return write_stored(build, con, lake, table, folder) if files else here(table, folder)

        return publish(con, lake, resolution, apart, settings.lake.grace, write)


def builder(
    spark: SparkSession, scratch: Scratch, as_of: datetime, settings: Settings
) -> SparkBuilder:
    """What makes relations in a session; no records are there yet."""
    values = resolution_values(as_of, settings) | {"resolved_at": as_of}
    return SparkBuilder(
        con=empty_warehouse(), target=STORED, values=values, spark=spark, scratch=scratch
    )


def makers(book: PriceBook, as_of: datetime) -> dict[str, Maker]:
    """What only Python can make."""
    return {
        **price_rows(book),
        **ledger_makers(as_of),
        "found_references": find_references,
        "inherited": inherit_briefs,
    }


def resolve_records(
    build: SparkBuilder, as_of: datetime, settings: Settings, book: PriceBook
) -> Resolution:
    """Resolve the records that are shown to a builder, whole; it has the stored relations then."""
    started = perf_counter()
    for name in RELATIONS:
        if name != STAMP:
            build.read(name, [])
    run = Run(build, makers(book, as_of))
    run.stage(PIPELINE[0])
    run.into = New(build)
    run.into.open()
    for stage in PIPELINE[2:]:
        run.stage(stage)
    [(next_event_at,)] = build.fetch('SELECT min("at") AS next_event_at FROM next_events')
    build.drop_all()
    return Resolution(
        resolved_at=as_of,
        settings_hash=settings.resolution_hash,
        price_book_hash=book.hash,
        next_event_at=next_event_at,
        resolved_in_s=perf_counter() - started,
        rules_hash=rules_hash(),
    )
