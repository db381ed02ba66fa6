"""What opens the drawer: a mark of a chart, or a row of a table beside it.

Both write into the address which group is open. A closed drawer gives its opener a new key: a
selection that stayed would open it again, and the same mark would be dead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.address import keep
from data.asking.selection import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN, METRIC = "open", "metric"
"""In the address: the group that is open, and the figure it is looked at by."""
_ROUND = "drawer_round"


def opener(key: str) -> str:
    """The key of a chart or table that opens the drawer; another one after each closing."""
    return f"{key}_{st.session_state.setdefault(_ROUND, 0)}"


def open_point(key: str, name: str) -> None:
    """Open the group of the mark that was picked: the first of its `customdata`."""
    points = st.session_state[opener(key)].selection.points
    if points:
        keep(OPEN, f"{name}:{_first(points[0])}")


def open_row(key: str, name: str, groups: Sequence[str]) -> None:
    """Open the group of the cell that was picked."""
    picked = st.session_state[opener(key)].selection
    rows = [cell[0] for cell in picked.cells] or list(picked.rows)
    if rows and rows[0] < len(groups):
        keep(OPEN, f"{name}:{groups[rows[0]]}")


def begin_anew() -> None:
    """After a drawer was closed."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _first(point: Any) -> str:
    """`customdata` comes as a list, or as an object with numbers for names."""
    data = point["customdata"]
    first = data["0"] if isinstance(data, dict) else data[0]
    return NOT_KNOWN if first is None else str(first)
