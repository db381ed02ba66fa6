"""The price books that published reviews stood on, each kept once, by its hash.

A book is its files, so that a later one can be told apart from it by asking under both.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from data.errors import SettingsError
from data.pricing.book import PriceBook
from data.review.kept import write_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.asking.figures import Figures

PLACE = "prices"
PARTS = ("prices/*.toml", "policies/*.toml", "models.toml", "rates.toml")
"""What belongs to a folder of a book."""


def _path(folder: Path, book_hash: str) -> Path:
    return folder / PLACE / f"{book_hash[:16]}.zip"


def keep_book(folder: Path, figures: Figures) -> None:
    """Keep the files of the book in force, inside `writing_in(folder)`, where they are not yet."""
    path = _path(folder, figures.book.hash)
    if path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, file in _files(figures.price_folders):
            archive.writestr(ZipInfo(name), file.read_bytes(), ZIP_DEFLATED)
    write_once(path, content.getvalue())


def _files(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Each file by its name in the archive: the number of its folder, then its path there."""
    for number, folder in enumerate(folders):
        found = sorted(file for part in PARTS for file in folder.glob(part))
        yield from ((f"{number}/{file.relative_to(folder).as_posix()}", file) for file in found)


def kept_book(folder: Path, book_hash: str) -> PriceBook | None:
    """The book of that hash; None where it was not kept, or reads otherwise today."""
    path = _path(folder, book_hash)
    try:
        with TemporaryDirectory(prefix="offcut-") as place, ZipFile(path) as archive:
            archive.extractall(place)
            book = PriceBook.load(sorted(Path(place).iterdir()))
    except (OSError, BadZipFile, SettingsError):
        return None
    return book if book.hash == book_hash else None
