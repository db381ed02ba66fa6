"""Matching references to assets: the surest kind of name first, and never one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from data.relations.builder import RelationBuilder
    from data.resolving.run import Run

LEVELS = ("asset_id", "attempt_id", "address", "path", "file_name", "content_hash")
"""The surest first. Several assets at one level: ambiguous, matched to none."""
FOUND = "ref_no BIGINT, how VARCHAR, is_single BOOLEAN, attempt_no BIGINT, output_index INTEGER"


def find_references(run: Run) -> None:
    """Make found_references: what each of numbered_references means, where it fits anything.

    A reference that starts with a known source and a colon is first looked for in that source
    alone, then as it stands.
    """
    build = run.build
    build.empty("found_references", FOUND)
    for reading in ("named_source_references", "plain_references"):
        for level in LEVELS:
            if not _try_level(build, reading, level):
                break
    build.drop("open_references", "candidates")


def _try_level(build: RelationBuilder, reading: str, level: str) -> bool:
    """Match what is still open at one level; False when nothing was open."""
    build.table("open_references", relation_sql(reading))
    if not build.any("open_references"):
        return False
    build.view("candidates", relation_sql(f"match_by_{level}"))
    fitting = relation_sql("fitting_references").replace("$how", f"'{level}'")
    build.append("found_references", fitting)
    return True
