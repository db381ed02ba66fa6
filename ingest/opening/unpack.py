"""What a file is by its first bytes: compressed logs are unpacked, what is no log is refused."""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from data.errors import RefusedFileError, UnclaimedFileError
from ingest.formats.letters import in_utf8, utf16_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    Unpacked = tuple[bytes, int]
    """Plain bytes, and how many packed ones were read by then."""

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
REFUSED_KINDS = {
    b"BZh9": "compressed with bzip2; unpack it first, or compress it with gzip or zstd",
    b"\xfd7zXZ\x00": "compressed with xz; unpack it first, or compress it with gzip or zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it and pass the files inside",
    b"Rar!": "a RAR archive; unpack it and pass the files inside",
    b"PK\x05\x06": "an empty zip archive; pass the files themselves",
    b"%PDF": "a PDF; export the log as CSV, JSON or Parquet",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file, or one with a password; save it as .xlsx, CSV",
    b"\x7fELF": "a program; pass a log file",
}
NEVER_LOGS = {b"%PDF", b"\x7fELF"}
"""No log in another wrapping: in a folder they are only beside the logs."""
WORKBOOK_PART = "xl/workbook.xml"
BLOCK_BYTES = 4 * 2**20
ZSTD_BLOCK_BYTES = 2**10
"""So little may already unpack to 30 MB, and it comes in one piece."""
LARGEST_WINDOW = 2**27
HEAD_BYTES = 2**15
"""Of a gzip file, looked at before it is unpacked; they hold at most 33 MB."""
GZIP_WINDOW = 31
"""What zlib calls a gzip file."""
SPARE_BYTES = 256 * 2**20
"""Disk that stays free."""
HARMLESS_BYTES = 64 * 2**20
"""Up to this size no ratio is suspicious."""
LARGEST_RATIO = 200
"""Logs pack 5 to 50 times; bombs 229 times where they were packed in haste, else a thousand."""


def unpacked(path: Path, name: str, scratch: Path) -> Path:
    """The path of the plain bytes: itself, or what a gzip or zstd file holds, written to `scratch`.

    Raises RefusedFileError where it is damaged, or would fill the disk.
    """
    magic = _head(path)
    if magic.startswith(GZIP):
        _check_gzip_head(path, name)
        return _expanded(_gunzipped(path, name), name, scratch)
    if magic.startswith(ZSTD):
        return _expanded(_unzstd(path, name), name, scratch)
    return path


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(8)


def _check_gzip_head(path: Path, name: str) -> None:
    """Refuse a bomb by how far its first bytes go, before anything of it is written."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    try:
        plain = len(zlib.decompressobj(wbits=GZIP_WINDOW).decompress(head))
    except zlib.error:
        return  # found out, and told, where it is unpacked
    in_all = path.stat().st_size * plain // len(head)
    if in_all > HARMLESS_BYTES and plain > len(head) * LARGEST_RATIO:
        raise RefusedFileError(_no_log(name, len(head), plain))


def _gunzipped(path: Path, name: str) -> Iterator[Unpacked]:
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
            while block := stream.read(BLOCK_BYTES):
                yield block, packed.tell()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RefusedFileError(f"{name}: a damaged gzip file: {error}. Fetch it again.") from error


def _unzstd(path: Path, name: str) -> Iterator[Unpacked]:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
    frame = unpacker.decompressobj()
    try:
        with path.open("rb") as packed:
            while block := packed.read(ZSTD_BLOCK_BYTES):
                while block:
                    yield frame.decompress(block), packed.tell()
                    block = frame.unused_data
                    if frame.eof:
                        frame = unpacker.decompressobj()
                        is_begun = bool(block)
                    else:
                        is_begun = True
    except zstandard.ZstdError as error:
        raise RefusedFileError(f"{name}: a damaged zstd file: {error}. Fetch it again.") from error
    if is_begun:
        raise RefusedFileError(f"{name}: a damaged zstd file: cut off. Fetch it again.")


def _expanded(blocks: Iterator[Unpacked], name: str, scratch: Path) -> Path:
    plain = 0
    handle, target = mkstemp(prefix="unpacked-", dir=scratch)
    with os.fdopen(handle, "wb") as copy:
        for block, packed in blocks:
            plain += len(block)
            _check_size(name, packed, plain, scratch)
            copy.write(block)
    return Path(target)


def _check_size(name: str, packed: int, plain: int, scratch: Path) -> None:
    if plain > HARMLESS_BYTES and plain > packed * LARGEST_RATIO:
        raise RefusedFileError(_no_log(name, packed, plain))
    free = shutil.disk_usage(scratch).free
    if free < SPARE_BYTES:
        raise RefusedFileError(
            f"{name}: unpacking stopped after {plain:,} bytes, {free:,} bytes of disk are left. "
            "Make room and load again."
        )


def _no_log(name: str, packed: int, plain: int) -> str:
    return (
        f"{name}: its first {packed:,} bytes unpack to {plain:,}, as no log does. If it is one "
        "after all, unpack it and pass the plain file."
    )


def as_utf8(path: Path, name: str, scratch: Path) -> tuple[Path, str | None]:
    """The path of the text in UTF-8, and what was assumed: UTF-16 is written anew in `scratch`.

    Raises RefusedFileError where it breaks off.
    """
    encoding = utf16_of(_head(path))
    if encoding is None:
        return path, None
    handle, target = mkstemp(prefix="utf8-", dir=scratch)
    os.close(handle)
    try:
        in_utf8(path, Path(target), encoding)
    except UnicodeError:
        raise RefusedFileError(
            f"{name}: this begins like UTF-16 text and is none. Save it as UTF-8."
        ) from None
    if path.is_relative_to(scratch):
        path.unlink()
    return Path(target), f"{name}: written in UTF-16, and read so."


def check_kind(path: Path, name: str) -> None:
    """Raise RefusedFileError for what is no log by its first bytes, whatever it is called."""
    head = _head(path)
    if not head:
        raise RefusedFileError(f"{name}: this file is empty. Export it again, or leave it out.")
    for magic, what in REFUSED_KINDS.items():
        if head.startswith(magic):
            refused = UnclaimedFileError if magic in NEVER_LOGS else RefusedFileError
            raise refused(f"{name}: this is {what}.")
    if head.startswith(ZIP) and not _is_workbook(path):
        raise RefusedFileError(
            f"{name}: this is a zip archive. Unpack it and pass the files inside."
        )


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
