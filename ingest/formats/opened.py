"""A file to identify or read, with what can be seen at its head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ingest.formats.csv_documents import csv_header
from ingest.formats.documents import first_documents
from ingest.formats.log_file import LogFile
from ingest.formats.parquet_documents import parquet_columns


@dataclass(frozen=True)
class Opened(LogFile):
    """A file to identify or read: plain bytes on disk, already decompressed."""

    @cached_property
    def first_documents(self) -> list[Any]:
        """The first few JSON documents (at most 20 within HEAD_BYTES), unparsable ones left out.

        Empty when the file does not begin like JSON.
        """
        return first_documents(self)

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first CSV row, stripped; empty when it is not text."""
        return csv_header(self)

    @cached_property
    def parquet_columns(self) -> list[str]:
        """The columns of a Parquet file; empty for any other."""
        return parquet_columns(self)
