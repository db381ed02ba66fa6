"""What scans found, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from data.asking.fates import scanned_folders
from data.asking.selection import Selection
from data.evidence.found import dark_finals, unapproved_uses, unreadable_files
from data.evidence.match_journal import answers, match_journal
from data.evidence.possible import possible_matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.fates import FolderProof
    from data.asking.figures import Figures
    from data.evidence.found import DarkFinal, UnapprovedUse, UnreadableFile
    from data.evidence.match_journal import Answer
    from data.evidence.possible import PossibleMatch
    from data.settings import Settings

    Pair = tuple[str, str, str, int]

ENTRIES = 48
MOST = 5000
"""So many files, uses and matches are looked at; the figures above count all of them."""
_HASHED: Any = {Selection: repr}


class Found(NamedTuple):
    """What scans found that people should look at."""

    folders: tuple[FolderProof, ...]
    possible: tuple[PossibleMatch, ...]
    dark: tuple[DarkFinal, ...]
    unapproved: tuple[UnapprovedUse, ...]
    unreadable: tuple[UnreadableFile, ...]


def found(question: Question) -> Found:
    """Of the whole warehouse; uses of the selection."""
    selection = question.selection
    return _found(question.figures, (*question.stamp, question.as_of), selection)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _found(_figures: Figures, stamp: Stamp, selection: Selection) -> Found:
    del stamp
    cursor = _figures.cursor(selection)
    uses = unapproved_uses(cursor, selection=selection, settings=_figures.settings, limit=MOST)
    return Found(
        scanned_folders(cursor),
        tuple(possible_matches(cursor, limit=MOST)),
        tuple(dark_finals(cursor, limit=MOST)),
        tuple(uses),
        tuple(unreadable_files(cursor, limit=MOST)),
    )


def answered(settings: Settings) -> Mapping[Pair, Answer]:
    """What people said of matches, read anew only where somebody said more."""
    path = match_journal(settings).path
    if not path.exists():
        return {}
    stat = path.stat()
    return _answered(settings, (str(path), stat.st_mtime_ns, stat.st_size))


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _answered(_settings: Settings, stamp: Stamp) -> dict[Pair, Answer]:
    del stamp
    return answers(_settings)
