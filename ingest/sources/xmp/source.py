"""Ratings and pick flags in XMP: sidecar files, and packets inside images and videos.

Lightroom, Bridge, digiKam, darktable and others write `xmp:Rating` or the flags `xmpDM:pick` and
`xmpDM:good`. The settings `approve_from_rating` and `reject_to_rating` say which ratings decide.
A rating that decides nothing is a verdict too, a pending one: the newest word on a picture counts.
`xmp:Label` is free text, kept as the reason. Naive times are in the reporting zone. There is no
reviewer (`dc:creator` made the picture) and no stage. `a.png.xmp` and a packet in `a.png` are about
`a.png`; `a.xmp` about the file it names, else about the one `a.…` beside it, else about `a.*`, the
one output of that name. Counters give one name to many pictures, so the folder is part of the
reference, and the place of the file says which verdict it is.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from data.warehouse.records import Verdict
from ingest.formats.file_names import MEDIA_SUFFIXES
from ingest.source import Ignored, Item, Opened, Refused, Source
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
    read_with = ("approve_from_rating", "reject_to_rating")
    where = "Written by Lightroom, Bridge, digiKam or darktable beside or into the rated files."

    evidence = "recorded sidecars"

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
        """One verdict; none where nothing is rated, nor dated."""
        found: Properties = item.value
        try:
            decision = found.decision(file.settings)
            decided_at = found.decided_at(file.settings.zone) or file.submitted_at
        except ValueError as error:
            raise Refused(str(error)) from None
        if decided_at is None and decision == "pending":
            raise Ignored("neither rated so that it decides, nor dated")
        if decided_at is None:
            raise Refused("no xmp:MetadataDate or xmp:ModifyDate: pass --submitted-at")
        yield Verdict(
            source=self.name,
            asset_ref=_reference(found, file),
            decision=decision,
            decided_at=decided_at,
            reason=found.texts.get("xmp:Label"),
            verdict_id=file.place,
        )


def _reference(found: Properties, file: Opened) -> str:
    """The rated file, with the folder it lies in."""
    name = file.name.replace("\\", "/").rsplit("/", 1)[-1]
    folder = None if file.place is None else Path(file.place).parent
    if _is_sidecar(file):
        name = found.file_name(name)
        if PurePosixPath(name).suffix.lower() not in MEDIA_SUFFIXES:
            beside = [] if folder is None else _media_beside(folder, name)
            name = beside[0] if len(beside) == 1 else f"{name}.*"
    return name if folder is None else f"{folder.name}/{name}".removeprefix("/")


def _media_beside(folder: Path, stem: str) -> list[str]:
    """The files `stem.…` in a folder."""
    named = {stem + each for suffix in MEDIA_SUFFIXES for each in (suffix, suffix.upper())}
    there = [name for name in sorted(named) if (folder / name).is_file()]
    # Where case does not matter, `a.png` is found as `a.PNG` too.
    return list({(folder / name).stat().st_ino: name for name in there}.values())


def _is_sidecar(file: Opened) -> bool:
    head = file.first_bytes.lstrip(b"\xef\xbb\xbf \t\r\n")
    return file.suffix == ".xmp" or (head.startswith(b"<") and b"adobe:ns:meta/" in head)


def _packet(file: Opened) -> bytes:
    with file.open() as stream:
        if not _is_sidecar(file):
            return embedded_packet(stream) or b""
        return stream.read(PACKET_BYTES + 1)
