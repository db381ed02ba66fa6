"""What a lake holds already, told to the warehouse that a landing works with.

So a file that was landed before is known by its content, and is not read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.lake.landed import Landed

ACCOUNT = (
    *("file", "source", "sha256", "bytes", "map_hash", "map_toml", "reader_version", "loaded_at"),
    *("records_read", "records_new", "records_updated", "records_unchanged"),
    *("records_rejected", "records_ignored", "seconds", "place"),
)
"""The columns of `files`, in their order, after its number."""


def tell_landed(con: DuckDBPyConnection, landed: Landed) -> None:
    """Write the accounts of all landed files into a new warehouse."""
    marks = ", ".join("?" * (1 + len(ACCOUNT)))
    con.execute("BEGIN")
    for number, file in enumerate(landed.files, start=1):
        told = [getattr(file, column) for column in ACCOUNT]
        con.execute(f"INSERT INTO warehouse.main.files VALUES ({marks})", [number, *told])
        for reason, records in file.ignored.items():
            con.execute(
                "INSERT INTO warehouse.main.ignored_records VALUES (?, ?, ?)",
                [number, reason, records],
            )
    con.execute("COMMIT")
