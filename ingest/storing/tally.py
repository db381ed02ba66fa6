"""What a load of one file notes down while it reads: counts, rejected and ignored records."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.documents import RAW_BYTES_KEPT
from ingest.storing.kinds import kind_of
from ingest.storing.redaction import Redaction
from ingest.storing.sql_text import literal
from ingest.storing.staging import line_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from duckdb import DuckDBPyConnection

    from data.warehouse.records import Record
    from ingest.formats.opened import Opened
    from ingest.storing.staging import Spool

_ENCODER = json.JSONEncoder(ensure_ascii=False)
RAW_BYTES_REPLAYABLE = 2**20
"""Up to this length a rejected record is kept whole; of a longer one only the beginning."""


@dataclass
class Rejects:
    """Rejected records on their way into the quarantine."""

    path: Path
    n_rows: int = 0
    _stream: BinaryIO | None = None

    def add(
        self, file_no: int, line: int, reason: str, raw: bytes, length: int | None = None
    ) -> None:
        """Note one record; `length` where `raw` is only its beginning."""
        self.n_rows += 1
        full = len(raw) if length is None else length
        said = _ENCODER.encode(reason.encode("utf-8", "backslashreplace").decode())
        content = b64encode(raw).decode()
        if self._stream is None:
            self._stream = self.path.open("wb")
        row = f'[{self.n_rows}, {file_no}, {line}, {said}, "{content}", {full}]\n'
        self._stream.write(row.encode())

    def mark(self) -> tuple[int, int]:
        """Where the list stands now."""
        return self.n_rows, 0 if self._stream is None else self._stream.tell()

    def go_back(self, mark: tuple[int, int]) -> None:
        """Forget what was added after a mark."""
        self.n_rows, position = mark
        if self._stream is not None:
            self._stream.seek(position)
            self._stream.truncate()

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()

    def store(self, con: DuckDBPyConnection) -> None:
        """Move all into the quarantine."""
        if self._stream is None:
            return
        self._stream.close()
        rows = (
            f"read_json({literal(str(self.path))}, format = 'newline_delimited', records = false, "
            "compression = 'none', columns = {'row': 'JSON[]'})"
        )
        con.execute(f"""
            INSERT INTO warehouse.main.quarantine
            SELECT
                row[1]::BIGINT
                + (SELECT coalesce(max(quarantine_no), 0) FROM warehouse.main.quarantine),
                row[2]::INTEGER, row[3]::BIGINT, row[4]->>'$', from_base64(row[5]->>'$'),
                row[6]::BIGINT, NULL
            FROM {rows}
        """)
        self._stream, self.n_rows = None, 0


@dataclass
class Tally:
    """One file being read. `read` counts its records; what is not said here is in the spool."""

    con: DuckDBPyConnection
    file: Opened
    file_no: int
    folder: Path
    """For temporary files of this load."""
    spool: Spool
    rejects: Rejects
    progress: Callable[[int], None] = lambda _bytes: None
    """Told how many bytes of the file were read."""
    read: int = 0
    rejected: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """What whoever loads the file might want to look at."""
    prompt_columns: frozenset[str] = frozenset()
    """What the file's map calls its prompts."""

    @property
    def redaction(self) -> Redaction:
        """How rejected records are kept."""
        return Redaction(self.file.settings.store_prompts, self.prompt_columns)

    def accept(self, record: Record, item: int, line: int) -> None:
        """Spool the one record of an item. Raises Refused where it cannot be stored."""
        row = line_of(record, store_prompts=self.file.settings.store_prompts)
        self.spool.add(kind_of(record), row, self.file_no, item, line, is_first=True)

    def reject(self, line: int, reason: str, raw: bytes, length: int | None = None) -> None:
        """Quarantine one record of the file, as much of it as may be kept."""
        self.rejected += 1
        begun = raw if len(raw) <= RAW_BYTES_REPLAYABLE else raw[:RAW_BYTES_KEPT]
        full = len(raw) if length is None else length
        kept, said = self.redaction.kept(begun, reason)
        is_whole = full == len(begun)
        self.rejects.add(self.file_no, line, said, kept, None if is_whole else full)
