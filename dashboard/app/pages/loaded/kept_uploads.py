"""Files that people drop on the page, kept beside the warehouse: what is loaded refers to them."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from typing import TYPE_CHECKING

from data.errors import OffcutError
from data.uploads import uploads_folder

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_NAME = 120
_UNFIT = re.compile(r"[^\w.()+ -]+")
HASH_DIGITS = 16


def cleaned(name: str) -> str:
    """A name that is one on any system: its end is kept, for that says what a file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _UNFIT.sub("-", last).strip(" .-")[-LONGEST_NAME:].lstrip(" .-")
    return plain or "upload"


def keep_upload(warehouse: Path, name: str, content: memoryview) -> Path:
    """Keep a file in a folder named by its content, under its own name; where it lies.

    So the same file lies there once, and what its name says can still be read. Raises OffcutError.
    """
    digest = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
    path = uploads_folder(warehouse) / digest / cleaned(name)
    try:
        if not path.exists() or path.stat().st_size != len(content):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.unfinished")
            unfinished.write_bytes(content)
            unfinished.replace(path)
    except OSError as error:
        raise OffcutError(
            f"{path}: cannot be kept: {error.strerror or os.strerror(error.errno or 0)}. Make "
            "room, or name the file on this machine instead."
        ) from error
    return path
