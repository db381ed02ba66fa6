"""The progress bar of the Commitments page."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.markup import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.commitments.progress import Progress


@contextmanager
def sizing_progress() -> Iterator[Progress]:
    """A bar that is there while futures are run; it comes with the first part and goes at the end.

    The parts are named after plans, which Markdown would read, so only their number is told.
    """
    place = st.empty()

    def tell(done: int, in_all: int, what: str) -> None:
        del what
        words = as_markdown(f"Running plans through the futures: part {done} of {in_all}")
        place.progress(done / max(in_all, 1), words)

    try:
        yield tell
    finally:
        place.empty()
