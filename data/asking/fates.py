"""What became of every record of a loaded file, and of every file of a scanned folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class FileProof:
    """One loaded file and the fate of its records."""

    file: str
    source: str
    loaded_at: datetime
    read: int
    new: int
    updated: int
    unchanged: int
    rejected: int
    ignored: int

    @property
    def adds_up(self) -> bool:
        """Whether every record read has exactly one fate."""
        return _adds_up(self)


@dataclass(frozen=True)
class FolderProof:
    """One scanned folder and the fate of its files, at the last scan that found a change."""

    folder: str
    role: str
    scanned_at: datetime
    read: int
    new: int
    updated: int
    unchanged: int
    rejected: int
    ignored: int
    gone: int
    """Seen before and not there any more: not among those read."""

    @property
    def adds_up(self) -> bool:
        """Whether every file read has exactly one fate."""
        return _adds_up(self)


@dataclass(frozen=True)
class IgnoredRecords:
    """Records that were read and left out on purpose, by reason."""

    reason: str
    records: int


def _adds_up(found: FileProof | FolderProof) -> bool:
    fates = found.new + found.updated + found.unchanged + found.rejected + found.ignored
    return found.read == fates


def loaded_files(cursor: DuckDBPyConnection) -> tuple[FileProof, ...]:
    """Every file that was ever loaded, in that order."""
    rows = cursor.execute(
        "SELECT file, source, loaded_at, records_read, records_new, records_updated, "
        "records_unchanged, records_rejected, records_ignored FROM files ORDER BY file_no"
    ).fetchall()
    return tuple(FileProof(*row) for row in rows)


def scanned_folders(cursor: DuckDBPyConnection) -> tuple[FolderProof, ...]:
    """Every folder that was ever scanned, by its name."""
    rows = cursor.execute(
        "SELECT folder, role, scanned_at, files_read, files_new, files_updated, files_unchanged, "
        "files_rejected, files_ignored, files_gone FROM scans "
        "QUALIFY row_number() OVER (PARTITION BY folder ORDER BY scanned_at DESC) = 1 "
        "ORDER BY folder"
    ).fetchall()
    return tuple(FolderProof(*row) for row in rows)


def ignored_records(cursor: DuckDBPyConnection) -> tuple[IgnoredRecords, ...]:
    """What was left out on purpose, the most first."""
    rows = cursor.execute(
        "SELECT reason, sum(records)::BIGINT FROM ignored_records GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return tuple(IgnoredRecords(*row) for row in rows)
