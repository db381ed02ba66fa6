"""What a source is: a small file that recognises one log format and turns its items into records.

A source says only what is peculiar to its format. `Opened` gives it the file; `documents` splits a
file into items (JSON documents unless the source says otherwise); `records` turns one item into
canonical records, or raises `Refused` (quarantined with that reason) or `Ignored` (counted under
that reason). The first record of an item decides the item's fate in the account.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from data.errors import RefusedRecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from data.settings import Settings
    from data.warehouse.records import Origin, Record

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


@dataclass(frozen=True)
class Opened:
    """A file to identify or read: plain bytes on disk, already decompressed."""

    path: Path
    """Where the bytes are now (a spooled copy for compressed files and standard input)."""
    name: str
    """What the user called it; used in messages and for suffixes."""
    settings: Settings
    submitted_at: datetime | None = None
    """`--submitted-at`: the time of records that carry none."""

    def open(self) -> BinaryIO:
        """The bytes, from the start."""
        return self.path.open("rb")

    @property
    def suffix(self) -> str:
        """The last suffix of the name, lower case, with its dot, `.gz` and `.zst` left off."""
        name = self.name.lower().removesuffix(".gz").removesuffix(".zst")
        return "." + name.rsplit(".", 1)[1] if "." in name.rsplit("/", 1)[-1] else ""

    @cached_property
    def first_bytes(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(65_536)

    @cached_property
    def first_documents(self) -> list[Any]:
        """The first few JSON documents (at most 20 within HEAD_BYTES), unparsable ones left out.

        Empty when the file does not begin like JSON.
        """
        from ingest.formats.documents import first_documents

        return first_documents(self)

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first CSV row, stripped; empty when it is not text."""
        from ingest.formats.csv_documents import csv_header

        return csv_header(self)


@dataclass(frozen=True)
class Source:
    """Base of every source. Subclasses set the class variables and write two or three methods."""

    name: ClassVar[str]
    """The records' `source`, and what `--source` takes."""
    title: ClassVar[str]
    """What it reads, in a few words."""
    origin: ClassVar[Origin]
    where: ClassVar[str]
    """Where such a file comes from, one sentence."""
    costs_are_estimates: ClassVar[bool] = False
    reads_the_name: ClassVar[bool] = False
    """Whether the same content under another file name is another record."""
    reader_version: ClassVar[int] = 1
    """Raised whenever reading changes, so that known files are read anew."""
    options: dict[str, Any] = field(default_factory=dict)

    def identify(self, file: Opened) -> str | None:
        """Why this source claims the file, or None."""
        raise NotImplementedError

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items of a file: JSON documents, one a line or one big one."""
        from ingest.formats.documents import json_documents

        return json_documents(file, self.unwrap)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The items inside one JSON document (a list page holds many); itself by default."""
        return document if isinstance(document, list) else (document,)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The canonical records of one item. Raises Refused or Ignored."""
        raise NotImplementedError


def shortened(value: Any, limit: int = 80) -> str:
    """A received value for a message: JSON, cut at `limit` characters."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
