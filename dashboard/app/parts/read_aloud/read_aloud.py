"""Mounted once on every page; it draws nothing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "offcut_read_aloud", js=(Path(__file__).parent / "read_aloud.js").read_text("utf-8")
)


def mend_for_listeners() -> None:
    """Keep what Streamlit draws from saying nothing at length, or saying it wrongly."""
    _component(data={}, key="read_aloud", height=1)
