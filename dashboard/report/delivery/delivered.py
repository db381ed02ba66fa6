"""What was delivered where, in `delivered.json`, so that a repeat sends nothing twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from dashboard.report.written import replace_file
from data.errors import RefusedFileError, UndeliveredError

if TYPE_CHECKING:
    from pathlib import Path

    from data.review.parts import Review

FILE = "delivered.json"
_FORM = TypeAdapter(dict[str, dict[str, str]])
"""By review, then by target: the moment it was delivered, in UTC."""


class Delivered:
    """What was delivered, held while one delivery goes on: a second one waits."""

    def __init__(self, reviews: Path) -> None:
        """Of the folder in which reviews are kept, which is made where it is missing."""
        self._path = reviews / FILE
        self._lock = FileLock(reviews / f".{FILE}.lock")

    def __enter__(self) -> Self:
        """Wait for a delivery that goes on. Raises UndeliveredError where nothing can be kept."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except OSError as error:
            raise UndeliveredError(
                f"{self._path}: what is delivered cannot be remembered: "
                f"{error.strerror or error}. Nothing was sent."
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def at(self, review: Review, target: str) -> str | None:
        """When the review was delivered there. Raises RefusedFileError for a damaged file."""
        return self._read().get(review_key(review), {}).get(target)

    def remember(self, review: Review, target: str) -> None:
        """Remember that it was delivered now. Raises UndeliveredError where it cannot be."""
        known = self._read()
        now = datetime.now(UTC).isoformat(" ", "seconds").replace("+00:00", " UTC")
        known.setdefault(review_key(review), {})[target] = now
        text = json.dumps(known, ensure_ascii=False, indent=1) + "\n"
        try:
            replace_file(self._path, text.encode("utf-8"))
        except OSError as error:
            raise UndeliveredError(
                f"{review.name} was delivered to {target}, but that cannot be remembered in "
                f"{self._path}: {error.strerror or error}. A repeat would send it again."
            ) from None

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            return _FORM.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValidationError, OSError):
            raise RefusedFileError(
                f"{self._path}: cannot be read, so nobody knows what was delivered. Repair it, or "
                "remove it: then what was delivered before may be sent again."
            ) from None


def review_key(review: Review) -> str:
    """What tells reviews apart: the period, and what it was narrowed to."""
    return " ".join([review.name, *review.selection])
