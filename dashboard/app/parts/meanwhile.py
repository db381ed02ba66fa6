"""What stands where a page is still being drawn, so that nobody looks at white."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

REST_PX = 360


@contextmanager
def drawn_meanwhile() -> Iterator[None]:
    """Draw what is inside; until all of it is there, its place goes on as a skeleton below."""
    inside = st.container(key="page")
    with st.skeleton(height=REST_PX), inside:
        yield
