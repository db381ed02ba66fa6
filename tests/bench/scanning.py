"""How many files a scan reads a second, how much memory it takes, and what a second one costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from tests.media_studio import picture

if TYPE_CHECKING:
    from PIL.Image import Image

STILLS, CLIPS = 5_000, 200
DIFFERENT = 250
"""Pictures that are drawn; the others are these, cut and brightened each in its own way."""
SECOND_SHARE = 0.02
"""Of the time of the first scan that a second one may take."""
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


def bench_scanning(folder: Path, share: float) -> bool:
    """Scan stills of 1024 x 1024 and clips of four seconds, and then once more."""
    media, program = folder / "media", folder / "scan_bench.py"
    media.mkdir()
    stills, clips = int(STILLS * share), int(CLIPS * share)
    for number in range(stills):
        _still(number).save(media / f"still_{number:05}.png", compress_level=1)
    for number in range(clips):
        _write_clip(media / f"clip_{number:04}.mp4", number)
    program.write_text(SCAN)
    arguments = [sys.executable, str(program), str(media), str(folder / "scanned.duckdb")]
    first, told = _run(arguments)
    second, _ = _run(arguments)
    new, own, largest = map(int, told.split())
    held = new == stills + clips and second <= SECOND_SHARE * first
    print(
        f"scanning {stills:,} stills and {clips:,} clips: {(stills + clips) / first:.1f} files a "
        f"second, {own:,} MB and {largest:,} MB in the largest reader; once more "
        f"{second:.1f} s, {second / first:.1%} of {first:.0f} s {'ok' if held else 'OVER'}",
        flush=True,
    )
    return held


def _run(arguments: list[str]) -> tuple[float, str]:
    """Seconds of one scan, its start included, and what it prints."""
    root = Path(__file__).parents[2]
    started = perf_counter()
    done = subprocess.run(arguments, cwd=root, env=_env(root), check=True, capture_output=True)
    return perf_counter() - started, done.stdout.decode()


def _env(root: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(root)}


def _still(number: int) -> Image:
    drawn = picture(number % DIFFERENT, 1100, 1100)
    shift = number // DIFFERENT
    return drawn.crop((shift, 2 * shift, 1024 + shift, 1024 + 2 * shift))


def _write_clip(path: Path, number: int) -> None:
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        scene = picture(number, 1200, 360)
        for n in range(96):
            frame = av.VideoFrame.from_image(scene.crop((4 * n, 0, 4 * n + 640, 360)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
