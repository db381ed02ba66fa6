"""Files that may be an output: a person looks at both pictures, and says yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.evidence.cached_evidence import answered
from dashboard.app.pages.evidence.sections import path_html
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import advice, sentence
from dashboard.app.parts.pictures import show_picture
from dashboard.app.parts.written_down import told, write_down
from dashboard.words.formats import counted, label
from data.evidence.match_journal import answer_now, match_journal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.pages.evidence.cached_evidence import Found
    from dashboard.app.parts.cached_figures import Question
    from data.evidence.match_journal import Answer
    from data.evidence.possible import PossibleMatch

TOLD = "match_answered"
AT_ONCE = 8
"""So many are asked about at once; the next ones follow as they are answered."""
FOUND_BY = {
    "embedded_id": "an id in the file",
    "address": "its address",
    "file_name": "its name",
    "fingerprint": "what it shows",
    "part": "a part of the output",
    "layout": "the output within a layout",
}
ANSWERS: dict[Answer, str] = {"accept": "Yes, the same", "reject": "No"}
SAID: dict[Answer, str] = {"accept": "is", "reject": "is not"}
OTHER: dict[Answer, Answer] = {"accept": "reject", "reject": "accept"}
CHANGEABLE = 50
"""So many answers can be changed here; all others with `offcut match`."""


def show_matches(question: Question, scanned: Found) -> None:
    """Those that wait, with the pictures of both; and the answers that a scan has to take in."""
    said = answered(question.settings)
    open_ones, waiting = divided(scanned.possible, said)
    if not scanned.possible and TOLD not in st.session_state:
        return
    heading("Is it the same picture?")
    told(TOLD)
    for unreadable in match_journal(question.settings).unreadable():
        sentence(unreadable, "offcut-notice")
    if waiting:
        _show_waiting(question, waiting, said)
    if not open_ones:
        sentence("Every file that may be an output has its answer.")
        return
    sentence(
        f"{counted(len(open_ones), 'pair')} of a file and an output that it may be. They count for "
        "nothing until somebody says yes."
    )
    with st.container(key="pairs"):
        for each in open_ones[:AT_ONCE]:
            _show_match(question, each)
    if (more := len(open_ones) - AT_ONCE) > 0:
        sentence(f"And {counted(more, 'more pair')}, as these are answered.", "offcut-quiet")


def divided(
    possible: Sequence[PossibleMatch], said: Mapping[tuple[str, str, str, int], Answer]
) -> tuple[list[PossibleMatch], list[PossibleMatch]]:
    """Those still to be asked about, and those whose answer no scan has taken in yet.

    Of a file that somebody said yes of, nothing more is asked.
    """
    told_of = [each for each in possible if each.pair in said]
    accepted = {each.media_sha256 for each in told_of if said[each.pair] == "accept"}
    left = [
        each for each in possible if each.pair not in said and each.media_sha256 not in accepted
    ]
    return left, told_of


def _show_waiting(
    question: Question,
    waiting: Sequence[PossibleMatch],
    said: Mapping[tuple[str, str, str, int], Answer],
) -> None:
    """How many answers the figures lack; each can still be changed."""
    verb = "answer waits" if len(waiting) == 1 else "answers wait"
    advice(
        f"{len(waiting):,} {verb} for the next scan: `offcut scan` takes them into the figures.",
        "offcut-notice",
    )
    with st.expander("Change an answer"):
        for each in waiting[:CHANGEABLE]:
            answer = said[each.pair]
            sentence(_said(each, answer))
            st.button(
                f"No, it {SAID[OTHER[answer]]}",
                key=f"change_{each.key}",
                on_click=_note,
                args=(question, OTHER[answer], each),
            )


def _said(each: PossibleMatch, answer: Answer) -> str:
    """`hero.jpg is output 0 of r2`."""
    name, of = label(each.path.rpartition("/")[2]), label(each.source_id)
    return f"{name} {SAID[answer]} output {each.output_index} of {of}"


def _show_match(question: Question, each: PossibleMatch) -> None:
    warehouse = question.settings.warehouse
    with st.container(key=f"match_{each.key}", border=True):
        with st.container(key=f"match_file_{each.key}"):
            show_picture(warehouse, each.media_sha256, "The file")
            st.html(path_html(each.path, f"{each.role} · {_evidence(each)}"))
        with st.container(key=f"match_output_{each.key}"):
            show_picture(warehouse, each.output_sha256, "The output that it may be")
            st.html(path_html(each.output_path or each.source_id, _output(each)))
        with st.container(key=f"match_answers_{each.key}", horizontal=True, gap="small"):
            for answer, title in ANSWERS.items():
                st.button(
                    title,
                    key=f"{answer}_{each.key}",
                    type="primary" if answer == "accept" else "secondary",
                    on_click=_note,
                    args=(question, answer, each),
                )


def _evidence(each: PossibleMatch) -> str:
    """What speaks for it: `found by what it shows, 52 of 256 bits differ`."""
    found_by = f"found by {FOUND_BY.get(each.found_by, each.found_by)}"
    return found_by if each.distance is None else f"{found_by}, {each.distance} of 256 bits differ"


def _output(each: PossibleMatch) -> str:
    of = f"output {each.output_index} of {each.source_id}"
    return " · ".join(filter(None, (each.brief, each.client, each.project, each.model, of)))


def _note(question: Question, answer: Answer, each: PossibleMatch) -> None:
    """Append the answer to the journal."""
    done = f"Noted: {_said(each, answer)}. It counts from the next offcut scan on."

    def write() -> None:
        answer_now(question.settings, answer, each.pair)

    write_down(TOLD, write, done)
