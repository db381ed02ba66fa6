"""After Effects projects as XML (.aepx): the same chunks as in .aep, in hexadecimal.

The render queue is not read from it, so compositions that no other one uses count.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from ingest.media.containers.comps import Comp, Footage, Layer, Project, containers_of
from ingest.media.containers.guarded import document, plain
from ingest.media.containers.paths import is_sound, is_still

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from data.warehouse.media_records import Container

NAMESPACE = "{http://www.adobe.com/products/aftereffects}"
COMPOSITION, FOOTAGE = 4, 7
ENABLED, GUIDE = 1, 2
NOT_NEEDED = frozenset(f"{NAMESPACE}{name}" for name in ("LRdr", "EfdG", "tdgp", "XMPP"))
"""Effects, key frames, the render queue."""


def read(path: Path) -> tuple[Container, ...]:
    """One container per finished composition.

    Raises RefusedFileError or ValueError with a sentence.
    """
    with plain(path) as stream:
        root = document(stream, without=NOT_NEEDED)
    if root.tag.removeprefix(NAMESPACE) != "AfterEffectsProject":
        raise RefusedFileError(f"not an After Effects project: its first element is {root.tag!r}")
    for element in root.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
    return containers_of(_project(root), path.name)


def _project(root: Element) -> Project:
    footage: dict[int, Footage] = {}
    comps: dict[int, Comp] = {}
    for item in root.iter("Item"):
        kind = item.find("idta")
        if kind is None:
            continue
        header = _chunk(kind, 20)
        (type_,), (id_,) = struct.unpack_from(">H", header), struct.unpack_from(">I", header, 16)
        if type_ == COMPOSITION:
            comps[id_] = _comp(item)
        elif type_ == FOOTAGE and (told := _footage(item)) is not None:
            footage[id_] = told
    return Project(footage, comps)


def _footage(item: Element) -> Footage | None:
    """None for solids and placeholders."""
    file = item.find(".//fileReference")
    path = None if file is None else file.get("fullpath")
    if not path:
        return None
    seconds = _source_seconds(item)
    return Footage(
        ref=path,
        name=item.findtext("string"),
        seconds=seconds or None,
        is_still=is_still(path) if seconds is None else seconds == 0,
        has_picture=not is_sound(path),
    )


def _source_seconds(item: Element) -> float | None:
    sspc = item.find(".//sspc")
    if sspc is None or len(sspc.get("bdata", "")) < 92:
        return None
    return _quotient(*struct.unpack_from(">II", _chunk(sspc, 46), 38))


def _comp(item: Element) -> Comp:
    described = item.find("cdta")
    if described is None:
        raise ValueError("a composition without its description (cdta)")
    seconds = _quotient(*struct.unpack_from(">II", _chunk(described, 52), 44))
    return Comp(item.findtext("string"), seconds, tuple(_layers(item)))


def _layers(item: Element) -> Iterator[Layer]:
    for layer in item.iterfind("Layr"):
        described = layer.find("ldta")
        if described is None:
            raise ValueError("a layer without its description (ldta)")
        chunk = _chunk(described, 44)
        start, first, last = (
            _quotient(*struct.unpack_from(">iI", chunk, at)) for at in (12, 20, 28)
        )
        stretch = _stretch(chunk)
        yield Layer(
            source=struct.unpack_from(">I", chunk, 40)[0],
            name=layer.findtext("string"),
            enabled=bool(chunk[39] & ENABLED) and not chunk[37] & GUIDE,
            start=start,
            first=start + first * stretch,
            last=start + last * stretch,
            stretch=stretch,
        )


def _stretch(chunk: bytes) -> float:
    """1 in older projects, whose layers are described in fewer bytes."""
    if len(chunk) < 112:
        return 1.0
    (over,), (under,) = struct.unpack_from(">i", chunk, 8), struct.unpack_from(">I", chunk, 108)
    return over / under if over and under else 1.0


def _chunk(element: Element, least: int) -> bytes:
    """Its bytes. Raises ValueError where there are fewer than `least`."""
    try:
        raw = bytes.fromhex(element.get("bdata", ""))
    except ValueError:
        raise ValueError(f"the bytes of a {element.tag} are not hexadecimal") from None
    if len(raw) < least:
        raise ValueError(f"{len(raw)} bytes of a {element.tag}, where {least} are needed")
    return raw


def _quotient(over: int, under: int) -> float:
    return over / under if under else 0.0
