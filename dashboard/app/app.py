"""The web app: `streamlit run dashboard/app/app.py`, or `offcut dashboard`. One page a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.app.parts.drawer import show_drawer
from dashboard.app.parts.history.history import keep_forward
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.meanwhile import drawn_meanwhile
from dashboard.app.parts.menu import show_menu
from dashboard.app.parts.question import current_question, settings_in_force
from dashboard.app.parts.read_aloud.read_aloud import mend_for_listeners
from dashboard.app.parts.selection_bar import show_bar
from dashboard.app.parts.shown_errors import shown_errors
from dashboard.app.parts.take_along import begin, show_take_along
from data.asking.kept_cursors import cursors_kept

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


class Place(NamedTuple):
    """A page, and what stands around it: in the menu, in the bar, in the drawer.

    `opens_by` is the figure that its groups are opened by, `own` a filter that is the page itself.
    """

    page: Page
    is_listed: bool = True
    has_selection: bool = True
    has_period: bool = True
    has_filters: bool = True
    opens_by: str = "cost_per_usable_asset"
    own: str = ""


# The file name is the address of a page, but where another is said.
PLACES = (
    Place(st.Page("pages/review/review.py", title="Review", default=True), has_period=False),
    Place(st.Page("pages/explore/explore.py", title="Explore")),
    Place(st.Page("pages/waste/waste.py", title="Waste"), opens_by="waste_share"),
    Place(st.Page("pages/briefs/briefs.py", title="Briefs")),
    Place(st.Page("pages/desk/desk.py", title="Desk"), has_period=False),
    Place(st.Page("pages/models/models.py", title="Models"), opens_by="cost_per_accepted_output"),
    Place(st.Page("pages/waiting/waiting.py", title="Waiting"), opens_by="latency_s_p95"),
    Place(
        st.Page("pages/commitments/commitments.py", title="Credits", url_path="credits"),
        has_period=False,
        has_filters=False,
    ),
    Place(st.Page("pages/loaded/loaded.py", title="Data", url_path="data")),
    Place(
        st.Page("pages/evidence/evidence.py", title="Finals", url_path="finals"), is_listed=False
    ),
    Place(
        st.Page("pages/brief/brief.py", title="Brief"),
        is_listed=False,
        has_period=False,
        has_filters=False,
        own="brief",
    ),
)

HERE = Path(__file__).parent

page = st.navigation([each.page for each in PLACES], position="hidden")
st.set_page_config(
    page_title=f"{page.title} · Offcut", page_icon=str(HERE / "icon.svg"), layout="wide"
)
st.html(HERE / "app.css")
place = next(each for each in PLACES if each.page == page)
menu = st.container(key="top")
bar = st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small")
with bar:
    st.title(page.title, anchor=False, width="content")
begin()
mend_for_listeners()
keep_forward()
with shown_errors(), cursors_kept():
    question = None
    try:
        sentence(settings_in_force().notice, "offcut-notice")
        question = current_question()
    finally:
        with menu:
            listed = [each.page for each in PLACES if each.is_listed]
            show_menu(listed, question, without=place.own)
    if question.settings.warehouse.exists() and place.has_selection:
        along = show_bar(bar, question, has_period=place.has_period, has_filters=place.has_filters)
        with drawn_meanwhile():
            page.run()
        if place.has_period:
            show_drawer(question, place.opens_by)
        show_take_along(along, question, page.title)
    else:
        with drawn_meanwhile():
            page.run()
