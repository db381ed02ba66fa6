"""The load that is going on, for everybody who looks, and the account of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.loaded.understood import show_accounts
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.runs import runs
from dashboard.words.formats import duration

if TYPE_CHECKING:
    from dashboard.app.parts.runs import Run

LOOK_AGAIN_S = 0.5
SEEN = "runs_put_away"
DOING = {"load": "is being loaded", "replay": "are being read again", "reprice": "are taken in",
         "told": "is taken in"}  # fmt: skip
DONE = {"load": "is loaded", "replay": "were read again", "reprice": "are taken in",
        "told": "is taken in"}  # fmt: skip
NO_FILES = ("reprice", "told")
AFTER = "All of it is read; the figures are being made."


def show_runs(currency: str, *, is_looking: bool) -> None:
    """What is going on, or what came of it, unless somebody looks at the next file by now."""
    current, latest = runs().current, runs().latest
    if current is not None:
        _watch(current)
    elif latest is not None and not is_looking and st.session_state.get(SEEN) is not latest:
        _show_outcome(latest, currency)


@st.fragment(run_every=LOOK_AGAIN_S)
def _watch(run: Run) -> None:
    if run.answered is not None:
        st.rerun()
    sentence(f"{run.title} {DOING[run.kind]}, for {duration(run.seconds)} now.")
    if run.share is not None:
        st.progress(run.share)
    if run.share is not None and run.share >= 1:
        sentence(AFTER, "offcut-quiet")
    sentence("One load goes on at a time: wait for it to load anything else.", "offcut-quiet")


def _show_outcome(run: Run, currency: str) -> None:
    answered = run.answered
    assert answered is not None
    with st.container(border=True, key="last_run"):
        if answered.code == 0:
            sentence(f"{run.title} {DONE[run.kind]}.", "offcut-done")
        else:
            sentence(f"{run.title}: something was refused.", "offcut-notice")
        if isinstance(answered.found, list) and run.kind not in NO_FILES:
            show_accounts(answered.found, currency, file="offcut-account")
        for line in answered.said.splitlines() if answered.code or run.kind in NO_FILES else ():
            sentence(line, "offcut-quiet")
        st.button("Put this away", on_click=_put_away, args=(run,), type="tertiary")


def _put_away(run: Run) -> None:
    st.session_state[SEEN] = run
