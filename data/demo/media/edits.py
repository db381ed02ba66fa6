"""The cutting room: films as timelines, which name the clips that they show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.demo.media import saving
from data.demo.media.drawing import FRAME_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from data.demo.media.pieces import Piece

STUDIO = "/Volumes/fable-and-finch/outputs"
"""Where the cutting room sees the outputs; no such disk is here."""
FCPXML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11">
 <resources>
  <format id="r0" frameDuration="1/{rate}s"/>
{assets}
 </resources>
 <library><event name="{name}"><project name="{name}">
  <sequence format="r0" duration="{length}s"><spine>
{clips}
  </spine></sequence>
 </project></event></library>
</fcpxml>
"""
ASSET = (
    '  <asset id="r{n}" name="{name}" start="0s" duration="{seconds}s" hasVideo="1" format="r0">'
    '<media-rep kind="original-media" src="file://{place}"/></asset>'
)
CLIP = '   <asset-clip ref="r{n}" offset="{at}s" start="{first}s" duration="{length}s"{off}/>'


@dataclass(frozen=True, slots=True)
class Cut:
    """Some whole seconds of one clip in a film."""

    piece: Piece
    first_s: int
    length_s: int
    enabled: bool = True

    @property
    def place(self) -> str:
        """Where the cutting room has the clip."""
        return f"{STUDIO}/{self.piece.folder}/{self.piece.name}"


def cuts_of(pieces: Sequence[Piece]) -> list[Cut]:
    """The middle of each clip: three seconds of five, more of longer ones."""
    return [Cut(each, 1, (each.seconds or 0) - 2) for each in pieces]


def write_fcpxml(cuts: Sequence[Cut], path: Path, at: datetime) -> None:
    """A film as Final Cut Pro exports it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assets = [
        ASSET.format(n=n, name=cut.piece.name, seconds=cut.piece.seconds, place=cut.place)
        for n, cut in enumerate(cuts, start=1)
    ]
    clips, played_s = [], 0
    for n, cut in enumerate(cuts, start=1):
        off = "" if cut.enabled else ' enabled="0"'
        clips.append(CLIP.format(n=n, at=played_s, first=cut.first_s, length=cut.length_s, off=off))
        played_s += cut.length_s
    text = FCPXML.format(
        rate=FRAME_RATE, name=path.stem, length=played_s, assets="\n".join(assets),
        clips="\n".join(clips),
    )  # fmt: skip
    path.write_text(text, encoding="utf-8", newline="\n")
    saving.date_file(path, at)


def write_otio(cuts: Sequence[Cut], path: Path, at: datetime) -> None:
    """A film as OpenTimelineIO writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    track = {
        "OTIO_SCHEMA": "Track.1",
        "name": "V1",
        "kind": "Video",
        "children": [_otio_clip(cut) for cut in cuts],
    }
    film = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": path.stem,
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]},
    }
    text = json.dumps(film, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    saving.date_file(path, at)


def _otio_clip(cut: Cut) -> dict[str, object]:
    return {
        "OTIO_SCHEMA": "Clip.1",
        "name": cut.piece.name,
        "enabled": cut.enabled,
        "source_range": _range(cut.first_s, cut.length_s),
        "media_reference": {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": cut.place,
            "available_range": _range(0, cut.piece.seconds or 0),
        },
    }


def _range(first_s: int, length_s: int) -> dict[str, object]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(first_s),
        "duration": _time(length_s),
    }


def _time(seconds: int) -> dict[str, object]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": FRAME_RATE, "value": seconds * FRAME_RATE}
