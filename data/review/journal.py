"""A journal: a file of JSON lines that grows at its end and is never rewritten.

An entry is known by the number of its line, so the number stands whatever comes later. Writers in
several processes wait for each other. A line that a crash cut off keeps its place: it is told, and
the entries around it are read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from data.errors import validation_sentence
from data.review.kept import writing_in

if TYPE_CHECKING:
    from pathlib import Path

Entry = TypeVar("Entry", bound=BaseModel)
SHOWN = 60


class Numbered(NamedTuple, Generic[Entry]):
    """An entry and the number it is known by: its line, from 1."""

    number: int
    entry: Entry


@dataclass(frozen=True)
class Journal(Generic[Entry]):
    """The entries of one kind in one file; there need not be a file yet."""

    path: Path
    kind: type[Entry]

    def append(self, entry: Entry) -> int:
        """Write one more entry at the end; its number. It is on the disk when this returns."""
        line = f"{entry.model_dump_json(exclude_none=True)}\n".encode()
        with writing_in(self.path.parent):
            before = self._content()
            begin = b"\n" if before and not before.endswith(b"\n") else b""
            with self.path.open("ab") as file:
                file.write(begin + line)
                file.flush()
                os.fsync(file.fileno())
        return (before + begin).count(b"\n") + 1

    def entries(self) -> tuple[Numbered[Entry], ...]:
        """All entries that can be read, in the order in which they were written."""
        return self._read()[0]

    def unreadable(self) -> tuple[str, ...]:
        """A sentence for each line that is cut off, or that is no entry."""
        return self._read()[1]

    def _content(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    def _read(self) -> tuple[tuple[Numbered[Entry], ...], tuple[str, ...]]:
        found: list[Numbered[Entry]] = []
        told: list[str] = []
        lines = self._content().split(b"\n")
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found.append(Numbered(number, self.kind.model_validate_json(line)))
            except ValidationError as error:
                told.append(self._sentence(number, line, error, is_last=number == len(lines)))
        return tuple(found), tuple(told)

    def _sentence(self, number: int, line: bytes, error: ValidationError, *, is_last: bool) -> str:
        text = line.decode("utf-8", "replace")
        shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        where = f"{self.path}, line {number}"
        if error.errors(include_url=False)[0]["type"] == "json_invalid":
            cut = "is cut off" if is_last else "is no whole entry, it was cut off"
            return f"{where} {cut}: {shown!r}. All other lines are read; say it again if it counts."
        return f"{where} is left out: {validation_sentence(error)}."
