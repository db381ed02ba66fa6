"""What the warehouse knows of files already: what need not be read again."""

from __future__ import annotations

import hashlib
import importlib.util
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.errors import WarehouseError
from data.evidence.match_journal import answers
from data.media import OUTPUTS_FOLDER
from data.warehouse.file import Reader
from ingest.media.folders import ScannedFolder
from ingest.media.newest import stand_ins
from ingest.source import reader_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from data.warehouse.media_records import MediaRole
    from ingest.media.folders import SeenFile
    from ingest.media.newest import StandIn

READERS = (
    *("ingest/media/reading", "ingest/media/fingerprints", "ingest/media/containers"),
    *("ingest/media/examine.py", "data/warehouse/media_records.py"),
)
"""What reads files: another version of it reads known files anew."""
MATCHERS = (
    *("ingest/media/matching", "ingest/media/sql", "ingest/media/by_use.py"),
    "ingest/media/made_files.py",
)
"""What tells which output they are: another version of it tells anew."""
PROVENANCE = "c2pa"
"""Without this package files are read, only less of them: with it they are read anew."""


class KnownFile(NamedTuple):
    """A file as it was when it was read."""

    bytes: int
    modified_ns: int
    reader_version: int
    folder: str
    role: MediaRole
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
    return version ^ zlib.crc32(repr(heeded).encode())


INPUTS = """
    SELECT format('{}/{}', coalesce(max(file_no), 0), count(*)) FROM warehouse.main.files
"""
INPUTS_BEFORE = "SELECT arg_max(inputs, scanned_at) FROM warehouse.main.scans HAVING count(*) > 0"
FOUND = """
    SELECT
        (SELECT count(DISTINCT media_sha256) FROM warehouse.main.media_matches
         WHERE confidence = 'certain'),
        count(DISTINCT sha256) FILTER (n_possible > 0 AND NOT is_explained),
        count(*) FILTER (role = 'final' AND NOT is_explained AND problem IS NULL),
        count(*) FILTER (role = 'final' AND is_dark)
    FROM warehouse.main.media_facts
"""


class Found(NamedTuple):
    """How many contents are an output for certain, or may be; how many finals no log explains."""

    certain: int
    possible: int
    unexplained: int
    dark: int


@dataclass(frozen=True)
class Published:
    """What the published warehouse knows of files, before a scan."""

    files: Mapping[str, KnownFile]
    found: Found
    stand_ins: tuple[StandIn, ...]
    is_settled: bool
    """Whether matches rest on the logs and answers that there are now."""
    by_files: int = 0
    """Attempts that files alone tell of."""

    @property
    def folders(self) -> tuple[ScannedFolder, ...]:
        """The folders that its files were found in."""
        found = {(each.folder, each.role) for each in self.files.values()}
        return tuple(ScannedFolder.whole(Path(folder), role) for folder, role in sorted(found))


NOTHING = Published({}, Found(0, 0, 0, 0), (), is_settled=False)


def published(settings: Settings) -> Published:
    """As the last publication left it; nothing where there is no warehouse yet."""
    if not settings.warehouse.exists():
        return NOTHING
    try:
        with Reader(settings.warehouse, settings.memory_limit) as reader:
            con = reader.cursor()
            rows = con.execute(
                "SELECT path, bytes, modified_ns, reader_version, folder, role, problem"
                " FROM warehouse.main.media WHERE gone_at IS NULL"
            ).fetchall()
            before = con.execute(INPUTS_BEFORE).fetchone()
            is_settled = before is not None and before[0] == inputs(con, settings)
            files = {path: KnownFile(*known) for path, *known in rows}
            return Published(files, found(con), stand_ins(con), is_settled, by_files(con))
    except WarehouseError:  # older, or none of ours: opening it for writing tells
        return NOTHING


def inputs(con: DuckDBPyConnection, settings: Settings) -> str:
    """What matches rest on besides the files: logs, answers, and how they are found."""
    row = con.execute(INPUTS).fetchone()
    folders = sorted(settings.media.folders_mean.items())
    wanted = settings.media.outputs_are_attempts, settings.media.cost_per_output, settings.currency
    means = (folders, settings.usable_from_stage, wanted)
    said = repr((sorted(answers(settings).items()), *means)).encode()
    loaded = row[0] if row else ""
    return f"{loaded}/{reader_version(*MATCHERS)}/{hashlib.sha256(said).hexdigest()}"


def found(con: DuckDBPyConnection) -> Found:
    """How many files are told."""
    row = con.execute(FOUND).fetchone()
    assert row is not None
    return Found(*row)


def by_files(con: DuckDBPyConnection) -> int:
    """How many attempts files alone tell of."""
    asked = "SELECT count(*) FROM warehouse.main.attempts WHERE source = ?"
    row = con.execute(asked, [OUTPUTS_FOLDER]).fetchone()
    return int(row[0]) if row else 0
