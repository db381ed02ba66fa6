"""The demo's ordinary way in: raw logs of an invented agency, loaded like anybody's."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from data.demo import DEMO_AS_OF, write_demo
from data.errors import RefusedFileError
from data.settings import CONFIG_NAME, Settings, load_settings
from ingest.load.load import load_paths

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.load.account import FileAccount

CONFIG = f"""\
# The demo's settings.
notice = "Demo: the agency Fable & Finch is invented, and so is every figure."
timezone = "Europe/Berlin"
as_of = {DEMO_AS_OF.isoformat()}
warehouse = "demo.duckdb"
reviewer_rate_per_hour = "55"
editor_rate_per_hour = "70"
creator_rate_per_hour = "65"
"""


def load_demo(folder: Path, *, seed: int, scale: float) -> tuple[list[FileAccount], Settings, Path]:
    """Write the logs into `folder/logs` and load them into a fresh `folder/demo.duckdb`.

    Returns the accounts, the demo's settings and its config file. Raises RefusedFileError when the
    folder holds something else: nothing of the user's is overwritten.
    """
    config = folder / CONFIG_NAME
    if folder.exists() and any(folder.iterdir()) and not config.exists():
        raise RefusedFileError(f"{folder}: not empty, and no demo. Pass another --folder.")
    shutil.rmtree(folder / "logs", ignore_errors=True)
    (folder / "demo.duckdb").unlink(missing_ok=True)
    paths = write_demo(folder / "logs", seed=seed, scale=scale)
    config.write_text(CONFIG, "utf-8")
    settings = load_settings(config)
    return load_paths([str(path) for path in paths], settings), settings, config
