"""What a file is, by its first bytes; its name speaks only where these say nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from data.warehouse.media_records import MediaKind

HEAD_BYTES = 512


@dataclass(frozen=True)
class FileKind:
    """One format: its codec or container, how it is called, and what reads it."""

    name: str
    kind: MediaKind
    title: str
    mime: str | None = None
    """As content credentials know it."""
    demuxer: str | None = None
    """As FFmpeg knows it."""
    unread: str | None = None
    """Why it is not read, and what to do; None where it is."""


_RAW = "is not read: export it as JPEG, PNG or TIFF, and scan that"
PNG = FileKind("png", "image", "a PNG picture", "image/png")
JPEG = FileKind("jpeg", "image", "a JPEG picture", "image/jpeg")
GIF = FileKind("gif", "image", "a GIF picture", "image/gif")
WEBP = FileKind("webp", "image", "a WebP picture", "image/webp")
TIFF = FileKind("tiff", "image", "a TIFF picture", "image/tiff")
BMP = FileKind("bmp", "image", "a BMP picture")
JPEG2000 = FileKind("jpeg2000", "image", "a JPEG 2000 picture")
AVIF = FileKind("avif", "image", "an AVIF picture", "image/avif")
HEIC = FileKind("heic", "image", "a HEIC picture", "image/heic")
PSD = FileKind("psd", "image", "a Photoshop file")
JXL = FileKind("jxl", "image", "a JPEG XL picture", unread=_RAW)
EXR = FileKind("exr", "image", "an OpenEXR picture", unread=_RAW)
DPX = FileKind("dpx", "image", "a DPX frame", unread=_RAW)
RAW = FileKind("raw", "image", "a camera's raw file", unread=_RAW)
SVG = FileKind(
    "svg", "image", "an SVG drawing", unread="is not read: it is a program that draws. "
    "Export it as PNG, and scan that",
)  # fmt: skip
PDF = FileKind("pdf", "document", "a PDF document", "application/pdf")
MP4 = FileKind("mp4", "video", "an MP4 or MOV clip", "video/mp4", "mov")
M4A = FileKind("m4a", "audio", "an M4A sound file", "audio/mp4", "mov")
MATROSKA = FileKind("matroska", "video", "a WebM or Matroska clip", None, "matroska")
AVI = FileKind("avi", "video", "an AVI clip", "video/avi", "avi")
MXF = FileKind("mxf", "video", "an MXF clip", None, "mxf")
FLV = FileKind("flv", "video", "a Flash clip", None, "flv")
MPEG_TS = FileKind("mpegts", "video", "an MPEG transport stream", None, "mpegts")
MPEG_PS = FileKind("mpeg", "video", "an MPEG clip", None, "mpeg")
ASF = FileKind("asf", "video", "a Windows Media clip", None, "asf")
OGG = FileKind("ogg", "audio", "an Ogg file", None, "ogg")
WAV = FileKind("wav", "audio", "a WAV sound file", "audio/wav", "wav")
AIFF = FileKind("aiff", "audio", "an AIFF sound file", None, "aiff")
MP3 = FileKind("mp3", "audio", "an MP3 sound file", "audio/mpeg", "mp3")
AAC = FileKind("aac", "audio", "an AAC sound file", None, "aac")
FLAC = FileKind("flac", "audio", "a FLAC sound file", None, "flac")
CAF = FileKind("caf", "audio", "a CAF sound file", None, "caf")

_STARTS: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"GIF87a", GIF),
    (0, b"GIF89a", GIF),
    (8, b"WEBP", WEBP),
    (8, b"CR\x02\x00", RAW),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),
    (0, b"MM\0+", TIFF),
    (0, b"8BPS", PSD),
    (0, b"%PDF-", PDF),
    (0, b"\0\0\0\x0cjP  ", JPEG2000),
    (0, b"\xff\x4f\xff\x51", JPEG2000),
    (0, b"\0\0\0\x0cJXL ", JXL),
    (0, b"\xff\x0a", JXL),
    (0, b"\x76\x2f\x31\x01", EXR),
    (0, b"SDPX", DPX),
    (0, b"XPDS", DPX),
    (0, b"FUJIFILMCCD-RAW", RAW),
    (0, b"IIRO", RAW),
    (0, b"IIU\0", RAW),
    (0, b"\x1aE\xdf\xa3", MATROSKA),
    (8, b"AVI ", AVI),
    (8, b"WAVE", WAV),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02", MXF),
    (0, b"FLV\x01", FLV),
    (0, b"\0\0\x01\xba", MPEG_PS),
    (0, b"\0\0\x01\xb3", MPEG_PS),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ASF),
    (0, b"OggS", OGG),
    (8, b"AIFF", AIFF),
    (8, b"AIFC", AIFF),
    (0, b"ID3", MP3),
    (0, b"\xff\xfb", MP3),
    (0, b"\xff\xf3", MP3),
    (0, b"\xff\xfa", MP3),
    (0, b"\xff\xf1", AAC),
    (0, b"\xff\xf9", AAC),
    (0, b"fLaC", FLAC),
    (0, b"caff", CAF),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1"), HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    b"crx ": RAW,
}
_MOV_BOXES = {b"moov", b"mdat", b"wide", b"pnot"}
_BY_SUFFIX = {
    ".png": PNG, ".apng": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".jfif": JPEG, ".gif": GIF,
    ".webp": WEBP, ".tif": TIFF, ".tiff": TIFF, ".bmp": BMP, ".avif": AVIF, ".heic": HEIC,
    ".heif": HEIC, ".psd": PSD, ".psb": PSD, ".jxl": JXL, ".exr": EXR, ".dpx": DPX, ".svg": SVG,
    ".jp2": JPEG2000, ".tga": FileKind("tga", "image", "a Targa picture", unread=_RAW),
    ".dng": RAW, ".cr2": RAW, ".cr3": RAW, ".nef": RAW, ".arw": RAW, ".raf": RAW, ".orf": RAW,
    ".rw2": RAW, ".pdf": PDF, ".mp4": MP4, ".m4v": MP4, ".mov": MP4, ".webm": MATROSKA,
    ".mkv": MATROSKA, ".avi": AVI, ".mxf": MXF, ".flv": FLV, ".mts": MPEG_TS, ".m2ts": MPEG_TS,
    ".mpg": MPEG_PS, ".mpeg": MPEG_PS, ".wmv": ASF, ".ogg": OGG, ".ogv": OGG, ".wav": WAV,
    ".aif": AIFF, ".aiff": AIFF, ".mp3": MP3, ".aac": AAC, ".m4a": M4A, ".flac": FLAC, ".caf": CAF,
}  # fmt: skip
"""Endings that promise a medium. `.ts` is not among them: it is TypeScript far more often."""


def kind_of(path: Path) -> MediaKind | None:
    """Whether this is media, at the price of its first bytes; None where it is something else.

    By its name too where the content says nothing: a broken picture is to be told, not passed over.
    """
    try:
        found = by_content(head_of(path)) or by_name(path)
    except OSError:
        found = by_name(path)
    return found.kind if found else None


def head_of(path: Path) -> bytes:
    """The first bytes. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def by_name(path: Path) -> FileKind | None:
    """What the ending of the name promises."""
    return _BY_SUFFIX.get(path.suffix.lower())


