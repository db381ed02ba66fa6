"""Work that nobody is known to review, in a sentence: what is known of it, and what would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import counted, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNREVIEWED = ("unreviewed_outputs", "unreviewed_money")
"""The metrics that the sentence is made of, asked for by WORK."""
WORK = ("client", "project")
"""What is reviewed together."""


def unreviewed_sentence(rows: Iterable[Mapping[str, Any]], currency: str) -> str:
    """Of how many projects and how much money it is not known what was wasted; '' for none."""
    waiting = [row for row in rows if row["unreviewed_outputs"]]
    if not waiting:
        return ""
    spent = money(sum(row["unreviewed_money"] or 0 for row in waiting), currency)
    projects = counted(len(waiting), "project")
    return (
        f"No review is loaded for {projects}, {spent}: spend and waiting are known there, waste is "
        "not. A review sheet or ratings of that work would make it known."
    )
