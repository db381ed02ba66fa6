"""Logs read record by record through a source: each item accepted, ignored or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from data.errors import RefusedRecordError, validation_sentence
from ingest.formats.csv_documents import comma_separated
from ingest.source import Ignored
from ingest.storing.kinds import kind_of
from ingest.storing.staging import line_of

if TYPE_CHECKING:
    from ingest.source import Item, Opened, Source
    from ingest.storing.tally import Tally

NOTHING = "holds no record"
STUMBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a payload nobody foresaw may raise in a source; it costs that item, not the load."""


def read_items(tally: Tally, source: Source) -> None:
    """Read all items of a file into the spool."""
    done = 0
    for number, item in enumerate(source.documents(tally.file), start=1):
        tally.read += 1
        if item.problem is None:
            read_item(tally, source, item, number)
        else:
            tally.reject(item.line, item.problem, kept(item, tally.file))
        done += len(item.raw)
        tally.progress(done)


def read_item(tally: Tally, source: Source, item: Item, number: int) -> None:
    """Accept, ignore or reject one item; `number` is its place in the file."""
    try:
        records = list(source.records(item, tally.file))
        keep = tally.file.settings.store_prompts
        rows = [(kind_of(each), line_of(each, store_prompts=keep)) for each in records]
    except Ignored as ignored:
        tally.ignored[str(ignored)] += 1
    except ValidationError as error:
        tally.reject(item.line, validation_sentence(error), kept(item, tally.file))
    except RefusedRecordError as refused:
        tally.reject(item.line, str(refused), kept(item, tally.file))
    except STUMBLES as error:
        reason = f"{source.name} cannot make sense of it ({type(error).__name__}: {error})"
        tally.reject(item.line, reason, kept(item, tally.file))
    else:
        if not rows:
            tally.ignored[NOTHING] += 1
        for place, (kind, row) in enumerate(rows):
            tally.spool.add(kind, row, tally.file_no, number, item.line, is_first=place == 0)


def kept(item: Item, file: Opened) -> bytes:
    """What the quarantine keeps of an item: a row of a table with its header above it."""
    is_table = file.header and not any(map(_begins_like_no_table, (file.first_bytes, item.raw)))
    if not item.raw or not is_table or b"\0" in item.raw:
        return item.raw
    return comma_separated(file.header).encode() + b"\n" + item.raw


def _begins_like_no_table(raw: bytes) -> bool:
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"[", b"<"}
