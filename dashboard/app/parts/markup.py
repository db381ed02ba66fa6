"""Text on a page that stays text.

Streamlit reads most strings as Markdown, and Markdown cannot be escaped reliably (emoji codes and
icons are replaced after parsing). So names from the data only go where nothing is read into them:
table cells, options of widgets, escaped labels of charts, and the HTML made here.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.words.formats import label

if TYPE_CHECKING:
    from typing import Any

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~$:-])")

_TYPED = re.compile("`([^`]+)`")
_PERCENT = re.compile(r"(?<=\d) %")


def as_html(value: Any) -> str:
    """A name from the data as HTML text."""
    return html.escape(label(value))


def as_markdown(sentence: str) -> str:
    """A sentence of our own for a place that reads Markdown: amounts in $ are not formulas.

    Not for names from the data.
    """
    return _MARKDOWN.sub(r"\\\1", sentence)


def sentence(text: str, style: str = "offcut-sentence") -> None:
    """A paragraph of plain text, if there is any; `style` is a class of app.css."""
    if text:
        whole = _PERCENT.sub("&nbsp;%", html.escape(text))
        st.html(f'<p class="{style}">{whole}</p>')


def advice(text: str, style: str = "offcut-quiet") -> None:
    """A quiet sentence of our own; what stands in `backticks` is to be typed."""
    if text:
        st.html(f'<p class="{style}">{typed_html(text)}</p>')


def typed_html(text: str) -> str:
    """A sentence as HTML, what stands in `backticks` as that which is to be typed."""
    return _PERCENT.sub("&nbsp;%", _TYPED.sub(r"<code>\1</code>", html.escape(text)))
