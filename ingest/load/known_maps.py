"""Maps that were saved before: the one whose columns a file has reads it unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from data.errors import OffcutError, RefusedFileError
from data.warehouse.file import in_memory
from ingest.bulk.csv_layout import CsvRows
from ingest.bulk.layout import columns_of, has_columns, in_record
from ingest.formats.csv_documents import header_cells
from ingest.formats.letters import WINDOWS
from ingest.formats.workbooks import workbook_rows
from ingest.formats.worksheets import TITLE_ROWS
from ingest.maps.columns import KEY, found_in
from ingest.maps.fields import fields_of
from ingest.maps.fitting import check_format
from ingest.maps.map import Map
from ingest.opening.find import MAP_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.settings import Settings
    from ingest.source import Opened

FOLDER = "maps"
"""Beside the warehouse."""
LEAST_FOUND = 0.7
"""Of JSON, where a key may be missing: how many of the map's columns the first records have."""
_UNFIT = re.compile(r"[^\w-]+")


def known_map_file(settings: Settings, map_: Map) -> Path:
    """Where a map is kept to be found again."""
    return (
        known_maps_folder(settings)
        / f"{_UNFIT.sub('-', map_.name).strip('-') or 'log'}{MAP_SUFFIX}"
    )


def known_maps_folder(settings: Settings) -> Path:
    """Where all known maps lie: beside the warehouse."""
    return settings.warehouse.parent / FOLDER


def known_map(file: Opened) -> tuple[Map, Opened] | None:
    """The one known map that fits a file, and the file with a note of it; None where none does.

    Raises RefusedFileError where several fit, SettingsError for one that does not hold together.
    """
    fitting = [(path, made) for path, made in _known(file) if fits(file, made)]
    if not fitting:
        return None
    if len({made.hash for _, made in fitting}) > 1:
        names = " and ".join(str(path) for path, _ in fitting)
        raise RefusedFileError(
            f"{file.name}: {len(fitting)} saved maps fit it: {names}. Say which with --map FILE."
        )
    path, made = fitting[0]
    said = f"{file.name}: read by the saved map {path}, whose columns it has."
    noted = said if file.assumed is None else f"{file.assumed} {said}"
    return made, replace(file, assumed=noted)


def _known(file: Opened) -> Iterator[tuple[Path, Map]]:
    for path in sorted(known_maps_folder(file.settings).glob(f"*{MAP_SUFFIX}")):
        yield path, Map.load(path, dated=file.submitted_at is not None)


def fits(file: Opened, map_: Map) -> bool:
    """Whether a file begins like the map's format and has its columns."""
    try:
        check_format(file, map_)
        map_.parts_of(file.name)
        return _has_columns(file, map_)
    except (OffcutError, ValueError):
        return False


def _has_columns(file: Opened, map_: Map) -> bool:
    match map_.format:
        case "csv":
            return has_columns(_csv_names(file, map_), map_)
        case "xlsx":
            rows = (cells for _, cells in islice(workbook_rows(file), TITLE_ROWS))
            return any(has_columns([" ".join(c.split()) for c in row], map_) for row in rows)
        case "parquet":
            return has_columns(_parquet_names(file), map_)
        case _:
            return _has_paths(file, map_)


def _parquet_names(file: Opened) -> list[str]:
    con = in_memory()
    try:
        found = con.execute("DESCRIBE FROM read_parquet(?)", [str(file.path)]).fetchall()
    finally:
        con.close()
    return [str(name) for name, *_ in found]


def _csv_names(file: Opened, map_: Map) -> list[str]:
    rows = CsvRows(file, map_)
    try:
        return header_cells(rows.header_line, rows.delimiter)
    except ValueError:
        return header_cells(rows.header_line.decode(WINDOWS).encode(), rows.delimiter)


def _has_paths(file: Opened, map_: Map) -> bool:
    """Whether what every record needs is there, and most of the rest."""
    records = [each for document in file.first_documents for each in _records(document, map_)]
    found = {tried: any(_has(each, tried) for each in records) for tried in columns_of(map_)}
    needed = {
        in_record(tried)
        for name, tried in map_.columns.items()
        if fields_of(map_.record)[name].required
    }
    share = sum(found.values()) / max(1, len(found))
    return share >= LEAST_FOUND and all(found.get(tried, True) for tried in needed)


def _has(record: Any, tried: tuple[str, ...]) -> bool:
    try:
        return found_in(record, tried) is not None
    except ValueError:
        return True


def _records(document: Any, map_: Map) -> Iterator[Any]:
    """The records of a document as a map reads them."""
    if isinstance(document, list):
        yield from document
    elif not isinstance(document, dict):
        return
    elif any(KEY in tried for tried in map_.columns.values()):
        yield from ({KEY: key, **each} for key, each in document.items() if isinstance(each, dict))
    else:
        yield document
        for each in document.values():
            yield from each if map_.format == "json" and isinstance(each, list) else ()
