"""The address of a brief's page: its name, and the selection that it was reached with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.app.parts.address import page_address, query_of

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.briefs.listed import ListedBrief

PAGE = "brief"
"""What the address calls it."""


def brief_address(question: Question, brief: ListedBrief) -> str:
    """With the client and the project only where several briefs share the name."""
    return page_address(PAGE, brief_query(question, brief))


def brief_query(question: Question, brief: ListedBrief) -> dict[str, list[str]]:
    """The same as what it says."""
    named: dict[str, str | None] = {"brief": brief.brief}
    if brief.shares_name:
        named |= {"client": brief.client, "project": brief.project}
    kept = tuple(each for each in question.selection.filters if each[0] not in named)
    filters = (*kept, *((name, (value,)) for name, value in named.items()))
    query = query_of(replace(question.selection, filters=filters), question.settings)
    return {"brief": query.pop("brief")} | query
