"""What hides money, the most first: a row each, with the one thing that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.loaded.cached_listings import what_to_fix
from dashboard.app.pages.loaded.match_form import show_match_form
from dashboard.app.pages.loaded.name_form import show_name_form
from dashboard.app.pages.loaded.price_form import show_price_form
from dashboard.app.parts.empty import to_type
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import as_html, sentence, typed_html
from dashboard.app.parts.runs import runs
from dashboard.app.parts.written_down import told, write_down
from dashboard.words.formats import counted
from dashboard.words.to_fix import COMMANDS, advice_words, money_words, what_words
from data.asking.to_fix import OF_THE_WHOLE
from data.review.expected_gaps import divided, expected_journal, expected_keys, say_expected

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.asking.to_fix import ToFix

FIXED = "fix_said"
FORM_PX = 460
SHOWN = 12
"""So many are shown at once; the tabs below have what they are made of."""


def show_fixes(question: Question) -> None:
    """Those to mend, then those that are expected, folded."""
    heading("What hides money?")
    told(FIXED)
    for unreadable in expected_journal(question.settings).unreadable():
        sentence(unreadable, "offcut-notice")
    open_ones, expected = divided(what_to_fix(question), expected_keys(question.settings))
    if not open_ones:
        sentence("Nothing that is not expected: the figures take in all that was loaded.")
    elif question.selection.is_narrowed and any(e.kind in OF_THE_WHOLE for e in open_ones):
        sentence(
            "Records, verdicts and bookings that belong to no call are those of the whole "
            "warehouse.",
            "offcut-quiet",
        )
    for number, each in enumerate(open_ones[:SHOWN]):
        _show(question, each, number)
    if (more := len(open_ones) - SHOWN) > 0:
        with st.expander(f"{counted(more, 'more thing')} to mend, which hide less"):
            for number, each in enumerate(open_ones[SHOWN:], start=SHOWN):
                _show(question, each, number)
    if expected:
        _show_expected(question, expected)


def _show(question: Question, each: ToFix, number: int) -> None:
    with st.container(key=f"fix_{number}"):
        st.html(_row_html(each, question.currency))
        with st.container(key=f"fix_ways_{number}", horizontal=True, gap="small"):
            _way(question, each, number)
            st.button(
                "Expected", key=f"expected_{number}", type="tertiary",
                on_click=_say, args=(question, each.key, True),
            )  # fmt: skip


def _row_html(each: ToFix, currency: str) -> str:
    money = as_html(money_words(each, currency))
    what, advice = as_html(what_words(each)), typed_html(advice_words(each))
    return f'<div class="offcut-fix"><b>{money}</b><span>{what}<small>{advice}</small></span></div>'


def _way(question: Question, each: ToFix, number: int) -> None:
    """The one button, or the exact command."""
    if each.kind == "no_price":
        with st.popover("Add the price"):
            show_price_form(question, dict(each.about), number)
    elif each.kind == "quarantined":
        source = str(dict(each.about)["source"])
        st.button(
            "Read them again", key=f"replay_{number}", on_click=_replay, args=(source,),
            disabled=runs().current is not None,
        )  # fmt: skip
    elif each.kind == "unnamed":
        with st.popover("Name a project"), st.container(width=FORM_PX):
            show_name_form(question, str(dict(each.about)["source"]), number)
    elif each.kind in {"unmatched", "ambiguous"}:
        with st.popover("Match by hand"), st.container(width=FORM_PX):
            show_match_form(question, str(dict(each.about)["source"]), each.kind, number)
    if each.kind in COMMANDS:
        with st.popover("Command", type="tertiary"):
            to_type(*COMMANDS[each.kind])


def _replay(source: str) -> None:
    """Of this source alone, also where its name begins like an option."""
    title = f"Rejected records of {source}"
    runs().start("replay", title, "quarantine", "replay", "--json", f"--source={source}")


def _show_expected(question: Question, expected: tuple[ToFix, ...]) -> None:
    with st.expander(f"Expected ({len(expected)})"):
        for number, each in enumerate(expected):
            with st.container(key=f"folded_{number}"):
                st.html(_row_html(each, question.currency))
                st.button(
                    "Not expected", key=f"unexpected_{number}", type="tertiary",
                    on_click=_say, args=(question, each.key, False),
                )  # fmt: skip


def _say(question: Question, key: str, expected: bool) -> None:  # noqa: FBT001 (a callback)
    done = (
        "Noted as expected: it is counted as ever, and stands folded below."
        if expected
        else "It is asked about again."
    )
    write_down(FIXED, lambda: say_expected(question.settings, key, expected=expected), done)
