"""The objects of a Premiere project that say what is used, read from a stream of its XML.

A project is one flat table of objects that refer to each other by id. Of a 200 MB one nearly all is
effects, waveforms and panels: py-premiere builds all of it, gigabytes; here each object is looked
at and let go, and the few that count are kept as rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.guarded import MOST_ELEMENTS, elements
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from ingest.media.containers.guarded import Bounded

TICKS = 254_016_000_000
"""In a second."""
MERGED = "Node/Properties/BE.Sequence.IsMergedClip"
MULTICAM = "Node/Properties/Source.Monitor.Multicam.Enabled"


class Sequence(NamedTuple):
    """A timeline, or what stands behind a merged clip."""

    name: str | None
    groups: tuple[str, ...]
    is_merged: bool


class Track(NamedTuple):
    """A video track."""

    is_muted: bool
    items: tuple[str, ...]


class Item(NamedTuple):
    """A clip on a track; where it lies there in seconds."""

    start: float
    end: float
    is_disabled: bool
    subclip: str | None
    transitions: tuple[str | None, str | None]
    """At its head and at its tail."""


class SubClip(NamedTuple):
    """Between a clip on a track and what it plays."""

    name: str | None
    clip: str | None
    master: str | None


class Clip(NamedTuple):
    """What of its source a clip plays; in and out as they are written, in seconds."""

    source: str | None
    first: float
    last: float
    speed: float
    remapping: str | None
    is_adjustment: bool


class Source(NamedTuple):
    """A medium or a sequence, as a clip plays it."""

    media: str | None
    sequence: str | None
    proxy: str | None
    length: float | None


class Media(NamedTuple):
    """A file."""

    path: str | None
    title: str | None
    is_still: bool
    is_generated: bool


class Master(NamedTuple):
    """A clip of the project panel."""

    clips: tuple[str, ...]
    is_multicam: bool


class Objects:
    """All rows of a project, by kind and id."""

    def __init__(self) -> None:
        """Begin empty."""
        self.sequences: dict[str, Sequence] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.tracks: dict[str, Track] = {}
        self.items: dict[str, Item] = {}
        self.transitions: dict[str, Span] = {}
        self.subclips: dict[str, SubClip] = {}
        self.clips: dict[str, Clip] = {}
        self.sources: dict[str, Source] = {}
        self.media: dict[str, Media] = {}
        self.masters: dict[str, Master] = {}
        self.remappings: dict[str, str | None] = {}
        self.curves: dict[str, tuple[tuple[float, float], ...]] = {}

    def keep(self, element: Element) -> None:
        """What counts of one object. Raises ValueError with a sentence."""
        key = element.get("ObjectUID") or element.get("ObjectID")
        reading = READING.get(element.tag)
        if key is not None and reading is not None:
            table, read = reading
            getattr(self, table)[key] = read(element)


def objects_in(stream: Bounded) -> Objects:
    """Every object of a project. Raises RefusedFileError or ValueError with a sentence."""
    objects, depth, inside = Objects(), 0, 0
    root: Element | None = None
    for event, element in elements(stream):
        if event == "start":
            depth, inside = depth + 1, inside + 1
            root = element if root is None else root
            _check(root, inside)
            continue
        depth -= 1
        if depth == 1:
            objects.keep(element)
            if root is not None:
                root.clear()
            inside = 0
        elif depth == 2 and element.tag == "ComponentOwner":
            element.clear()
    return objects


def _check(root: Element, inside: int) -> None:
    if root.tag != "PremiereData":
        raise RefusedFileError(f"not a Premiere project: its first element is {root.tag!r}")
    if inside > MOST_ELEMENTS:
        raise RefusedFileError(f"an object of more than {MOST_ELEMENTS:,} elements: not read")


def _sequence(element: Element) -> Sequence:
    groups = _refs(element, "TrackGroups/TrackGroup/Second")
    return Sequence(element.findtext("Name"), groups, element.findtext(MERGED) == "true")


def _track(element: Element) -> Track:
    is_muted = element.findtext("ClipTrack/Track/IsMuted") == "true"
    return Track(is_muted, _refs(element, "ClipTrack/ClipItems/TrackItems/TrackItem"))


def _transition(element: Element) -> Span:
    return Span(
        _seconds(element, "TransitionTrackItem/TrackItem/Start") or 0.0,
        _seconds(element, "TransitionTrackItem/TrackItem/End") or 0.0,
    )


def _item(element: Element) -> Item:
    return Item(
        start=_seconds(element, "ClipTrackItem/TrackItem/Start") or 0.0,
        end=_seconds(element, "ClipTrackItem/TrackItem/End") or 0.0,
        is_disabled=element.findtext("ClipTrackItem/IsMuted") == "true",
        subclip=_ref(element, "ClipTrackItem/SubClip"),
        transitions=(
            _ref(element, "ClipTrackItem/HeadTransition"),
            _ref(element, "ClipTrackItem/TailTransition"),
        ),
    )


def _subclip(element: Element) -> SubClip:
    return SubClip(element.findtext("Name"), _ref(element, "Clip"), _ref(element, "MasterClip"))


def _clip(element: Element) -> Clip:
    return Clip(
        source=_ref(element, "Clip/Source"),
        first=_seconds(element, "Clip/InPoint") or 0.0,
        last=_seconds(element, "Clip/OutPoint") or 0.0,
        speed=abs(_number(element.findtext("Clip/PlaybackSpeed"), 1.0)),
        remapping=_ref(element, "Clip/TimeRemapping"),
        is_adjustment=element.findtext("AdjustmentLayer") == "true",
    )


def _source(element: Element) -> Source:
    return Source(
        media=_ref(element, "MediaSource/Media"),
        sequence=_ref(element, "SequenceSource/Sequence"),
        proxy=_ref(element, "MediaSource/Content/ProxyMedia"),
        length=_seconds(element, "OriginalDuration"),
    )


def _media(element: Element) -> Media:
    """The path that Premiere found it under, else the one it was imported from."""
    paths = (element.findtext(name) for name in ("ActualMediaFilePath", "FilePath", "RelativePath"))
    told = [path for path in paths if path]
    return Media(
        path=next((path for path in told if not path.isdigit()), None),
        title=element.findtext("Title"),
        is_still=element.findtext("Infinite") == "true",
        is_generated=any(path.isdigit() for path in told),
    )


def _master(element: Element) -> Master:
    return Master(_refs(element, "Clips/Clip"), element.findtext(MULTICAM) == "true")


def _curve(element: Element) -> tuple[tuple[float, float], ...]:
    """Keyframes `ticks,seconds of the source,…;` of a speed curve."""
    if element.findtext("Name") != "Speed":
        return ()
    frames = [each.split(",") for each in (element.findtext("Keyframes") or "").split(";")]
    return tuple(
        (_number(frame[0], 0.0) / TICKS, _number(frame[1], 0.0))
        for frame in frames
        if len(frame) > 1
    )


def _ref(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get("ObjectRef") or found.get("ObjectURef")


def _refs(element: Element, path: str) -> tuple[str, ...]:
    refs = (each.get("ObjectRef") or each.get("ObjectURef") for each in element.iterfind(path))
    return tuple(ref for ref in refs if ref)


def _seconds(element: Element, path: str) -> float | None:
    text = element.findtext(path)
    return None if text is None else _number(text, 0.0) / TICKS


def _number(text: str | None, missing: float) -> float:
    """Raises ValueError with a sentence where it is none, or out of all bounds."""
    if text is None or not text.strip():
        return missing
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} where a number is expected") from None
    if not abs(number) < 1e21:
        raise ValueError(f"{text[:40]!r} is out of all bounds")
    return number


READING: dict[str, tuple[str, Callable[[Element], object]]] = {
    "Sequence": ("sequences", _sequence),
    "VideoTrackGroup": ("groups", lambda element: _refs(element, "TrackGroup/Tracks/Track")),
    "VideoClipTrack": ("tracks", _track),
    "VideoClipTrackItem": ("items", _item),
    "VideoTransitionTrackItem": ("transitions", _transition),
    "SubClip": ("subclips", _subclip),
    "VideoClip": ("clips", _clip),
    "VideoMediaSource": ("sources", _source),
    "VideoSequenceSource": ("sources", _source),
    "Media": ("media", _media),
    "MasterClip": ("masters", _master),
    "TimeRemapping": ("remappings", lambda element: _ref(element, "Keyframes")),
    "TimeComponentParam": ("curves", _curve),
}
