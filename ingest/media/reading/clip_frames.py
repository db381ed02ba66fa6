"""One frame of a clip, near its first third, at a bounded price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.media.reading.clip_measures import seconds_of
from ingest.media.reading.seen_picture import SEEN_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

DECODED_PIXELS = 500_000_000
"""Decoded at most on the way from the key frame before: 240 frames of HD, 15 of 8K."""


def frame_near_third(container: Any, video: Any) -> tuple[int, Image | None]:
    """(rotation in degrees counter-clockwise, the upright frame); None where none is decodable."""
    video.thread_type = "NONE"
    seconds = seconds_of(container, video)
    frame = _decoded(container, video, (seconds or 0) / 3) or _decoded(container, video, 0)
    if frame is None:
        return 0, None
    rotation = round(frame.rotation / 90) * 90
    return rotation, _upright(frame, rotation)


def _decoded(container: Any, video: Any, second: float) -> Any:
    """The frame at this second of the clip, else the last one that the price allows."""
    from av.error import FFmpegError

    start = video.start_time or 0
    most = max(1, DECODED_PIXELS // max(1, video.codec_context.width * video.codec_context.height))
    last = None
    try:
        container.seek(start + int(second / video.time_base), stream=video)
        for number, frame in enumerate(container.decode(video)):
            last = frame
            shown = frame.time is None or frame.time - float(start * video.time_base) >= second
            if shown or number + 1 >= most:
                break
    except FFmpegError:
        return last
    return last


def _upright(frame: Any, rotation: int) -> Image:
    factor = min(1.0, SEEN_PIXELS / max(frame.width, frame.height))
    width, height = (max(2, round(side * factor)) for side in (frame.width, frame.height))
    image: Image = frame.to_image(width=width, height=height)
    return image.rotate(rotation, expand=True) if rotation % 360 else image
