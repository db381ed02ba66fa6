"""One door to all formats: is this a container, and what is used in it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import PIL.Image

    from data.warehouse.media_records import Container

    Fingerprint = Callable[[PIL.Image.Image], bytes | None]

HEAD_BYTES = 4096
OLE, AAF_KIND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x06\x0e\x2b\x34\x03\x02\x01\x01"
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
IDML_TYPE = b"mimetypeapplication/vnd.adobe.indesign-idml-package"
ROOTS = {
    b"<fcpxml": "fcpxml",
    b"<xmeml": "xmeml",
    b"<PremiereData": "prproj",
    b"<AfterEffectsProject": "aepx",
}
"""The first element of a document tells its format, whatever its name."""
SUFFIXES = {
    ".aaf": "aaf",
    ".aep": "aep",
    ".aepx": "aepx",
    ".aet": "aep",
    ".edl": "edl",
    ".fcpxml": "fcpxml",
    ".fcpxmld": "fcpxml",
    ".idml": "idml",
    ".otio": "otio",
    ".otiod": "otio",
    ".otioz": "otio",
    ".prproj": "prproj",
    ".psb": "psd",
    ".psd": "psd",
}
FOLDERS = {".fcpxmld", ".otiod"}


class _Asked(NamedTuple):
    frame_rate: float | None
    fingerprint: Fingerprint | None


def is_container(path: Path) -> bool:
    """Whether `containers_in` would take it: by its first bytes, else by its suffix.

    Cheap, and no promise that it can be read. Folders count where they are one document.
    """
    try:
        return _format_of(path) is not None
    except OSError:
        return False


def containers_in(
    path: Path,
    *,
    frame_rate: float | None = None,
    fingerprint: Callable[[PIL.Image.Image], bytes | None] | None = None,
) -> tuple[Container, ...]:
    """The timelines, compositions, layouts or layers of a file, and what is used in each.

    `frame_rate`: of EDLs, which do not tell it. `fingerprint`: of pictures that only the container
    holds; without it they are known by name. Raises RefusedFileError with a sentence.
    """
    try:
        return _read(path, _Asked(frame_rate, fingerprint))
    except RefusedFileError as error:
        raise RefusedFileError(f"{path.name}: {error}") from None
    except (OSError, ValueError, ArithmeticError) as error:
        raise RefusedFileError(f"{path.name}: damaged or not readable: {error}") from None
    except RecursionError:
        raise RefusedFileError(f"{path.name}: nested too deep to read: it is refused") from None


def _read(path: Path, asked: _Asked) -> tuple[Container, ...]:
    match _format_of(path):
        case "fcpxml":
            from ingest.media.containers.fcpxml import read
        case "xmeml":
            from ingest.media.containers.xmeml import read
        case "otio":
            from ingest.media.containers.otio_files import read_otio as read
        case "aaf":
            from ingest.media.containers.otio_files import read_aaf as read
        case "edl":
            from ingest.media.containers.otio_files import read_edl

            return read_edl(path, asked.frame_rate)
        case "prproj":
            from ingest.media.containers.premiere import read
        case "aepx":
            from ingest.media.containers.aepx import read
        case "aep":
            from ingest.media.containers.after_effects import read
        case "idml":
            from ingest.media.containers.indesign import read
        case None:
            known = ", ".join(sorted(SUFFIXES))
            raise RefusedFileError(f"none of {known}, nor Final Cut Pro's .xml: nothing is read")
        case _:
            from ingest.media.containers.photoshop import read as read_layers

            return read_layers(path, asked.fingerprint)
    return read(path)


def _format_of(path: Path) -> str | None:
    suffix = path.suffix.lower()
    if path.is_dir():
        return SUFFIXES[suffix] if suffix in FOLDERS else None
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    return _by_content(head) or SUFFIXES.get(suffix)


def _by_content(head: bytes) -> str | None:
    if head.startswith(GZIP):
        head = _unpacked(head)
    if head.startswith(b"8BPS"):
        return "psd"
    if head[:4] in {b"RIFX", b"RIFF"} and head[8:12] == b"Egg!":
        return "aep"
    if head.startswith(OLE) and head[16:24] == AAF_KIND:
        return "aaf"
    if head.startswith(ZIP) and IDML_TYPE in head[:128]:
        return "idml"
    text = _letters(head)
    return next((name for root, name in ROOTS.items() if root in text), None)


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def _letters(head: bytes) -> bytes:
    """Of UTF-16 the letters alone, so that tags are found in it."""
    is_text = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head[2:].replace(b"\x00", b"")
    return head if is_text else b""
