"""What became of the files of each scanned folder, for the pages that show it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.fates import FolderProof

FATES = tuple(
    Column(fate, fate.capitalize(), "count")
    for fate in ("read", "new", "updated", "unchanged", "rejected", "ignored")
)
"""What was read, and the fates that sum to it."""


def show_folders(folders: Sequence[FolderProof], currency: str) -> None:
    """A row a folder, as its last scan that found a change left it."""
    columns = [
        Column("folder", "Folder"),
        Column("role", "Role"),
        *FATES,
        Column("gone", "Gone", "count", "Seen by an earlier scan: not among those read."),
        Column("scanned_at", "Last changed by a scan (UTC)", "date"),
    ]
    show_table([asdict(each) for each in folders], columns, currency, file="offcut-folders")