def by_content(head: bytes) -> FileKind | None:
    """What the first bytes say."""
    if head[4:8] == b"ftyp":
        return _branded(head)
    if head[4:8] in _MOV_BOXES:
        return MP4
    for at, start, found in _STARTS:
        if head[at : at + len(start)] == start and (at < 8 or _is_riff(head, found)):
            return found
    if _is_bitmap(head):
        return BMP
    if head[:1] == b"G" and head[188:189] == b"G" and head[376:377] == b"G":
        return MPEG_TS
    return SVG if _is_svg(head) else None


def _is_riff(head: bytes, found: FileKind) -> bool:
    starts = {"aiff": (b"FORM",), "raw": (b"II*\0",)}
    return head[:4] in starts.get(found.name, (b"RIFF", b"RF64"))


def _is_bitmap(head: bytes) -> bool:
    """`BM` alone begins many a text; the four bytes after its length are always 0."""
    return head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26


def _is_svg(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!")) and b"<svg" in text)


def _branded(head: bytes) -> FileKind:
    """By the major brand; `mif1` is any still, which the compatible brands name."""
    major = head[8:12]
    if major == b"mif1" and b"avif" in head[16 : int.from_bytes(head[:4], "big")]:
        return AVIF
    return _BRANDS.get(major, MP4)


def shown_name(path: Path) -> str:
    """The file's name for a sentence, whatever bytes it is made of."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
