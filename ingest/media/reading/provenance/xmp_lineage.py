"""What XMP says of a file's lineage: its ids, what it was made from, what made it.

`xmpMM:Ingredients`, `xmpMM:DerivedFrom` and `photoshop:DocumentAncestors` name other files by id
and path. Only the file's own description is read, not those inside its history or pantry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.warehouse.media_records import Use
from ingest.formats.addresses import address
from ingest.media.reading.measures import clean
from ingest.media.reading.provenance.source_types import source_type
from ingest.sources.xmp.properties import RDF, descriptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

MM = "{http://ns.adobe.com/xap/1.0/mm/}"
IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
OWN_IDS = (f"{MM}DocumentID", f"{MM}InstanceID", f"{MM}OriginalDocumentID", f"{IPTC}DigImageGUID",
           f"{IPTC}DigitalImageGUID")  # fmt: skip
TEXTS = {
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "xmp:CreatorTool",
    "{http://purl.org/dc/elements/1.1/}description": "xmp:description",
    f"{PHOTOSHOP}Credit": "xmp:Credit",
    "{http://ns.adobe.com/exif/1.0/}UserComment": "xmp:UserComment",
    f"{IPTC}AISystemUsed": "xmp:AISystemUsed",
    f"{IPTC}AIPromptInformation": "xmp:AIPromptInformation",
}
POINTER = "{http://purl.org/dc/terms/}provenance"
REFERENCES = (f"{MM}Ingredients", f"{MM}DerivedFrom")
ANCESTORS = f"{PHOTOSHOP}DocumentAncestors"
MOST_SOURCES = 200
"""Photoshop adds up ancestors, thousands of them in templates that everyone pastes from."""
ID_CHARS = 500


@dataclass(frozen=True)
class XmpLineage:
    """What one packet says; empty where it says nothing."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By short name: `xmp:CreatorTool`, `xmp:description`, `xmp:AIGC`…"""
    source_types: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    made_from: tuple[Use, ...] = ()
    credentials_at: str | None = None
    """Where content credentials are kept that are not in the file."""
    notes: tuple[str, ...] = ()


def xmp_lineage(packet: bytes | None) -> XmpLineage:
    """Read a packet; one that cannot be read is a note."""
    if not packet:
        return XmpLineage()
    try:
        parts = [part for each in descriptions(packet) for part in _properties(each)]
    except ValueError as error:
        return XmpLineage(notes=(f"its XMP metadata are not read: {error}.",))
    found = list(_made_from(parts))
    left = len(found) - MOST_SOURCES
    return XmpLineage(
        texts=_texts(parts),
        source_types=tuple(
            dict.fromkeys(
                name
                for tag, value in parts
                if tag == f"{IPTC}DigitalSourceType" and (name := source_type(_first(value)))
            )
        ),
        ids=tuple(
            dict.fromkeys(text for tag, value in parts if tag in OWN_IDS if (text := _id(value)))
        ),
        made_from=tuple(found[:MOST_SOURCES]),
        credentials_at=_pointer(parts),
        notes=(f"it names {left:,} more files that it was made from: not kept.",) * (left > 0),
    )


def _properties(description: Element) -> Iterator[tuple[str, Element | str]]:
    """Attributes and elements alike: in RDF they mean the same."""
    yield from description.attrib.items()
    for child in description:
        yield child.tag, child


def _texts(parts: list[tuple[str, Element | str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, value in parts:
        name = TEXTS.get(tag) or ("xmp:AIGC" if tag.endswith("}AIGC") else None)
        if name and (text := clean(_first(value))):
            found.setdefault(name, text)
    return found


def _first(value: Element | str) -> str:
    return next(_values(value), "")


def _values(value: Element | str) -> Iterator[str]:
    """Texts of a property: its own, those of the items of a list, or the address it points to."""
    if isinstance(value, str):
        yield value
        return
    items = list(value.iter(f"{RDF}li")) or [value]
    for item in items:
        if text := (item.text or "").strip() or item.get(f"{RDF}resource", ""):
            yield text


def _pointer(parts: list[tuple[str, Element | str]]) -> str | None:
    found = (clean(_first(value)) for tag, value in parts if tag == POINTER)
    there = next((each for each in found if each.startswith(("http://", "https://"))), None)
    return address(there) if there else None


def _id(value: Element | str) -> str | None:
    return clean(_first(value))[:ID_CHARS] or None


def _made_from(parts: list[tuple[str, Element | str]]) -> Iterator[Use]:
    for tag, value in parts:
        if tag == ANCESTORS:
            for text in dict.fromkeys(map(clean, _values(value))):
                yield from _use("", [text[:ID_CHARS]])
        elif tag in REFERENCES and not isinstance(value, str):
            for item in list(value.iter(f"{RDF}li")) or [value]:
                yield from _referenced(item)


def _referenced(item: Element) -> Iterator[Use]:
    """One reference: its fields are attributes or elements, of itself or of what is in it."""
    fields: dict[str, str] = {}
    for each in item.iter():
        for tag, text in (*each.attrib.items(), (each.tag, each.text or "")):
            if clean(text):
                fields.setdefault(tag.rpartition("}")[2], clean(text))
    ids = [fields.get(name, "") for name in ("instanceID", "documentID", "originalDocumentID")]
    yield from _use(fields.get("filePath", ""), [each[:ID_CHARS] for each in ids])


def _use(path: str, ids: list[str]) -> Iterator[Use]:
    named = tuple(dict.fromkeys(filter(None, ids)))
    if reference := (path or next(iter(named), "")):
        yield Use(media_ref=reference[:4096], media_ids=named)
