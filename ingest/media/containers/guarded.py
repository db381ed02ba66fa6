"""Bytes of strangers, read within bounds: XML without entities, gzip and zip without bombs."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

XML_BYTES = 256 * 2**20
"""Of one document, unpacked."""
MOST_ELEMENTS = 1_000_000
"""Kept at once; with attributes each takes about 400 bytes of memory."""
LARGEST_RATIO = 200
"""Projects pack 8 to 30 times; bombs a thousand."""
HARMLESS_BYTES = 32 * 2**20
"""Up to this size no ratio is suspicious."""
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError)
"""What the unpackers raise on bytes that are not what they say."""


class Bounded:
    """A stream of unpacked bytes that ends with a sentence where it grows too large."""

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, packed_bytes: int, most: int = XML_BYTES
    ) -> None:
        """`packed_bytes`: how many there are before unpacking; `most`: how many may come out."""
        self._stream, self._packed, self._most = stream, packed_bytes, most
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """As of any file. Raises RefusedFileError past the bounds, or where bytes are damaged."""
        try:
            block = self._stream.read(2**20 if size < 0 else size)
        except DAMAGED as error:
            raise RefusedFileError(f"damaged, it cannot be unpacked: {error}") from None
        self._read += len(block)
        if self._read > HARMLESS_BYTES and self._read > self._packed * LARGEST_RATIO:
            raise RefusedFileError(
                f"its {self._packed:,} bytes unpack to more than {self._read:,}, as no project "
                "does: it is not read."
            )
        if self._read > self._most:
            raise RefusedFileError(
                f"more than {self._most // 2**20:,} MB once unpacked: too large to read. Export "
                "the part that was delivered by itself; then scan again."
            )
        return block

    def all(self) -> bytes:
        """Everything that is left."""
        return b"".join(iter(self.read, b""))


@contextmanager
def plain(path: Path, most: int = XML_BYTES) -> Iterator[Bounded]:
    """A file as it is; what is packed with gzip comes unpacked."""
    size = path.stat().st_size
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not is_packed:
            yield Bounded(file, size, most)
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield Bounded(unpacked, size, most)


@contextmanager
def member(archive: zipfile.ZipFile, name: str, most: int = XML_BYTES) -> Iterator[Bounded]:
    """One file of a zip archive. Raises RefusedFileError where it cannot be opened."""
    try:
        packed = archive.getinfo(name).compress_size
        stream = archive.open(name)
    except (KeyError, RuntimeError, ValueError, *DAMAGED) as error:
        raise RefusedFileError(f"damaged: {name} in it cannot be opened: {error}") from None
    with stream:
        yield Bounded(stream, packed, most)


@contextmanager
def archive_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip archive. Raises RefusedFileError where it is none."""
    try:
        archive = zipfile.ZipFile(path)
    except (*DAMAGED, ValueError, OSError) as error:
        raise RefusedFileError(f"damaged, not a whole zip archive: {error}") from None
    with archive:
        yield archive


def elements(stream: Bounded) -> Iterator[tuple[str, Element]]:
    """Each element at its `start` and `end`. Raises RefusedFileError for entities and bad XML."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        yield from iterparse(stream, events=("start", "end"))
    except DefusedXmlException:
        raise RefusedFileError(
            "it defines entities in its XML, as no editor does: not read"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedFileError(f"damaged, its XML cannot be read: {error}") from None


def document(stream: Bounded, *, without: frozenset[str] = frozenset()) -> Element:
    """The root of an XML document; elements named in `without` are emptied as they come."""
    root: Element | None = None
    kept = 0
    for event, element in elements(stream):
        if event == "start":
            root = element if root is None else root
            kept += 1
            if kept > MOST_ELEMENTS:
                raise RefusedFileError(f"more than {MOST_ELEMENTS:,} elements: too large to read.")
        elif element.tag in without:
            kept -= sum(1 for _ in element.iter()) - 1
            element.clear()
    if root is None:
        raise RefusedFileError("empty, there is no XML in it")
    return root
