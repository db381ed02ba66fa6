"""Which brief is meant: the one of a name, and of a client and project where several share it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from data.briefs.listed import BriefList, listed_briefs

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.briefs.listed import ListedBrief
    from data.settings import Settings

SEVERAL = 50
"""So many briefs of one name are told apart."""


class Found(NamedTuple):
    """The brief and what selects all of it; else those that share the name, if there are any."""

    brief: ListedBrief | None
    selection: Selection
    others: BriefList


def find_brief(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Found:
    """The brief that a selection names, whatever its days: a brief's story is not cut."""
    by_name = only(selection, "brief")
    if not by_name.filters:
        return Found(None, by_name, BriefList((), 0))
    found = _listed(cursor, by_name, settings)
    if found.n == 1:
        return Found(found.briefs[0], by_name, found)
    exactly = only(selection, "brief", "client", "project")
    narrowed = _listed(cursor, exactly, settings)
    if narrowed.n == 1:
        return Found(narrowed.briefs[0], exactly, found)
    return Found(None, by_name, found)


def only(selection: Selection, *names: str) -> Selection:
    """The selection of all days with none but these of its filters, at the same moment."""
    kept = tuple(each for each in selection.filters if each[0] in names)
    return replace(selection, first_day=None, last_day=None, filters=kept)


def _listed(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> BriefList:
    return listed_briefs(cursor, selection=selection, settings=settings, limit=SEVERAL)
