"""What a file is split into: items, each read, ignored or refused by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from data.errors import RefusedRecordError

HEAD_BYTES = 64 * 2**20
"""How much of a file identification may look at: the first line of a Gemini log holds images."""
DOCUMENT_BYTES = 64 * 2**20
"""The longest item that is read; a longer one is quarantined with its length."""


class Refused(RefusedRecordError):
    """This item is broken: quarantine it with this sentence as the reason."""


class Ignored(Exception):
    """This item is fine but is no record of ours: count it under this reason."""


@dataclass(frozen=True)
class Item:
    """One input record as the file holds it.

    `line` is its physical line, row or position from 1; `raw` its bytes, for the quarantine;
    `value` what the source reads (a JSON object, a row as a dict, text); `problem` is set instead
    when the item could not even be split or parsed.
    """

    line: int
    raw: bytes
    value: Any = None
    problem: str | None = None


def shortened(value: Any, limit: int = 80) -> str:
    """A received value for a message: JSON, cut at `limit` characters."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
