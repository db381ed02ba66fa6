"""What a look at a few outputs, drawn at random, would tell of the many nobody looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from data.asking.measure import measure
from data.estimates.sampling import looks_for_precision, sample_size

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings

PRECISION = 0.1
"""Of the share that is thrown away: ten points either way."""
ESCAPED = 0.05
"""The share of approved outputs that should not have passed, above which a check must not miss."""
RISK = 0.05
FEWEST = 20
"""Of fewer outputs all can be looked at."""


def random_looks(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[str, ...]:
    """A sentence for outputs that were never reviewed, and one for approved ones never audited."""
    names = ("unreviewed_outputs", "usable_assets", "escape_rate")
    table = measure(cursor, names, selection=selection, settings=settings)
    (row,) = table.rows
    audited = int(table.evidence(0, "escape_rate").denominator or 0)
    usable = row["usable_assets"] or 0
    return (*_unreviewed(row["unreviewed_outputs"] or 0), *_unaudited(usable, audited))


def _unreviewed(outputs: int) -> tuple[str, ...]:
    if outputs < FEWEST:
        return ()
    looks = looks_for_precision(outputs, PRECISION, 1 - RISK)
    sentence = (
        f"{outputs:,} outputs were never reviewed: {looks:,} of them reviewed, drawn at random, "
        f"would tell the discard rate to ±{PRECISION * 100:.0f} points."
    )
    return (sentence,)


def _unaudited(usable: int, audited: int) -> tuple[str, ...]:
    """None where as many were audited as would tell."""
    if usable < FEWEST:
        return ()
    looks = sample_size(usable, math.ceil(ESCAPED * usable), RISK)
    if looks is None or audited >= looks:
        return ()
    was = f"{audited:,} of {usable:,} usable assets were" if audited else "No usable asset was"
    sentence = (
        f"{was} audited: {looks:,} of {usable:,} drawn at random, and none that should not have "
        f"passed, would show an escape rate below {ESCAPED * 100:.0f} %."
    )
    return (sentence,)
