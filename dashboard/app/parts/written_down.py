"""What was done on the page is written down, and said once when the page is drawn next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.markup import sentence
from data.errors import OffcutError

if TYPE_CHECKING:
    from collections.abc import Callable


def write_down(place: str, write: Callable[[], int | None], done: str) -> bool:
    """Write, and keep the sentence for `told`; whether it was written.

    `{number}` in the sentence becomes the number of the entry, where it has one. What went wrong
    is the sentence otherwise.
    """
    try:
        number = write()
    except OffcutError as error:
        _say(place, str(error), is_done=False)
    except OSError as error:
        why = error.strerror or error
        _say(place, f"{error.filename or 'The journal'}: cannot be written: {why}.", is_done=False)
    else:
        _say(place, done.replace("{number}", str(number)) if number else done, is_done=True)
        return True
    return False


def told(place: str) -> None:
    """Say what was done there a moment ago, or why not."""
    if said := st.session_state.pop(place, None):
        words, is_done = said
        sentence(words, "offcut-done" if is_done else "offcut-error")


def _say(place: str, words: str, *, is_done: bool) -> None:
    st.session_state[place] = (words, is_done)
