"""The warehouse file: the only module that opens DuckDB.

One writer or many readers is all DuckDB allows on one file, so a load never touches the published
file: it works on a private copy and publishes it whole with `os.replace`. Readers attach the
published file read-only and notice when it was replaced. A crash can only lose the private copy.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from threading import RLock
from typing import TYPE_CHECKING, Self

import duckdb
from filelock import FileLock, Timeout

from data.errors import WarehouseError
from data.lake.manifest import published
from data.lake.whereabouts import fetch, is_manifest, lake_of
from data.warehouse.lake_attached import attach_lake, not_written
from data.warehouse.private_copy import (
    FRESH,
    ROWS_PER_GROUP,
    copy_privately,
    publish,
    rows_per_group,
    without_old_bytes,
)
from data.warehouse.schema_steps import ALIAS, check_version, migrate
from data.warehouse.scratch import left_behind, remove_left_behind, scratch_beside
from data.warehouse.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

STORAGE_VERSION = "v1.5.0"
"""Old enough that people's existing DuckDB tools open the file."""
HALF_OF_MEMORY = "50%"
"""Of what this process may have, as DuckDB finds it: its cgroup's limit, else the machine's memory.
The rest is for what DuckDB takes beyond its limit (a tenth), and for all that is not DuckDB's."""
Generation = tuple[int, int, int]
"""Identity of a published file: inode, modification time in ns, size."""


def _connect(scratch: Path | None = None, memory_limit: str | None = None) -> DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    con.execute("SET enable_progress_bar = false")
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    con.execute("SET write_buffer_row_group_count = 1")  # what is kept longer leaves the cache
    con.execute("SET memory_limit = ?", [memory_limit or HALF_OF_MEMORY])
    if scratch is not None:
        con.execute("SET temp_directory = ?", [str(scratch)])
    return con


def in_memory() -> DuckDBPyConnection:
    """A connection without a warehouse."""
    return _connect()


def _attach(con: DuckDBPyConnection, file: Path, options: str, *, named: Path) -> None:
    quoted = str(file).replace("'", "''")
    try:
        con.execute(f"ATTACH '{quoted}' AS {ALIAS} {options}")
    except duckdb.Error as error:
        raise in_words(error, named) or WarehouseError(
            f"{named}: not a warehouse of Offcut: DuckDB cannot open it. Pass another "
            "--warehouse, or load into a path that does not exist yet."
        ) from error


# --- writing ----------------------------------------------------------------------------------


