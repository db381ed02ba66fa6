"""Where rows are kept while a lake is resolved: a folder in the lake, which is gone afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from data.lake.manifest import WRITTEN, begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    import pyarrow as pa

    from data.lake.place import Lake

KEPT = "resolving"
IN_SPARK = {"s3": "s3a"}
"""How Spark calls file systems that fsspec calls otherwise."""


class Scratch:
    """A folder of a lake that this machine and every worker can write to."""

    def __init__(self, lake: Lake, folder: str) -> None:
        """Nothing is made yet: writers make their own folders."""
        self.lake, self.folder = lake, folder

    def place(self, name: str, number: int) -> str:
        """Where to write some rows of a relation, as Spark says it."""
        return as_spark_says(self.lake, f"{self.folder}/{name}/{number}")

    def put(self, name: str, number: int, rows: pa.Table) -> str:
        """Write rows of this machine; where they are then, as Spark says it."""
        from io import BytesIO

        from pyarrow.parquet import write_table

        written = BytesIO()
        write_table(rows, written)
        self.lake.write(f"{self.folder}/{name}/{number}/rows.parquet", written.getvalue())
        return self.place(name, number)

    def remove(self, *places: str) -> None:
        """Remove rows that nothing reads any more; what is not in the folder stays."""
        start = as_spark_says(self.lake, self.folder)
        for place in places:
            if place.startswith(f"{start}/"):
                self.lake.remove(f"{self.folder}{place.removeprefix(start)}")


def as_spark_says(lake: Lake, name: str) -> str:
    """Where a file or folder of a lake lies, as Spark says it."""
    if lake.folder is not None:
        return f"file://{(lake.folder / name).as_posix()}"
    protocol, rest = lake.place(name).split("://", 1)
    return f"{IN_SPARK.get(protocol, protocol)}://{rest}"


@contextmanager
def scratch_in(lake: Lake, grace: timedelta) -> Iterator[Scratch]:
    """A folder in a lake while the block runs; what one that was killed left behind goes too."""
    now = datetime.now(UTC).replace(tzinfo=None)
    for left in {"/".join(name.split("/")[:2]) for name in lake.names(KEPT)}:
        at = begun(left)
        if at is not None and at < now - grace:
            lake.remove(left)
    scratch = Scratch(lake, f"{KEPT}/{now.strftime(WRITTEN)}-{uuid4().hex[:8]}")
    try:
        yield scratch
    finally:
        if next(iter(lake.names(scratch.folder)), None) is not None:
            lake.remove(scratch.folder)
