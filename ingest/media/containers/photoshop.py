"""Photoshop files (.psd, .psb): smart objects, embedded and linked, and layers of pixels.

An embedded smart object holds the very bytes of the file that was placed; if that is a Photoshop
file itself, what it holds counts too. A layer often has the name of the file it came from, and
keeps what lies outside the canvas, so its picture is that of the uncropped file. Linked files are
told, never opened.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from ingest.media.containers.by_library import read_as
from ingest.media.containers.collected import Collected
from ingest.media.extras import needed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import PIL.Image

    from data.warehouse.media_records import Container

    Fingerprint = Callable[[PIL.Image.Image], bytes | None]

MOST_BYTES = 2**30
"""It is read whole, and takes as much memory."""
SMALLEST_SIDE_PX = 64
"""What is smaller is a logo, a patch or an empty layer."""
MOST_PIXELS = 64 * 2**20
"""Of one layer; four bytes each, twice while it is drawn."""
MOST_DRAWN = 200
"""Layers whose picture is looked at; the rest is known by name."""
DEEPEST = 6
PHOTOSHOP = b"8BPS"


def read(path: Path, fingerprint: Fingerprint | None = None) -> tuple[Container, ...]:
    """The one layered file. Raises RefusedFileError with a sentence."""
    psd_tools = needed("psd_tools", "layers", "A Photoshop file")
    if path.stat().st_size > MOST_BYTES:
        raise RefusedFileError(
            f"more than {MOST_BYTES // 2**30} GB, which would take as much memory: it is not read. "
            "Save a copy with fewer layers."
        )
    layers = _Layers(psd_tools.PSDImage, fingerprint)
    with path.open("rb") as stream:
        layers.of(stream, None, is_on=True)
    return (layers.found.container("layered", path.name),)


class _Layers:
    """Through one file and what is embedded in it."""

    def __init__(self, image: Any, fingerprint: Fingerprint | None) -> None:
        self._image, self._fingerprint = image, fingerprint
        self._drawn = 0
        self._opened: set[str] = set()
        self.found = Collected()

    def of(self, stream: Any, around: str | None, *, is_on: bool, depth: int = 0) -> None:
        """`around`: the smart object that it is embedded in. Raises RefusedFileError."""
        with read_as("a Photoshop file"):
            layers = list(self._image.open(stream).descendants())
            for layer, is_seen in self._smart_objects(layers).values():
                self._smart_object(layer, around, is_on=is_on and is_seen, depth=depth)
            for layer in layers:
                self._pixels(layer, around, is_on=is_on)

    def _smart_objects(self, layers: list[Any]) -> dict[str, tuple[Any, bool]]:
        """Each once, however many layers show it; seen where one of them is."""
        objects: dict[str, tuple[Any, bool]] = {}
        for layer in layers:
            self.found.step()
            if layer.kind == "smartobject":
                key = _said_of(layer.smart_object, "unique_id") or f"layer {layer.layer_id}"
                seen = objects.get(key, (layer, False))[1]
                objects[key] = (layer, seen or bool(layer.is_visible()))
        return objects

    def _smart_object(self, layer: Any, around: str | None, *, is_on: bool, depth: int) -> None:
        placed = layer.smart_object
        name = _said_of(placed, "filename") or layer.name
        track = _within(around, layer.name)
        if _said_of(placed, "kind") != "data":
            self.found.use(_linked(placed) or name, track=track, enabled=is_on, names=(name,))
            return
        contents = placed.data
        digest = hashlib.sha256(contents).hexdigest()
        self.found.use(name, track=track, enabled=is_on, names=(layer.name,), sha256=digest)
        if contents.startswith(PHOTOSHOP) and digest not in self._opened:
            self._opened.add(digest)
            self._embedded(contents, track, is_on=is_on, depth=depth + 1)

    def _embedded(self, contents: bytes, track: str, *, is_on: bool, depth: int) -> None:
        if depth > DEEPEST:
            self.found.note(f"Smart objects in {track!r} lie too deep: they are not looked into.")
            return
        try:
            self.of(io.BytesIO(contents), track, is_on=is_on, depth=depth)
        except RefusedFileError as error:
            self.found.note(f"The smart object {track!r} cannot be looked into: {error}.")

    def _pixels(self, layer: Any, around: str | None, *, is_on: bool) -> None:
        """A layer by its name and picture; masks and small ones are none."""
        if layer.kind != "pixel" or min(layer.width, layer.height) < SMALLEST_SIDE_PX:
            return
        self.found.use(
            layer.name or "layer",
            track=_within(around, "layers"),
            enabled=is_on and bool(layer.is_visible()),
            fingerprint=self._picture(layer),
        )

    def _picture(self, layer: Any) -> bytes | None:
        if self._fingerprint is None:
            return None
        if layer.width * layer.height > MOST_PIXELS or self._drawn >= MOST_DRAWN:
            self.found.note(f"The layer {layer.name!r} is known by its name alone: not drawn.")
            return None
        self._drawn += 1
        drawn = layer.topil()
        return None if drawn is None else self._fingerprint(drawn)


def _within(around: str | None, name: str) -> str:
    return f"{around} / {name}" if around else name


def _said_of(placed: Any, name: str) -> str | None:
    """What a smart object says of itself; some say nothing."""
    try:
        return str(getattr(placed, name)).strip("\x00") or None
    except ValueError:
        return None


def _linked(placed: Any) -> str | None:
    """Where a linked file lies, as it is written: opening it is what psd-tools offers instead."""
    told = getattr(placed._data, "linked_file", None)  # noqa: SLF001
    for key in (b"fullPath", b"originalPath", b"relPath"):
        value = None if told is None else told.get(key)
        if value is not None and (text := str(getattr(value, "value", value)).strip("\x00")):
            return text
    return None
