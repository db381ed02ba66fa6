"""Files read through a map: each as what its map says it is, in letters and shape."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from ingest.bulk.csv_layout import CsvRows
from ingest.bulk.json_layout import JsonLines
from ingest.bulk.json_lists import is_list_or_line, write_lines
from ingest.bulk.layout import columns_of, has_columns
from ingest.bulk.parquet_layout import ParquetFile
from ingest.bulk.stage import Bulk
from ingest.formats.documents import is_one_document
from ingest.formats.letters import WINDOWS, in_utf8, is_windows_1252
from ingest.formats.worksheets import TITLE_ROWS, write_worksheet
from ingest.maps.columns import MEMBERS
from ingest.maps.fitting import check_format

if TYPE_CHECKING:
    from ingest.formats.opened import Opened
    from ingest.maps.map import Map
    from ingest.storing.tally import Tally


def stager_of(map_: Map, tally: Tally) -> Bulk | ParquetFile:
    """What stages a file's records. Raises RefusedFileError for a file of another format."""
    check_format(tally.file, map_)
    file = _in_utf8(map_, tally)
    if map_.format == "parquet":
        return ParquetFile(tally, map_)
    if map_.format == "xlsx":
        return Bulk(tally, map_, CsvRows(_worksheet(map_, tally), map_))
    if map_.format == "csv":
        return Bulk(tally, map_, CsvRows(file, map_))
    is_document = map_.format == "json" and is_list_or_line(file)
    if not (is_document or is_one_document(file)):
        return Bulk(tally, map_, JsonLines(tally.con, file.path, map_))
    return Bulk(tally, map_, _items_of_list(file, map_, tally))


def _items_of_list(file: Opened, map_: Map, tally: Tally) -> JsonLines:
    lines = tally.folder / "document.jsonl"
    first_steps = {column.split(".")[0] for tried in columns_of(map_) for column in tried}
    first_steps |= {step.removesuffix(MEMBERS) for step in first_steps}
    write_lines(file.path, lines, first_steps)
    return JsonLines(tally.con, lines, map_, of_list=True)


def _worksheet(map_: Map, tally: Tally) -> Opened:
    """The first worksheet that has the map's columns, as a copy in CSV."""
    copy = tally.folder / "worksheet.csv"
    try:
        title = write_worksheet(tally.file, copy, lambda cells: has_columns(cells, map_))
    except ValueError as error:
        raise RefusedFileError(f"{tally.file.name}: {error}.") from None
    if title is None:
        read = ", ".join(" or ".join(tried) for tried in columns_of(map_))
        raise RefusedFileError(
            f"{tally.file.name}: the map {map_.name!r} reads the columns {read}, and no "
            f"worksheet has them all in one of its first {TITLE_ROWS} rows. Mend the map, or pass "
            "the file it was written for."
        )
    tally.notes.append(f"{tally.file.name}: of the workbook the worksheet {title!r} was read.")
    tally.file = replace(tally.file, path=copy)
    return tally.file


def _in_utf8(map_: Map, tally: Tally) -> Opened:
    """The file, a sheet that is Windows-1252 as a copy in UTF-8."""
    file = tally.file
    if map_.format != "csv" or not is_windows_1252(file.path):
        return file
    copy = tally.folder / "sheet.csv"
    in_utf8(file.path, copy, WINDOWS)
    tally.notes.append(f"{file.name}: not written in UTF-8; read as Windows-1252.")
    tally.file = replace(file, path=copy)
    return tally.file
