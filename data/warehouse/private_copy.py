"""The private copy of a warehouse: made before a load, and put in its place after it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from data.errors import WarehouseError

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

SPARE_BYTES = 256 * 2**20
"""Disk that stays free."""
FRESH = "written-anew.duckdb"
ROWS_PER_GROUP = 61_440
"""Half of DuckDB's usual: threads write whole groups by themselves, the last ones too."""
FEW_ROWS_PER_GROUP = 30_720
"""Where all there is makes but a few groups, smaller ones keep every core at work."""
FEW_BYTES = 64_000_000
"""Of the warehouse and what is to be loaded, up to which smaller groups are written: they take up
to a quarter more room on disk."""


def copy_privately(path: Path, copy: Path) -> None:
    """Copy a warehouse, if there is one. Raises WarehouseError where the disk is too full."""
    if not path.exists():
        return
    size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    if free < size + SPARE_BYTES:
        raise WarehouseError(
            f"{path}: a load needs {(size + SPARE_BYTES) / 1e6:,.0f} MB of free disk for its "
            f"private copy, {free / 1e6:,.0f} MB are free. Make room and load again."
        )
    if not _reflink(path, copy):
        shutil.copyfile(path, copy)


def rows_per_group(copy: Path, n_bytes: int) -> int:
    """Of how many rows groups are written where logs of about so many bytes will be loaded."""
    there = copy.stat().st_size if copy.exists() else 0
    return FEW_ROWS_PER_GROUP if there + n_bytes <= FEW_BYTES else ROWS_PER_GROUP


def _reflink(path: Path, copy: Path) -> bool:
    """Share the blocks where the file system can (Btrfs, XFS): instant, and no extra disk."""
    ficlone = 0x40049409
    try:
        import fcntl

        with path.open("rb") as source, copy.open("wb") as target:
            fcntl.ioctl(target.fileno(), ficlone, source.fileno())
    except (ImportError, OSError):
        return False
    return True


def publish(copy: Path, path: Path) -> None:
    """Put the copy in the place of the warehouse, at once and for good."""
    with copy.open("rb+") as written:
        os.fsync(written.fileno())
    copy.replace(path)
    with suppress(OSError):  # a folder cannot be synced on every system
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def leave_nothing_behind(con: DuckDBPyConnection) -> None:
    """Have the warehouse written anew when it is published: DuckDB leaves old bytes in its file."""
    con.execute("SET VARIABLE leaves_nothing_behind = TRUE")


def without_old_bytes(con: DuckDBPyConnection, copy: Path, options: str) -> Path:
    """The file to publish: the copy, or another with the same content where that was asked for.

    The copy is attached as `warehouse`; `options` are those of a new file.
    """
    if con.execute("SELECT getvariable('leaves_nothing_behind')").fetchall() != [(True,)]:
        return copy
    fresh = copy.with_name(FRESH)
    quoted = str(fresh).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS fresh {options}")
    con.execute("COPY FROM DATABASE warehouse TO fresh")
    con.execute("CHECKPOINT fresh")
    con.execute("DETACH fresh")
    return fresh
