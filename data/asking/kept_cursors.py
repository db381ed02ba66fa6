"""One cursor for all questions that a thread asks about the same moment in one go.

To point a cursor at its relations takes four statements, which for dozens of small questions is a
good part of the time they take. A cursor kept here answers one question after the other: what it
found must be fetched before the thread asks the next.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from duckdb import DuckDBPyConnection

    Cursors = dict[Hashable, DuckDBPyConnection]

_thread = local()


def keep_cursors() -> None:
    """Keep them from now on in this thread, which ends with its questions."""
    _thread.cursors = {}


@contextmanager
def cursors_kept() -> Iterator[None]:
    """Keep them inside, in a thread that goes on afterwards and must hold on to no old file."""
    before = _kept()
    if before is None:
        keep_cursors()
    try:
        yield
    finally:
        _thread.cursors = before


def cursor_kept(about: Hashable, point: Callable[[], DuckDBPyConnection]) -> DuckDBPyConnection:
    """The cursor of this thread about these relations, which `point` makes where it has none."""
    kept = _kept()
    if kept is None:
        return point()
    if about not in kept:
        kept[about] = point()
    return kept[about]


def _kept() -> Cursors | None:
    return getattr(_thread, "cursors", None)
