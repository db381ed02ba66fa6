"""The table of briefs: a row opens the page of its brief."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dashboard.app.pages.brief.links import brief_address
from dashboard.app.pages.briefs.cached_briefs import pictured_briefs
from dashboard.app.pages.briefs.hatched import hatched_url
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.pieces import piece_url
from dashboard.app.parts.take_along import note_said
from dashboard.words.briefs import ORDERS, STATE_LINES, STATE_MEANS, STATES, shown_of
from dashboard.words.colours import LINE_COLOURS
from dashboard.words.formats import wall_clock

if TYPE_CHECKING:
    from dashboard.app.pages.briefs.cached_briefs import Pictured
    from dashboard.app.pages.briefs.views import Chosen
    from dashboard.app.parts.cached_figures import Question

ROW_PIXELS = 52
COLUMNS = (
    Column("picture", "Picture", "picture", "Of what was delivered, else of the best output."),
    Column("brief", "Brief", "link", "Opens its story.", link="address"),
    Column("client", "Client"),
    Column("state_title", "State", meaning=STATE_MEANS, width=112),
    Column("attempts", "Attempts", "count"),
    Column("outputs", "Outputs", "count", "Delivered; blocked ones are left out."),
    Column("usable", "Usable", "count"),
    Column(
        "spend", "Money", "money", "Of all its attempts.", "–: no attempt of it has a known price"
    ),
    Column(
        "wasted", "Wasted", "money",
        "Rejected, not selected, failed, blocked or canceled. What waits for a decision is not.",
        "–: no known price, or nobody is known to review this work",
    ),
    Column(
        "time_to_first_usable_s", "First usable after", "seconds",
        "From its first attempt to the completion of the first file that became usable.",
        "–: nothing is usable yet, or it is not known when that was completed",
    ),
    Column("rerolls", "Re-rolls", "count", "Rounds of generating anew after the first."),
    Column("last_active", "Last activity", "date", "When an attempt last began or ended."),
    Column("project", "Project"),
    Column("unpriced", "Unpriced", "count", "Attempts that its money lacks: nobody knows theirs."),
)  # fmt: skip


def show_list(question: Question, chosen: Chosen) -> None:
    """The briefs, or what to do where there are none."""
    listed = pictured_briefs(question, chosen)
    found = listed.found
    if not found.briefs:
        like = " of that name" if chosen.name else ""
        sentence(f"No brief{like} is in this view of the selection. Try another view or search.")
        return
    many = found.n > len(found.briefs)
    order = ORDERS[chosen.order].lower()
    words = f"{shown_of(len(found.briefs), found.n, 'brief')}, in the order of: {order}."
    more = " Columns sort those that are listed; search or select to reach the others."
    note_said(words)
    sentence(words + (more if many else ""))
    show_table(
        rows_of(question, listed),
        COLUMNS,
        question.currency,
        file="offcut-briefs",
        height=min(760, 40 + ROW_PIXELS * len(found.briefs)),
        row_height=ROW_PIXELS,
    )


def rows_of(question: Question, listed: Pictured) -> list[dict[str, Any]]:
    """A row a brief, as the table shows it."""
    zone = question.settings.zone
    return [
        asdict(each)
        | {
            "picture": _picture(listed.pictures.get(each.brief_no), STATE_LINES[each.state]),
            "address": brief_address(question, each),
            "state_title": STATES[each.state],
            "last_active": wall_clock(each.last_active_at, zone),
        }
        for each in listed.found.briefs
    ]


def _picture(sha256: str | None, line: str) -> str:
    return hatched_url(LINE_COLOURS[line]) if sha256 is None else piece_url(sha256)
