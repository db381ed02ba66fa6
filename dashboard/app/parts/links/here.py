"""Links of a table that stay in this tab: a component that shows nothing, beside the table."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "offcut_links_here", js=Path(__file__).with_name("here.js").read_text("utf-8")
)


def open_links_here(key: str) -> None:
    """From now on links of tables to pages of ours open in this tab; Ctrl asks for a new one."""
    _component(key=f"links_here_{key}", width="content", height="content")
