"""The demo's ordinary way in: an invented agency's logs and files, loaded and scanned like any."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from data.demo import DEMO_AS_OF, write_demo
from data.demo.media.folder import left_out
from data.errors import RefusedFileError
from data.settings import CONFIG_NAME, Settings, load_settings
from ingest.load.load import load_paths
from ingest.media.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ingest.load.account import FileAccount
    from ingest.media.account import ScanReport

TITLE = "# The demo's settings."
CONFIG = f"""\
{TITLE}
notice = "Demo: the agency Fable & Finch is invented, and so is every figure."
timezone = "Europe/Berlin"
as_of = {DEMO_AS_OF.isoformat()}
warehouse = "demo.duckdb"
reviewer_rate_per_hour = "55"
editor_rate_per_hour = "70"
creator_rate_per_hour = "65"

[media]                             # drawn by the simulator, at an eighth of their size
outputs = ["media/outputs"]
finals = ["media/finals"]
references = ["media/edits"]

[delivery.image]                    # at an eighth too
width = 160
height = 112
colour_modes = ["RGB"]

[delivery.video]
codecs = ["h264"]
frame_rates = [12]

[delivery.pieces]                   # one deliverable: three stills and a clip
image = 3
video = 1
"""


class LoadedDemo(NamedTuple):
    """What became of the demo's logs and files."""

    accounts: Sequence[FileAccount]
    settings: Settings
    config: Path
    scanned: ScanReport | None
    """None where nothing was drawn."""
    left_out: Sequence[str]
    """What was not drawn, for a library is missing."""


def load_demo(
    folder: Path,
    *,
    seed: int,
    scale: float,
    media: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> LoadedDemo:
    """Write logs and files into `folder`, load and scan them into a fresh `folder/demo.duckdb`.

    `media`: whether files are drawn. Raises RefusedFileError when the folder holds something else:
    nothing of the user's is overwritten.
    """
    config = folder / CONFIG_NAME
    _forget_earlier_demo(folder, config)
    drawn = folder / "media" if media else None
    paths = write_demo(folder / "logs", seed=seed, scale=scale, media=drawn)
    config.write_text(CONFIG, "utf-8")
    settings = load_settings(config)
    accounts = load_paths([str(path) for path in paths], settings)
    scanned = scan((), settings, progress=progress) if media else None
    return LoadedDemo(accounts, settings, config, scanned, left_out() if media else ())


def _forget_earlier_demo(folder: Path, config: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not _is_demo(config):
        raise RefusedFileError(f"{folder}: not empty, and no demo. Pass another --folder.")
    for name in ("logs", "media", "thumbnails"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "demo.duckdb").unlink(missing_ok=True)


def _is_demo(config: Path) -> bool:
    return config.exists() and config.read_text("utf-8", "replace").startswith(TITLE)
