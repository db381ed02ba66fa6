"""A review as one self-contained HTML file: opens from a mail attachment, prints to clean A4."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.report.cells import (
    caption,
    cells,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.charts.drawn import inline_svg
from dashboard.report.findings import Finding, findings
from dashboard.words.formats import label

if TYPE_CHECKING:
    from jinja2 import Template

    from data.review.parts import Part, Review

_SHORT = 14


class Section(NamedTuple):
    """A part as texts, ready to be put into the page."""

    name: str
    title: str
    sentences: list[str]
    findings: list[Finding]
    svg: Markup
    headings: list[str]
    alignments: list[str]
    rows: list[list[str]]
    is_small_print: bool
    is_short: bool
    """Whether it is kept on one page of paper."""


def review_html(review: Review) -> str:
    """The review as an HTML document; every text in it is escaped by the template."""
    return _template().render(
        title=label(review.title),
        headline=label(review.headline),
        caption=caption(review),
        notice=label(review.notice) if review.notice else "",
        sections=[_section(review, part) for part in reading_order(review)],
    )


def _section(review: Review, part: Part) -> Section:
    return Section(
        label(part.name),
        label(part.title),
        sentences(part),
        findings(review, part),
        Markup(inline_svg(review, part)),  # noqa: S704 (drawn by Vega, which escapes its texts)
        headings(part),
        ["figure" if is_figure(column) else "text" for column in part.columns],
        [cells(review, part, row) for row in part.rows],
        part.is_small_print,
        len(part.rows) <= _SHORT,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("review.html.j2")
