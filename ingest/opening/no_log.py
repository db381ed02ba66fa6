"""What is no log by its first bytes, and what to do with it instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.databases import MAGIC as SQLITE

if TYPE_CHECKING:
    from ingest.formats.opened import Opened

MEDIA = {
    b"\x89PNG\r\n\x1a\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"8BPS": "a Photoshop document",
    b"\x1aE\xdf\xa3": "a Matroska or WebM clip",
    b"OggS": "a sound or a clip",
    b"ID3": "a sound",
    b"fLaC": "a sound",
}
IN_A_BOX = {b"WEBP": "a WebP picture", b"WAVE": "a sound", b"AVI ": "a clip"}
"""What a RIFF file says after its length."""
LOOKED_AT = 4096
MOST_CONTROL = 0.05
"""Text has hardly a control character besides tabs and ends of lines."""
_OF_TEXT = frozenset(b"\t\n\r\f\x1b")


def no_log(file: Opened) -> str | None:
    """Why no source and no map could read a file, as a sentence; None where one might."""
    head = file.first_bytes[:LOOKED_AT]
    if not file.first_bytes.strip():
        return f"{file.name}: this file is empty. Export it again, or leave it out."
    what = _media(head)
    if what is not None:
        return (
            f"{file.name}: this is {what}, no log. `offcut scan FOLDER` looks through pictures, "
            "clips and documents; load the log of the generator that made it. Where a program "
            "keeps none, [media] outputs_are_attempts makes attempts of what its files tell."
        )
    if head.startswith(SQLITE):
        return (
            f"{file.name}: this is an SQLite database, and none that Offcut knows. Export the "
            "table that holds the log as CSV or JSON."
        )
    if _is_binary(head):
        return (
            f"{file.name}: this is no text, and nothing that Offcut knows. A log is CSV, Excel, "
            "JSON or Parquet: export it as one of these."
        )
    return None


def _media(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "a picture of a camera" if head[8:11] in {b"hei", b"avi"} else "a clip"
    if head.startswith(b"RIFF"):
        return IN_A_BOX.get(head[8:12])
    return next((what for magic, what in MEDIA.items() if head.startswith(magic)), None)


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"PAR1", b"PK\x03\x04")):
        return False
    control = sum(byte < 32 and byte not in _OF_TEXT for byte in head)
    return control > MOST_CONTROL * len(head)
