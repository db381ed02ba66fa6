"""The web app: `streamlit run dashboard/app.py`, or `offcut dashboard`. One page a question."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.address import link
from dashboard.asked import asked, settings_in_force
from dashboard.markup import sentence
from dashboard.selection_words import selection_words
from dashboard.shown_errors import shown_errors
from dashboard.sidebar import show_sidebar

# The file name is the address of a page, but where another is said.
PAGES = (
    st.Page("app_pages/overview.py", title="Overview", icon=":material/monitoring:", default=True),
    st.Page("app_pages/waste.py", title="Waste", icon=":material/content_cut:"),
    st.Page("app_pages/latency.py", title="Latency", icon=":material/timer:"),
    st.Page("app_pages/commitments.py", title="Commitments", icon=":material/savings:"),
    st.Page("app_pages/loaded.py", title="Data", icon=":material/fact_check:", url_path="data"),
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
        question = asked()
        makes_sense = True
    finally:
        with menu:
            for each in PAGES:
                link(each, takes_along=makes_sense)
    show_sidebar(question)
    sentence(selection_words(question.selection), "offcut-selection")
    page.run()
