"""How a command ends: exit code 0, 1 or 2, and a sentence for whatever went wrong.

Ctrl-C and SIGTERM, which end it with 130 and 143, are heard in `stopping`.

No traceback reaches a person. Where Offcut itself is at fault, OFFCUT_TRACEBACK=1 shows one.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, TextIO

from typer._click.exceptions import UsageError

from dashboard.cli.console import message, plain
from dashboard.cli.stopping import stopped
from dashboard.cli.usage import usage_sentence
from data.errors import OffcutError

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED, WRONG_USAGE = 1, 2
TRACEBACK = "OFFCUT_TRACEBACK"


def leave(command: Callable[[], object]) -> NoReturn:
    """Run the command line and leave with its exit code; no error reaches a person unsaid."""
    sys.exit(exit_code(command))


def exit_code(command: Callable[[], object]) -> int:
    """Run the command; its exit code, or that of what went wrong, which is said."""
    _open_streams()
    try:
        code = command()
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 (whatever it is, a person must be able to read it)
        ended = stopped()  # what was in the way of a signal says so in its own words
        return _code_of(error) if ended is None else ended
    return code if isinstance(code, int) else 0


def _code_of(error: Exception) -> int:
    if isinstance(error, UsageError):
        return _said(usage_sentence(error), WRONG_USAGE)
    if isinstance(error, OffcutError):
        return _said(str(error), REFUSED)
    if isinstance(error, OSError):
        return _of_the_system(error)
    if isinstance(error, RecursionError):
        return _said("A file is nested too deeply: no log, map, plan or price is.", REFUSED)
    return _of_ours(error)


def _said(text: str, code: int) -> int:
    with suppress(OSError):
        message("\n".join(plain(line) for line in text.split("\n")))
    return code


def _of_the_system(error: OSError) -> int:
    """A file that the system will not let us have, or standard output that takes nothing more."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return _said(f"{error.filename}: {reason}.", REFUSED)
    waits = not _flushes(sys.stdout)
    _let_go(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return REFUSED  # whoever read has left, and knows
    if error.errno == errno.EBADF:
        return _said("Standard output is closed: open it, or send it to a file.", REFUSED)
    what = "Standard output" if waits else "Standard output, or a file,"
    return _said(f"{what} cannot be written to: {reason}. Make room, or send it away.", REFUSED)


def _of_ours(error: Exception) -> int:
    if os.environ.get(TRACEBACK):
        sys.excepthook(type(error), error, error.__traceback__)
    first_line = str(error).partition("\n")[0]
    return _said(
        f"Something nobody thought of: {type(error).__name__}: {first_line}. Please report it, "
        f"with what the same command prints after {TRACEBACK}=1 in front of it.",
        REFUSED,
    )


# --- standard streams -------------------------------------------------------------------------


def _open_streams() -> None:
    """Stand in for a closed stream, and write what an encoding lacks by its number.

    A closed descriptor would be given to the next file that is opened, the warehouse for one.
    """
    if sys.stdout is None:
        sys.stdout = _standing_in(1, os.O_RDONLY)  # so that writing there is an error
    if sys.stderr is None:
        sys.stderr = _standing_in(2, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _standing_in(descriptor: int, mode: int) -> TextIO:
    opened = os.open(os.devnull, mode)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
    return os.fdopen(descriptor, "w", encoding="utf-8", closefd=False)


def _flushes(stream: TextIO) -> bool:
    """Whether it takes what waits to be written."""
    try:
        stream.flush()
    except OSError:
        return False
    return True


def _let_go(stream: TextIO) -> None:
    """Let what waits to be written vanish: the interpreter would try again, and complain."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), stream.fileno())
