"""The pictures of a brief: what came of it side by side, and what each was made from.

All of it is HTML made here: names are escaped, and pictures come from our own route alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import as_html, sentence
from dashboard.app.parts.pieces import piece_url
from dashboard.words.briefs import decision_words, shown_of
from dashboard.words.colours import LINE_COLOURS, QUIET
from dashboard.words.formats import NOTHING, counted, label, money
from dashboard.words.ledger_lines import LINE_TITLES
from data.briefs.chains import chains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.briefs.chains import Chain
    from data.briefs.story import BriefOutput, Story

SHOWN = 120
"""So many pieces are on the sheet; the table has them all."""
CHAINS = 8
ALSO_OF_IT = 6
"""So many of those a piece was made from are pictured, the last ones."""


def show_contact_sheet(question: Question, story: Story) -> None:
    """Every output, the approved first; a click opens the large picture or the clip."""
    if not story.outputs:
        sentence("No attempt of it gave an output yet.")
        return
    heading("What came of it?")
    n = question.ledger().rows[-1]["outputs"]
    shown = story.outputs[:SHOWN]
    words = f"{shown_of(len(shown), n, 'output')}, the approved first."
    missing = sum(each.sha256 is None for each in shown)
    if missing:
        words += f" Of {counted(missing, 'output')} no scanned folder has a file."
    sentence(words, "offcut-quiet")
    st.html(sheet_html(shown, question.currency))


def sheet_html(outputs: Sequence[BriefOutput], currency: str) -> str:
    """The sheet as HTML."""
    return f'<div class="offcut-sheet">{"".join(_piece(each, currency) for each in outputs)}</div>'


def _piece(each: BriefOutput, currency: str) -> str:
    facts = (
        f"<b>{LINE_TITLES[each.outcome]}<span>{_cost(each, currency)}</span></b>"
        f"<small>{as_html(each.model)}</small>"
        f"<small>{as_html(_decided(each) or NOTHING)}</small>"
    )
    small = f'<figure>{_picture(each)}</figure><span class="offcut-facts">{facts}</span>'
    if each.sha256 is None:
        return f'<div class="offcut-piece"{_colour(each)}>{small}</div>'
    return (
        f'<details class="offcut-piece"{_colour(each)}><summary>{small}</summary>'
        f"{_large(each)}</details>"
    )


def _cost(each: BriefOutput, currency: str) -> str:
    return escape(NOTHING if each.money is None else money(each.money, currency))


def _decided(each: BriefOutput) -> str:
    said = decision_words(each.decision, each.stage)
    return " · ".join(label(part) for part in (said, each.reason, each.reviewer) if part)


def _colour(each: BriefOutput) -> str:
    return f' style="--outcome: {LINE_COLOURS.get(each.outcome, QUIET)}"'


def _said(each: BriefOutput) -> str:
    """What the picture is, for those who cannot see it."""
    return f"{LINE_TITLES[each.outcome]}: output {each.output_index} of {label(each.source_id)}"


def _picture(each: BriefOutput) -> str:
    said = escape(_said(each))
    if each.sha256 is None:
        return f'<span class="offcut-no-piece" role="img" aria-label="No picture. {said}"></span>'
    mark = "<i>▶</i>" if each.kind == "video" else ""
    return f'<img src="{piece_url(each.sha256)}" alt="{said}" loading="lazy">{mark}'


def _large(each: BriefOutput) -> str:
    address = piece_url(each.sha256 or "", full=True)
    if each.kind == "video":
        poster = piece_url(each.sha256 or "")
        return f'<video src="{address}" poster="{poster}" controls preload="none" loop></video>'
    return f'<img src="{address}" alt="{escape(_said(each))}" loading="lazy">'


# --- lineage ----------------------------------------------------------------------------------


def show_lineage(question: Question, story: Story) -> None:
    """What the usable ones were made from; else what was made last."""
    if not story.outputs:
        return
    heading("What was it made from?")
    found = chains(story.outputs, story.links)
    if not found:
        sentence("Nothing was made from anything else here, as far as the logs say.")
        return
    st.html("".join(chain_html(each, question.currency) for each in found[:CHAINS]))
    if len(found) > CHAINS:
        more = counted(len(found) - CHAINS, "more output")
        sentence(f"And {more} that something was made into.", "offcut-quiet")


def chain_html(chain: Chain, currency: str) -> str:
    """One output and what it was made from, in their order, as HTML."""
    left_out = len(chain.made_from) - ALSO_OF_IT
    steps = [*chain.made_from[-ALSO_OF_IT:], chain.output]
    parts = [f"<span>{counted(left_out, 'earlier one')}</span>"] if left_out > 0 else []
    parts += [_step(each, currency) for each in steps]
    return f'<div class="offcut-chain">{"<em>→</em>".join(parts)}</div>'


def _step(each: BriefOutput, currency: str) -> str:
    said = f"{LINE_TITLES[each.outcome]} {_cost(each, currency)}"
    facts = f"<b>{as_html(each.tier)}</b><small>{said}</small><small>{as_html(each.model)}</small>"
    return f"<span{_colour(each)}>{_picture(each)}<span>{facts}</span></span>"
