"""Which calls to resolve anew: those that loaded rows or time changed, and what hangs together.

Calls hang together by brief, operation, lineage, and as the same call in several logs. A reference
is matched anew when its record was loaded, or when it meant a loaded call or may mean one now;
every call that it may mean is in scope. So a part resolved alone gives what the whole would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.relations.builder import relation_sql

if TYPE_CHECKING:
    from data.relations.builder import RelationBuilder

LARGEST_SHARE = 0.3
"""Of the calls. Beyond it, all of them are resolved anew: that is the cheaper way then."""
LOADED = {
    "loaded_attempts": ("touched_attempts", "attempt_no BIGINT"),
    "loaded_references": ("touched_references", "record_kind VARCHAR, record_no BIGINT"),
}


def find_scope(build: RelationBuilder, *, loaded: bool) -> bool:
    """Make the TEMP tables scope (attempt_no) and rematched_records; False when all is in scope.

    `loaded`: memory.main says which rows were loaded; else only time went on.
    """
    for name, (reported, columns) in LOADED.items():
        if loaded:
            build.view(name, f"SELECT DISTINCT * FROM memory.main.{reported}")
        else:
            build.empty(name, columns)
        if build.count(name) > _largest(build):
            return False
    build.tables("loaded_calls", "loaded_names", given=loaded)
    build.view("all_references")
    build.view("reference_names")
    build.tables("rematched_records", "wanted_names", "candidate_calls", given=loaded)
    build.tables("moved_calls", "recharged_calls", "first_in_scope")
    return _grown(build)


def _grown(build: RelationBuilder) -> bool:
    """Add neighbours until there are no more; False when the scope becomes too large."""
    build.execute("CREATE OR REPLACE TEMP TABLE scope AS FROM first_in_scope")
    largest = _largest(build)
    build.view(
        "attempts_in_scope", "FROM warehouse.main.attempts SEMI JOIN scope USING (attempt_no)"
    )
    build.view("lineage_pairs")
    size = build.count("scope")
    while size <= largest:
        merge_calls(build)
        build.execute(
            f"INSERT INTO scope FROM ({relation_sql('scope_neighbours')})"
            " ANTI JOIN scope USING (attempt_no)"
        )
        grown = build.count("scope")
        if grown == size:
            return True
        size = grown
    return False


def _largest(build: RelationBuilder) -> float:
    return LARGEST_SHARE * build.count("attempts")


def merge_calls(build: RelationBuilder) -> None:
    """Make the view calls over attempts_in_scope: what several sources logged of a call is one."""
    several = build.any("(SELECT min(source) AS a, max(source) AS b FROM attempts)", "a <> b")
    build.tables("same_calls", given=several)
    merged = build.any("same_calls")
    build.tables("merged_calls", given=merged)
    build.view("calls", None if merged else relation_sql("unmerged_calls"))
