"""What people say when they turn outputs down: the team's own words first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 9
"""As many as there are keys."""
LONGEST = 40
USUAL = (
    *("artifacts", "anatomy", "off brief", "composition", "text", "colour", "brand"),
    *("low quality", "duplicate"),
)
SAID = """
    SELECT min(trim(reason))
    FROM asset_outcomes
    WHERE standing_decision IN ('rejected', 'needs_edit') AND standing_at IS NOT NULL
        AND length(trim(reason)) BETWEEN 1 AND ?
    GROUP BY lower(trim(reason))
    ORDER BY count(*) DESC, lower(trim(reason))
    LIMIT ?
"""


def usual_reasons(cursor: DuckDBPyConnection) -> tuple[str, ...]:
    """The most frequent reasons of this warehouse, then those that are usual elsewhere; nine."""
    said = [reason for (reason,) in cursor.execute(SAID, [LONGEST, MOST]).fetchall()]
    known = {reason.casefold() for reason in said}
    return tuple([*said, *(each for each in USUAL if each not in known)][:MOST])
