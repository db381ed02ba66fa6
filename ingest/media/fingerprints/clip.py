"""The fingerprint of a clip or film: hashes of some windows of a frame every quarter of a second.

    version  kind  deviation  0  width  height | step_s  seconds  n  | n times  | n x windows
    1 byte   1     1          1  2      2        4       4        4    4 each     11 x 32 bytes

Samples of one colour are left out, so that times have gaps. A clip has 14,400 samples at most (an
hour, 5 MB): of a longer one every second is dropped and the step doubled, as often as it takes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.media.extras import needed
from ingest.media.fingerprints.luma import LONGEST
from ingest.media.fingerprints.still import CLIP, FLATTEST, HEAD, VERSION, window_hashes
from ingest.media.fingerprints.windows import N_CLIP, aspect_of, clip_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.media.fingerprints.cosines import Hashes
    from ingest.media.fingerprints.luma import Luma

STEP_S = 0.25
MOST_SAMPLES = 14_400
TIMING = struct.Struct("<ffI")


@dataclass(frozen=True)
class Clip:
    """A clip's fingerprint, opened."""

    times: NDArray[np.float32]
    """Seconds from its first frame, of each sample."""
    hashes: Hashes
    """Samples by windows and, last, without bars, by four words."""
    step_s: float
    """From one sample to the next, where none is left out."""
    seconds: float
    """From its first frame to the end of its last."""


def clip_fingerprint(path: Path) -> bytes | None:
    """Of a file with moving pictures; None where it has none, or all are of one colour.

    One frame at a time is held. Raises RefusedFileError without the extra `video`, and PyAV's own
    errors for a file that it cannot decode.
    """
    av = needed("av", "video", f"{path.name}: reading clips")
    with av.open(str(path)) as container:
        if not container.streams.video:
            return None
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        rate = float(stream.average_rate or 25)
        return fingerprint_of_frames(_frames(container, stream, rate), 1 / rate)


def fingerprint_of_frames(
    frames: Iterable[tuple[float, Callable[[], Luma]]], frame_s: float
) -> bytes | None:
    """Of each frame's seconds from the first, ascending, and what gives its brightness when asked.

    `frame_s` is how long a frame lasts.
    """
    kept: list[tuple[float, bytes]] = []
    step, due, last, head = STEP_S, 0.0, 0.0, b""
    for at, luma_of_frame in frames:
        last = at
        if at < due - frame_s / 2:
            continue
        luma = luma_of_frame()
        if luma.std() >= FLATTEST:
            kept.append((at, window_hashes(luma, clip_windows(aspect_of(luma))).tobytes()))
            head = head or HEAD.pack(VERSION, CLIP, min(255, int(luma.std())), 0, *luma.shape[::-1])
        if len(kept) > MOST_SAMPLES:
            kept, step = [each for each in kept if round(each[0] / step) % 2 == 0], 2 * step
        due = (int((at + frame_s / 2) / step) + 1) * step
    times = np.array([at for at, _ in kept], np.float32).tobytes()
    timing = TIMING.pack(step, last + frame_s, len(kept))
    return b"".join([head, timing, times, *(hashes for _, hashes in kept)]) if kept else None


def opened_clip(fingerprint: bytes) -> Clip:
    """The fingerprint of a clip. Raises ValueError for any other, and for other versions."""
    version, kind, *_ = HEAD.unpack_from(fingerprint)
    if (version, kind) != (VERSION, CLIP):
        raise ValueError(f"not a clip's fingerprint of version {VERSION}: {fingerprint[:2]!r}")
    step, seconds, n = TIMING.unpack_from(fingerprint, HEAD.size)
    start = HEAD.size + TIMING.size
    times = np.frombuffer(fingerprint, np.float32, n, start)
    hashes = np.frombuffer(fingerprint, np.uint64, offset=start + times.nbytes)
    return Clip(times, hashes.reshape(n, N_CLIP + 1, -1), step, seconds)


def _frames(container: Any, stream: Any, rate: float) -> Iterator[tuple[float, Callable[[], Luma]]]:
    first: float | None = None
    for number, frame in enumerate(container.decode(stream)):
        at = number / rate if frame.time is None else float(frame.time)
        first = at if first is None else first
        yield at - first, partial(grey_of, frame)


def grey_of(frame: Any) -> Luma:
    """The brightness of a decoded frame, small and turned as its metadata ask."""
    share = min(1.0, LONGEST / max(frame.width, frame.height))
    wide, high = (max(2, round(side * share)) for side in (frame.width, frame.height))
    small = frame.reformat(width=wide, height=high, format="gray").to_ndarray()
    return np.asarray(np.rot90(small, round(frame.rotation / 90) % 4), np.float32)
