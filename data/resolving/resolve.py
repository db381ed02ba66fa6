"""From records to relations: what every figure reads, as of one moment.

The order of what is made stands in `data/relations/pipeline.py`. Three ways, with the same queries:
everything anew; after a load only the calls that loaded rows and the time since can have changed;
and for a later moment these calls in the reader's memory, in front of the stored rest
(`data/resolving/scope.py` finds them).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from time import perf_counter
from typing import TYPE_CHECKING, Any

from data.credits.tables import CreditTables
from data.pricing.tables import price_rows
from data.relations.builder import STORED, RelationBuilder
from data.relations.pipeline import PIPELINE
from data.resolving.lineage import inherit_briefs
from data.resolving.references import find_references
from data.resolving.rules import rules_hash
from data.resolving.run import Run
from data.resolving.scope import find_scope, scope_makers
from data.resolving.targets import FACTS, MATCHES, OWN, WORK, Anew, InPlace, Later, Target
from data.warehouse.records import STAGES

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.delivery import FileSpec
    from data.media import MeaningOfUse
    from data.pricing.book import PriceBook
    from data.resolving.run import Maker
    from data.settings import Settings


RELATIONS = (*MATCHES, *FACTS, *WORK, *OWN)
"""The stored relations, as schema step 0002 describes them."""


@dataclass(frozen=True)
class Resolution:
    """What relations stand for: figures as of any moment in [resolved_at, next_event_at)."""

    resolved_at: datetime
    settings_hash: str
    price_book_hash: str
    next_event_at: datetime | None
    resolved_in_s: float
    rules_hash: str | None

    def was_made_by(self, settings: Settings, book: PriceBook) -> bool:
        """Whether these settings, prices and the rules of today made the relations."""
        made = (self.settings_hash, self.price_book_hash, self.rules_hash)
        return made == (settings.resolution_hash, book.hash, rules_hash())


def stored_resolution(con: DuckDBPyConnection, target: str = STORED) -> Resolution | None:
    """The stamp of the relations in a schema; None when nothing was resolved there yet."""
    columns = ", ".join(each.name for each in fields(Resolution))
    row = con.execute(f"SELECT {columns} FROM {target}.resolutions").fetchone()
    return Resolution(*row) if row else None


def resolve(
    con: DuckDBPyConnection,
    *,
    as_of: datetime,
    settings: Settings,
    book: PriceBook,
    target: str = STORED,
    only_loaded: bool = False,
) -> Resolution:
    """Resolve the records of the attached warehouse as of a moment (naive UTC) into `target`.

    `target` is the warehouse during a load, or an empty schema of the reader's own memory. With
    `only_loaded` the stored relations are brought forward: memory.main.touched_attempts
    (attempt_no) and touched_references (record_kind, record_no) say which rows were loaded since.
    """
    started = perf_counter()
    con.execute("USE warehouse")
    con.execute("SET preserve_insertion_order = false")
    stamp = stored_resolution(con)
    values = resolution_values(as_of, settings)
    values["resolved_at"] = stamp.resolved_at if stamp else as_of
    build = RelationBuilder(con, target, values)
    run = Run(build, _makers(book, as_of, loaded=only_loaded and target == STORED))
    try:
        run.stage(PIPELINE[0])
        run.into = _way(run, stamp, settings, book, only_loaded=only_loaded)
        run.into.open()
        for stage in PIPELINE[2:]:
            run.stage(stage)
        _stamp(build, settings, book, perf_counter() - started)
    finally:
        build.drop_all()
        con.execute("RESET preserve_insertion_order")
    resolution = stored_resolution(con, target)
    assert resolution is not None
    return resolution


def _makers(book: PriceBook, as_of: datetime, *, loaded: bool) -> dict[str, Maker]:
    """What only Python can make."""
    return {
        **scope_makers(loaded=loaded),
        **price_rows(book),
        **CreditTables(as_of).makers(),
        "found_references": find_references,
        "inherited": inherit_briefs,
    }


def _way(
    run: Run,
    stamp: Resolution | None,
    settings: Settings,
    book: PriceBook,
    *,
    only_loaded: bool,
) -> Target:
    """The cheapest way that gives the same relations."""
    build, is_stored = run.build, run.build.target == STORED
    stands = (
        stamp is not None
        and stamp.resolved_at <= build.values["as_of"]
        and stamp.was_made_by(settings, book)
    )
    if stands and (only_loaded or not is_stored) and find_scope(run):
        return InPlace(build) if is_stored else Later(build)
    return Anew(
        build,
        matches_stand=not is_stored and stamp is not None and stamp.rules_hash == rules_hash(),
        is_first=is_stored and stamp is None,
    )


def resolution_values(as_of: datetime, settings: Settings) -> dict[str, Any]:
    """What the queries may use."""
    return {
        "as_of": as_of,
        "selection_window": settings.selection_window,
        "verdict_window": settings.verdict_window,
        "usable_from": STAGES.index(settings.usable_from_stage),
        "rejection_reopens": settings.final_rejection_reopens,
        **{f"rule_of_{stage}": settings.rule_of(stage) for stage in STAGES},
        "currency": settings.currency,
        "timezone": settings.timezone,
        "reviewer_rate": settings.reviewer_rate_per_hour,
        "editor_rate": settings.editor_rate_per_hour,
        "creator_rate": settings.creator_rate_per_hour,
        "finals_mean": _stage_of(settings.media.finals_mean),
        "use_means": _stage_of(settings.media.use_means),
        **_asked_of_files("image", settings.delivery.image),
        **_asked_of_files("video", settings.delivery.video),
    }


def _stage_of(meaning: MeaningOfUse) -> str | None:
    return None if meaning == "nothing" else meaning


def _asked_of_files(medium: str, spec: FileSpec) -> dict[str, Any]:
    sides = [side for side in (spec.width, spec.height) if side is not None]
    asked = {
        "longer_side": max(sides, default=None),
        "shorter_side": min(sides, default=None) if len(sides) > 1 else None,
        "colour_modes": [each.lower() for each in spec.colour_modes],
        "profiles": [each.lower() for each in spec.profiles],
        "codecs": [each.lower() for each in spec.codecs],
        "frame_rates": [round(each, 2) for each in spec.frame_rates],
        "has_alpha": spec.has_alpha,
    }
    return {f"{medium}_{name}": value for name, value in asked.items()}


def _stamp(build: RelationBuilder, settings: Settings, book: PriceBook, seconds: float) -> None:
    (next_event_at,) = build.fetch('SELECT min("at") FROM next_events')[0]
    made = (build.values["as_of"], settings.resolution_hash, book.hash)
    keep_stamp(build.con, build.target, Resolution(*made, next_event_at, seconds, rules_hash()))


def keep_stamp(con: DuckDBPyConnection, target: str, resolution: Resolution) -> None:
    """Let the relations in a schema stand for this, and nothing else."""
    con.execute(f"DELETE FROM {target}.resolutions")
    con.execute(
        f"INSERT INTO {target}.resolutions VALUES (?, ?, ?, ?, ?, ?)",
        [getattr(resolution, each.name) for each in fields(Resolution)],
    )
