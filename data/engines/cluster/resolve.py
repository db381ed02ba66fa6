"""Resolving records on a cluster: the whole pipeline, as of one moment, over Spark Connect."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from data.engines.cluster.accounts import ledger_makers
from data.engines.cluster.plan import empty_warehouse
from data.engines.spark import SparkBuilder
from data.pricing.tables import price_rows
from data.relations.builder import STORED
from data.relations.pipeline import PIPELINE
from data.relations.relation import RECORDS
from data.resolving.lineage import inherit_briefs
from data.resolving.references import find_references
from data.resolving.resolve import RELATIONS, Resolution, resolution_values
from data.resolving.rules import rules_hash
from data.resolving.run import Run
from data.resolving.targets import Anew

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pyspark.sql import SparkSession

    from data.engines.cluster.scratch import Scratch
    from data.pricing.book import PriceBook
    from data.settings import Settings


@dataclass(frozen=True)
class Resolved:
    """The stored relations as folders of Parquet, by name, and what they stand for."""

    files: Mapping[str, list[str]]
    stamp: Resolution


def resolve_on(
    spark: SparkSession,
    records: Mapping[str, list[str]],
    scratch: Scratch,
    *,
    as_of: datetime,
    settings: Settings,
    book: PriceBook,
) -> Resolved:
    """Resolve record tables, each in folders of Parquet, as of a moment (naive UTC).

    A table without folders has no rows. The result lies in the scratch folder: it is for whoever publishes it.
    """
    started = perf_counter()
    values = resolution_values(as_of, settings) | {"resolved_at": as_of}
    build = SparkBuilder(
        con=empty_warehouse(), target=STORED, values=values, spark=spark, scratch=scratch
    )
    for name in RECORDS:
        build.read(name, list(records.get(name, ())))
    stored = [name for name in RELATIONS if name != "resolutions"]
    for name in stored:
        build.read(name, [])
    run = Run(build, _makers(book, as_of))
    run.stage(PIPELINE[0])
    run.into = Anew(build, matches_stand=False, is_first=True)
    run.into.open()
    for stage in PIPELINE[2:]:
        run.stage(stage)
    [(next_event_at,)] = build.fetch('SELECT min("at") AS next_event_at FROM next_events')
    build.drop_all()
    stamp = Resolution(
        resolved_at=as_of,
        settings_hash=settings.resolution_hash,
        price_book_hash=book.hash,
        next_event_at=next_event_at,
        resolved_in_s=perf_counter() - started,
        rules_hash=rules_hash(),
    )
    return Resolved({name: build.files_of(name) for name in stored}, stamp)


def _makers(book: PriceBook, as_of: datetime):  # type: ignore[no-untyped-def]
    return {
        **price_rows(book),
        **ledger_makers(as_of),
        "found_references": find_references,
        "inherited": inherit_briefs,
    }
