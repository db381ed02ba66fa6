"""Which output of an asset a row is about: by its index, by its number, or by a bare `Output`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.formats.sheets import Row

FROM_ZERO = "outputs from zero"
"""Key under which a row notes that its sheet has an output 0."""
SMALL = re.compile(r"\d{1,3}", re.ASCII)
"""A longer number in a column `Output` is an id."""
TWO_READINGS = (
    "output: {!r} may count from 0 or from 1, and no row of this sheet tells. Name the column"
    " 'output index' where the first is 0, 'output number' where it is 1"
)


def stated_for_all(rows: Iterable[Row]) -> Row:
    """What all rows together say of each."""
    return {FROM_ZERO: "yes"} if any(_beside_the_asset(row) == 0 for row in rows) else {}


def index_of(row: Row) -> str | int | None:
    """From 0. Raises ValueError with a sentence where it has two readings."""
    if "output_index" in row:
        return row["output_index"]
    if "output_number" in row:
        return _before(row["output_number"])
    output = _beside_the_asset(row)
    if output is not None and FROM_ZERO not in row:
        raise ValueError(TWO_READINGS.format(row["output"]))
    return output


def _beside_the_asset(row: Row) -> int | None:
    written = row.get("output", "") if "asset_ref" in row else ""
    return int(written) if SMALL.fullmatch(written) else None


def _before(written: str) -> int:
    if not SMALL.fullmatch(written) or int(written) < 1:
        raise ValueError(f"output number: {written[:40]!r} is not 1, 2, 3 …")
    return int(written) - 1
