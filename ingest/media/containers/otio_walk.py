"""The way through an OpenTimelineIO timeline: which seconds of which media are seen.

What lies in a nested track is seen only through the window that uses it. Two clips under a
transition are both seen for its length. Sound alone is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.media.containers.collected import Collected
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE_TIMECODE_S = 3600
"""Cameras and decks begin at one hour; generated clips at zero."""


class Place(NamedTuple):
    """Where an item is met."""

    window: Span | None
    """What of the item's own time is seen; None for all of it."""
    enabled: bool = True
    track: str | None = None
    speed: float | None = 1.0
    """Of all retimings around it; None where one of them is not known."""


def timelines_in(root: Any) -> list[Any]:
    """All timelines of a file; another composition stands for one."""
    if type(root).__name__ == "SerializableCollection":
        return [timeline for child in root for timeline in timelines_in(child)]
    if hasattr(root, "tracks") or hasattr(root, "trimmed_range"):
        return [root]
    return []


class Walk:
    """Through one timeline."""

    def __init__(self, *, is_by_timecode: bool = False) -> None:
        """`is_by_timecode`: whether positions are timecodes, whatever the media are said to be."""
        self._is_by_timecode = is_by_timecode
        self._found = Collected()

    def of(self, timeline: Any) -> Collected:
        """All that is used in it."""
        root = getattr(timeline, "tracks", timeline)
        self._item(root, Place(None))
        return self._found

    def _item(self, item: Any, place: Place) -> None:
        self._found.step()
        kind = _kind(item)
        place = place._replace(enabled=place.enabled and getattr(item, "enabled", True))
        if kind == "Clip":
            self._clip(item, place._replace(speed=self._speed(item, place.speed)))
        elif kind == "Stack":
            self._stack(item, self._nested(item, place))
        elif kind == "Track" and item.kind != "Audio":
            self._track(item, self._nested(item, place))

    def _nested(self, item: Any, place: Place) -> Place:
        """The window in the time of what lies in it: within its cut, and stretched by its speed."""
        own = _span(item.trimmed_range()) if _has_range(item) else None
        window = own if place.window is None else place.window.within(own)
        speed = self._speed(item, 1.0)
        if window is None or own is None or speed is None:
            return place._replace(window=window, speed=None if speed is None else place.speed)
        first = own.start + (window.start - own.start) * speed
        return place._replace(window=Span(first, first + window.length * speed))

    def _speed(self, item: Any, speed: float | None) -> float | None:
        for effect in item.effects:
            if hasattr(effect, "time_scalar"):
                if effect.time_scalar < 0:
                    self._found.note(
                        f"{item.name!r} plays backwards: where in its medium is not certain."
                    )
                speed = None if speed is None else speed * abs(effect.time_scalar)
            elif "TimeEffect" in {each.__name__ for each in type(effect).__mro__}:
                self._found.note(
                    f"{item.name!r} is retimed by a curve: how much of it is used is not known."
                )
                speed = None
        return speed

    def _stack(self, stack: Any, place: Place) -> None:
        """Layers on top of each other, all from 0 on."""
        number = 0
        for child in stack:
            is_picture = not (_kind(child) == "Track" and child.kind == "Audio")
            number += is_picture
            label = (child.name or f"V{number}") if place.track is None else place.track
            layer = place._replace(track=label)
            if place.window is None or not _has_range(child):
                self._item(child, layer)
                continue
            own = _span(child.trimmed_range())
            window = place.window.moved(own.start).within(own)
            if window is not None:
                self._item(child, layer._replace(window=window))

    def _track(self, track: Any, place: Place) -> None:
        """Items one after the other, longer by what a transition shows of them."""
        children, at = list(track), 0.0
        for number, child in enumerate(children):
            if _kind(child) == "Transition":
                continue
            if not _has_range(child):
                self._found.note(f"{child.name!r} has no length: its seconds are not known.")
                self._item(child, place._replace(window=None, speed=None))
                continue
            own = _span(child.trimmed_range())
            before, after = _handles(children, number)
            seen = Span(at - before, at + own.length + after).within(place.window)
            at += own.length
            if seen is not None:
                window = seen.moved(own.start - (at - own.length))
                self._item(child, place._replace(window=window))

    def _clip(self, clip: Any, place: Place) -> None:
        media = clip.media_reference
        if media is None or _kind(media) == "GeneratorReference":
            return
        ref, is_address = _told(media)
        ref = ref or _source_file(clip)
        if not ref:
            self._found.note(f"{clip.name!r} tells no path: it is known by its name alone.")
        self._found.use(
            ref or media.name or clip.name,
            self._seconds(clip, media, place),
            track=place.track,
            enabled=place.enabled,
            names=(*_names(media), clip.name, *_names(clip)),
            is_address=is_address,
        )

    def _seconds(self, clip: Any, media: Any, place: Place) -> Span | None:
        """Seconds of the medium from its first frame on; a frozen one shows one frame."""
        if place.speed is None or not _has_range(clip):
            return None
        cut = _span(clip.trimmed_range())
        window = place.window or cut
        first = cut.start + (window.start - cut.start) * place.speed
        span = Span(first, first + window.length * place.speed)
        available = None if self._is_by_timecode else media.available_range
        if available is None:
            if span.start >= LATE_TIMECODE_S:
                self._found.note(
                    "Where media begin is not told: positions in them are their timecodes."
                )
            return span.or_one_frame(_frame(clip.trimmed_range()))
        whole = _span(available)
        span = span.moved(-whole.start).or_one_frame(_frame(available))
        return span.within(Span(0.0, whole.length)) or span


