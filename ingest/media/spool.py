"""What a scan has read so far, on disk: a scan that was stopped goes on where it was."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.warehouse.file import place_of
from data.warehouse.media_records import Container, FileFacts
from ingest.media.examine import Examined
from ingest.media.folders import SeenFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "scan.jsonl"


@dataclass
class ScanSpool:
    """The file of one warehouse, and the version of the code that reads files."""

    path: Path
    reader_version: int

    @classmethod
    def beside(cls, warehouse: Path, reader_version: int) -> ScanSpool:
        """The spool of a warehouse."""
        place = place_of(warehouse)
        return cls(place.with_name(f"{place.name}.{FILE}"), reader_version)

    def read(self) -> Iterator[Examined]:
        """What was read before; lines of another version, and one cut off, are left out."""
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    row = json.loads(line)
                    if row.pop("reader_version") == self.reader_version:
                        yield _examined(row)
                except (ValueError, KeyError, TypeError):
                    continue

    def append(self, examined: Examined) -> None:
        """Note one more file."""
        row = {
            "reader_version": self.reader_version,
            "seen": vars(examined.seen),
            "sha256": examined.sha256,
            "facts": _dumped(examined.facts),
            "containers": [_dumped(each) for each in examined.containers],
            "problem": examined.problem,
        }
        with self.path.open("ab") as file:
            file.write(json.dumps(row, default=_in_text).encode() + b"\n")

    def clear(self) -> None:
        """All of it is in the warehouse."""
        self.path.unlink(missing_ok=True)


def _dumped(model: FileFacts | Container | None) -> dict[str, Any] | None:
    return None if model is None else model.model_dump(exclude_defaults=True)


def _in_text(value: object) -> str:
    assert isinstance(value, bytes)
    return base64.b64encode(value).decode()


def _examined(row: dict[str, Any]) -> Examined:
    facts = row["facts"]
    return Examined(
        SeenFile(**row["seen"]),
        row["sha256"],
        None if facts is None else FileFacts.model_validate(_with_bytes(facts)),
        tuple(Container.model_validate(_with_bytes(each)) for each in row["containers"]),
        row["problem"],
    )


def _with_bytes(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its fingerprints, and those of what it uses, as bytes again."""
    row = {
        name: [_with_bytes(each) for each in value] if name in ("uses", "made_from") else value
        for name, value in row.items()
    }
    if isinstance(row.get("fingerprint"), str):
        row["fingerprint"] = base64.b64decode(row["fingerprint"])
    return row
