"""What became of the files of a scanned folder: each has exactly one fate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingest.media.folders import ScannedFolder
    from ingest.media.newest import StandIn


@dataclass
class ScanAccount:
    """`read = new + updated + unchanged + rejected + ignored`."""

    folder: ScannedFolder
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    """Why a file cannot be read, by its path: rejected."""
    suffixes: dict[str, int] = field(default_factory=dict)
    """How many files are no media, or no version of their own, by suffix or reason: ignored."""
    gone: int = 0
    """Seen before, and not there any more: not among those read."""
    seconds: float = 0.0

    @property
    def rejected(self) -> int:
        """Files that cannot be read."""
        return len(self.problems)

    @property
    def ignored(self) -> int:
        """Files that are left out."""
        return sum(self.suffixes.values())

    @property
    def read(self) -> int:
        """All files in the folder."""
        return self.new + self.updated + self.unchanged + self.rejected + self.ignored

    def record(self, con: DuckDBPyConnection, now: datetime, inputs: str) -> None:
        """Store it."""
        con.execute(
            "INSERT INTO warehouse.main.scans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(str(self.folder.path), self.folder.role),
                now.astimezone(UTC).replace(tzinfo=None),
                *(self.read, self.new, self.updated, self.unchanged, self.rejected),
                *(self.ignored, self.gone),
                [f"{suffix} {n}" for suffix, n in sorted(self.suffixes.items())],
                *(inputs, self.seconds),
            ],
        )


@dataclass(frozen=True)
class ScanReport:
    """The accounts of one scan, and what was found of finals and places."""

    accounts: tuple[ScanAccount, ...]
    certain: int
    """Contents that are one output for certain."""
    possible: int
    """Contents that a person has to tell."""
    unexplained: int
    """Finals that no logged output explains."""
    dark: int
    """Of these, such as look generated."""
    missing: tuple[str, ...]
    """Folders of the settings that are not there: nothing known of them was changed."""
    stand_ins: tuple[StandIn, ...]
    """Versions that cannot be read, and the older ones that count in their place."""
    by_use: int
    """Verdicts by use that were given, taken back or given again."""
    by_files: int = 0
    """Attempts that files alone tell of: survivors, without what was thrown away."""
