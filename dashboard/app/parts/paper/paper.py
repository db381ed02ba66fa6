"""A page on paper or as PDF: a button for what the browser does."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "offcut_paper",
    html='<button type="button">Print this page, or save it as PDF</button>',
    css=Path(__file__).with_name("paper.css").read_text("utf-8"),
    js=Path(__file__).with_name("paper.js").read_text("utf-8"),
)


def show_print_button() -> None:
    """It opens the browser's print; what is drawn there is laid out for paper."""
    _component(key="paper", height="content")
