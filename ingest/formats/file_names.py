"""What the name of an output says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

File = TypeVar("File")
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
