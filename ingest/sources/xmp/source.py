"""Ratings and pick flags in XMP: sidecar files, and packets inside images and videos.

Lightroom, Bridge, digiKam, darktable and others write `xmp:Rating` or the flags `xmpDM:pick` and
`xmpDM:good`. The settings `approve_from_rating` and `reject_to_rating` say which ratings decide.
`xmp:Label` is free text, kept as the reason. Naive times are in the reporting zone. There is no
reviewer (`dc:creator` made the picture) and no stage, so it is `qc`. `a.png.xmp` and a packet in
`a.png` are about `a.png`; `a.xmp` about the file it names, else about `a`, which only fits an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.records import Verdict
from ingest.source import Item, Opened, Refused, Source
from ingest.sources.xmp.packets import PACKET_BYTES, embedded_packet
from ingest.sources.xmp.properties import Properties, properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RATED_BY = {"xmp:Rating", "xmpDM:pick", "xmpDM:good"}


class Xmp(Source):
    """XMP sidecars and embedded packets."""

    name = "xmp"
    title = "ratings and picks in XMP (sidecars, images, videos)"
    origin = "studio"
    reads_the_name = True
    where = "Written by Lightroom, Bridge, digiKam or darktable beside or into the rated files."

    def identify(self, file: Opened) -> str | None:
        """Any sidecar; an image or video only when its packet holds a rating or a flag."""
        if _is_sidecar(file):
            return "an XMP sidecar"
        try:
            packet = _packet(file)
            rated = bool(packet) and not RATED_BY.isdisjoint(properties(packet).texts)
        except ValueError:
            return None
        return "an XMP packet with a rating" if rated else None

    def documents(self, file: Opened) -> Iterator[Item]:
        """The one packet of the file."""
        packet = _packet(file)
        try:
            yield Item(1, packet, properties(packet))
        except ValueError as error:
            yield Item(1, packet, problem=str(error))

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """One verdict, or none where the rating is not one."""
        found: Properties = item.value
        try:
            decision = found.decision(file.settings)
            decided_at = found.decided_at(file.settings.zone) or file.submitted_at
        except ValueError as error:
            raise Refused(str(error)) from None
        if decided_at is None:
            raise Refused("no xmp:MetadataDate or xmp:ModifyDate: pass --submitted-at")
        name = file.name.replace("\\", "/").rsplit("/", 1)[-1]
        yield Verdict(
            source=self.name,
            asset_ref=found.file_name(name) if _is_sidecar(file) else name,
            decision=decision,
            decided_at=decided_at,
            reason=found.texts.get("xmp:Label"),
        )


def _is_sidecar(file: Opened) -> bool:
    head = file.first_bytes.lstrip(b"\xef\xbb\xbf \t\r\n")
    return file.suffix == ".xmp" or (head.startswith(b"<") and b"adobe:ns:meta/" in head)


def _packet(file: Opened) -> bytes:
    with file.open() as stream:
        if not _is_sidecar(file):
            return embedded_packet(stream) or b""
        return stream.read(PACKET_BYTES + 1)
