"""What the pages import and takes long: begun with the server, not with its first visitor."""

from __future__ import annotations

import gc
from importlib import import_module
from threading import Thread

SLOW = (
    "plotly.graph_objects",
    "scipy.stats",
    "data.review.content.review",
    "data.commitments.team_sizing",
)


def import_early() -> Thread:
    """Begin to import them beside the server; an import that fails is told by who needs it."""
    begun = Thread(target=_import_all, name="offcut-imports", daemon=True)
    begun.start()
    return begun


def _import_all() -> None:
    for name in SLOW:
        import_module(name)
    leave_be()


def leave_be() -> None:
    """What there is now stays: the collector looks at it no more.

    Streamlit collects after each run of a page; modules alone made that a third of the run.
    """
    gc.collect()
    gc.freeze()
