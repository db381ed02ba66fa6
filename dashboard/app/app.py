"""The web app: `streamlit run dashboard/app/app.py`, or `offcut dashboard`. One page a question."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.app.parts.address import link
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import current_question, settings_in_force
from dashboard.app.parts.shown_errors import shown_errors
from dashboard.app.parts.sidebar import show_sidebar
from dashboard.words.selection import selection_words

# The file name is the address of a page, but where another is said.
REVIEW = st.Page("pages/review/review.py", title="Review", icon=":material/groups:", default=True)
PAGES = (
    REVIEW,
    st.Page("pages/overview/overview.py", title="Overview", icon=":material/monitoring:"),
    st.Page("pages/waste/waste.py", title="Waste", icon=":material/content_cut:"),
    st.Page("pages/latency/latency.py", title="Latency", icon=":material/timer:"),
    st.Page(
        "pages/evidence/evidence.py", title="Finals", icon=":material/movie:", url_path="finals"
    ),
    st.Page("pages/commitments/commitments.py", title="Commitments", icon=":material/savings:"),
    st.Page("pages/loaded/loaded.py", title="Data", icon=":material/fact_check:", url_path="data"),
    st.Page("pages/models/models.py", title="Models", icon=":material/compare:"),
)

HERE = Path(__file__).parent
SIDEBAR_PIXELS = 310

st.set_page_config(
    page_title="Offcut",
    page_icon=str(HERE / "icon.svg"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PIXELS,
)
st.html(HERE / "app.css")
page = st.navigation(list(PAGES), position="hidden")
menu = st.sidebar.container(key="pages")
st.title(page.title, anchor=False)
with shown_errors():
    makes_sense = False
    try:
        sentence(settings_in_force().notice, "offcut-notice")
        question = current_question()
        makes_sense = True
    finally:
        with menu:
            for each in PAGES:
                link(each, takes_along=makes_sense)
    if question.settings.warehouse.exists():
        has_period = page != REVIEW
        show_sidebar(question, has_period=has_period)
        shown = question if has_period else question.on_all_days()
        sentence(selection_words(shown.selection), "offcut-selection")
    page.run()
