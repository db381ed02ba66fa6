"""What is explored: a figure by one or two dimensions, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import keep, kept, let_go
from dashboard.app.parts.comparison import asked_before, choose_comparison
from dashboard.app.parts.drawer_marks import METRIC
from data.asking.measure import fitting
from data.errors import QuestionError
from data.metrics.catalogue import metric
from data.metrics.dimensions import DIMENSIONS, dimension

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.metrics.metric import Metric

BY, ALSO = "by", "and_by"
USUAL = "cost_per_usable_asset"
FIRST_LOOKED_AT = ("client", "project", "model", "media")
NONE = "none"


@dataclass(frozen=True)
class View:
    """What is looked at; `before` is the question about the period before, if there is one."""

    question: Question
    metric: Metric
    by: str
    also: str | None
    before: Question | None

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.question.currency


def chosen_view(question: Question) -> View:
    """The choices of the address, or made here. Raises QuestionError for one without sense."""
    by = kept(BY) or _usual_dimension(question)
    also = kept(ALSO) or NONE
    metrics = [each.name for each in fitting([by], question.selection)]
    name, before = kept(METRIC) or USUAL, asked_before(question)
    _check(name, by, also, metrics)
    dimensions = _dimensions(question)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="view"):
        _choose("Figure", METRIC, name, metrics, lambda each: metric(each).title)
        _choose("by", BY, by, dimensions, lambda each: dimension(each).title)
        others = [NONE, *(each for each in dimensions if each != by)]
        _choose("and by", ALSO, also, others, _also_title)
        choose_comparison(question)
    return View(question, metric(name), by, None if also == NONE else also, before)


def _check(name: str, by: str, also: str, metrics: Sequence[str]) -> None:
    for each in (by, *([] if also == NONE else [also])):
        if dimension(each).grain == "asset":
            raise QuestionError(f"by={each}: it belongs to single outputs; see the page Waste.")
    if metric(name).name not in metrics:
        raise QuestionError(f"metric={name}: it does not split by {by}.")
    if by == also:
        raise QuestionError(f"by={by}&and_by={also}: the two must differ.")


def _dimensions(question: Question) -> list[str]:
    named = [each.name for each in DIMENSIONS if each.grain == "attempt"]
    return [*named, *question.tags()]


def _usual_dimension(question: Question) -> str:
    """The first that splits the work at all."""
    split = (name for name in FIRST_LOOKED_AT if len(question.values(name, 2)) > 1)
    return next(split, FIRST_LOOKED_AT[-1])


def _also_title(name: str) -> str:
    return "nothing else" if name == NONE else dimension(name).title


def _choose(
    words: str,
    name: str,
    chosen: str,
    options: Sequence[str],
    title: Callable[[str], str],
) -> None:
    key = f"explore_{name}"
    st.session_state[key] = chosen
    listed = options if chosen in options else [chosen, *options]
    st.selectbox(
        words,
        listed,
        key=key,
        format_func=title,
        width=230,
        on_change=_take,
        args=(name,),
    )


def _take(name: str) -> None:
    chosen = st.session_state[f"explore_{name}"]
    if name == BY and kept(ALSO) == chosen:
        let_go(ALSO)
    keep(name, chosen)
