"""What a page says when it has nothing to show, and what to do then."""

from __future__ import annotations

import html
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import clear
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.program import about_this_warehouse
from dashboard.app.parts.question import settings_in_force
from dashboard.words.checklist import checklist
from dashboard.words.formats import counted
from dashboard.words.pasted import to_paste
from data.errors import WarehouseError
from data.warehouse.file import generation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dashboard.app.parts.cached_figures import Question
    from data.asking.freshness import SourceFreshness

LOOK_AGAIN_S = 3


def empty_state(question: Question) -> bool:
    """Whether the selection is empty; if so, says so and offers a way on."""
    total = question.measure(("attempts", "spend")).total
    if total["attempts"] or total["spend"]:
        return False
    if question.is_about_everything:
        show_welcome(files=len(question.proof().files))
    else:
        sentence("Nothing was submitted in this selection.")
        st.button("Show everything instead", on_click=clear, type="primary")
    return True


def show_welcome(files: int = 0, *, drop: Callable[[], str | None] | None = None) -> str | None:
    """How to load something; looks again until something was. `files`: how many were read.

    `drop` shows where files are dropped on this very page, and says which one was.
    """
    st.header(f"{'No generation' if files else 'Nothing'} is loaded yet", anchor=False)
    if files:
        told = counted(files, "file was", "files were")
        sentence(f"{told} read, without a generation in it: the Data page says what was found.")
    sentence(
        "Offcut reads the logs and reviews your team already has: files that a provider, a "
        "gateway or your studio wrote. This page fills by itself."
    )
    with st.container(key="welcome_cards"):
        with _card("drop", "Drop a file"):
            dropped = _drop(drop)
        with _card("type", "Load a folder from a terminal"):
            _terminal()
        with _card("demo", "Look at an invented agency first"):
            _demo()
    if dropped is None:
        show_checklist(())
    sentence(f"The warehouse is {settings_in_force().warehouse.absolute()}.", "offcut-quiet")
    _look_again(_published())
    return dropped


@contextmanager
def _card(name: str, title: str) -> Iterator[None]:
    with st.container(key=f"welcome_{name}", border=True):
        sentence(title, "offcut-card")
        yield


def _drop(drop: Callable[[], str | None] | None) -> str | None:
    sentence("It is looked through first: you see what is understood before anything is loaded.")
    if drop is not None:
        return drop()
    st.page_link("pages/loaded/loaded.py", label="To the Data page", icon=":material/upload:")
    return None


def _terminal() -> None:
    sentence("In the folder of your logs, paste:")
    to_type("ingest", ".")
    sentence("What can be read, and where such files come from:", "offcut-quiet")
    _to_paste("sources")


def _demo() -> None:
    sentence("Eight weeks of images and clips, with every figure filled, beside this page:")
    _to_paste("demo", "--port", str(st.get_option("server.port") + 1))


def show_checklist(given: Sequence[SourceFreshness]) -> None:
    """Which evidence there is, and which figures more of it would give."""
    rows = checklist(given, settings_in_force())
    st.html(
        '<ul class="offcut-checklist">'
        + "".join(
            f'<li class="{"is-there" if each.is_there else "is-missing"}"><b>'
            f"{'✓' if each.is_there else '✗'} {html.escape(each.what)}</b> "
            f"<span>{html.escape(each.unlocks if each.is_there else each.without)}</span></li>"
            for each in rows
        )
        + "</ul>"
    )


def to_type(*arguments: str | Path) -> None:
    """A command on this warehouse, under these settings, to be pasted into a terminal."""
    _to_paste(*about_this_warehouse(), *arguments)


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
