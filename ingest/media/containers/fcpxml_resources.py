"""Resources of an FCPXML: media by their ids, compound clips and multicams, and its times."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ingest.media.containers.spans import Curve

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UNSET_RATE = "FFVideoFormatRateUndefined"
"""The format of stills."""
TIME = re.compile(r"-?\d{1,18}(?:\.\d{1,12}|/0*[1-9]\d{0,17})?s?")


class Asset(NamedTuple):
    """A medium."""

    ref: str
    name: str | None
    start: Fraction
    """Timecode of its first frame."""
    duration: Fraction | None
    frame: Fraction
    """Length of one frame."""
    has_picture: bool
    is_still: bool


@lru_cache(maxsize=4096)
def seconds_of(text: str | None) -> Fraction | None:
    """`1001/30000s`, `5s` or `0.5s`. Raises ValueError with a sentence for anything else."""
    if text is None:
        return None
    if not TIME.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} where a time such as 1001/30000s is expected")
    return Fraction(text.strip().removesuffix("s"))


def time_of(element: Element, name: str) -> Fraction:
    """An attribute that is a time; 0 where it is missing."""
    return seconds_of(element.get(name)) or Fraction(0)


def speed_curve(element: Element) -> Curve | None:
    """The retiming of a clip, if it has one."""
    points = element.findall("timeMap/timept")
    if not points:
        return None
    return Curve((time_of(point, "time"), time_of(point, "value")) for point in points)


class Resources:
    """All that clips refer to by id."""

    def __init__(self, root: Element) -> None:
        """Index the resources of a document."""
        self._by_id = {
            found: element
            for element in root.iterfind("resources/*")
            if (found := element.get("id")) is not None
        }
        self._assets: dict[str | None, Asset | None] = {}

    def asset(self, ref: str | None) -> Asset | None:
        """The medium; None where there is no such one, and for generators and titles."""
        if ref not in self._assets:
            self._assets[ref] = self._read_asset(ref)
        return self._assets[ref]

    def _read_asset(self, ref: str | None) -> Asset | None:
        element = self._by_id.get(ref or "")
        if element is None or element.tag != "asset":
            return None
        format_ = self._by_id.get(element.get("format") or "")
        rate = None if format_ is None else seconds_of(format_.get("frameDuration"))
        duration = seconds_of(element.get("duration"))
        return Asset(
            ref=_source(element) or element.get("name") or ref or "",
            name=element.get("name"),
            start=time_of(element, "start"),
            duration=duration,
            frame=rate or Fraction(0),
            has_picture=_has_picture(element),
            is_still=duration == 0 or (format_ is not None and format_.get("name") == UNSET_RATE),
        )

    def media(self, ref: str | None, kind: str) -> Element | None:
        """The `sequence` or `multicam` of a compound clip."""
        element = self._by_id.get(ref or "")
        return None if element is None else element.find(kind)


def _source(asset: Element) -> str | None:
    """Where the original lies: since 1.9 in a `media-rep`, and proxies beside it."""
    representations = asset.findall("media-rep")
    original = [each for each in representations if each.get("kind") != "proxy-media"]
    for each in (*original, asset, *representations):
        if source := each.get("src"):
            return source
    return None


def _has_picture(asset: Element) -> bool:
    """As it says; where it says nothing of either, it has one."""
    says = asset.get("hasVideo")
    return says == "1" if says is not None else asset.get("hasAudio") is None
