"""Files that cannot be read, told in sentences: what it seems to be, what is wrong, what to do."""

from __future__ import annotations

import struct
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from ingest.media.reading.file_kinds import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_PIXELS = 178_956_970
"""A larger picture is refused. Pillow refuses it too: an A0 print at 300 dpi has 139 million."""


def refused(path: Path, sentence: str) -> RefusedFileError:
    """The error to raise for a file, with its name in front."""
    return RefusedFileError(f"{shown_name(path)}: {sentence}")


def too_large(path: Path, title: str, width: int, height: int) -> RefusedFileError:
    """The error for a picture of more than MAX_PIXELS."""
    return refused(
        path,
        f"{title} of {width:,} by {height:,} pixels. At most {MAX_PIXELS:,} pixels are read; "
        "scan a smaller copy of it.",
    )


@contextmanager
def reading_errors_told(path: Path, title: str) -> Iterator[None]:
    """Whatever a decoder raises over bytes that it does not understand, as a sentence."""
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they speak to programmers, of bytes nobody can mend
            yield
    except DecompressionBombError:
        raise refused(
            path, f"{title} of more than {MAX_PIXELS:,} pixels; scan a smaller copy of it."
        ) from None
    except UnidentifiedImageError:
        raise refused(
            path, f"begins like {title}, but its header is damaged. Fetch or export it again."
        ) from None
    except MemoryError:
        raise refused(
            path, f"{title} that does not fit into memory; scan a smaller copy."
        ) from None
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, EOFError) as error:
        raise refused(path, _damaged(title, error)) from None
    except (
        AttributeError,
        ArithmeticError,
        RuntimeError,
        AssertionError,
        struct.error,
        zlib.error,
    ):
        raise refused(path, f"{title} that cannot be read. Fetch or export it again.") from None


def _damaged(title: str, error: Exception) -> str:
    said = str(error)
    if isinstance(error, PermissionError):
        return "may not be read: its permissions forbid it. Allow reading, and scan again."
    if "too large" in said.lower() or "MAX_TEXT" in said:
        return (
            f"{title} whose packed text or profile is too large when unpacked; it may be made to "
            "fill the memory. Export it again without metadata."
        )
    if "truncated" in said or "eof" in said.lower():
        return f"{title} that is cut off before its end. Fetch or export it again."
    return f"{title} that is damaged ({said[:120] or type(error).__name__}). Export it again."
