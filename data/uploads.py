"""Where files lie that were dropped on the Data page: beside the warehouse, as loads name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.file import place_of

if TYPE_CHECKING:
    from pathlib import Path


def uploads_folder(warehouse: Path) -> Path:
    """`studio-uploads` beside `studio.duckdb`."""
    place = place_of(warehouse)
    return place.with_name(f"{place.stem}-uploads")
