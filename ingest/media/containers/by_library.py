"""Files that a library reads: what it raises on damaged bytes, as one sentence."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def read_as(what: str) -> Iterator[None]:
    """Raises RefusedFileError for whatever is raised inside."""
    try:
        with _silence():
            yield
    except RefusedFileError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers raise what the bytes lead them to
        raise RefusedFileError(_sentence(error, what)) from None


def _sentence(error: Exception, what: str) -> str:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    if type(error).__name__ == "UnsupportedSchemaError":
        return (
            f"{what} written by a newer OpenTimelineIO than the one installed here ({why}). "
            "Update it: pip install -U opentimelineio; then scan again."
        )
    return f"damaged: it cannot be read as {what}{f' ({why})' if ' ' in why else ''}"


@contextmanager
def _silence() -> Iterator[None]:
    """Warnings of parsers about odd bytes are not for the person who scans a folder."""
    root, nothing = logging.getLogger(), logging.NullHandler()
    before = root.manager.disable
    root.addHandler(nothing)
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
        root.removeHandler(nothing)
