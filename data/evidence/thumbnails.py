"""Small pictures of scanned files: a folder beside the warehouse, named by their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.warehouse.file import place_of

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "thumbnails"
LONGEST_SIDE = 320
_HASH = re.compile(r"[0-9a-f]{64}")


def thumbnails_folder(warehouse: Path) -> Path:
    """Where the pictures of a warehouse lie."""
    return place_of(warehouse).parent / FOLDER


def thumbnail_path(folder: Path, sha256: str) -> Path:
    """Where the picture of a content lies, if there is one. Raises ValueError for no hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"{sha256[:80]!r} is no SHA-256")
    return folder / sha256[:2] / f"{sha256}.webp"
