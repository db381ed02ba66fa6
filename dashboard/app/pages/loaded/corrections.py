"""A proposed map, corrected by choosing: which column is which field, and what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.markup import sentence, typed_html
from dashboard.words.map_choices import reason_words, title_words

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    Guess = Mapping[str, Any]

NOT_READ = ""
FREE = ("name",)
"""Choices that are typed: what people call a thing."""
OPEN = ("timezone", "constants.account", "constants.destination", "time_format")
"""Choices whose list is not all there is."""


def show_corrections(
    proposal: Mapping[str, Any], choices: MutableMapping[str, str], version: str
) -> None:
    """All guesses, the doubted ones first; a choice is noted and everything guessed anew."""
    _missing(proposal, choices, version)
    guesses = [each for each in proposal["guesses"] if _is_choice(each)]
    doubted = [each for each in guesses if each["doubt"] and not each["chosen"]]
    others = [each for each in guesses if each not in doubted]
    if doubted:
        sentence("Please look at these; all else is as sure as it can be:", "offcut-part-of")
        _grid("doubted", doubted, choices, version)
        st.button(
            "These are right",
            key=f"right_{version}",
            on_click=_accept,
            args=(choices, doubted),
            type="tertiary",
            icon=":material/check:",
        )
    with st.expander(f"Everything it takes for granted ({len(others)})", expanded=not doubted):
        _grid("others", others, choices, version)
        _another_column(proposal, choices, version)


def choose_source(known: Mapping[str, str], version: str) -> str | None:
    """A source that a person knows it to be of; None for a log of its own."""
    return st.selectbox(
        "Read it as", list(known), index=None, key=f"source_{version}",
        placeholder="a log of its own: its columns mean what is said below",
        format_func=lambda name: f"{name}: {known[name]}",
    )  # fmt: skip


def missing_fields(proposal: Mapping[str, Any]) -> list[str]:
    """What every record needs and nothing gives, where nothing can load for that."""
    if proposal["account"] is not None:
        return []
    given = {each["choice"].removeprefix("constants.") for each in proposal["guesses"]}
    needed = [each["name"] for each in proposal["fields"] if each["required"]]
    return [name for name in needed if name not in given and f" {name}" in proposal["problem"]]


def _missing(proposal: Mapping[str, Any], choices: MutableMapping[str, str], version: str) -> None:
    """A choice of a column for each of them."""
    with st.container(key="choices_missing"):
        for name in missing_fields(proposal):
            with st.container(key=f"choice_missing_{name}", gap="small"):
                why = "no column looks like it, and every record needs it"
                st.html(_asked({"choice": name, "doubt": why, "reason": "", "chosen": False}))
                key = f"map_{version}_missing_{name}"
                st.selectbox(
                    "Column", proposal["unread"], index=None, key=key, placeholder="Which column?",
                    label_visibility="collapsed", on_change=_take, args=(choices, name, key),
                )  # fmt: skip


def _is_choice(guess: Guess) -> bool:
    return guess["choice"] in (*FREE, *OPEN) or len(guess["options"]) > 1


def _grid(
    name: str, guesses: Sequence[Guess], choices: MutableMapping[str, str], version: str
) -> None:
    with st.container(key=f"choices_{name}"):
        for number, each in enumerate(guesses):
            with st.container(key=f"choice_{name}_{number}", gap="small"):
                _choice(each, choices, version)


def _choice(guess: Guess, choices: MutableMapping[str, str], version: str) -> None:
    what, key = guess["choice"], f"map_{version}_{guess['choice']}"
    st.html(_asked(guess))
    st.session_state[key] = guess["value"]
    how: dict[str, Any] = {
        "key": key, "label_visibility": "collapsed", "on_change": _take,
        "args": (choices, what, key),
    }  # fmt: skip
    if what in FREE:
        st.text_input("Called", **how)
    else:
        st.selectbox(
            "Choice",
            guess["options"],
            format_func=lambda option: option or "– not read",
            accept_new_options=what in OPEN,
            **how,
        )


def _asked(guess: Guess) -> str:
    """What is chosen, and why it is taken for that, as HTML: words of a log stand in both."""
    mark = "? " if guess["doubt"] and not guess["chosen"] else ""
    title, why = title_words(guess["choice"]), reason_words(guess)
    return (
        f'<p class="offcut-file"><b>{typed_html(mark + title)}</b>'
        f"<small>{typed_html(why)}</small></p>"
    )


def _take(choices: MutableMapping[str, str], what: str, key: str) -> None:
    value = st.session_state[key]
    if value is None:
        return
    if what == "record":
        kept = {name: choices[name] for name in FREE if name in choices}
        choices.clear()
        choices.update(kept)
    choices[what] = value


def _accept(choices: MutableMapping[str, str], guesses: Sequence[Guess]) -> None:
    choices.update({each["choice"]: each["value"] for each in guesses})


def _another_column(
    proposal: Mapping[str, Any], choices: MutableMapping[str, str], version: str
) -> None:
    """A column that nothing is read from, given to a field that no column gives."""
    read = {each["choice"] for each in proposal["guesses"]}
    fields = [each["name"] for each in proposal["fields"] if each["name"] not in read]
    if not (proposal["unread"] and fields):
        return
    sentence("Read one more column:", "offcut-part-of")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        column = st.selectbox("Column", proposal["unread"], index=None, key=f"more_c_{version}")
        field = st.selectbox(
            "Is", fields, index=None, key=f"more_f_{version}",
            format_func=lambda name: name.replace("_", " "),
        )  # fmt: skip
        st.button(
            "Read it", key=f"more_{version}", disabled=column is None or field is None,
            on_click=lambda: choices.__setitem__(str(field), str(column)),
        )  # fmt: skip
