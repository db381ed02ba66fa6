"""A review as Markdown with GitHub's tables; what a name holds is text, never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.report.cells import (
    caption,
    cells,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.findings import Finding, findings
from dashboard.words.formats import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data.review.parts import Part, Review

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKUP = re.compile(r"([\\`*_{}\[\]|~#!@^])|(\$)(?!\d)")
_ADDRESS = re.compile(r"(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
_BLOCK = re.compile(r"^(\s*)(?=[-+=])|^(\s*\d+)(?=[.)](\s|$))")
"""What begins a list or underlines a heading, at the beginning of a line."""


def review_markdown(review: Review) -> str:
    """The review as a Markdown document."""
    return "\n\n".join(_blocks(review)) + "\n"


def escaped(text: str) -> str:
    """The text, so that Markdown shows it as it is: no tag, link, emphasis, formula or list."""
    escapes = re.compile(f"{_MARKUP.pattern}|{_ADDRESS.pattern}", re.IGNORECASE)
    marked = escapes.sub(r"\\\g<0>", text.translate(_ENTITIES))
    return _BLOCK.sub(r"\g<0>\\", marked)


def _blocks(review: Review) -> Iterator[str]:
    yield f"# {escaped(label(review.title))}"
    yield f"**{escaped(label(review.headline))}**"
    yield escaped(caption(review))
    if review.notice:
        yield f"> {escaped(label(review.notice))}"
    for part in reading_order(review):
        yield from _part_blocks(review, part)


def _part_blocks(review: Review, part: Part) -> Iterator[str]:
    yield f"## {escaped(label(part.title))}"
    yield from map(escaped, sentences(part))
    if found := findings(review, part):
        yield "\n".join(f"{number}. {_finding(each)}" for number, each in enumerate(found, 1))
    elif part.rows:
        yield "\n".join(_table(review, part))


def _finding(found: Finding) -> str:
    money = f"**{found.money}** " if found.money else ""
    detail = f"  \n   {escaped(found.detail)}" if found.detail else ""
    return f"{money}{escaped(found.sentence)}{detail}"


def _table(review: Review, part: Part) -> Iterator[str]:
    yield _line(headings(part))
    yield _line_of("---:" if is_figure(column) else "---" for column in part.columns)
    yield from (_line(cells(review, part, row)) for row in part.rows)


def _line(texts: Sequence[str]) -> str:
    return _line_of(map(escaped, texts))


def _line_of(written: Iterable[str]) -> str:
    return f"| {' | '.join(written)} |"
