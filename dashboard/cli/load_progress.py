"""The progress bar of a load, by bytes, on standard error; silent where nobody looks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from dashboard.cli.console import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID


@contextmanager
def load_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A callback that takes (file, bytes done, bytes in all) and draws one bar a file."""
    console = Console(stderr=True)
    columns = (_Name("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(file: str, done: int, in_all: int) -> None:
            if file not in tasks:
                for finished in tasks.values():
                    bar.update(finished, visible=False)
                tasks[file] = bar.add_task(plain(file), total=in_all)
            bar.update(tasks[file], completed=done, total=in_all)

        yield tell


class _Name(TextColumn):
    """A file's name as text: Rich reads square brackets as markup otherwise."""

    def render(self, task: object) -> Text:
        return Text(getattr(task, "description", ""))
