"""The queries of the relations: one file each, found by its name in whichever stage it lies."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDER = files("data") / "relations"


@cache
def relation_files() -> dict[str, Traversable]:
    """The file of each relation, by the relation's name."""
    stages = (entry for entry in FOLDER.iterdir() if entry.is_dir())
    found = (file for stage in stages for file in stage.iterdir() if file.name.endswith(".sql"))
    return {file.name.removesuffix(".sql"): file for file in found}


@cache
def relation_sql(name: str) -> str:
    """The query whose rows are the relation."""
    return relation_files()[name].read_text("utf-8")
