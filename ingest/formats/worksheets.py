"""The tables of an Excel workbook: one a worksheet, from its header on."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ingest.formats.csv_documents import comma_separated
from ingest.formats.item import Item
from ingest.formats.workbooks import workbook_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.formats.log_file import LogFile

    Table = tuple[list[str], Iterator[Item]]
    """A header, and rows under it; [] and the row of UNREAD where there is none."""

TITLE_ROWS = 10
"""How many rows a worksheet may have above its header."""
UNREAD = "unread worksheet"
"""Key of the one row that stands for a worksheet without such a header; its value is why."""


def worksheet_tables(file: LogFile, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Table]:
    """Each row by itself, with the header of its worksheet above it.

    Raises ValueError with a sentence for a workbook that cannot be read.
    """
    lines = ((sheet, line, row) for line, (sheet, row) in enumerate(workbook_rows(file), start=1))
    for (_, title), rows in groupby(lines, key=itemgetter(0)):
        filled = ((line, cells) for _, line, cells in rows if any(cells))
        yield from _tables(title, filled, is_header)


def _tables(
    title: str,
    rows: Iterable[tuple[int, list[str]]],
    is_header: Callable[[Sequence[str]], bool],
) -> Iterator[Table]:
    header, above = list[str](), list[tuple[int, list[str]]]()
    for line, cells in rows:
        if header:
            yield header, iter((_item(line, header, cells),))
        elif len(above) < TITLE_ROWS:
            above.append((line, cells))
            header = cells if is_header(cells) else []
            if header:
                yield header, iter(())
    if above and not header:
        line, cells = above[0]
        why = f"worksheet {title!r} has no header with the columns that are needed"
        yield [], iter((Item(line, _raw(cells), {UNREAD: why}),))


def _item(line: int, header: list[str], cells: list[str]) -> Item:
    if any(cells[len(header) :]):
        problem = f"{len(cells)} cells where the header has {len(header)}"
        return Item(line, _raw(cells), problem=problem)
    return Item(line, _raw(cells), dict(zip(header, cells, strict=False)))


def _raw(cells: list[str]) -> bytes:
    return comma_separated(cells).encode("utf-8", "surrogatepass")
