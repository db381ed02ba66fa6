"""Around a publication: what goes wrong is told, and a load may have nothing to publish."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from data.errors import WarehouseError
from data.warehouse.trouble import out_of_memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class NothingToPublish(Exception):
    """Leaves the private copy without publishing it."""


@contextmanager
def explained(warehouse: Path) -> Iterator[None]:
    """What goes wrong beyond single files, in a sentence: the published warehouse is as it was."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        why = out_of_memory(error) if isinstance(error, duckdb.OutOfMemoryException) else error
        raise WarehouseError(
            f"{warehouse}: the load failed and nothing was changed: {why}"
        ) from error


@contextmanager
def unless_nothing() -> Iterator[None]:
    """Around `writing`: lets its block end without publishing, by NothingToPublish."""
    with suppress(NothingToPublish):
        yield
