"""From records to relations: what every figure reads, as of one moment.

A pipeline of small queries (`data/relations/*.sql`), each named after what one row of it is, in the
order of this file. What only some of them need stays in TEMP tables and is let go at the end.

Three ways, with the same queries: everything anew; after a load only the calls that loaded rows and
the time since can have changed; and for a later moment these calls in the reader's memory, in front
of the stored rest (`data/resolving/scope.py` finds them).
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from data.credits.tables import value_ledger
from data.pricing.tables import compute_costs, register
from data.relations.builder import STORED, RelationBuilder, relation_sql
from data.resolving.lineage import inherit_briefs
from data.resolving.references import match_references
from data.resolving.scope import find_scope, merge_calls
from data.resolving.targets import FACTS, MATCHES, OWN, WORK, Anew, InPlace, Later, Target
from data.warehouse.records import STAGES

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook
    from data.settings import Settings


EXPRESSIONS = {
    "derived_time": ("logged_at", "submitted_at", "duration_s"),
    "settling_time": ("ready_at", "first_usable_at"),
    "even_share": ("cost", "n_outputs"),
}
"""Expressions that several queries share, with their arguments."""
SCATTERED = 4
"""Logs loaded one after the other may each span all of the time; beyond this, facts are sorted."""
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


def stored_resolution(con: DuckDBPyConnection, target: str = STORED) -> Resolution | None:
    """The stamp of the relations in a schema; None when nothing was resolved there yet."""
    row = con.execute(f"FROM {target}.resolutions").fetchone()
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
    stands = (
        stamp is not None
        and stamp.resolved_at <= as_of
        and ((stamp.settings_hash, stamp.price_book_hash) == (settings.resolution_hash, book.hash))
    )
    try:
        register(book, con)
        for name, arguments in EXPRESSIONS.items():
            build.macro(name, *arguments)
        into = _way(build, resolved=stamp is not None, stands=stands, only_loaded=only_loaded)
        _resolve(build, into, book, as_of)
        _stamp(build, settings, book, perf_counter() - started)
    finally:
        build.drop_all()
        con.execute("RESET preserve_insertion_order")
    resolution = stored_resolution(con, target)
    assert resolution is not None
    return resolution


def _way(build: RelationBuilder, *, resolved: bool, stands: bool, only_loaded: bool) -> Target:
    """The cheapest way that gives the same relations."""
    is_stored = build.target == STORED
    if is_stored and only_loaded and stands and find_scope(build, loaded=True):
        return InPlace(build)
    if not is_stored and stands and find_scope(build, loaded=False):
        return Later(build)
    return Anew(
        build, matches_stand=not is_stored and resolved, is_first=is_stored and not resolved
    )


def _resolve(build: RelationBuilder, into: Target, book: PriceBook, as_of: datetime) -> None:
    into.open()
    _describe_calls(build)
    if into.matches_references:
        build.view("written_references", into.written_references)
        match_references(build)
        into.write_merged()
    build.view("matches", into.matches)
    _group(build, into)
    _judge(build)
    _cost(build, book, as_of)
    _settle(build)
    into.clear()
    _write_facts(build, into)
    into.close()
    _write_work_and_gaps(build, into)


def resolution_values(as_of: datetime, settings: Settings) -> dict[str, Any]:
    """What the queries may use."""
    return {
        "as_of": as_of,
        "selection_window": settings.selection_window,
        "verdict_window": settings.verdict_window,
        "usable_from": STAGES.index(settings.usable_from_stage),
        "currency": settings.currency,
        "timezone": settings.timezone,
        "reviewer_rate": settings.reviewer_rate_per_hour,
        "editor_rate": settings.editor_rate_per_hour,
        "creator_rate": settings.creator_rate_per_hour,
    }


def _describe_calls(build: RelationBuilder) -> None:
    """Merge what was logged twice, and find how each call ended and what it gave."""
    merge_calls(build)
    build.tables("placed_assets")
    described = build.any("placed_assets")
    build.tables("described_outputs", "described_attempts", given=described)
    build.wide("ended_calls")
    build.tables("attempt_outputs")
    build.tables("odd_outputs", given=described)
    build.view("outputs")
    build.view("output_addresses")


def _group(build: RelationBuilder, into: Target) -> None:
    """Find lineage, operations and briefs."""
    build.tables("lineage_links", given=build.any("matches", "ends_with(record_kind, 'parent')"))
    if into.matches_references and build.any("lineage_links", "NOT is_older"):
        build.execute(
            "UPDATE {target}.reference_matches AS m SET state = 'dropped' FROM lineage_links AS l"
            " WHERE NOT l.is_older AND m.record_kind = l.record_kind"
            " AND m.record_no = l.record_no AND m.ref = l.ref AND m.state <> 'dropped'"
        )
    build.tables("output_links", given=build.any("lineage_links"))
    build.tables("named_briefs", "named_operations")
    build.wide("named_groups")
    inherit_briefs(build)
    build.tables("renumbered_briefs")
    build.wide("grouped_calls")


def _judge(build: RelationBuilder) -> None:
    """Find the decision that stands for each output, and what was made from approved ones."""
    given = build.any("matches", "record_kind = 'verdict'")
    build.tables("judged_outputs", "standing_decisions", "approved_outputs", given=given)
    build.drop("judged_outputs")
    build.tables("used_outputs", "usable_briefs", given=given)
    build.tables("touched_calls")


def _cost(build: RelationBuilder, book: PriceBook, as_of: datetime) -> None:
    """Find what each call cost."""
    build.tables("conversion_rates")
    value_ledger(build, as_of)
    build.tables("valued_parts", "ledger_costs")
    build.tables("refunds", given=build.any("ledger_entries", "kind = 'refund'"))
    build.tables("refunded_attempts")
    build.view("attempts_to_price")
    compute_costs(book, build.con)
    build.wide("costed_calls")


def _settle(build: RelationBuilder) -> None:
    """Find what became of each output and its money."""
    build.wide("timed_calls")
    touched = build.any("touched_calls")
    build.tables("weighted_shares", given=build.any("described_attempts", "is_weighted"))
    build.tables("settled_outputs", "attempt_sums", "sole_outputs", given=touched)
    build.tables("known_models")
    build.tables("size_checks", given=build.any("described_outputs"))
    build.tables("asked_sets", given=build.any("calls", "n_requested > 1"))


def _write_facts(build: RelationBuilder, into: Target) -> None:
    if into.is_whole and build.any(f"({relation_sql('submit_spread')})", f"spread > {SCATTERED}"):
        _insert_sorted(build)
    else:
        _insert_wide(build)
    build.view("resolved_facts", into.resolved_facts)
    build.view("untouched_calls")
    build.insert("output_outcomes")
    build.insert("brief_facts")
    if build.any("credit_lapses"):
        build.insert("resolved_attempts", relation_sql("breakage_facts"))


def _insert_wide(build: RelationBuilder) -> None:
    """Write the facts, looking up what they need: never the other way round.

    The rows are wide, and DuckDB at times keeps all of them in a hash table instead.
    """
    build.execute("SET disabled_optimizers = 'build_side_probe_side'")
    build.insert("resolved_attempts")
    build.execute("RESET disabled_optimizers")


def _insert_sorted(build: RelationBuilder) -> None:
    """Write the facts in submit-time order, so that a filter by time can skip most of them."""
    build.execute("SET preserve_insertion_order = true")
    build.insert("resolved_attempts", f"{relation_sql('resolved_attempts')} ORDER BY submitted_at")
    build.execute("SET preserve_insertion_order = false")


def _write_work_and_gaps(build: RelationBuilder, into: Target) -> None:
    build.tables("hourly_rates")
    build.view("work")
    build.view("resolved_work", into.resolved_work)
    if build.any("resolved_work"):
        build.insert("people_facts")
    build.view("resolved_handovers", into.resolved_handovers)
    if build.any("resolved_handovers"):
        build.insert("handover_facts")
    several = build.any("(SELECT min(source) AS a, max(source) AS b FROM attempts)", "a <> b")
    build.tables("lookalikes", given=several)
    build.tables("ledger_gaps")
    build.append("gaps", relation_sql("gaps"))


def _stamp(build: RelationBuilder, settings: Settings, book: PriceBook, seconds: float) -> None:
    (next_event_at,) = build.fetch(f'SELECT min("at") FROM ({relation_sql("next_events")})')[0]
    build.con.execute(f"DELETE FROM {build.target}.resolutions")
    build.con.execute(
        f"INSERT INTO {build.target}.resolutions VALUES (?, ?, ?, ?, ?)",
        [build.values["as_of"], settings.resolution_hash, book.hash, next_event_at, seconds],
    )
