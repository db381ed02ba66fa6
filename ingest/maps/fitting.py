"""Whether a file is what its map says: CSV, JSON or Parquet, in which letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from ingest.formats.log_file import LogFile
    from ingest.maps.map import Map

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_JSON_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t\r]*[{\[]", re.MULTILINE)
_SHEET = re.compile(rb"[^{}\[\]\n,;\t|]*[,;\t|][^{}\[\]\n]*\n")


def check_format(file: LogFile, map_: Map) -> None:
    """Raise RefusedFileError where the file begins like a format other than the map's."""
    found = _format_of(file.first_bytes)
    fits = {"jsonl": "json"}.get(map_.format, map_.format)
    if found is None or found == fits:
        return
    what = "a workbook of Excel" if found == "xlsx" else found.upper().replace("PARQUET", "Parquet")
    valid = {"csv": '"csv"', "json": '"jsonl" or "json"', "parquet": '"parquet"', "xlsx": '"xlsx"'}
    raise RefusedFileError(
        f"{file.name}: the map {map_.name!r} is for {map_.format}, and this file begins like "
        f"{what}. Write format = {valid[found]} in the map, or pass the file it was written for."
    )


def _format_of(head: bytes) -> str | None:
    """The format that the first bytes show; None where they could be of several."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if _JSON.match(head):
        return "json"
    if not _JSON_LINE.search(head) and _SHEET.match(head.lstrip()):
        return "csv"
    return None
