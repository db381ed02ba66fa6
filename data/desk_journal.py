"""The Desk's journal: the decisions made in the app, in files that only grow at their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.file import place_of

if TYPE_CHECKING:
    from pathlib import Path


def desk_folder(warehouse: Path) -> Path:
    """Where it lies: a folder beside the warehouse; a link to the warehouse stays one."""
    place = place_of(warehouse)
    return place.with_name(f"{place.stem}-desk")
