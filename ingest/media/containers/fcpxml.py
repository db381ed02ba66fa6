"""FCPXML 1.5 to 1.13, of Final Cut Pro and DaVinci Resolve: what its projects show.

A clip lies at `offset` in its parent and plays its own time from `start` on. What lies in a
compound clip is seen only through the window that uses it; connected clips (`lane`) are not cut off
by the clip they hang on. Sound alone is left out. Rates that are conformed are not reckoned with.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.collected import Collected, own_names
from ingest.media.containers.fcpxml_resources import (
    Resources,
    seconds_of,
    speed_curve,
    time_of,
)
from ingest.media.containers.guarded import document, plain
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from data.warehouse.media_records import Container
    from ingest.media.containers.fcpxml_resources import Asset

INFO = "Info.fcpxml"
"""The document in a folder of the name .fcpxmld."""
NOT_NEEDED = frozenset(
    [
        "adjust-conform",
        "adjust-transform",
        "adjust-volume",
        "bookmark",
        "chapter-marker",
        "filter-audio",
        "filter-video",
        "keyword",
        "marker",
        "md",
        "metadata",
        "note",
        "param",
        "rating",
        "text",
        "text-style-def",
    ]
)
PLACED = frozenset(
    [
        "asset-clip",
        "audition",
        "clip",
        "gap",
        "mc-clip",
        "ref-clip",
        "spine",
        "sync-clip",
        "title",
        "video",
    ]
)
TRANSITION = "transition"
ZERO = Fraction(0)
COMPOUNDS = {"ref-clip": "sequence", "mc-clip": "multicam"}


class Place(NamedTuple):
    """Where an element is met."""

    shift: Fraction
    """From its parent's own time to the time of the sequence."""
    window: Span | None
    """What of the sequence is seen."""
    enabled: bool
    lane: str
    inside: frozenset[str] = frozenset()
    """Compound clips around it."""


def read(path: Path) -> tuple[Container, ...]:
    """One container per project. Raises RefusedFileError or ValueError with a sentence."""
    with plain(path / INFO if path.is_dir() else path) as stream:
        root = document(stream, without=NOT_NEEDED)
    if root.tag != "fcpxml":
        raise RefusedFileError(f"not an FCPXML: its first element is {root.tag!r}")
    projects = list(root.iter("project"))
    if not projects:
        bare = Collected()
        bare.note("It holds clips but no project: nothing in it counts as used.")
        return (bare.container("timeline", path.name),)
    resources = Resources(root)
    names = own_names(path.name, [project.get("name") for project in projects])
    return tuple(
        _Walk(resources).of(project).container("timeline", name)
        for project, name in zip(projects, names, strict=True)
    )


