"""FCP 7 XML (`xmeml`), as Premiere and DaVinci Resolve export it: what its sequences show.

`in` and `out` are frames of the medium, of a retimed clip in retimed frames: times the speed they
are the medium's own. `start` or `end` of -1 is a transition's: `in` and `out` hold its part.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from data.errors import RefusedFileError
from ingest.media.containers.collected import Collected, own_names
from ingest.media.containers.guarded import document, plain
from ingest.media.containers.spans import Span

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from data.warehouse.media_records import Container

NOT_NEEDED = frozenset(
    {"colorinfo", "filteraudio", "keyframe", "link", "logginginfo", "marker", "outputs"}
)
DEFAULT_RATE = 25.0


class Speed(NamedTuple):
    """How a clip is retimed."""

    factor: float = 1.0
    is_known: bool = True
    is_frozen: bool = False


def read(path: Path) -> tuple[Container, ...]:
    """One container per sequence that no other one uses.

    Raises RefusedFileError or ValueError with a sentence.
    """
    with plain(path) as stream:
        root = document(stream, without=NOT_NEEDED)
    if root.tag != "xmeml":
        raise RefusedFileError(f"not a Final Cut Pro XML: its first element is {root.tag!r}")
    defined = _Defined(root)
    sequences = defined.outer_sequences(root)
    if not sequences:
        bare = Collected()
        bare.note("It holds clips but no sequence: nothing in it counts as used.")
        return (bare.container("timeline", path.name),)
    names = own_names(path.name, [sequence.findtext("name") for sequence in sequences])
    return tuple(
        _Walk(defined).of(sequence).container("timeline", name)
        for sequence, name in zip(sequences, names, strict=True)
    )


class _Defined:
    """Files and sequences are told in full once and by their id wherever they come again."""

    def __init__(self, root: Element) -> None:
        self._by_id: dict[tuple[str, str], Element] = {}
        for element in root.iter():
            if element.tag in {"file", "sequence"} and len(element) and "id" in element.attrib:
                self._by_id.setdefault((element.tag, element.attrib["id"]), element)

    def full(self, element: Element) -> Element:
        """The same thing where it is told in full."""
        return self._by_id.get((element.tag, element.get("id", "")), element)

    def outer_sequences(self, root: Element) -> list[Element]:
        """Those that lie in no clip of another."""
        placed = [each for clip in root.iter("clipitem") for each in clip.iterfind("sequence")]
        nested = {id(self.full(each)) for each in placed} | {id(each) for each in placed}
        every = {id(self.full(each)): self.full(each) for each in root.iter("sequence")}
        return [each for key, each in every.items() if key not in nested and len(each)]


class _Walk:
    """Through one sequence."""

    def __init__(self, defined: _Defined) -> None:
        self._defined = defined
        self._found = Collected()

    def of(self, sequence: Element) -> Collected:
        self._sequence(sequence, None, enabled=True, inside=(), track=None)
        return self._found

    def _sequence(
        self,
        sequence: Element,
        window: Span | None,
        *,
        enabled: bool,
        inside: tuple[int, ...],
        track: str | None,
    ) -> None:
        """`window`: seconds of the sequence that are seen; None for all of it."""
        if id(sequence) in inside:
            raise RefusedFileError(f"its sequence {sequence.findtext('name')!r} contains itself")
        rate = _rate(sequence) or DEFAULT_RATE
        for number, lane in enumerate(sequence.iterfind("media/video/track"), start=1):
            is_on = enabled and _is_true(lane, "enabled", default=True)
            for clip in lane.iterfind("clipitem"):
                self._found.step()
                self._clip(
                    clip,
                    window,
                    rate,
                    enabled=is_on and _is_true(clip, "enabled", default=True),
                    inside=(*inside, id(sequence)),
                    track=track or f"V{number}",
                )

    def _clip(
        self,
        clip: Element,
        window: Span | None,
        rate: float,
        *,
        enabled: bool,
        inside: tuple[int, ...],
        track: str,
    ) -> None:
        speed = _speed(clip)
        seen = _seen(clip, window, rate)
        if seen is None:
            return
        span = _of_medium(clip, seen, _rate(clip) or rate, speed)
        nested = clip.find("sequence")
        if nested is not None:
            sequence = self._defined.full(nested)
            self._sequence(sequence, span, enabled=enabled, inside=inside, track=track)
            return
        file = _file(clip)
        told = None if file is None else self._defined.full(file)
        name = clip.findtext("name")
        if not speed.is_known:
            self._found.note(
                f"{name!r} is retimed by a curve: how much of it is used is not known."
            )
        ref = (told is not None and (told.findtext("pathurl") or told.findtext("name"))) or name
        if told is None or not told.findtext("pathurl"):
            self._found.note(f"{name!r} tells no path: it is known by its name alone.")
        self._found.use(
            ref or "",
            span if speed.is_known else None,
            track=track,
            enabled=enabled,
            names=(name, None if told is None else told.findtext("name")),
            is_address=True,
        )


def _seen(clip: Element, window: Span | None, rate: float) -> Span | None:
    """Seconds after the clip's own beginning that are seen; None where it lies outside."""
    begins, ends = _frames(clip, "start"), _frames(clip, "end")
    length = _last(clip) - _first(clip)
    if begins is not None and ends is not None and min(begins, ends) >= 0:
        length = ends - begins
    whole = Span(0.0, max(length, 0.0) / rate)
    if window is None:
        return whole
    if begins is None or begins < 0:
        begins = (ends or 0) - length
    return whole.within(window.moved(-begins / rate))


