"""The command line in a folder: run in this process, as `main` would."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import typer.main

import offcut

if TYPE_CHECKING:
    from pathlib import Path


commands_of = cache(typer.main.get_command)
"""All commands with their options, read from their functions once and not at each run: 0.15 s."""


class Terminal(io.StringIO):
    """Somebody looks at what is printed."""

    def isatty(self) -> bool:
        return True


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


class CommandFolder:
    """A folder in which commands run; it is their home too, and has the warehouse."""

    folder: Path

    def run(self, *arguments: str, exits: int = 0, terminal: int | None = None) -> Done:
        """Run in this process, as `main` would: a process of its own costs a second each.

        `terminal`: print on one that is so wide.
        """
        out, err = Terminal() if terminal else io.StringIO(), io.StringIO()
        command = ["offcut", "--warehouse", "w.duckdb", *arguments]
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        home["COLUMNS"] = str(terminal or 80)
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, home),
            mock.patch.object(sys, "argv", command),
            mock.patch.object(typer.main, "get_command", commands_of),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                offcut.main()
                code = 0
            except SystemExit as left:
                code = left.code
        done = Done(int(code or 0), out.getvalue(), err.getvalue())
        assert done.code == exits, done.err
        return done
