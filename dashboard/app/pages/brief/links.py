"""The address of a brief's page: its name, and the selection that it was reached with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.app.parts.address import query_of

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.briefs.listed import ListedBrief

PAGE = "brief"
"""Where it lies, beside the page that the link stands on."""


def brief_address(question: Question, brief: ListedBrief) -> str:
    """Relative. The client and the project only where several briefs share the name."""
    return f"{PAGE}?{urlencode(brief_query(question, brief), doseq=True)}"


def brief_query(question: Question, brief: ListedBrief) -> dict[str, list[str]]:
    """The same as what it says."""
    named: dict[str, str | None] = {"brief": brief.brief}
    if brief.shares_name:
        named |= {"client": brief.client, "project": brief.project}
    kept = tuple(each for each in question.selection.filters if each[0] not in named)
    filters = (*kept, *((name, (value,)) for name, value in named.items()))
    query = query_of(replace(question.selection, filters=filters), question.settings)
    return {"brief": query.pop("brief")} | query