def _of_medium(clip: Element, seen: Span, rate: float, speed: Speed) -> Span:
    """The seconds of the medium; of a clip that plays backwards counted from its other end."""
    first = _first(clip) / rate * (1 if speed.is_frozen else abs(speed.factor))
    if speed.is_frozen:
        return Span(first, first + 1 / rate)
    return Span(first + seen.start * abs(speed.factor), first + seen.end * abs(speed.factor))


def _speed(clip: Element) -> Speed:
    if _is_true(clip, "stillframe", default=False):
        return Speed(is_frozen=True)
    for effect in clip.iterfind("filter/effect"):
        if effect.findtext("effectid") == "timeremap":
            said = {
                parameter.findtext("parameterid"): parameter.findtext("value")
                for parameter in effect.iterfind("parameter")
            }
            percent = _number(said.get("speed"))
            is_curve = (said.get("variablespeed") or "0").strip().lower() not in {"0", "false"}
            if is_curve or percent is None:
                return Speed(is_known=False)
            return Speed(percent / 100, is_frozen=percent == 0)
    return Speed()


def _file(clip: Element) -> Element | None:
    """Of several angles the one whose picture is chosen."""
    for angle in clip.iterfind("multiclip/angle"):
        if _is_true(angle, "activevideoangle", default=False):
            return angle.find(".//file")
    return clip.find("file")


def _rate(element: Element) -> float | None:
    """Frames a second; 29.97 is 30 by NTSC."""
    base = _number(element.findtext("rate/timebase"))
    if base is None or base <= 0:
        return None
    return base * 1000 / 1001 if _is_true(element, "rate/ntsc", default=False) else base


def _first(clip: Element) -> float:
    return max(_frames(clip, "in") or 0.0, 0.0)


def _last(clip: Element) -> float:
    """-1 where nothing was set: its whole length."""
    last = _frames(clip, "out")
    return last if last is not None and last >= 0 else _frames(clip, "duration") or 0.0


def _frames(element: Element, name: str) -> float | None:
    return _number(element.findtext(name))


def _number(text: str | None) -> float | None:
    """Raises ValueError with a sentence where it is none."""
    if text is None or not text.strip():
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} where a number of frames is expected") from None
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]!r} where a number of frames is expected")
    return number


def _is_true(element: Element, name: str, *, default: bool) -> bool:
    text = element.findtext(name)
    return default if text is None else text.strip().upper() in {"TRUE", "1"}
