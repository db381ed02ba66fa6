"""Ctrl-C and SIGTERM end a command with one sentence, at any moment of it.

What runs is left by an exception, so that it can tidy up. Where that is not heard in time, in the
middle of a long statement, the process ends without it. This module is imported before all others.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

GRACE_S = 3.0
BEYOND = 128
"""A shell tells by exit codes above it which signal ended a command."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
WAREHOUSE = "data.warehouse.file"


class Stopped(BaseException):
    """Somebody asked this process to end."""


at_the_end: list[Callable[[], object]] = []
"""What is noted too where a process is ended in the middle of what does not hear it."""
_received: list[int] = []
_said = threading.Lock()


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the signals end what runs inside. Nothing changes in a thread, which gets none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    reading, writing = map(_beyond_streams, os.pipe())
    os.set_blocking(writing, False)
    told_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reading,), daemon=True).start()
    try:
        yield
    except Stopped:
        sys.exit(stopped())
    finally:
        if not _received:
            signal.set_wakeup_fd(told_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(writing)  # which ends the watching


def _heed_no_more() -> None:
    """All is done and said: a signal while the interpreter goes is too late to stop anything."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


atexit.register(_heed_no_more)


def _beyond_streams(descriptor: int) -> int:
    """The same open file in no place of a standard stream, which may be closed."""
    if descriptor > 2:
        return descriptor
    moved = _beyond_streams(os.dup(descriptor))
    os.close(descriptor)
    return moved


def stopped() -> int | None:
    """The exit code where a signal came, and its sentence is said and all tidied up; else None."""
    if not _received:
        return None
    _tidy_up(_received[0])
    return BEYOND + _received[0]


def raise_if_stopped() -> None:
    """Raise Stopped where a signal came and what was interrupted made an error of its own of it.

    DuckDB does: inside a statement the exception becomes "RuntimeError: Query interrupted".
    """
    if _received:
        raise Stopped


def _stop(number: int, frame: FrameType | None) -> None:
    """Leave whatever runs; a second signal changes nothing."""
    del frame
    if not _received:
        _received.append(number)
        sys.unraisablehook = lambda _: None  # where nobody can hear it, nobody complains either
        raise Stopped


def _watch(reading: int) -> None:
    """End the process where it does not end by itself."""
    while told := os.read(reading, 1):
        if signal.getsignal(told[0]) is _stop:
            time.sleep(GRACE_S)
            _tidy_up(told[0])
            os._exit(BEYOND + told[0])
    os.close(reading)


def _tidy_up(number: int) -> None:
    if not _said.acquire(blocking=False):
        return
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{_sentence(number)}\n")
        sys.stderr.flush()
    for note in at_the_end:
        with suppress(OSError):
            note()
    if "data.warehouse.scratch" in sys.modules:
        from data.warehouse.scratch import remove_mine

        with suppress(OSError):
            remove_mine()


def _sentence(number: int) -> str:
    by = "by Ctrl-C" if number == signal.SIGINT else "from outside"
    if WAREHOUSE not in sys.modules:
        return f"Stopped {by}."
    from data.warehouse.file import how_writing_ended

    return f"Stopped {by}. {how_writing_ended()}".strip()
