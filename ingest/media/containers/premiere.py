"""Premiere projects (.prproj): what the sequences show that no other sequence uses.

`Start` and `End` of a clip are seconds of its sequence, `InPoint` and `OutPoint` of its source. A
proxy is another name of its medium. Sound alone, titles and adjustment layers are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.collected import Collected, own_names
from ingest.media.containers.guarded import plain
from ingest.media.containers.premiere_objects import objects_in
from ingest.media.containers.spans import Curve, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.warehouse.media_records import Container
    from ingest.media.containers.premiere_objects import Clip, Item, Objects, Source, SubClip

MOST_BYTES = 512 * 2**20
"""Of its XML, unpacked. Projects of feature films have about 200 MB, read in 12 s."""
ONE_FRAME_S = 0.04


class Place(NamedTuple):
    """Where a sequence is met."""

    window: Span | None
    """What of it is seen; None for all of it."""
    enabled: bool = True
    track: str | None = None
    is_known: bool = True
    """Whether the seconds of what lies in it can be told."""
    inside: tuple[str, ...] = ()


def read(path: Path) -> tuple[Container, ...]:
    """One container per outer sequence. Raises RefusedFileError or ValueError with a sentence."""
    with plain(path, MOST_BYTES) as stream:
        objects = objects_in(stream)
    outer = _outer(objects)
    if not outer:
        bare = Collected()
        bare.note("It has no sequence: nothing in it counts as used.")
        return (bare.container("project", path.name),)
    names = own_names(path.name, [objects.sequences[key].name for key in outer])
    return tuple(
        _Walk(objects).of(key).container("project", name)
        for key, name in zip(outer, names, strict=True)
    )


def _outer(objects: Objects) -> list[str]:
    """Sequences that no clip of another one plays; none behind a multicam or a merged clip."""
    subclips = objects.subclips
    placed = {_sequence_of(objects, each) for each in _placed_clips(objects, subclips)}
    angles = {
        _sequence_of(objects, clip)
        for master in objects.masters.values()
        if master.is_multicam
        for clip in master.clips
    }
    return [
        key
        for key, sequence in objects.sequences.items()
        if key not in placed | angles and not sequence.is_merged
    ]


def _placed_clips(objects: Objects, subclips: dict[str, SubClip]) -> Iterator[str]:
    for item in objects.items.values():
        subclip = subclips.get(item.subclip or "")
        if subclip is not None and subclip.clip:
            yield subclip.clip


def _sequence_of(objects: Objects, clip: str) -> str | None:
    found = objects.clips.get(clip)
    source = objects.sources.get((found and found.source) or "")
    return source.sequence if source else None


class _Walk:
    """Through one sequence."""

    def __init__(self, objects: Objects) -> None:
        self._all = objects
        self._found = Collected()

    def of(self, sequence: str) -> Collected:
        self._sequence(sequence, Place(None))
        return self._found

    def _sequence(self, key: str, place: Place) -> None:
        if key in place.inside:
            raise RefusedFileError(f"its sequence {self._all.sequences[key].name!r} plays itself")
        within = place._replace(inside=(*place.inside, key))
        groups = self._all.sequences[key].groups
        tracks = [track for group in groups for track in self._all.groups.get(group, ())]
        for number, each in enumerate(tracks, start=1):
            track = self._all.tracks.get(each)
            if track is None:
                self._found.note("A track that a sequence names is not in the project.")
                continue
            is_on = within.enabled and not track.is_muted
            label = within.track or f"V{number}"
            for item in track.items:
                self._found.step()
                self._item(item, within._replace(enabled=is_on, track=label))

    def _item(self, key: str, place: Place) -> None:
        item = self._all.items.get(key)
        subclip = self._all.subclips.get((item and item.subclip) or "")
        clip = self._all.clips.get((subclip and subclip.clip) or "")
        source = self._all.sources.get((clip and clip.source) or "")
        if item is None or subclip is None or clip is None or source is None:
            self._found.note("A clip on a track names a source that is not in the project.")
            return
        seen = self._with_transitions(item).within(place.window)
        if seen is None or clip.is_adjustment:
            return
        place = place._replace(enabled=place.enabled and not item.is_disabled)
        span = self._played(clip, item, seen.moved(-item.start))
        if source.sequence is not None:
            self._nested(source.sequence, subclip, place._replace(window=span))
        else:
            self._medium(source, subclip, place, span)

    def _with_transitions(self, item: Item) -> Span:
        """Where a clip is seen: two under a transition on their cut both for all of it."""
        head, tail = (self._all.transitions.get(key or "") for key in item.transitions)
        return Span(
            item.start if head is None else min(item.start, head.start),
            item.end if tail is None else max(item.end, tail.end),
        )

    def _nested(self, key: str, subclip: SubClip, place: Place) -> None:
        if key not in self._all.sequences:
            self._found.note(f"{subclip.name!r} plays a sequence that is not in the project.")
            return
        master = self._all.masters.get(subclip.master or "")
        if master is not None and master.is_multicam:
            self._found.note(
                f"{subclip.name!r} is a multicam: which angle is seen when is not known, so no "
                "seconds are told for what lies in it."
            )
            place = place._replace(is_known=False)
        self._sequence(key, place)

    def _medium(self, source: Source, subclip: SubClip, place: Place, span: Span) -> None:
        media = self._all.media.get(source.media or "")
        if media is None:
            self._found.note(f"{subclip.name!r} plays a medium that is not in the project.")
        elif media.is_generated and media.path is None:
            return
        proxy = self._all.media.get(source.proxy or "")
        self._found.use(
            (media and media.path) or subclip.name or "",
            span if place.is_known and not (media and media.is_still) else None,
            track=place.track,
            enabled=place.enabled,
            names=(media and media.title, proxy and proxy.path, subclip.name),
        )

    def _played(self, clip: Clip, item: Item, seen: Span) -> Span:
        """Seconds of the source for seconds after the clip's beginning on its track."""
        points = self._all.curves.get(self._all.remappings.get(clip.remapping or "") or "")
        if points:
            first = clip.first - Curve(points).at(0.0) if clip.first else 0.0
            return Curve(points).shown(seen.moved(max(first, 0.0))).or_one_frame(ONE_FRAME_S)
        first = _first(clip, item)
        span = Span(first + seen.start * clip.speed, first + seen.end * clip.speed)
        return span.or_one_frame(ONE_FRAME_S)


def _first(clip: Clip, item: Item) -> float:
    """Where the source begins; of a retimed clip in and out may be counted in any of three ways.

    In seconds of the source, of the film, or of the film times the speed twice: the one whose
    length makes that of the clip on its track.
    """
    if clip.speed in {0.0, 1.0}:
        return clip.first
    wanted = (item.end - item.start) * clip.speed
    ways = (1.0, clip.speed, 1 / clip.speed)
    best = min(ways, key=lambda way: abs((clip.last - clip.first) * way - wanted))
    return clip.first * best
