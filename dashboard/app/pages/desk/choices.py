"""What is reviewed: the stage, the order, and how sure a sample is to be. The address keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import streamlit as st

from dashboard.app.parts.address import keep, kept
from dashboard.words.desk import CHANCES, MISSED, ORDERS, STAGES
from dashboard.words.formats import percent
from data.asking.selection import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.desk.queue import Order
    from data.warehouse.records import Stage

Option = TypeVar("Option", str, float)
AT_STAGE, QUEUE, MISSING, RISK, SEED = "at_stage", "queue", "missing", "risk", "draw"


class Chosen(NamedTuple):
    """One way of going through the work."""

    stage: Stage
    order: Order
    missed: float
    risk: float
    seed: str


def chosen(question: Question) -> Chosen:
    """Choices in a row; those of a sample only where one is drawn."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="desk_choice"
    ):
        stage = _segments(AT_STAGE, "Stage", STAGES, "qc")
        order = _segments(QUEUE, "Order", ORDERS, "project")
        missed = risk = 0.05
        week = f"{local_day(question.as_of, question.settings):%G-W%V}"
        seed = kept(SEED)[:40] or week
        if order == "sample":
            missed = _picked(MISSING, "Bad ones not to miss", MISSED, 0.05)
            risk = _picked(RISK, "Risk", CHANCES, 0.05)
            st.button("Draw another", on_click=_draw_another, args=(week, seed))
    return Chosen(cast("Stage", stage), cast("Order", order), missed, risk, seed)


def _draw_another(week: str, seed: str) -> None:
    number = seed.removeprefix(f"{week}.")
    keep(SEED, f"{week}.{int(number) + 1 if number.isdecimal() else 2}")


def _segments(name: str, words: str, titles: Mapping[Any, str], usual: str) -> str:
    now: str = _kept(name, tuple(titles), usual)
    key = f"desk_{name}"
    st.session_state[key] = now
    st.segmented_control(
        words,
        list(titles),
        format_func=lambda option: titles[option],
        key=key,
        required=True,
        on_change=_keep,
        args=(name, key),
    )
    return now


def _picked(name: str, words: str, options: tuple[float, ...], usual: float) -> float:
    now = _kept(name, options, usual)
    key = f"desk_{name}"
    st.session_state[key] = now
    st.selectbox(
        words, options, format_func=percent, key=key, on_change=_keep, args=(name, key), width=150
    )
    return now


def _kept(name: str, options: Sequence[Option], usual: Option) -> Option:
    """What the address says, if that is one of the options."""
    written = kept(name)
    return next((each for each in options if str(each) == written), usual)


def _keep(name: str, key: str) -> None:
    keep(name, str(st.session_state[key]))
