"""Where an image or video file keeps its XMP packet: PNG, JPEG, WebP, TIFF, MP4 and MOV.

Only the containers' own tables are walked: no pixel is decoded and nothing else is read. The places
are those of Adobe's XMP Specification Part 3 (Storage in Files). A packet longer than PACKET_BYTES,
and JPEG's extended packets (which hold history and thumbnails), are left alone.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKET_BYTES = 8 * 2**20
"""Sidecars with a long editing history reach some megabytes."""
MAX_PARTS = 100_000
"""How many chunks, segments or boxes are looked at: a file of empty ones must end."""
JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
PNG_KEYWORD = b"XML:com.adobe.xmp"
MP4_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
TIFF_TAG = 700


def embedded_packet(stream: BinaryIO) -> bytes | None:
    """The XMP packet of an image or video, or None. Damaged files have none."""
    head = stream.read(16)
    stream.seek(0)
    for starts, at, reader in (
        (b"\x89PNG\r\n\x1a\n", 0, _png),
        (b"\xff\xd8\xff", 0, _jpeg),
        (b"WEBP", 8, _webp),
        (b"II*\0", 0, _tiff),
        (b"MM\0*", 0, _tiff),
        (b"ftyp", 4, _mp4),
    ):
        if head[at : at + len(starts)] == starts:
            try:
                return reader(stream)
            except (struct.error, zlib.error, EOFError, OSError, OverflowError, ValueError):
                return None
    return None


def _exactly(stream: BinaryIO, length: int) -> bytes:
    if not 0 <= length <= PACKET_BYTES:
        raise EOFError
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _png(stream: BinaryIO) -> bytes | None:
    stream.seek(8)
    for _ in range(MAX_PARTS):
        length, kind = struct.unpack(">I4s", _exactly(stream, 8))
        if kind == b"iTXt" and length <= PACKET_BYTES:
            packet = _itxt(_exactly(stream, length))
            if packet is not None:
                return packet
            length = 0
        if kind == b"IEND":
            return None
        stream.seek(length + 4, 1)  # the rest of the chunk and its checksum
    return None


def _itxt(chunk: bytes) -> bytes | None:
    """Keyword, flag, method, language and translated keyword, then the text, maybe compressed."""
    keyword, _, rest = chunk.partition(b"\0")
    if keyword != PNG_KEYWORD or len(rest) < 2:
        return None
    text = rest[2:].split(b"\0", 2)[-1]
    if not rest[0]:
        return text
    unpacked = zlib.decompressobj()
    packet = unpacked.decompress(text, PACKET_BYTES)
    return packet if unpacked.eof else None


def _jpeg(stream: BinaryIO) -> bytes | None:
    stream.seek(2)
    for _ in range(MAX_PARTS):
        mark, kind, length = struct.unpack(">BBH", _exactly(stream, 4))
        if mark != 0xFF or kind == 0xDA:  # the picture itself follows
            return None
        segment = _exactly(stream, length - 2)
        if kind == 0xE1 and segment.startswith(JPEG_NAME):
            return segment[len(JPEG_NAME) :]
    return None


def _webp(stream: BinaryIO) -> bytes | None:
    stream.seek(12)
    for _ in range(MAX_PARTS):
        kind, length = struct.unpack("<4sI", _exactly(stream, 8))
        if kind == b"XMP ":
            return _exactly(stream, length)
        stream.seek(length + length % 2, 1)
    return None


def _tiff(stream: BinaryIO) -> bytes | None:
    order = "<" if _exactly(stream, 4)[:1] == b"I" else ">"
    stream.seek(*struct.unpack(order + "I", _exactly(stream, 4)))
    (count,) = struct.unpack(order + "H", _exactly(stream, 2))
    for tag, _, length, offset in struct.iter_unpack(order + "HHII", _exactly(stream, 12 * count)):
        if tag == TIFF_TAG:
            stream.seek(offset)
            return _exactly(stream, length)
    return None


def _mp4(stream: BinaryIO) -> bytes | None:
    for kind, length in boxes(stream):
        if kind == b"uuid" and length >= 16 and _exactly(stream, 16) == MP4_UUID:
            return _exactly(stream, length - 16)
    return None


def boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """(type, length of the content) of each top-level box of an MP4, the stream at its content.

    Raises EOFError or struct.error at the end of the file.
    """
    at = 0
    for _ in range(MAX_PARTS):
        stream.seek(at)
        length, kind = struct.unpack(">I4s", _exactly(stream, 8))
        header = 8
        if length == 1:
            (length,) = struct.unpack(">Q", _exactly(stream, 8))
            header = 16
        if length < header:  # 0: to the end of the file
            return
        yield kind, length - header
        at += length
