"""The few properties of an XMP packet that speak of a verdict, read without following anything.

A property may be an attribute or an element of any top-level rdf:Description; prefixes are free,
namespaces decide (`xap:` is the old prefix of `xmp:`). Ratings inside history, ingredients or
derived-from structures belong to other files and are not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.formats.file_names import MEDIA_SUFFIXES
from ingest.formats.times import from_epoch, moment
from ingest.sources.xmp.packets import PACKET_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from xml.etree.ElementTree import Element

    from data.settings import Settings
    from data.warehouse.records import Decision

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://darktable.sf.net/": "darktable",
}
PICKS: dict[str, Decision | None] = {
    "1": "approved",
    "true": "approved",
    "-1": "rejected",
    "0": None,
    "false": None,
}
SAYS_UTF16 = re.compile(rb"""\A(<\?xml[^>]{0,80}?) encoding=["']utf-16["']""", re.IGNORECASE)


@dataclass(frozen=True)
class Properties:
    """Text of the simple properties found, by prefixed name (`xmp:Rating`)."""

    texts: Mapping[str, str]

    def decision(self, settings: Settings) -> Decision:
        """What the rating or the flag says; `pending` where they decide nothing (any more).

        That is so between the two settings, and without any rating: whoever takes a star off takes
        the word back that it was. darktable rates every file 1 by itself. Raises ValueError with a
        sentence.
        """
        rating, pick = self.rating(), self.pick()
        approve, reject = settings.approve_from_rating, settings.reject_to_rating
        by_rating: Decision | None = None
        if rating is not None and not reject < rating < approve:
            by_rating = "approved" if rating >= approve else "rejected"
        if pick and by_rating and pick != by_rating:
            raise ValueError(f"rated {rating} but flagged {pick}: correct one of the two")
        return by_rating or pick or "pending"

    def rating(self) -> Decimal | None:
        """-1 (reject) or 0 to 5; 0 and none mean unrated. Raises ValueError with a sentence."""
        written = self.texts.get("xmp:Rating", "0")
        try:
            rating = Decimal(written)
        except InvalidOperation:
            raise ValueError(f"xmp:Rating {written[:40]!r} is not a number") from None
        if not rating.is_finite() or not (rating == -1 or 0 <= rating <= 5):
            raise ValueError(f"xmp:Rating {written[:40]!r} is neither -1 (reject) nor 0 to 5")
        return rating or None

    def pick(self) -> Decision | None:
        """`approved` or `rejected` where a flag was set. Raises ValueError with a sentence."""
        for name in ("xmpDM:pick", "xmpDM:good"):
            written = self.texts.get(name, "0")
            if written.lower() not in PICKS:
                raise ValueError(f"{name} {written[:40]!r} is none of 1, 0, -1, True, False")
            if meant := PICKS[written.lower()]:
                return meant
        return None

    def decided_at(self, zone: tzinfo) -> datetime | None:
        """When the metadata last changed. Raises ValueError with a sentence."""
        for name in ("xmp:MetadataDate", "xmp:ModifyDate"):
            if written := self.texts.get(name):
                return moment(written, zone)
        changed = self.texts.get("darktable:change_timestamp", "")
        return from_epoch(int(changed)) if changed.isdecimal() and len(changed) <= 10 else None

    def file_name(self, sidecar: str) -> str:
        """The file a sidecar is about: `a.png` for `a.png.xmp`; for `a.xmp` what it says itself.

        Where it says nothing, `a` alone.
        """
        stem = PurePosixPath(sidecar.removesuffix(".gz").removesuffix(".zst")).stem
        if PurePosixPath(stem).suffix.lower() in MEDIA_SUFFIXES:
            return stem
        if extension := self.texts.get("photoshop:SidecarForExtension"):
            return f"{stem}.{extension.removeprefix('.').lower()}"
        for name in ("crs:RawFileName", "xmpMM:DerivedFrom", "xmpMM:PreservedFileName"):
            said = self.texts.get(name, "").replace("\\", "/").rsplit("/", 1)[-1]
            if PurePosixPath(said).suffix.lower() in MEDIA_SUFFIXES:
                return said
        return stem


def properties(packet: bytes) -> Properties:
    """Read a packet. Raises ValueError with a sentence; entities and doctypes are refused."""
    texts: dict[str, str] = {}
    for description in descriptions(packet):
        for name, text in _simple(description).items():
            if texts.setdefault(name, text) != text:
                raise ValueError(f"{name} is given twice: {texts[name][:40]!r} and {text[:40]!r}")
    return Properties(texts)


def descriptions(packet: bytes) -> list[Element]:
    """The top-level rdf:Description of a packet. Raises ValueError as `properties` does."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(packet) > PACKET_BYTES:
        raise ValueError(f"an XMP packet of more than {PACKET_BYTES:,} bytes: not read")
    try:
        root = fromstring(_trimmed(packet), forbid_dtd=True)
    except DefusedXmlException:
        raise ValueError("a document type or entity in XMP: not read") from None
    except (ParseError, ValueError, LookupError) as error:
        raise ValueError(f"not readable XMP: {error}") from None
    rdf = next(root.iter(f"{RDF}RDF"), None)
    return [] if rdf is None else rdf.findall(f"{RDF}Description")


def _trimmed(packet: bytes) -> bytes:
    """Without the padding around an embedded packet; in UTF-16 a zero is half a sign.

    What was UTF-16 and was written anew still says that it is.
    """
    if packet[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return packet
    return SAYS_UTF16.sub(rb"\1", packet.strip(b"\0 \t\r\n"))


def _simple(description: Element) -> dict[str, str]:
    """Attributes, and elements that hold nothing but text."""
    elements = {child.tag: child.text or "" for child in description if not len(child)}
    found = {**description.attrib, **elements}
    return {
        f"{prefix}:{name.rpartition('}')[2]}": text.strip()
        for name, text in found.items()
        if (prefix := NAMESPACES.get(name.rpartition("}")[0][1:])) and text.strip()
    }
