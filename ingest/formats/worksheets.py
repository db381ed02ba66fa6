"""The tables of an Excel workbook: one a worksheet, from its header on."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ingest.formats.csv_documents import comma_separated
from ingest.formats.headings import under_titles
from ingest.formats.item import Item
from ingest.formats.workbooks import workbook_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

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


def write_worksheet(
    file: LogFile, target: Path, is_header: Callable[[Sequence[str]], bool]
) -> str | None:
    """Write the first worksheet with such a header as CSV, line for row; its title, or None.

    What stands above the header is left out. Raises ValueError with a sentence.
    """
    for (_, title), rows in groupby(workbook_rows(file), key=itemgetter(0)):
        cells = [[" ".join(cell.split()) for cell in row] for _, row in rows]
        header = next((n for n, row in enumerate(cells[:TITLE_ROWS]) if is_header(row)), None)
        if header is not None:
            write_cells(target, cells[header:], above=header)
            return str(title)
    return None


def write_cells(target: Path, rows: Sequence[list[str]], *, above: int) -> None:
    """Write rows below so many empty lines, each at least as wide as the first."""
    width = len(_stripped(rows[0]))
    with target.open("w", encoding="utf-8", errors="surrogatepass", newline="") as written:
        written.write("\n" * above)
        sheet = csv.writer(written, delimiter="\t", lineterminator="\n")
        for row in rows:
            filled = _stripped(row)
            sheet.writerow(filled + [""] * (width - len(filled)) if filled else [])


def _stripped(row: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    filled = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:filled]


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
            titles = above[-1][1] if above else []
            above.append((line, cells))
            header = next(filter(is_header, (under_titles(cells, titles), cells)), [])
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
