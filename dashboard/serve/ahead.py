"""Pages are worked out before somebody comes: once at the start, and whenever their figures change.

A visitor of our own opens each page as a browser would, by Streamlit's own messages, so that what
the page keeps is there for whoever comes next. It sees and does no more than they would.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboard.serve.base_path import base_path
from dashboard.serve.early import leave_be
from data.asking.standing_moment import as_published, standing_moment, step_of
from data.warehouse.file import Generation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.serve.served import Served

LOOK_S = 2.0
LONGEST_S = 600.0
REST = 50
"""So many times as long as its last visit took it rests, also where that failed; only a load ends
the rest. So between loads it is at it a fiftieth of the time at most."""
STREAM = "/_stcore/stream"
Standing = tuple[str, Generation, datetime]
"""What pages are kept by: settings, warehouse and, last, the moment that the figures stand at."""


def visit_ahead(served: Served, address: str) -> Event:
    """Begin to visit the pages of the app at `address`, until the event is set that is returned."""
    ended, visitor = Event(), Visitor(served, address)

    def look_after() -> None:
        while not ended.wait(LOOK_S):
            with suppress(Exception):  # whoever comes is told by the page what is wrong
                visitor.look()

    Thread(target=look_after, name="offcut-ahead", daemon=True).start()
    return ended


@dataclass
class Visitor:
    """Knows what pages were kept by when it last tried to visit them, and how that went."""

    served: Served
    address: str
    _tried: Standing | None = None
    _seen: Standing | None = None
    _rests_until: float = 0.0

    def look(self) -> None:
        """Visit all pages if what they are kept by is another. Raises what asking raises."""
        standing = _standing(self.served)
        if standing in (None, self._seen) or self._rests(standing):
            return
        self._tried, began = standing, time.monotonic()
        try:
            visit(self.address)
        finally:
            self._rests_until = time.monotonic() + REST * (time.monotonic() - began)
        if self._seen is None:
            leave_be()
        self._seen = standing

    def _rests(self, standing: Standing | None) -> bool:
        is_same_load = bool(standing and self._tried and standing[:-1] == self._tried[:-1])
        return is_same_load and time.monotonic() < self._rests_until


def visit(address: str) -> list[str]:
    """Open every page once; their addresses below `address`, the first one being ''.

    Raises OSError or WebSocketException where the app does not answer, or not in time.
    """
    others = sorted({path.strip("/") for path in _open(address, "")} - {""})
    for path in others:
        list(_open(address, path))
    return ["", *others]


def _standing(served: Served) -> Standing | None:
    """What pages are kept by; None where the settings want no visits. Raises OffcutError."""
    settings, published = as_published(served.settings), served.reader.generation
    if not settings.pages_ahead:
        return None
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
