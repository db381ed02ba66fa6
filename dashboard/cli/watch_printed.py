"""What a watcher prints: one line a load, and everything that is odd once."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dashboard.cli.console import message, print_line
from dashboard.cli.fates import NAMES
from dashboard.words.formats import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.cli.ingest_door import Account
    from dashboard.cli.scan_door import ScanReport
    from data.settings import Settings
    from data.watch_state import FolderState

NAMED = 3
"""Files left out that are named."""
_NUMBER = re.compile(r"\d[\d,.]*")


@dataclass
class Told:
    """What was told so far, so that nothing odd is told at each load."""

    settings: Settings
    _odd: set[str] = field(default_factory=set)

    def beginning(self, folders: Sequence[FolderState], settings: Settings) -> None:
        """That watching begins, and how it ends."""
        named = ", ".join(each.path for each in folders) or "the folders of media"
        message(
            f"Watching {named} for {settings.warehouse}: what is new or changed loads by itself. "
            "Ctrl-C ends it."
        )

    def load(self, accounts: Sequence[Account], *, has_published: bool) -> None:
        """A line for what came in; then what was refused, left out or odd, if it was not told."""
        news = [each for each in accounts if _is_news(each, has_published=has_published)]
        if news:
            self._line(f"{_named(news)}: {_fates(news)}, {sum(e.seconds for e in news):.2f} s")
        for each in accounts:
            if each.error is not None:
                self._once(each.error, each.error)
        for each in news:
            for note in each.notes:
                self._once(note, note.replace(each.file, "…"))
        left_out = [f"{each.file}: {each.no_log}" for each in accounts if each.no_log]
        if new := [each for each in left_out if each not in self._odd]:
            self._odd.update(new)
            files = [each.file for each in accounts if f"{each.file}: {each.no_log}" in new]
            message(f"{len(files):,} no log, left out: {_listed(files)}.")

    def scan(self, report: ScanReport) -> None:
        """A line for what a scan found; nothing where nothing changed."""
        sums = Counter(
            {name: sum(getattr(each, name) for each in report.accounts) for name in NAMES}
        )
        sums["gone"] = sum(each.gone for each in report.accounts)
        if not (sums["new"] or sums["updated"] or sums["gone"] or report.by_use):
            return
        shown = ", ".join(f"{sums[n]:,} {n}" for n in (*NAMES[1:], "gone") if sums[n])
        files = counted(sums["read"], "file")
        self._line(f"scan: {files}: {shown}; {report.certain:,} are a logged output")

    def anew(self, before: str | None, sentence: str) -> bool:
        """Whether a trouble is another than before; amounts that change make none."""
        return before is None or _NUMBER.sub("#", before) != _NUMBER.sub("#", sentence)

    def _once(self, sentence: str, kind: str) -> None:
        """Of the same kind is what is said of another file in the same words."""
        if kind not in self._odd:
            self._odd.add(kind)
            message(sentence)

    def _line(self, text: str) -> None:
        at = datetime.now(self.settings.zone).strftime("%H:%M:%S")
        print_line(f"{at}  {text}")
        sys.stdout.flush()


def _is_news(account: Account, *, has_published: bool) -> bool:
    is_rejected = has_published and account.rejected and not account.unchanged
    return bool(account.new or account.updated or is_rejected)


def _named(accounts: Sequence[Account]) -> str:
    files = [each.file for each in accounts]
    if len(files) == 1:
        return files[0]
    folder = _folder_of(files)
    return f"{len(files):,} files{f' in {folder}' if folder else ''}"


def _folder_of(files: Sequence[str]) -> str:
    """The folder that all lie in; empty where they were named in several ways."""
    try:
        return os.path.commonpath([os.path.dirname(each) for each in files])  # noqa: PTH120
    except ValueError:
        return ""


def _listed(files: Sequence[str]) -> str:
    more = len(files) - NAMED
    return ", ".join(files[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _fates(accounts: Sequence[Account]) -> str:
    """`4 read: 3 new, 1 rejected (see `offcut quarantine list`)`."""
    sums = {name: sum(getattr(each, name) for each in accounts) for name in NAMES}
    fates = ", ".join(f"{sums[name]:,} {name}" for name in NAMES[1:] if sums[name])
    hint = " (see `offcut quarantine list`)" if sums["rejected"] else ""
    return f"{sums['read']:,} read: {fates}{hint}"
