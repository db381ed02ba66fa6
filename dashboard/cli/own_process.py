"""Offcut's own commands as processes of their own, started where this one was."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.serve.loader import PARENT

if TYPE_CHECKING:
    from data.settings import Settings

SCRIPT = Path(__file__).parents[2] / "offcut.py"
LOOK_S = 1.0


def own_command(settings: Settings, config: Path | None, *arguments: str) -> list[str]:
    """A command line with this warehouse and these settings."""
    named = [] if config is None else ["--config", str(config.absolute())]
    warehouse = ["--warehouse", str(settings.warehouse.absolute())]
    return [sys.executable, str(SCRIPT), *warehouse, *named, *arguments]


def end_with_parent() -> None:
    """End this process as by SIGTERM where the one that started it is no more."""
    if (parent := os.environ.get(PARENT)) is not None:
        threading.Thread(target=_watch_parent, args=(int(parent),), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
