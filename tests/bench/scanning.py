"""How many files a scan reads a second, how much memory it takes, and what a second one costs."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from struct import pack
from time import perf_counter
from typing import NamedTuple

import numpy as np

from tests.media_studio import picture

STILLS, CLIPS = 5_000, 200
SIDE, FOOT = 1024, 64
"""Pixels of a still's sides, and of the strip at its foot."""
ALIKE = 20
"""Stills that differ in the strip at their foot alone: what is above it is packed once for all."""
SECOND_SHARE = 0.02
"""Of the processor time of the first scan that a second one may take."""
SCAN = """
import resource, sys
from pathlib import Path
from data.settings import Settings
from ingest.media.scan import scan
if __name__ == "__main__":
    folder, warehouse = sys.argv[1:]
    report = scan([folder], Settings(warehouse=Path(warehouse)), role="outputs")
    assert not report.accounts[0].problems, report.accounts[0].problems
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(report.accounts[0].new, own // 1024, largest // 1024)
"""


class Took(NamedTuple):
    """Seconds of one scan, its start included: on the clock, and of all processors together."""

    clock_s: float
    processor_s: float


def bench_scanning(folder: Path, share: float) -> bool:
    """Scan stills of 1024 x 1024 and clips of four seconds, and then once more."""
    media, program = folder / "media", folder / "scan_bench.py"
    media.mkdir()
    stills, clips = int(STILLS * share), int(CLIPS * share)
    _draw(media, stills, clips)
    program.write_text(SCAN)
    arguments = [sys.executable, str(program), str(media), str(folder / "scanned.duckdb")]
    first, told = _run(arguments)
    second, _ = _run(arguments)
    new, own, largest = map(int, told.split())
    ratio = second.processor_s / first.processor_s
    held = new == stills + clips and ratio <= SECOND_SHARE
    print(
        f"scanning {stills:,} stills and {clips:,} clips: {new / first.clock_s:.1f} files a "
        f"second, {first.processor_s / new * 1000:.0f} ms of a processor each, {own:,} MB and "
        f"{largest:,} MB in the largest reader; once more {second.processor_s:.1f} s, {ratio:.1%} "
        f"of {first.processor_s:.0f} s {'ok' if held else 'OVER'}",
        flush=True,
    )
    return held


def _run(arguments: list[str]) -> tuple[Took, str]:
    """What one scan takes, and what it prints."""
    root = Path(__file__).parents[2]
    started, before = perf_counter(), _processor_s()
    done = subprocess.run(arguments, cwd=root, env=_env(root), check=True, capture_output=True)
    took = Took(perf_counter() - started, _processor_s() - before)
    return took, done.stdout.decode()


def _processor_s() -> float:
    """Of all processes that were waited for."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _env(root: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(root)}


def _draw(media: Path, stills: int, clips: int) -> None:
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(_draw_stills, media, stills), range(0, stills, ALIKE)))
        list(pool.map(partial(_draw_clip, media), range(clips), chunksize=10))


def _draw_stills(media: Path, stills: int, first: int) -> None:
    """Stills of one drawing, each with a strip of its own: to pack a whole one takes 70 ms."""
    drawn = np.asarray(picture(first, SIDE, SIDE - FOOT))
    packed = zlib.compressobj(1)
    above = packed.compress(_lines(drawn, np.zeros_like(drawn[:1])))
    for number in range(first, min(first + ALIKE, stills)):
        own, foot = packed.copy(), np.asarray(picture(number, SIDE, FOOT))
        lines = above + own.compress(_lines(foot, drawn[-1:])) + own.flush()
        (media / f"still_{number:05}.png").write_bytes(_png(lines))


def _lines(pixels: np.ndarray, before: np.ndarray) -> bytes:
    """Lines as PNG has them: each less the one above it."""
    less = np.diff(pixels, axis=0, prepend=before).reshape(len(pixels), -1)
    return np.insert(less, 0, 2, axis=1).tobytes()


def _png(lines: bytes) -> bytes:
    parts = (
        (b"IHDR", pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", lines),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _draw_clip(media: Path, number: int) -> None:
    import av

    with av.open(str(media / f"clip_{number:04}.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        scene = picture(number, 1200, 360)
        for n in range(96):
            frame = av.VideoFrame.from_image(scene.crop((4 * n, 0, 4 * n + 640, 360)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