@contextmanager
def writing(
    path: Path, *, memory_limit: str | None = None, wait_s: float = 600, n_bytes: int = 0
) -> Iterator[DuckDBPyConnection]:
    """A connection to a private copy of the warehouse, published whole when the block succeeds.

    The copy is attached as `warehouse` and in use; the connection's own in-memory database
    (`memory.main`) is for staging and spills to a scratch folder beside the warehouse. Raising
    inside the block leaves the published file as it was. `n_bytes`: of the logs, where it is known.
    """
    if is_manifest(path):
        raise not_written(path)
    target = place_of(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{target}.lock", timeout=wait_s)
    try:
        lock.acquire()
    except TimeoutError as error:
        raise WarehouseError(
            f"{path}: another load has been running for {wait_s:.0f} s. Wait, then try again."
        ) from error
    with lock:
        remove_left_behind(target)
        _begun[target] = _generation_of(target)
        with scratch_beside(target) as folder:
            copy = folder / target.name
            copy_privately(target, copy)
            rows = rows_per_group(copy, n_bytes)
            con = _connect(folder, memory_limit)
            try:
                _attach(con, copy, _options(copy, rows), named=path)
                migrate(con, path)
                yield con
                con.execute(f"CHECKPOINT {ALIAS}")
                con.execute("USE memory")
                copy = without_old_bytes(con, copy, _options(copy.parent / FRESH, rows))
                con.execute(f"DETACH {ALIAS}")
            finally:
                con.close()
            publish(copy, target)
        del _begun[target]


@contextmanager
def apart(path: Path, *, memory_limit: str | None = None) -> Iterator[DuckDBPyConnection]:
    """A connection to a new warehouse that nobody else sees, attached and in use like any other.

    What does not fit into memory is put beside it.
    """
    con = _connect(path.parent, memory_limit)
    try:
        _attach(con, path, _options(path), named=path)
        migrate(con, path)
        yield con
    finally:
        con.close()


_begun: dict[Path, Generation | None] = {}
"""The warehouses this process began to write, and what they were then."""


def how_writing_ended() -> str:
    """What became of a warehouse that was being written when somebody stopped it; '' for none."""
    if not _begun:
        return ""
    if all(_generation_of(path) == before for path, before in _begun.items()):
        return "Nothing was changed: run the same again to load it."
    return "All of it had been loaded already: run the same again for its account."


def place_of(path: Path) -> Path:
    """Where a warehouse really lies: a link to it stays one.

    Raises WarehouseError where something else lies there.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise WarehouseError(f"{path}: a link that leads in a circle. Pass another --warehouse.")
    if target.exists():
        _check_is_file(path, target.stat())
    return target


def _check_is_file(path: Path, stat: os.stat_result) -> None:
    if not S_ISREG(stat.st_mode):
        what = "a folder" if path.is_dir() else "a device or a pipe"
        raise WarehouseError(f"{path}: {what}, and a warehouse is a file. Pass --warehouse FILE.")


def _options(copy: Path, rows_per_group: int = ROWS_PER_GROUP) -> str:
    """Nothing is logged for recovery: a copy is published whole, or lost."""
    created = "" if copy.exists() else f", STORAGE_VERSION '{STORAGE_VERSION}'"
    return f"(ROW_GROUP_SIZE {rows_per_group}, RECOVERY_MODE 'no_wal_writes'{created})"


def clear_up(path: Path) -> None:
    """Remove the private copies of killed loads, unless a load is running: it clears up itself.

    `writing` does it too; this is for a load that finds nothing to write, after one that was
    killed between publishing and tidying.
    """
    target = place_of(path)
    if left_behind(target):
        with suppress(OSError), FileLock(f"{target}.lock", timeout=0):
            remove_left_behind(target)


def is_being_written(path: Path) -> bool:
    """Whether a load is running, here or in another process."""
    lock = Path(f"{place_of(path)}.lock")
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0, is_singleton=False):
            return False
    except Timeout:
        return True


# --- reading ----------------------------------------------------------------------------------


def generation(path: Path) -> Generation:
    """What changes whenever a load publishes.

    Raises WarehouseError when there is no warehouse yet.
    """
    if is_manifest(path):
        fetch(path)
    try:
        stat = path.stat()
    except FileNotFoundError as error:
        if is_manifest(path):
            published(lake_of(path))
        raise WarehouseError(
            f"{path}: no warehouse there yet. Load logs with `offcut ingest PATH…`, or try "
            "`offcut demo`."
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"{path}: this warehouse cannot be read: {error.strerror}. Pass another --warehouse."
        ) from error
    _check_is_file(path, stat)
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _generation_of(path: Path) -> Generation | None:
    """The same, or None where there is nothing yet."""
    return generation(path) if path.exists() else None


@dataclass
class Reader:
    """The published warehouse, attached read-only and re-attached when a load replaces it.

    Of a lake it is its manifest, and what that names.

    Safe to share between threads: every question gets its own cursor. `memory.main` is the
    reader's own, for relations resolved as of another moment; it is empty after a re-attach.
    """

    path: Path
    memory_limit: str | None = None
    _con: DuckDBPyConnection | None = None
    _generation: Generation | None = None
    _lock: RLock = field(default_factory=RLock)
    _scratch: TemporaryDirectory[str] | None = None

    def cursor(self) -> DuckDBPyConnection:
        """A cursor on the newest published file, with `warehouse` in use."""
        with self._lock:
            now = generation(self.path)
            if self._con is None or now != self._generation:
                self._reattach(now)
            assert self._con is not None
            cursor = self._con.cursor()
            cursor.execute(f"USE {ALIAS}")
            return cursor

    @property
    def generation(self) -> Generation:
        """Identity of the published file now; changes with every load."""
        return generation(self.path)

    def _reattach(self, now: Generation) -> None:
        scratch = self._scratch or TemporaryDirectory(prefix="offcut-")
        con = _connect(Path(scratch.name), self.memory_limit)
        try:
            if is_manifest(self.path):
                attach_lake(con, self.path)
            else:
                _attach(con, self.path.absolute(), "(READ_ONLY)", named=self.path)
                check_version(con, self.path)
        except WarehouseError:
            con.close()
            if self._scratch is None:
                scratch.cleanup()
            raise
        self._con, self._generation, self._scratch = con, now, scratch

    def close(self) -> None:
        """Let go of the file and the scratch folder."""
        with self._lock:
            if self._con is not None:
                self._con.close()
            self._con = self._generation = None
            if self._scratch is not None:
                self._scratch.cleanup()
                self._scratch = None

    def __enter__(self) -> Self:
        """Use as a context manager to close it at the end."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close."""
        self.close()
