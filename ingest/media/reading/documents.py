"""PDF documents: only that they are whole; their credentials are read with those of all files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.media.reading.measures import Measures, Reading
from ingest.media.reading.refusals import refused

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.media.reading.file_kinds import FileKind

TAIL_BYTES = 8192


def read_document(path: Path, found: FileKind) -> Reading:
    """One PDF. Raises RefusedFileError where its end is missing."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - TAIL_BYTES))
        if b"%%EOF" not in stream.read(TAIL_BYTES):
            raise refused(path, f"{found.title} that is cut off before its end. Fetch it again.")
    return Reading(Measures(kind="document", codec=found.name))
