"""Where the pictures of scanned files are asked for: our own route, never an address of a log."""

from __future__ import annotations

import streamlit as st

FOLDER = "pieces"


def piece_url(sha256: str, *, full: bool = False) -> str:
    """The address of the small picture of a content, or of the file itself."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{f'/{base}' if base else ''}/{FOLDER}/{sha256}.{'full' if full else 'webp'}"
