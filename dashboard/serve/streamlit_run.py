"""Streamlit's own command, run as a script: `streamlit_run.py run APP …`.

Where a folder `pages` lies beside the app, Streamlit takes it for its older kind of pages until the
app has run once, and tells the first visitor of any page but the first one that it is not there.
"""

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    main(prog_name="streamlit")
