"""A folder as a target: the page to read, and the JSON that keeps every figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.report.delivery.delivered import review_key
from dashboard.report.written import write
from data.errors import QuestionError, UndeliveredError, UnwrittenError

if TYPE_CHECKING:
    from data.review.parts import Review

_LONGEST = 80


@dataclass(frozen=True)
class Folder:
    """A folder that is there."""

    path: Path

    @classmethod
    def named(cls, path: str) -> Folder:
        """The folder of `folder:PATH`. Raises QuestionError where there is none."""
        folder = Path(path).expanduser()
        if not path or not folder.is_dir():
            raise QuestionError(
                f"folder:PATH names a folder that is there, and {path!r} is none. Make it, or "
                "name another."
            )
        return cls(folder.resolve())

    @property
    def name(self) -> str:
        """The target as it is remembered."""
        return f"folder:{self.path}"

    def carry(self, review: Review) -> str:
        """Write both files. Raises UndeliveredError where one cannot be written."""
        try:
            for suffix in (".html", ".json"):
                write(review, self.path / f"{file_stem(review)}{suffix}")
        except UnwrittenError as error:
            raise UndeliveredError(str(error)) from None
        return ""


def file_stem(review: Review) -> str:
    """`2026-W46`, and what the review was narrowed to, as part of a file's name."""
    key = review_key(review)
    stem = re.sub(r"[^\w.=-]+", "_", key).lstrip(".") or "_"
    if stem == key.replace(" ", "_") and len(stem) <= _LONGEST:
        return stem
    return f"{stem[:_LONGEST]}-{sha256(key.encode()).hexdigest()[:8]}"
