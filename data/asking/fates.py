"""What became of every record of a loaded file, and of every file of a scanned folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.warehouse.scan_log import SHOWN_FILE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, kw_only=True)
class Fates:
    """How many were read, and what became of them."""

    read: int
    new: int
    updated: int
    unchanged: int
    rejected: int
    ignored: int

    @property
    def adds_up(self) -> bool:
        """Whether each that was read has exactly one fate."""
        fates = self.new + self.updated + self.unchanged + self.rejected + self.ignored
        return self.read == fates


@dataclass(frozen=True, kw_only=True)
class FileProof(Fates):
    """One loaded file and the fate of its records."""

    file: str
    source: str
    loaded_at: datetime

    @property
    def is_given(self) -> bool:
        """Whether a person gave it: what a scan found is loaded by the scan itself."""
        return self.source != SOURCE


@dataclass(frozen=True, kw_only=True)
class FolderProof(Fates):
    """One scanned folder and the fate of its files, at the last scan that found a change."""

    folder: str
    role: str
    scanned_at: datetime
    gone: int
    """Seen before and not there any more: not among those read."""


@dataclass(frozen=True)
class IgnoredRecords:
    """Records that were read and left out on purpose, by reason."""

    reason: str
    records: int


FATES = ("read", "new", "updated", "unchanged", "rejected", "ignored")


def _fates_of(row: Sequence[int]) -> dict[str, int]:
    return dict(zip(FATES, row, strict=True))


def loaded_files(cursor: DuckDBPyConnection) -> tuple[FileProof, ...]:
    """Every file that was ever loaded, in that order."""
    columns = ", ".join(f"records_{fate}" for fate in FATES)
    rows = cursor.execute(
        f"SELECT {SHOWN_FILE}, source, loaded_at, {columns} FROM files ORDER BY file_no"
    ).fetchall()
    return tuple(
        FileProof(file=file, source=source, loaded_at=at, **_fates_of(fates))
        for file, source, at, *fates in rows
    )


def scanned_folders(cursor: DuckDBPyConnection) -> tuple[FolderProof, ...]:
    """Every folder that was ever scanned, by its name."""
    columns = ", ".join(f"files_{fate}" for fate in FATES)
    rows = cursor.execute(
        f"SELECT folder, role, scanned_at, files_gone, {columns} FROM scans "
        "QUALIFY row_number() OVER (PARTITION BY folder ORDER BY scanned_at DESC) = 1 "
        "ORDER BY folder"
    ).fetchall()
    return tuple(
        FolderProof(folder=folder, role=role, scanned_at=at, gone=gone, **_fates_of(fates))
        for folder, role, at, gone, *fates in rows
    )


def ignored_records(cursor: DuckDBPyConnection) -> tuple[IgnoredRecords, ...]:
    """What was left out on purpose, the most first."""
    rows = cursor.execute(
        "SELECT reason, sum(records)::BIGINT FROM ignored_records GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return tuple(IgnoredRecords(*row) for row in rows)
