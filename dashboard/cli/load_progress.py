"""Progress bars on standard error, by bytes or by files; silent where nobody looks."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from dashboard.cli.console import plain

if TYPE_CHECKING:
    from rich.progress import TaskID


Tell = Callable[[str, int, int], None]
SECONDS_APART = 0.2
"""Between two lines of progress."""


@contextmanager
def load_progress() -> Iterator[Tell]:
    """A callback that takes (file, bytes done, bytes in all) and draws one bar a file."""
    with _bars(DownloadColumn()) as tell:
        yield tell


@contextmanager
def progress_in_lines() -> Iterator[Tell]:
    """The same as lines of JSON on standard error, a few a second, for a program that listens."""
    said = 0.0

    def tell(what: str, done: int, in_all: int) -> None:
        nonlocal said
        if done >= in_all or monotonic() - said >= SECONDS_APART:
            said = monotonic()
            sys.stderr.write(json.dumps({"file": what, "done": done, "of": in_all}) + "\n")
            sys.stderr.flush()

    yield tell


@contextmanager
def count_progress() -> Iterator[Tell]:
    """A callback that takes (what, files done, files in all) and draws one bar for each."""
    with _bars(MofNCompleteColumn()) as tell:
        yield tell


@contextmanager
def _bars(amount: ProgressColumn) -> Iterator[Tell]:
    console = Console(stderr=True)
    columns = (_Name("{task.description}"), BarColumn(), amount, TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, in_all: int) -> None:
            if what not in tasks:
                for finished in tasks.values():
                    bar.update(finished, visible=False)
                tasks[what] = bar.add_task(plain(what), total=in_all)
            bar.update(tasks[what], completed=done, total=in_all)

        yield tell


class _Name(TextColumn):
    """A file's name as text: Rich reads square brackets as markup otherwise."""

    def render(self, task: object) -> Text:
        return Text(getattr(task, "description", ""))
