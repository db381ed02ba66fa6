"""What DuckDB stumbled over, in our words: a damaged file, a full disk, too little memory."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import duckdb

from data.errors import WarehouseError

if TYPE_CHECKING:
    from pathlib import Path

_DAMAGED = re.compile("Could not read enough bytes|Corrupt database file")
_UNWRITTEN = re.compile(r'(?:Could not write|write failed).*"errno":\s*"([0-9]+)"', re.DOTALL)


def in_words(error: BaseException, warehouse: Path) -> WarehouseError | None:
    """The error as one of ours; None where it is not about the file, the disk or the memory."""
    if not isinstance(error, duckdb.Error):
        return None
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(
            f"{warehouse}: this question needs more memory than it is allowed. Ask about fewer "
            "days or groups, or allow for more with OFFCUT_MEMORY_LIMIT=4GB."
        )
    if _DAMAGED.search(str(error)):
        return WarehouseError(
            f"{warehouse}: this warehouse is damaged, or was copied in part. Put a whole copy in "
            "its place, or load its logs into another --warehouse."
        )
    if reason := unwritten(error):
        return WarehouseError(
            f"{warehouse}: what does not fit into memory could not be put on disk: {reason}. Make "
            "room there, or name a folder that has some with TMPDIR."
        )
    return None


def unwritten(error: duckdb.Error) -> str:
    """Why DuckDB could not write a file; empty where the error is another."""
    found = _UNWRITTEN.search(str(error))
    return os.strerror(int(found[1])) if found else ""
