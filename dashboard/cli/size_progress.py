"""The progress bar of a sizing, by plans and questions, on standard error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.cli.console import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def size_progress() -> Iterator[Callable[[int, int, str], None]]:
    """A callback that takes (parts done, parts in all, what is next); silent where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Futures", total=None)

        def tell(done: int, in_all: int, what: str) -> None:
            bar.update(task, description=escape(plain(what)), completed=done, total=in_all)

        yield tell
