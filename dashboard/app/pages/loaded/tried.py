"""What files would give, by the program's own dry run and guesses, kept while nothing changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.program import Answered, answer
from dashboard.app.parts.question import settings_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRIES = 32
FOLDERS_STAND_S = 60
"""What lies in a folder, or fits a pattern, is looked through anew after so long."""
Choices = tuple[tuple[str, str], ...]


def dry_run(path: str, source: str | None = None) -> Answered:
    """What loading it would give: a row a file, with the first records as understood.

    By the source that is named, else by what it seems to be.
    """
    return _dry_run(path, source, _stamp(path))


@st.cache_data(show_spinner=False)
def known_sources() -> dict[str, str]:
    """What a file can be read as: a name, and what it reads."""
    found = answer("sources", "--json").found or []
    return {each["source"]: each["reads"] for each in found}


def as_source(source: str | None) -> list[str]:
    """A source as a load takes it."""
    return [] if source is None else ["--source", source]


def proposed(path: str, choices: Mapping[str, str]) -> Answered:
    """A map for it, with what has been chosen so far, and what loading by it would give."""
    return _proposed(path, tuple(choices.items()), _stamp(path))


def chosen(choices: Mapping[str, str] | Choices) -> list[str]:
    """Choices as the command takes them."""
    pairs = choices.items() if hasattr(choices, "items") else choices
    return [word for what, choice in pairs for word in ("--choose", f"{what}={choice}")]


def _stamp(path: str) -> tuple[object, ...]:
    """What changes with the file, the maps that may read it, and the settings."""
    settings = settings_in_force()
    maps = [*_maps(Path(path).parent), *_maps(settings.warehouse.parent / "maps")]
    in_folder = 0 if Path(path).is_file() else time.monotonic() // FOLDERS_STAND_S
    return settings.model_dump_json(), in_folder, *map(_edition, [Path(path), *maps])


def _maps(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.map.toml"))
    except OSError:
        return []


def _edition(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size


@st.cache_data(max_entries=ENTRIES, show_spinner="Reading it, without loading it …", show_time=True)
def _dry_run(path: str, source: str | None, stamp: tuple[object, ...]) -> Answered:
    del stamp
    return answer("ingest", "--dry-run", "--json", *as_source(source), "--", path)


@st.cache_data(
    max_entries=ENTRIES, show_spinner="Finding out what its columns mean …", show_time=True
)
def _proposed(path: str, choices: Choices, stamp: tuple[object, ...]) -> Answered:
    del stamp
    return answer("map", "--json", *chosen(choices), "--", path)
