"""What the warehouse knows of files already: what need not be read again."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, NamedTuple

from data.errors import WarehouseError
from data.warehouse.file import Reader
from ingest.source import reader_version

if TYPE_CHECKING:
    from data.settings import Settings
    from ingest.media.folders import SeenFile

READERS = ("ingest/media", "data/warehouse/media_records.py")
PROVENANCE = "c2pa"
"""Without this package files are read, only less of them: with it they are read anew."""


class KnownFile(NamedTuple):
    """A file as it was when it was read."""

    bytes: int
    modified_ns: int
    reader_version: int
    folder: str
    role: str
    problem: str | None

    def is_same(self, seen: SeenFile, version: int) -> bool:
        """Whether reading it again would tell the same. What could not be read is tried again."""
        return self.problem is None and self[:5] == (
            seen.bytes, seen.modified_ns, version, seen.folder, seen.role
        )  # fmt: skip


def media_version(settings: Settings) -> int:
    """A number for the code that reads files, and for the settings that it heeds."""
    version = reader_version(*READERS)
    heeded = (
        importlib.util.find_spec(PROVENANCE) is not None,
        settings.media.edl_frame_rate,
        settings.media.fingerprints,
    )
    return version ^ (sum(repr(heeded).encode()) << 1)


def known_files(settings: Settings) -> dict[str, KnownFile]:
    """The files of the published warehouse that are there, by path; none where there is none."""
    if not settings.warehouse.exists():
        return {}
    try:
        with Reader(settings.warehouse, settings.memory_limit) as reader:
            rows = reader.cursor().execute(
                "SELECT path, bytes, modified_ns, reader_version, folder, role, problem"
                " FROM warehouse.main.media WHERE gone_at IS NULL"
            )
            return {path: KnownFile(*known) for path, *known in rows.fetchall()}
    except WarehouseError:  # older, or none of ours: opening it for writing tells
        return {}
