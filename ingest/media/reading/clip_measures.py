"""Measures of a clip or sound file, by the headers that FFmpeg found."""

from __future__ import annotations

from typing import Any

from ingest.media.reading.measures import Measures

PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020",
    11: "dci-p3", 12: "display-p3",
}  # fmt: skip
"""Colour primaries by their number in ISO/IEC 23091-2."""
MICROSECONDS = 1_000_000
FASTEST = 1000.0
"""Frames a second; a higher rate is a clock, not a rate."""


def measures_of_clip(container: Any, video: Any, rotation: int, *, has_audio: bool) -> Measures:
    """Of a clip: as it is shown, after its rotation in degrees."""
    context = video.codec_context
    width, height = context.width, context.height
    if rotation % 180 == 90:
        width, height = height, width
    pixels = context.format
    return Measures(
        kind="video",
        codec=context.codec.canonical_name,
        width=width,
        height=height,
        seconds=seconds_of(container, video),
        frame_rate=_rate(video),
        colour_mode=pixels.name if pixels else None,
        bit_depth=max(each.bits for each in pixels.components) if pixels else None,
        profile=PRIMARIES.get(context.color_primaries),
        has_alpha=_has_alpha(video),
        has_audio=has_audio,
    )


def measures_of_sound(container: Any, sound: Any) -> Measures:
    """Of sound alone."""
    context = sound.codec_context
    return Measures(
        kind="audio",
        codec=context.codec.canonical_name if context else None,
        seconds=seconds_of(container, sound),
        has_audio=True,
    )


def seconds_of(container: Any, stream: Any) -> float | None:
    """The stream's own length, else the container's; None where neither is told."""
    if stream.duration and stream.time_base and stream.duration > 0:
        return float(stream.duration * stream.time_base)
    told = container.duration or 0
    return told / MICROSECONDS if told > 0 else None


def _rate(video: Any) -> float | None:
    rate = video.average_rate or video.guessed_rate
    return float(rate) if rate and 0 < rate <= FASTEST else None


def _has_alpha(video: Any) -> bool:
    """WebM keeps the alpha of VP8 and VP9 beside the picture, and says so."""
    if video.metadata.get("alpha_mode") == "1":
        return True
    pixels = video.codec_context.format
    return bool(pixels) and any(each.is_alpha for each in pixels.components)
