"""The pilot: some of the models on the same kind of work, judged one criterion at a time."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.models.cached_models import pair_of, pilot_of, standings_of
from dashboard.app.pages.models.choices import by_words
from dashboard.app.parts.address import keep, kept
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import as_html, sentence, typed_html
from dashboard.words.media import listed
from dashboard.words.models import name_words
from dashboard.words.pilots import (
    HOW_JUDGED,
    NO_LIKE_WORK,
    figure_words,
    judged_rows,
    pilot_sentence,
    rests_on,
    verdict_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.pages.models.choices import ChosenWork
    from data.review.models.at_work import Name
    from data.review.models.pilot import Judged, Piloted

CHOSEN = "pilot"
FEWEST, MOST = 2, 4
ONE_ONLY = "A pilot takes two models or channels; this work knows {n}."
NOT_HERE = "Of the pilot in the address, not among the models of this step: {names}."
CHOOSE = "Choose two models or more."
COLUMNS = (
    Column("criterion", "Criterion"),
    Column("model", "Model"),
    Column("channel", "Channel"),
    Column("value", "Figure", "rate", unit_in="unit"),
    Column("low", "From", "rate", unit_in="unit"),
    Column("high", "To", "rate", unit_in="unit"),
    Column("n", "n", "count"),
    Column("n_of", "n of"),
    Column("verdict", "Verdict"),
)


def show_pilot(work: ChosenWork) -> None:
    """Which models, and what they are fit for."""
    heading("Which is fit for production, and which for ideas?")
    known = by_words(each.name for each in standings_of(work))
    if len(known) < FEWEST:
        sentence(ONE_ONLY.format(n="one" if known else "none"))
        return
    likely = [name_words(name) for name in pair_of(work)]
    names = tuple(known[words] for words in _chosen(known, likely))
    if len(names) < FEWEST:
        sentence(CHOOSE)
        return
    _show(pilot_of(work, names), names, work)


def _show(found: Piloted, names: Sequence[Name], work: ChosenWork) -> None:
    if not any(found.briefs.values()):
        sentence(NO_LIKE_WORK)
        return
    currency = work.question.currency
    for name in names:
        sentence(pilot_sentence(found, name))
    st.html(_table(found, names, currency))
    confidence = 100 * work.question.settings.review.confidence
    sentence(HOW_JUDGED.format(confidence=confidence), "offcut-quiet")
    fold = "The pilot as a table"
    show_table(judged_rows(found), COLUMNS, currency, file="offcut-pilot", fold=fold)


# --- which ------------------------------------------------------------------------------------


def _chosen(known: dict[str, Name], likely: Sequence[str]) -> list[str]:
    """The models of the address, or those that can be compared best."""
    written = _parts(kept(CHOSEN))
    asked = [each for each in written if each in known]
    missing = [each for each in written if each not in known]
    sentence(NOT_HERE.format(names=listed(missing)) if missing else "", "offcut-quiet")
    st.session_state["kept_pilot"] = (asked or [*likely])[:MOST]
    return st.multiselect(
        "Models of the pilot",
        list(known),
        key="kept_pilot",
        max_selections=MOST,
        on_change=_take,
        label_visibility="collapsed",
    )


def _take() -> None:
    keep(CHOSEN, _joined(st.session_state["kept_pilot"]))


def _parts(written: str) -> list[str]:
    return next(csv.reader([written]), []) if written else []


def _joined(names: Sequence[str]) -> str:
    """Names with commas between, in quotes where they have some themselves."""
    quoted = ('"{}"'.format(each.replace('"', '""')) for each in names)
    return ",".join(quoted)


# --- the table --------------------------------------------------------------------------------


def _table(found: Piloted, names: Sequence[Name], currency: str) -> str:
    head = "".join(f"<th>{as_html(name_words(name))}</th>" for name in names)
    criteria = list(dict.fromkeys(each.criterion for each in found.judged))
    by_place = {(each.criterion, each.name): each for each in found.judged}
    rows = "".join(
        f"<tr><th>{as_html(criterion.title)}</th>"
        + "".join(_cell(by_place[criterion, name], currency) for name in names)
        + "</tr>"
        for criterion in criteria
    )
    return (
        '<div class="offcut-table offcut-pilot"><table><thead>'
        f"<tr><th>Criterion</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(judged: Judged, currency: str) -> str:
    style = judged.verdict.replace(" ", "-")
    return (
        f'<td class="{style}"><b>{as_html(figure_words(judged, currency))}</b> '
        f"<small>{as_html(rests_on(judged, currency))}</small>"
        f"<span>{typed_html(verdict_words(judged))}</span></td>"
    )
