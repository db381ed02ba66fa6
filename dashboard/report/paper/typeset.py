"""A review as PDF pages and as one PNG, set by Typst from the same cells as every other form.

The document takes its texts from JSON as strings, which Typst never reads as markup.
"""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.report.cells import (
    caption,
    cells,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.charts.drawn import chart_svg
from dashboard.report.charts.look import Look
from dashboard.report.findings import findings
from dashboard.report.needed import needed
from dashboard.words.formats import label

if TYPE_CHECKING:
    from data.review.parts import Part, Review

DOCUMENT = Path(__file__).with_name("review.typ")
ON_PAPER = Look(font="Libertinus Serif")
"""The font that Typst brings along, so that pages look the same on every machine."""
_DOTS_PER_INCH = 144


def review_pdf(review: Review) -> bytes:
    """The review as a PDF of A4 pages, dated by the moment its figures stand at."""
    return _set(review, "a4", format="pdf", timestamp=review.as_of.replace(tzinfo=UTC))


def review_png(review: Review) -> bytes:
    """The whole review as one PNG, as long as it needs to be."""
    return _set(review, "picture", format="png", ppi=_DOTS_PER_INCH)


def _set(review: Review, paper: str, **options: Any) -> bytes:
    typst = needed("typst", "report", "sets the pages")
    inputs = {"review": json.dumps(_texts(review), ensure_ascii=False), "paper": paper}
    found: bytes = typst.compile(DOCUMENT.read_bytes(), sys_inputs=inputs, **options)
    return found


def _texts(review: Review) -> dict[str, Any]:
    return {
        "title": label(review.title),
        "headline": label(review.headline),
        "caption": caption(review),
        "notice": label(review.notice) if review.notice else "",
        "parts": [_part_texts(review, part) for part in reading_order(review)],
    }


def _part_texts(review: Review, part: Part) -> dict[str, Any]:
    found = findings(review, part)
    return {
        "title": label(part.title),
        "sentences": sentences(part),
        "findings": [[each.money, each.sentence, each.detail] for each in found],
        "svg": chart_svg(review, part, ON_PAPER),
        "headings": headings(part),
        "figures": [is_figure(column) for column in part.columns],
        "rows": [] if found else [cells(review, part, row) for row in part.rows],
        "is_small_print": part.is_small_print,
    }