def _kind(item: Any) -> str:
    return type(item).__name__


def _has_range(item: Any) -> bool:
    """A clip without a cut and without a medium of known length has none."""
    try:
        return bool(item.trimmed_range().duration.rate > 0)
    except Exception:  # noqa: BLE001 - the library has an error of its own kind for it
        return False


def _span(range_: Any) -> Span:
    start = range_.start_time.to_seconds()
    return Span(start, start + range_.duration.to_seconds())


def _frame(range_: Any) -> float:
    rate = range_.duration.rate
    return 1 / rate if rate > 0 else 0.0


def _handles(children: list[Any], number: int) -> tuple[float, float]:
    """How much longer the transitions beside an item show it."""
    before = [each for each in children[max(number - 1, 0) : number] if _kind(each) == "Transition"]
    after = [each for each in children[number + 1 : number + 2] if _kind(each) == "Transition"]
    return (
        sum(transition.in_offset.to_seconds() for transition in before),
        sum(transition.out_offset.to_seconds() for transition in after),
    )


def _told(media: Any) -> tuple[str, bool]:
    """Where it says that the medium lies, and whether that is an address."""
    if url := getattr(media, "target_url", None):
        return url, True
    if _kind(media) == "ImageSequenceReference":
        number = f"%0{media.frame_zero_padding}d"
        base = media.target_url_base.rstrip("/")
        name = f"{media.name_prefix}{number}{media.name_suffix}"
        return (f"{base}/{name}" if base else name), False
    return "", False


def _source_file(clip: Any) -> str:
    """The comment of an EDL in which it tells a path."""
    for comment in clip.metadata.get("cmx_3600", {}).get("comments", ()):
        said, _, path = str(comment).partition("SOURCE FILE:")
        if path and not said.strip(" *"):
            return path.strip()
    return ""


def _names(named: Any) -> Iterator[str]:
    """What adapters keep of reels, tapes and mobs."""
    yield named.name
    for adapter in ("cmx_3600", "AAF"):
        said = named.metadata.get(adapter, {})
        if hasattr(said, "get"):
            for key in ("reel", "MobID", "SourceID", "TapeName"):
                if isinstance(value := said.get(key), str):
                    yield value
