"""Which calls to resolve anew: those that loaded rows or time changed, and what hangs together.

Calls hang together by brief, operation, lineage, and as the same call in several logs. A reference
is matched anew when its record was loaded, or when it meant a loaded call or may mean one now;
every call that it may mean is in scope. So a part resolved alone gives what the whole would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.relations.pipeline import relations, stage
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.relations.builder import RelationBuilder
    from data.resolving.run import Maker, Run

LARGEST_SHARE = 0.3
"""Of the calls. Beyond it, all of them are resolved anew: that is the cheaper way then."""
REPORTED = {
    "loaded_attempts": ("touched_attempts", "attempt_no BIGINT"),
    "loaded_references": ("touched_references", "record_kind VARCHAR, record_no BIGINT"),
}
"""What a load says of the rows it wrote, in memory.main, and its columns."""
CALLS = ("unmerged_calls", "same_calls", "merged_calls", "logged_calls", "calls")


class _TooLarge(Exception):
    """Leaves the scope unfinished: all calls will be resolved anew."""


def scope_makers(*, loaded: bool) -> Mapping[str, Maker]:
    """What only Python can make of the stage; `loaded`: not time alone went on."""
    return {
        "loads": lambda run: run.build.table("loads", f"SELECT 1 AS n WHERE {loaded}"),
        "loaded_attempts": lambda run: _say_loaded(run.build, "loaded_attempts", loaded=loaded),
        "loaded_references": lambda run: _say_loaded(run.build, "loaded_references", loaded=loaded),
        "scope": _grow,
    }


def _say_loaded(build: RelationBuilder, name: str, *, loaded: bool) -> None:
    reported, columns = REPORTED[name]
    if loaded:
        build.view(name, f"SELECT DISTINCT * FROM memory.main.{reported}")
    else:
        build.empty(name, columns)
    if build.count(name) > _largest(build):
        raise _TooLarge


def find_scope(run: Run) -> bool:
    """Make the relations of the stage; False when all calls are in scope."""
    try:
        run.stage(stage("01_scope"))
    except _TooLarge:
        return False
    return True


def _grow(run: Run) -> None:
    """Make scope (attempt_no): add neighbours until there are no more."""
    build, largest = run.build, _largest(run.build)
    build.table("scope", "FROM first_in_scope")
    build.view(
        "attempts_in_scope", "FROM warehouse.main.attempts SEMI JOIN scope USING (attempt_no)"
    )
    run.make(relations()["several_sources"])
    before, size = -1, build.count("scope")
    while before < size <= largest:
        for name in CALLS:
            run.make(relations()[name])
        build.view("review_neighbours")
        build.execute(
            f"INSERT INTO scope FROM ({relation_sql('scope_neighbours')})"
            " ANTI JOIN scope USING (attempt_no)"
        )
        before, size = size, build.count("scope")
    if size > largest:
        raise _TooLarge


def _largest(build: RelationBuilder) -> float:
    return LARGEST_SHARE * build.count("attempts")
