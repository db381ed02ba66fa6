"""Pages are worked out before somebody comes: once at the start, and whenever their figures change.

A visitor of our own opens each page as a browser would, by Streamlit's own messages, so that what
the page keeps is there for whoever comes next. It sees no more than they do, and changes nothing.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from dashboard.serve.base_path import base_path
from dashboard.serve.early import leave_be
from data.asking.standing_moment import standing_moment, step_of
from data.errors import OffcutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.serve.served import Served

LOOK_S = 2.0
LONGEST_S = 600.0
REST = 50
"""So many times as long as its last visit took it rests where only time went on: at most a fiftieth
of one core is spent on pages that nobody may look at."""
STREAM = "/_stcore/stream"


def visit_ahead(served: Served, address: str) -> Event:
    """Begin to visit the pages of the app at `address`, until the event is set that is returned."""
    ended = Event()
    Thread(
        target=_look_after, args=(served, address, ended), name="offcut-ahead", daemon=True
    ).start()
    return ended


def visit(address: str) -> list[str]:
    """Open every page once; their addresses below `address`, the first one being ''.

    Raises OSError or WebSocketException where the app does not answer, or not in time.
    """
    others = sorted({path.strip("/") for path in _open(address, "")} - {""})
    for path in others:
        list(_open(address, path))
    return ["", *others]


def _look_after(served: Served, address: str, ended: Event) -> None:
    shown, rests_until = None, 0.0
    while not ended.wait(LOOK_S):
        with suppress(OSError, WebSocketException, OffcutError):
            standing = _standing(served)
            is_loaded = shown is None or standing[:-1] != shown[:-1]
            if standing != shown and (is_loaded or time.monotonic() > rests_until):
                began = time.monotonic()
                visit(address)
                if shown is None:
                    leave_be()
                rests_until = time.monotonic() + REST * (time.monotonic() - began)
                shown = standing


def _standing(served: Served) -> tuple[Any, ...]:
    """What pages are kept by: settings, warehouse and, last, the moment. Raises OffcutError."""
    settings, published = served.settings, served.reader.generation
    if not settings.pages_ahead:
        raise OffcutError("Pages are worked out when somebody comes.")
    moment = settings.as_of or standing_moment(
        datetime.now(UTC), step_of(served.reader.cursor()), published
    )
    return settings.model_dump_json(), published, moment


def _open(address: str, path: str) -> Iterator[str]:
    """Wait until a page has run; the paths of all pages that its menu knows."""
    stream = f"{address.replace('http', 'ws', 1)}{base_path()}{STREAM}"
    with connect(stream, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:  # type: ignore[list-item]
        asked = BackMsg()
        asked.rerun_script.page_name = path
        asked.rerun_script.context_info.url = f"{address}{base_path()}/{path}"
        socket.send(asked.SerializeToString())
        told = ForwardMsg()
        while not _has_ended(told):
            told = ForwardMsg.FromString(socket.recv(timeout=LONGEST_S))
            yield from (page.url_pathname for page in told.navigation.app_pages)


def _has_ended(told: ForwardMsg) -> bool:
    ended = told.WhichOneof("type") == "script_finished"
    return ended and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
