"""Protobuf on disk: where messages and their fields lie. Memory is bounded, whatever lengths say.

A stream of messages has the length before each: four bytes, the highest first (the OpenTelemetry
collector), or as a varint (Protobuf's own "delimited"). A file may also be one message alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST_VARINT = 10
LENGTH_DELIMITED = 2
FIXED_BYTES = {1: 8, 5: 4}
"""Bytes of a field by its wire type."""


class Broken(ValueError):
    """The bytes are no Protobuf from here on."""


class Span(NamedTuple):
    """Bytes of a file, from `begins` to `ends`."""

    begins: int
    ends: int


class FieldSpan(NamedTuple):
    """One field of a message: its number, wire type, and the bytes of its value."""

    number: int
    wire_type: int
    begins: int
    ends: int


def varint(stream: BinaryIO) -> int:
    """The number that stands next. Raises Broken where none does."""
    value = 0
    for place in range(LONGEST_VARINT):
        byte = stream.read(1)
        if not byte:
            raise Broken("it breaks off")
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            return value
    raise Broken("a number of more than ten bytes")


def fields(stream: BinaryIO, within: Span) -> Iterator[FieldSpan]:
    """The fields of the message that lies there, in their order, without their values.

    A last one may end beyond it. Raises Broken at what is no field.
    """
    position = within.begins
    while position < within.ends:
        stream.seek(position)
        tag = varint(stream)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == 0:
            begins = stream.tell()
            varint(stream)
            ends = stream.tell()
        elif wire_type == LENGTH_DELIMITED:
            length = varint(stream)
            begins = stream.tell()
            ends = begins + length
        elif wire_type in FIXED_BYTES:
            begins = stream.tell()
            ends = begins + FIXED_BYTES[wire_type]
        else:
            raise Broken(f"a field of unknown kind {wire_type}")
        if not number:
            raise Broken("a field without a number")
        yield FieldSpan(number, wire_type, begins, ends)
        position = ends


def with_length_in_four_bytes(stream: BinaryIO, size: int) -> Iterator[Span]:
    """Messages of a stream; the last may end beyond it. Raises Broken where a length is cut off."""
    position = 0
    while position < size:
        stream.seek(position)
        length = stream.read(4)
        if len(length) < 4:
            raise Broken("it breaks off")
        begins = position + 4
        position = begins + int.from_bytes(length, "big")
        yield Span(begins, position)


def with_length_as_varint(stream: BinaryIO, size: int) -> Iterator[Span]:
    """The same where lengths are varints."""
    position = 0
    while position < size:
        stream.seek(position)
        length = varint(stream)
        begins = stream.tell()
        position = begins + length
        yield Span(begins, position)


def alone(stream: BinaryIO, size: int) -> Iterator[Span]:
    """The one message that a file is."""
    del stream
    yield Span(0, size)
