"""What changes whenever something in the folders of media does."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ingest.media.folders import Walk, folders_of

if TYPE_CHECKING:
    from pathlib import Path

    from data.media import MediaSettings


def media_digest(settings: MediaSettings, thumbnails: Path) -> str | None:
    """Of all files in the folders of media that are there; None where none of them is."""
    folders = [each for each in folders_of(settings) if each.path.is_dir()]
    if not folders:
        return None
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(f"{folder.path}\n".encode("utf-8", "surrogateescape"))
        for file in Walk(folder, thumbnails).files():
            seen = f"{file.path} {file.bytes} {file.modified_ns}\n"
            digest.update(seen.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
