"""A review as a Slack message: headline, up to seven findings, key figures.

Names stand in rich text, which Slack shows as it is: no mention, link or emphasis is read in it.
Only the fallback text of a notification is markup, and is escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.report.cells import caption, cells, headings, sentences
from dashboard.report.findings import NAME, Finding, findings
from dashboard.words.formats import NOTHING, counted, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.parts import Part, Review

Block = dict[str, Any]
FIGURES = "metrics"
"""The part whose rows are the key figures: the first cell names each, the others follow it."""
HEADER_CHARACTERS = 150
TEXT_CHARACTERS = 3000
MOST_FINDINGS = 7
MOST_FIGURES = 10


def slack_blocks(review: Review) -> list[Block]:
    """The blocks of the message, within what Slack takes."""
    return [
        {"type": "header", "text": _plain(label(review.title), HEADER_CHARACTERS)},
        _rich(_section(_bold(review.headline))),
        {"type": "context", "elements": [_plain(caption(review))]},
        *([_rich(_section(_text(review.notice)))] if review.notice else []),
        *_findings(review),
        *_figures(review),
    ]


def slack_text(review: Review) -> str:
    """What a notification says: the headline, escaped."""
    text = _cut(label(review.headline), TEXT_CHARACTERS // 5)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _findings(review: Review) -> Iterator[Block]:
    part = review.part(NAME)
    if part is None:
        return
    found = findings(review, part)
    said = sentences(part) if not found else []
    yield _rich(_section(_bold(part.title)), *(_section(_text(each)) for each in said))
    if found:
        shown = [_section(*_finding(each)) for each in found[:MOST_FINDINGS]]
        yield _rich({"type": "rich_text_list", "style": "ordered", "elements": shown})
    if len(found) > MOST_FINDINGS:
        more = counted(len(found) - MOST_FINDINGS, "more finding")
        yield {"type": "context", "elements": [_plain(f"{more} in the whole review")]}


def _finding(found: Finding) -> Iterator[Block]:
    if found.money:
        yield _bold(f"{found.money} ")
    yield _text(found.sentence)
    if found.detail:
        yield _text(f" ({found.detail})")


def _figures(review: Review) -> Iterator[Block]:
    part = review.part(FIGURES)
    if part is None or not part.rows:
        return
    yield _rich(_section(_bold(part.title)))
    lines = [_section(*_figure(review, part, row)) for row in part.rows[:MOST_FIGURES]]
    yield _rich({"type": "rich_text_list", "style": "bullet", "elements": lines})


def _figure(review: Review, part: Part, row: dict[str, Any]) -> tuple[Block, Block]:
    name, *figures = cells(review, part, row)
    titles = headings(part)[1:]
    known = [f"{t} {f}" for t, f in zip(titles, figures, strict=True) if f != NOTHING]
    return _bold(f"{name}: "), _text(" · ".join(known) or NOTHING)


# --- blocks -----------------------------------------------------------------------------------


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str) -> Block:
    return {"type": "text", "text": _cut(label(text), TEXT_CHARACTERS)}


def _bold(text: str) -> Block:
    return _text(text) | {"style": {"bold": True}}


def _plain(text: str, characters: int = TEXT_CHARACTERS) -> Block:
    return {"type": "plain_text", "text": _cut(text, characters), "emoji": False}


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1]}…"
