"""Mounted once on every page; it draws nothing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "offcut_history", js=(Path(__file__).parent / "history.js").read_text("utf-8")
)


def keep_forward() -> None:
    """Let Forward lead on after Back, however fast somebody went back."""
    _component(key="history", height=1)
