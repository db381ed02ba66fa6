"""Examining files in several processes; a file that kills its reader costs itself alone."""

from __future__ import annotations

import os
import sys
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from ingest.media.examine import Examined, examiner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from ingest.media.examine import Looking
    from ingest.media.folders import SeenFile

FEW = 4
"""So few files are read faster here than processes start."""
AHEAD = 8
"""Files handed to each process before its results are taken: bounds what waits in memory."""

ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""What numpy's libraries read when they are loaded: a process takes them from the one before it."""


def examined(files: Sequence[SeenFile], looking: Looking) -> Iterator[Examined]:
    """What was found of each file, in the order in which they are done."""
    if len(files) <= FEW:
        yield from map(examiner(looking), files)
        return
    left = dict.fromkeys(files)
    try:
        for each in _in_processes(files, looking, min(len(files), os.cpu_count() or 1)):
            del left[each.seen]
            yield each
    except BrokenProcessPool:
        for seen in left:
            yield _alone(seen, looking)


def _in_processes(
    files: Sequence[SeenFile], looking: Looking, n_processes: int
) -> Iterator[Examined]:
    look, waiting = examiner(looking), iter(tuple(files))
    context = get_context("spawn")
    with (
        _one_thread_each(),
        _without_a_script(),
        ProcessPoolExecutor(n_processes, mp_context=context) as pool,
    ):
        running: set[Future[Examined]] = set()
        try:
            while True:
                while len(running) < AHEAD * n_processes and (seen := next(waiting, None)):
                    running.add(pool.submit(look, seen))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Each core has a process of its own: threads within them would wait for one another.

    Comparing waves is many small products; by threads one picture takes seven times as long.
    """
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _without_a_script() -> Iterator[None]:
    """Processes that start would run the main script once more: they need nothing of it."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _alone(seen: SeenFile, looking: Looking) -> Examined:
    """One file in a process of its own."""
    try:
        return next(_in_processes([seen], looking, 1))
    except BrokenProcessPool:
        name = Path(seen.path).name
        return Examined(seen, problem=f"{name}: reading it stopped its reader. Export it again.")
