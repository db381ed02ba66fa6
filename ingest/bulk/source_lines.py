"""JSON lines of a source in bulk: its quick way in SQL, and record by record what that leaves.

The same way through a file as a map's: pieces, suspects, witnesses, which here are read by the
source itself. A line that is no record alone (a list, a page of many, one beyond all measure) ends
the quick way: the file is then read as any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from data.errors import RefusedRecordError, validation_sentence
from ingest.bulk.json_layout import JsonLines
from ingest.bulk.json_objects import object_expressions
from ingest.bulk.json_sql import strict_reader
from ingest.bulk.stage import Bulk
from ingest.formats.broken_documents import items_with_faults
from ingest.formats.documents import is_one_document
from ingest.formats.item import Item, Refused
from ingest.formats.json_values import dumped, parse_json
from ingest.maps.columns import parse_object, says_twice
from ingest.maps.map import Map
from ingest.storing.sql_text import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from data.warehouse.records import Record
    from ingest.bulk.json_sql import PieceReader
    from ingest.bulk.layout import Pass
    from ingest.bulk.pieces import Piece
    from ingest.source import Opened, QuickWay, Source
    from ingest.storing.tally import Tally

QUICK_FROM = 2 * 2**20
"""Bytes from which on it is quicker."""
SHAPE = "shape"
"""The column in which a quick way tells the keys of what is nested in a record."""
STUMBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError)
AS_A_MAP = """
name = "{name}"
record = "attempt"
format = "jsonl"
[columns]
source_id = "source_id"
submitted_at = "submitted_at"
status = "status"
"""


class NotPlain(Exception):
    """The lines are not a record each."""


def goes_quickly(source: Source | None, file: Opened) -> bool:
    """Whether a source has a quick way through a file of this size and form."""
    if source is None or source.quick_way is None or file.path.stat().st_size < QUICK_FROM:
        return False
    return bool(file.first_documents) and not is_one_document(file)


def staged_lines(tally: Tally, source: Source) -> SourceBulk:
    """The file on its quick way. Raises NotPlain, from `stage`, where it has none."""
    assert source.quick_way is not None
    as_map = Map.of_toml(AS_A_MAP.format(name=source.name))
    objects = _objects(tally.file, source.quick_way)
    lines = SourceLines(tally.con, tally.file.path, as_map, source=source, objects=objects)
    return SourceBulk(tally, as_map, lines, source, source.quick_way)


def _objects(file: Opened, way: QuickWay) -> dict[str, tuple[str, ...]]:
    """What the quick way reads as objects, and the first documents have as such alone."""
    first = [each for each in file.first_documents if isinstance(each, dict)]
    held = {name: [each[name] for each in first if name in each] for name in way.objects}
    return {
        name: keys
        for name, keys in way.objects.items()
        if held[name] and all(isinstance(each, dict) for each in held[name])
    }


@dataclass(frozen=True)
class SourceLines(JsonLines):
    """Lines of which each is one record of a source."""

    source: Source = None  # type: ignore[assignment]
    objects: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Columns that are objects, as it seems, and the keys that are read of each."""

    @property
    def quick_way(self) -> QuickWay:
        """The source's."""
        assert self.source.quick_way is not None
        return self.source.quick_way

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """The keys that the quick way reads."""
        return [(name,) for name in self.quick_way.columns]

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """As of any lines; a record that bulk would not read is for the source."""
        for each in super().passes(piece, scratch):
            if each.long:
                raise NotPlain
            yield each

    def strict_readers(self, file: Path | str) -> Iterator[PieceReader | None]:
        """Objects as objects where all are, else as text, which is taken apart line by line."""
        if self.objects:
            yield strict_reader(file, self.columns, self.objects)
        yield from super().strict_readers(file)

    def row(self, raw: bytes) -> Any:
        """One record for the source. Raises NotPlain for a line that holds several, or none."""
        if (told := self.source.by_its_bytes(raw)) is not None:
            return told
        try:
            value = parse_json(raw.strip())
        except ValueError:
            if len(items_with_faults(raw, self.source.unwrap) or ()) > 1:
                raise NotPlain from None
            raise
        try:
            alone = list(self.source.unwrap(value))
        except (ValueError, TypeError, AttributeError):
            raise NotPlain from None
        if len(alone) != 1 or self.quick_way.is_known_by_place(alone[0]):
            raise NotPlain
        return alone[0]


@dataclass(frozen=True)
class SourceReader:
    """The source itself, as the slow way."""

    source: Source
    file: Opened

    def record(self, row: Any) -> Record:
        """The one record of an item. Raises Refused or Ignored with the reason."""
        try:
            records = list(self.source.records(Item(0, dumped(row), row), self.file))
        except ValidationError as error:
            raise Refused(validation_sentence(error)) from None
        except RefusedRecordError as error:
            raise Refused(str(error)) from None
        except (*STUMBLES, ValueError) as error:
            said = f"{self.source.name} cannot make sense of it ({type(error).__name__}: {error})"
            raise Refused(said) from None
        if len(records) != 1:
            raise NotPlain
        return records[0]


@dataclass
class SourceBulk(Bulk):
    """One file of a source on its way into staged rows."""

    source: Source
    quick_way: QuickWay

    @cached_property
    def reader(self) -> SourceReader:
        """The source."""
        return SourceReader(self.source, self.tally.file)

    @property
    def values(self) -> Mapping[str, Any]:
        """Those of the quick way."""
        return self.quick_way.values

    @property
    def shape(self) -> str | None:
        """As the quick way gives it, where it reads what is nested."""
        return SHAPE if self.quick_way.objects else None

    def select(self, reader: PieceReader) -> str:
        """The query of the quick way over the texts of this piece; not known is suspect."""
        for name, keys in self.quick_way.objects.items():
            self._state(object_expressions(name, keys, is_object=name in reader.objects))
        texts = ", ".join(
            f"{reader.texts[name,]} AS {identifier(name)}" for name in self.quick_way.columns
        )
        lines = f"WITH lines AS NOT MATERIALIZED (SELECT {texts} FROM {reader.relation})"
        read = f"{lines} SELECT * FROM ({self.quick_way.query})"
        return f"SELECT * REPLACE (coalesce(suspect, TRUE) AS suspect) FROM ({read})"

    def _repeats(self, raw: bytes) -> bool:
        read = {*self.quick_way.columns}
        try:
            record = parse_object(raw)
        except ValueError:
            return False
        return bool(read & record.twice) or any(says_twice(record.get(name)) for name in read)

    def stage(self) -> None:
        """Read the whole file. Raises NotPlain, nothing staged then."""
        self._state(self.quick_way.expressions)
        before = replace(self.tally, ignored=self.tally.ignored.copy())
        try:
            super().stage()
        except NotPlain:
            self.staged.drop()
            self.tally.read, self.tally.rejected = before.read, before.rejected
            self.tally.ignored = before.ignored
            raise

    def _state(self, expressions: Mapping[str, str]) -> None:
        for said, meant in expressions.items():
            self.tally.con.execute(f"CREATE OR REPLACE TEMP MACRO {said} AS {meant}")

    def missed(self) -> list[str]:
        """A source says itself what it misses."""
        return []
