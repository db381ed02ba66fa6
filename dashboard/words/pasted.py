"""Commands to paste into a terminal: quoted for the shell, in the form Offcut was started in."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

STARTED_AS = "OFFCUT_COMMAND"
"""Names that form to the web app, which is a process of its own."""


def started_as() -> str:
    """How Offcut is typed here: `offcut` where that is on the path, else so that it is found."""
    found = shutil.which("offcut")
    installed = Path(sys.executable).with_name("offcut")
    if found is not None and installed.exists() and installed.samefile(found):
        return "offcut"
    script = Path(sys.argv[0])
    if script.name == "offcut":
        return shlex.quote(str(script.absolute()))
    return shlex.join([sys.executable, "-m", "offcut"])


def to_paste(*arguments: str | Path) -> str:
    """A command with these arguments."""
    command = os.environ.get(STARTED_AS) or started_as()
    return f"{command} {shlex.join(str(each) for each in arguments)}"
