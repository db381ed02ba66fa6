"""What a page says when it has nothing to show, and what to do then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import clear
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import config_in_force, settings_in_force
from dashboard.words.formats import counted
from dashboard.words.pasted import to_paste
from dashboard.words.summary import SUMMED
from data.errors import WarehouseError
from data.warehouse.file import generation

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.app.parts.cached_figures import Question

LOOK_AGAIN_S = 3


def empty_state(question: Question) -> bool:
    """Whether the selection is empty; if so, says so and offers a way on."""
    total = question.measure(SUMMED).total
    if total["attempts"] or total["spend"]:
        return False
    if question.is_about_everything:
        show_welcome(files=len(question.proof().files))
    else:
        sentence("Nothing was submitted in this selection.")
        st.button("Show everything instead", on_click=clear, type="primary")
    return True


def show_welcome(files: int = 0) -> None:
    """How to load something; looks again until something was. `files`: how many were read."""
    st.header(f"{'No generation' if files else 'Nothing'} is loaded yet", anchor=False)
    if files:
        told = counted(files, "file was", "files were")
        sentence(f"{told} read, without a generation in it: the Data page says what was found.")
    sentence(
        "Offcut reads the logs and reviews your team already has: files that a provider, a "
        "gateway or your studio wrote. Load those of a folder from a terminal in it, and this page "
        "fills by itself:"
    )
    to_type("ingest", ".")
    sentence("What can be read, and where such files come from:")
    _to_paste("sources")
    sentence("Or look at an invented agency first, beside this page:")
    _to_paste("demo", "--port", str(st.get_option("server.port") + 1))
    sentence(f"The warehouse is {settings_in_force().warehouse.absolute()}.", "offcut-quiet")
    _look_again(_published())


def _globals() -> list[str | Path]:
    """What makes a command speak of this warehouse, under these settings, from any folder."""
    config, warehouse = config_in_force(), settings_in_force().warehouse.absolute()
    named: list[str | Path] = ["--warehouse", warehouse]
    return named if config is None else ["--config", config.absolute(), *named]


def to_type(*arguments: str | Path) -> None:
    """A command on this warehouse, under these settings, to be pasted into a terminal."""
    _to_paste(*_globals(), *arguments)


def _to_paste(*arguments: str | Path) -> None:
    st.code(to_paste(*arguments), language=None, wrap_lines=True)


@st.fragment(run_every=LOOK_AGAIN_S)
def _look_again(published: object) -> None:
    if _published() != published:
        st.rerun()


def _published() -> object:
    """What changes with the next load."""
    try:
        return generation(settings_in_force().warehouse)
    except WarehouseError:
        return None
