"""Cuts nested in cuts: every reader tells the very frames that playing the film shows.

One made-up edit is written as OpenTimelineIO, as FCP 7 XML and as FCPXML; what the readers tell is
held against playing it frame by frame.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import NamedTuple

import opentimelineio as otio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opentimelineio.opentime import RationalTime, TimeRange

from ingest.media.containers.door import containers_in

RATE = 25


class Clip(NamedTuple):
    """Frames `first` until before `first + length` of a medium."""

    medium: int
    first: int
    length: int


class Gap(NamedTuple):
    """Nothing."""

    length: int


class Nest(NamedTuple):
    """The same of an edit."""

    edit: Edit
    first: int
    length: int


class Edit(NamedTuple):
    """Tracks that all begin together, of items one after the other."""

    tracks: tuple[tuple[Clip | Gap | Nest, ...], ...]

    @property
    def length(self):
        return max(sum(item.length for item in track) for track in self.tracks)


CLIPS = st.builds(Clip, st.integers(0, 3), st.integers(0, 40), st.integers(1, 30))
GAPS = st.builds(Gap, st.integers(1, 20))


@st.composite
def nests(draw, edits):
    edit = draw(edits)
    first = draw(st.integers(0, edit.length - 1))
    return Nest(edit, first, draw(st.integers(1, edit.length - first)))


def edits_of(items):
    tracks = st.lists(items, min_size=1, max_size=4).map(tuple)
    return st.lists(tracks, min_size=1, max_size=3).map(lambda each: Edit(tuple(each)))


FLAT = edits_of(CLIPS | GAPS)
EDITS = edits_of(CLIPS | GAPS | nests(FLAT) | nests(edits_of(CLIPS | nests(FLAT))))


def played(edit, first, length):
    """How often each frame of each medium is on a track while these frames are played."""
    shown = Counter()
    for track in edit.tracks:
        at = 0
        for item in track:
            seen = range(max(first, at), min(first + length, at + item.length))
            if seen and isinstance(item, Clip):
                shown.update((item.medium, item.first + frame - at) for frame in seen)
            elif seen and isinstance(item, Nest):
                shown += played(item.edit, item.first + seen.start - at, len(seen))
            at += item.length
    return shown


def told(path):
    """The same, as a reader tells it."""
    shown = Counter()
    (container,) = containers_in(path)
    for use in container.uses:
        first, last = round(use.source_start_s * RATE), round(use.source_end_s * RATE)
        assert use.seconds_used == pytest.approx((last - first) / RATE, abs=2e-6)
        medium = int(use.media_ref.rsplit("/", 1)[-1].removesuffix(".mov"))
        shown.update((medium, frame) for frame in range(first, last))
    return shown


# --- OpenTimelineIO ----------------------------------------------------------------------------


def _range(first, length):
    return TimeRange(RationalTime(first, RATE), RationalTime(length, RATE))


def _otio_item(item):
    if isinstance(item, Gap):
        return otio.schema.Gap(source_range=_range(0, item.length))
    cut = _range(item.first, item.length)
    if isinstance(item, Nest):
        return otio.schema.Stack("nest", _otio_tracks(item.edit), source_range=cut)
    media = otio.schema.ExternalReference(f"/gen/{item.medium}.mov", available_range=_range(0, 99))
    return otio.schema.Clip("clip", media, cut)


def _otio_tracks(edit):
    tracks = []
    for items in edit.tracks:
        track = otio.schema.Track(kind="Video")
        track.extend([_otio_item(item) for item in items])
        tracks.append(track)
    return tracks


def write_otio(edit, path):
    timeline = otio.schema.Timeline("edit")
    timeline.tracks.extend(_otio_tracks(edit))
    otio.adapters.write_to_file(timeline, str(path))


# --- FCP 7 XML ---------------------------------------------------------------------------------


def _xmeml(edit, ids):
    tracks = []
    for items in edit.tracks:
        clips, at = [], 0
        for item in items:
            if not isinstance(item, Gap):
                clips.append(_xmeml_clip(item, at, ids))
            at += item.length
        tracks.append(f"<track>{''.join(clips)}</track>")
    rate = f"<rate><timebase>{RATE}</timebase><ntsc>FALSE</ntsc></rate>"
    return (
        f"<sequence id='s{next(ids)}'>{rate}<media><video>{''.join(tracks)}</video></media>"
        "</sequence>"
    )


def _xmeml_clip(item, at, ids):
    if isinstance(item, Nest):
        inner = _xmeml(item.edit, ids)
    else:
        path = f"<pathurl>file://localhost/gen/{item.medium}.mov</pathurl>"
        inner = f"<file id='f{next(ids)}'>{path}</file>"
    return (
        f"<clipitem><start>{at}</start><end>{at + item.length}</end><in>{item.first}</in>"
        f"<out>{item.first + item.length}</out>{inner}</clipitem>"
    )


def write_xmeml(edit, path):
    path.write_text(f"<xmeml version='5'>{_xmeml(edit, count())}</xmeml>")


# --- FCPXML ------------------------------------------------------------------------------------


def _seconds(frames):
    return f"{frames * 100}/{RATE * 100}s"


def _fcpxml(edit, media):
    """A gap of the edit's length with each track as a storyline that hangs on it."""
    lanes = []
    for lane, items in enumerate(edit.tracks, start=1):
        clips, at = [], 0
        for item in items:
            clips.append(_fcpxml_clip(item, at, media))
            at += item.length
        lanes.append(f"<spine lane='{lane}' offset='3600s'>{''.join(clips)}</spine>")
    length = _seconds(edit.length)
    gap = f"<gap offset='0s' start='3600s' duration='{length}'>{''.join(lanes)}</gap>"
    return f"<sequence duration='{length}'><spine>{gap}</spine></sequence>"


def _fcpxml_clip(item, at, media):
    length = f"offset='{_seconds(at)}' duration='{_seconds(item.length)}'"
    if isinstance(item, Gap):
        return f"<gap start='3600s' {length}/>"
    start = f"start='{_seconds(item.first)}'"
    if isinstance(item, Clip):
        return f"<asset-clip ref='a{item.medium}' {start} {length}/>"
    sequence = _fcpxml(item.edit, media)
    media.append(f"<media id='m{len(media)}'>{sequence}</media>")
    return f"<ref-clip ref='m{len(media) - 1}' {start} {length}/>"


def write_fcpxml(edit, path):
    media = []
    sequence = _fcpxml(edit, media)
    assets = [
        f"<asset id='a{n}' src='file:///gen/{n}.mov' start='0s' duration='99s' hasVideo='1'/>"
        for n in range(4)
    ]
    path.write_text(
        f"<fcpxml version='1.11'><resources>{''.join(assets + media)}</resources>"
        f"<project name='edit'>{sequence}</project></fcpxml>"
    )


WRITERS = {"edit.otio": write_otio, "edit.xml": write_xmeml, "edit.fcpxml": write_fcpxml}


SLIVER = Edit((((Clip(0, 0, 1)),), (Clip(0, 3, 1), Clip(0, 0, 1))))
"""0.16 s less 0.12 s are a little more than 0.04 s."""


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60)
@example(edit=Edit(((Nest(SLIVER, 1, 1),),)))
@given(edit=EDITS)
def test_what_is_told_is_what_playing_shows(name, edit, tmp_path_factory):
    path = tmp_path_factory.mktemp("nested") / name
    WRITERS[name](edit, path)
    assert told(path) == played(edit, 0, edit.length)