class _Walk:
    """Through one project."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._found = Collected()

    def of(self, project: Element) -> Collected:
        for spine in project.iterfind("sequence/spine"):
            self._in_spine(spine, Place(ZERO, None, enabled=True, lane="0"))
        return self._found

    def _in_spine(self, spine: Element, place: Place, first: Fraction = ZERO) -> None:
        """Items one after the other, each longer by what the transitions beside it show of it."""
        follows = first
        children = [child for child in spine if child.tag in PLACED or child.tag == TRANSITION]
        for number, child in enumerate(children):
            if child.tag == TRANSITION:
                continue
            offset = seconds_of(child.get("offset"))
            at = follows if offset is None else offset
            follows = at + self._duration(child)
            beside = (*children[max(number - 1, 0) : number], *children[number + 1 : number + 2])
            self._placed(child, place, at, _with_transitions(Span(at, follows), beside))

    def _placed(
        self, element: Element, place: Place, offset: Fraction, seen: Span | None = None
    ) -> None:
        """One element at `offset` of its parent's time, and what is connected to it.

        `seen`: where in its parent's time it shows, if that is more than from `offset` to its end.
        """
        self._found.step()
        if element.tag == "audition":
            for chosen in [each for each in element if each.tag in PLACED][:1]:
                self._placed(chosen, place, offset, seen)
            return
        begins = offset + place.shift
        if element.tag == "spine":
            self._in_spine(element, place._replace(shift=begins))
            return
        start = self._start(element)
        whole = seen or Span(offset, offset + self._duration(element))
        span = whole.moved(place.shift).within(place.window)
        if span is not None:
            is_on = place.enabled and element.get("enabled") != "0"
            own = span.moved(start - begins)
            self._content(element, place._replace(enabled=is_on), own)
        self._connected(element, place._replace(shift=begins - start))

    def _connected(self, element: Element, place: Place) -> None:
        for child in element:
            lane = child.get("lane", "0")
            if child.tag in PLACED and lane != "0":
                self._placed(child, place._replace(lane=lane), time_of(child, "offset"))

    def _content(self, element: Element, place: Place, own: Span) -> None:
        """What a clip itself shows in `own`, a stretch of its own time."""
        if element.get("srcEnable") == "audio":
            return
        if element.find("conform-rate[@srcFrameRate]") is not None:
            name = element.get("name") or element.tag
            self._found.note(f"{name!r} is conformed to another rate: its seconds may be off.")
        curve = speed_curve(element)
        shown = curve.shown(own) if curve else own
        match element.tag:
            case "asset-clip" | "video":
                self._medium(element, place, shown)
                self._inside(element, place, shown)
            case "clip" | "sync-clip":
                self._inside(element, place, shown)
            case "ref-clip" | "mc-clip":
                self._compound(element, place, shown)

    def _medium(self, element: Element, place: Place, shown: Span) -> None:
        asset = self._resources.asset(element.get("ref"))
        if asset is None or not asset.has_picture:
            return
        span = None if asset.is_still else _of_medium(asset, shown)
        self._found.use(
            asset.ref,
            span,
            track=f"lane {place.lane}" if place.lane != "0" else "primary storyline",
            enabled=place.enabled,
            names=(asset.name,),
            is_address=True,
        )

    def _inside(self, element: Element, place: Place, shown: Span) -> None:
        """Children without a lane are the clip's own content, in the clip's own time."""
        for child in element:
            if child.tag in PLACED and child.get("lane", "0") == "0":
                within = place._replace(shift=ZERO, window=shown)
                self._placed(child, within, time_of(child, "offset"))

    def _compound(self, element: Element, place: Place, shown: Span) -> None:
        """What a compound clip holds; of a multicam only the angles whose picture is chosen."""
        ref, compound = element.get("ref") or "", self._compound_of(element)
        if compound is None:
            self._missing(element, place)
            return
        if ref in place.inside:
            raise RefusedFileError(f"its compound clip {ref!r} contains itself")
        within = place._replace(shift=ZERO, window=shown, inside=place.inside | {ref})
        chosen = _chosen_angles(element)
        for part in compound:
            is_seen = part.tag == "mc-angle" and part.get("angleID") in chosen
            if is_seen or part.tag == "spine":
                self._in_spine(part, within, time_of(compound, "tcStart"))

    def _compound_of(self, element: Element) -> Element | None:
        kind = COMPOUNDS.get(element.tag)
        return None if kind is None else self._resources.media(element.get("ref"), kind)

    def _missing(self, element: Element, place: Place) -> None:
        name = element.get("name") or element.get("ref") or element.tag
        self._found.note(f"{name!r} refers to a compound clip that is not in the file.")
        self._found.use(name, track=f"lane {place.lane}", enabled=place.enabled)

    def _start(self, element: Element) -> Fraction:
        """Where its own time begins: if it says nothing, with what it plays."""
        start = seconds_of(element.get("start"))
        if start is not None:
            return start
        compound = self._compound_of(element)
        if compound is not None:
            return time_of(compound, "tcStart")
        asset = self._resources.asset(element.get("ref"))
        return asset.start if asset and not element.findall("timeMap") else ZERO

    def _duration(self, element: Element) -> Fraction:
        duration = seconds_of(element.get("duration"))
        if duration is not None:
            return duration
        if element.tag == "audition":
            chosen = next((each for each in element if each.tag in PLACED), None)
            return ZERO if chosen is None else self._duration(chosen)
        compound = self._compound_of(element)
        if compound is not None:
            return time_of(compound, "duration")
        asset = self._resources.asset(element.get("ref"))
        return (asset and asset.duration) or ZERO


def _with_transitions(span: Span, beside: Iterable[Element]) -> Span:
    for each in beside:
        if each.tag == TRANSITION:
            start = time_of(each, "offset")
            span = Span(min(span.start, start), max(span.end, start + time_of(each, "duration")))
    return span


def _chosen_angles(element: Element) -> set[str | None]:
    return {
        source.get("angleID")
        for source in element.iterfind("mc-source")
        if source.get("srcEnable", "all") in {"all", "video"}
    }


def _of_medium(asset: Asset, shown: Span) -> Span:
    """Seconds of the medium from its first frame on; none past its end."""
    span = shown.moved(-asset.start).or_one_frame(asset.frame)
    if asset.duration is None:
        return span
    return span.within(Span(ZERO, asset.duration)) or span
