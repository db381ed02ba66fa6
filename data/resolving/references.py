"""Matching references to assets: the surest kind of name first, and never one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.relations.builder import relation_sql

if TYPE_CHECKING:
    from data.relations.builder import RelationBuilder

LEVELS = ("asset_id", "attempt_id", "address", "path", "file_name", "content_hash")
"""The surest first. Several assets at one level: ambiguous, matched to none."""
FOUND = "ref_no BIGINT, how VARCHAR, is_single BOOLEAN, attempt_no BIGINT, output_index INTEGER"


def match_references(build: RelationBuilder) -> None:
    """Match the relation `written_references`, and append to the target's reference_matches.

    A reference that starts with a known source and a colon is first looked for in that source
    alone, then as it stands.
    """
    build.tables("numbered_references", "contested_names")
    build.empty("found_references", FOUND)
    for reading in ("named_source_references", "plain_references"):
        for level in LEVELS:
            if not _try_level(build, reading, level):
                break
    build.append("reference_matches", relation_sql("matched_references"))
    build.drop("numbered_references", "contested_names", "found_references")


def _try_level(build: RelationBuilder, reading: str, level: str) -> bool:
    """Match what is still open at one level; False when nothing was open."""
    build.execute(f"CREATE OR REPLACE TEMP TABLE open_references AS {relation_sql(reading)}")
    if not build.any("open_references"):
        return False
    build.view("candidates", relation_sql(f"match_by_{level}"))
    fitting = relation_sql("fitting_references").replace("$how", f"'{level}'")
    build.execute(f"INSERT INTO found_references BY NAME {fitting}")
    build.drop("candidates")
    return True
