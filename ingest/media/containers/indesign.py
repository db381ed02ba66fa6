"""InDesign layouts as .idml: pictures that are linked or embedded on spreads and in stories.

Pictures anchored in text stand in stories, those of master spreads on every page that uses them.
What is printed is not reckoned out: an item on the pasteboard counts as placed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.collected import Collected
from ingest.media.containers.guarded import archive_of, document, member
from ingest.media.containers.paths import canonical

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from data.warehouse.media_records import Container

MIMETYPE = b"application/vnd.adobe.indesign-idml-package"
PLACED_IN = re.compile(r"(Spreads|MasterSpreads|Stories)/[^/]+\.xml")
PART_BYTES = 256 * 2**20
MOST_PARTS = 20_000
NOT_NEEDED = frozenset({"Guide", "PathGeometry", "TextPreference"})
LAYERS = "designmap.xml"


class Picture(NamedTuple):
    """A picture in its frame."""

    element: Element
    link: Element
    layer: str | None
    enabled: bool


def read(path: Path) -> tuple[Container, ...]:
    """The one layout. Raises RefusedFileError with a sentence."""
    found = Collected()
    with archive_of(path) as archive:
        names = archive.namelist()
        if LAYERS not in names:
            raise RefusedFileError("not an InDesign layout: there is no designmap.xml in it")
        if len(names) > MOST_PARTS:
            raise RefusedFileError(f"{len(names):,} parts, as no layout has: it is not read.")
        hidden = _hidden_layers(archive)
        for name in (each for each in names if PLACED_IN.fullmatch(each)):
            for picture in _pictures(_part(archive, name), hidden):
                _placed(found, picture, name.partition("/")[0])
    return (found.container("layout", path.name),)


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    with member(archive, name, PART_BYTES) as stream:
        return document(stream, without=NOT_NEEDED)


def _hidden_layers(archive: zipfile.ZipFile) -> dict[str, bool]:
    """Each layer by its id, and whether it is hidden."""
    return {
        layer.get("Self", ""): layer.get("Visible") == "false"
        for layer in _part(archive, LAYERS).iter("Layer")
    }


def _pictures(root: Element, hidden: dict[str, bool]) -> Iterator[Picture]:
    """Every picture with a link; hidden where it, its frame, a group or its layer is."""
    waiting: list[tuple[Element, str | None, bool]] = [(root, None, True)]
    while waiting:
        element, layer, enabled = waiting.pop()
        layer = element.get("ItemLayer") or layer
        enabled = enabled and element.get("Visible") != "false" and not hidden.get(layer or "")
        link = element.find("Link")
        if link is not None:
            yield Picture(element, link, layer, enabled)
        waiting += [(child, layer, enabled) for child in reversed(element)]


def _placed(found: Collected, picture: Picture, part: str) -> None:
    ref = picture.link.get("LinkResourceURI") or ""
    contents = _embedded(found, picture.element, ref)
    if contents is None and picture.link.get("StoredState") == "Embedded":
        found.note(f"{canonical(ref)!r} is embedded, but its bytes are not in the layout.")
    digest = None if contents is None else hashlib.sha256(contents).hexdigest()
    found.use(ref, track=part, enabled=picture.enabled, is_address=True, sha256=digest)


def _embedded(found: Collected, element: Element, ref: str) -> bytes | None:
    text = element.findtext("Properties/Contents")
    if text is None or not text.strip():
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        found.note(f"The embedded bytes of {canonical(ref)!r} are damaged.")
        return None
