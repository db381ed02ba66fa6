"""What the name of an output says of it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

File = TypeVar("File")
MEDIA_SUFFIXES = {
    ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".avif", ".heic", ".heif", ".exr",
    ".psd", ".psb", ".dng", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mxf", ".cr2", ".cr3",
    ".nef", ".arw", ".raf", ".orf", ".rw2",
}  # fmt: skip
"""Of pictures and clips, as studios keep them."""
MASK = re.compile(r"(?:^|[^a-z])masks?(?:[^a-z]|$)", re.IGNORECASE)


def name_in(address: str) -> str:
    """The file's name at the end of an address, or "" where the file itself stands in its place."""
    return "" if address.startswith("data:") else address.partition("?")[0].rpartition("/")[2]


def without_masks(files: Iterable[tuple[str, File]]) -> list[File]:
    """Of (name, file), the files that are outputs: one that is named a mask is none.

    Where there are only masks, they are what was asked for.
    """
    named = list(files)
    return [file for name, file in named if not MASK.search(name)] or [file for _, file in named]


def is_media(name: str) -> bool:
    """Whether a file's name, or the end of an address, is one of a picture or a clip."""
    return PurePosixPath(name_in(name)).suffix.lower() in MEDIA_SUFFIXES
