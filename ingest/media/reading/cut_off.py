"""Clips and sound whose own lengths reach beyond the file's end: a copy or a download broke off."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from ingest.sources.xmp.packets import boxes

if TYPE_CHECKING:
    from ingest.media.reading.file_kinds import FileKind

STREAMED = 0xFFFFFF00
"""RIFF lengths from here on are stand-ins of programs that did not know theirs."""
SEGMENT = b"\x18\x53\x80\x67"
HEADER_BYTES = 4096
"""Matroska's segment begins within so many bytes."""


def is_cut_off(stream: BinaryIO, found: FileKind) -> bool:
    """Whether the container says that it is longer than the file; False where it does not say."""
    end = stream.seek(0, 2)
    stream.seek(0)
    if found.demuxer == "mov":
        return _is_mov_cut(stream, end)
    if found.demuxer in {"avi", "wav"}:
        length = int.from_bytes(stream.read(8)[4:], "little")
        return length < STREAMED and 8 + length > end + 1  # the padding byte may be missing
    return found.demuxer == "matroska" and _is_matroska_cut(stream.read(HEADER_BYTES), end)


def _is_mov_cut(stream: BinaryIO, end: int) -> bool:
    try:
        return any(stream.tell() + length > end for _, length in boxes(stream))
    except (EOFError, struct.error, OverflowError, ValueError):
        return False


def _is_matroska_cut(head: bytes, end: int) -> bool:
    """By the length of the segment: its first byte says how many follow, all ones are unknown."""
    at = head.find(SEGMENT) + len(SEGMENT)
    if at < len(SEGMENT) or at >= len(head) or not head[at]:
        return False
    width = 9 - head[at].bit_length()
    unknown = (1 << 7 * width) - 1
    length = int.from_bytes(head[at : at + width], "big") & unknown
    return length != unknown and at + width + length > end
