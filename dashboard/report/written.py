"""A review written to a file in the form that its name asks for: whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from data.errors import QuestionError, UnwrittenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.review.parts import Review

SUFFIXES = (".html", ".md", ".pdf", ".png", ".xlsx", ".json")
NEEDS = {
    ".html": ("vl_convert",),
    ".pdf": ("typst", "vl_convert"),
    ".png": ("typst", "vl_convert"),
    ".xlsx": ("xlsxwriter",),
}
"""The libraries of the extra `report` that draw each form; the others need none."""


def check_suffix(path: Path) -> None:
    """Raise QuestionError for a file in none of the forms, before anything is asked."""
    if path.suffix.lower() not in SUFFIXES:
        forms = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        raise QuestionError(
            f"{path}: {path.suffix or 'no ending'} is not a form of the review. Name a file that "
            f"ends in {forms}."
        )


def write(review: Review, path: Path) -> None:
    """Write the review; what was there before stays as it was until the new file is whole.

    Raises QuestionError for another suffix or a folder that there is not, UnwrittenError where
    the file cannot be written, SettingsError where what draws that form is not installed.
    """
    check_suffix(path)
    if not path.absolute().parent.is_dir():
        raise QuestionError(f"{path}: there is no folder {path.absolute().parent}. Make it first.")
    content = written(review, path.suffix.lower())
    try:
        replace_file(path, content)
    except OSError as error:
        raise UnwrittenError(
            f"{path}: the review cannot be written: {error.strerror or error}. Make room, or name "
            "another place; what was there before is as it was."
        ) from None


def written(review: Review, suffix: str) -> bytes:
    """The review as the content of a file; `suffix` is one of SUFFIXES.

    Raises SettingsError where what draws that form is not installed.
    """
    content = _form(suffix)(review)
    return content.encode("utf-8") if isinstance(content, str) else content


def is_drawn_here(suffix: str) -> bool:
    """Whether what draws that form is installed."""
    return all(find_spec(module) is not None for module in NEEDS.get(suffix, ()))


def replace_file(path: Path, content: bytes) -> None:
    """Put the content in the place of the file at once. Raises OSError; the file is as it was."""
    path = path.resolve()  # what a link points to is written, and the link stays
    with NamedTemporaryFile(dir=path.parent, prefix=".offcut-", delete=False) as beside:
        try:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
            beside.close()
            os.chmod(beside.name, _mode(path))  # noqa: PTH101
            os.replace(beside.name, path)  # noqa: PTH105
        except BaseException:
            beside.close()
            with suppress(OSError):
                Path(beside.name).unlink()
            raise


def _mode(path: Path) -> int:
    """The permissions of the file that is there, else what the system gives a new one."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _form(suffix: str) -> Callable[[Review], str | bytes]:
    match suffix:
        case ".html":
            from dashboard.report.page.html import review_html

            return review_html
        case ".md":
            from dashboard.report.markdown import review_markdown

            return review_markdown
        case ".pdf":
            from dashboard.report.paper.typeset import review_pdf

            return review_pdf
        case ".png":
            from dashboard.report.paper.typeset import review_png

            return review_png
        case ".xlsx":
            from dashboard.report.workbook import review_xlsx

            return review_xlsx
        case _:
            from dashboard.report.published import review_json

            return review_json
