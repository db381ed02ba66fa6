"""Where outputs are looked at and decided on: a component of our own, which lives in the browser.

Keys never wait for Python: decisions are made, kept and sent by desk.js.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.address import under_base
from dashboard.app.parts.pieces import piece_url
from dashboard.words.desk import facts_of, name_of
from dashboard.words.formats import NOTHING, label
from data.desk.queue import MOST
from data.desk_journal import desk_name

if TYPE_CHECKING:
    from dashboard.app.pages.desk.cached_desk import Work
    from dashboard.app.parts.cached_figures import Question
    from data.desk.queue import DeskBrief, DeskOutput, DeskQueue
    from data.warehouse.records import Stage

API = "api/verdicts"
HERE = Path(__file__).parent
SCRIPTS = ("outbox.js", "pictures.js", "desk.js")
LONGEST_ADDRESS = 120


def show_bench(question: Question, shown: Work, stage: Stage) -> None:
    """The queue, brief by brief."""
    mount = st.components.v2.component(
        "offcut_desk",
        html=(HERE / "desk.html").read_text("utf-8"),
        css=(HERE / "desk.css").read_text("utf-8"),
        js="\n".join((HERE / name).read_text("utf-8") for name in SCRIPTS),
    )
    mount(key="desk", data=handed_out(question, shown, stage), on_more_change=_draw_anew)


def _draw_anew() -> None:
    """All that was handed out is decided: this run hands out what is left."""


def handed_out(question: Question, shown: Work, stage: Stage) -> dict[str, Any]:
    """What the component is given. Names in it are only ever shown as text."""
    currency = question.currency
    return {
        "desk": desk_name(question.settings.warehouse),
        "api": under_base(API),
        "stage": stage,
        "since": shown.since.isoformat() if shown.since else None,
        "reasons": list(shown.reasons),
        "n_more": _left(shown.queue),
        "briefs": [_brief(each, currency) for each in shown.queue.briefs],
    }


def _left(queue: DeskQueue) -> int:
    """How many follow; a sample has no more than it needs."""
    return 0 if queue.sample else min(MOST, queue.n_due - queue.n_handed_out)


def _brief(brief: DeskBrief, currency: str) -> dict[str, Any]:
    first = brief.due[0]
    where = (label(each) for each in (first.client, first.project))
    return {
        "title": label(first.brief) if first.brief else f"Brief of {label(first.source_id)}",
        "where": " · ".join(each for each in where if each != NOTHING),
        "due": [_item(each, currency) for each in brief.due],
        "approved": [_item(each, currency) for each in brief.approved],
    }


def _item(output: DeskOutput, currency: str) -> dict[str, Any]:
    sha256 = output.sha256
    return {
        "key": "\x1f".join(map(str, output.output)),
        "output": list(output.output),
        "name": name_of(output),
        "facts": facts_of(output, currency),
        "uri": label(output.uri)[:LONGEST_ADDRESS] if output.uri else None,
        "thumb": piece_url(sha256) if sha256 else None,
        "full": piece_url(sha256, full=True) if sha256 else None,
        "is_clip": output.kind == "video",
    }
