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
_HUNGRY = re.compile(r"of size ([0-9.]+ \w+) \(([0-9.]+ \w+)/([0-9.]+) (\w+) used\)")
_UNWRITTEN = re.compile(r'(?:Could not write|write failed).*"errno":\s*"([0-9]+)"', re.DOTALL)

_MORE_MEMORY = (
    'Allow for more with memory_limit = "{0}" in offcut.toml, or OFFCUT_MEMORY_LIMIT={0}.'
)


def in_words(error: BaseException, warehouse: Path) -> WarehouseError | None:
    """The error as one of ours; None where it is not about the file, the disk or the memory."""
    if not isinstance(error, duckdb.Error):
        return None
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(
            f"{warehouse}: {out_of_memory(error)} For a question, fewer days or groups need less."
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


def out_of_memory(error: duckdb.OutOfMemoryException) -> str:
    """How much was needed, of what limit, and how to raise it."""
    found = _HUNGRY.search(str(error))
    if found is None:
        return f"this needs more memory than it is allowed. {_MORE_MEMORY.format('4GB')}"
    needed, used, limit, unit = found.groups()
    twice = f"{2 * float(limit):.0f}{unit}"
    return (
        f"this needs {needed} of memory beside the {used} in use, and may have {limit} {unit} in "
        f"all. {_MORE_MEMORY.format(twice)}"
    )


def unwritten(error: duckdb.Error) -> str:
    """Why DuckDB could not write a file; empty where the error is another."""
    found = _UNWRITTEN.search(str(error))
    return os.strerror(int(found[1])) if found else ""
