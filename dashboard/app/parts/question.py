"""What a page is asked: the warehouse and settings the server was started with, and the address."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard.app.parts.address import selection_of_address
from dashboard.app.parts.cached_figures import Question
from data.asking.figures import Figures
from data.asking.standing_moment import as_published
from data.errors import QuestionError
from data.resolving.forward import bring_forward_meanwhile
from data.settings import Settings, config_file, load_settings

CONFIG_VARIABLE = "OFFCUT_CONFIG"
"""Names the config file; the warehouse comes by the setting's own `OFFCUT_WAREHOUSE`."""


def current_question() -> Question:
    """The question of this run. Raises OffcutError where there is nothing to ask."""
    settings = settings_in_force()
    selection = selection_of_address(settings)
    if selection.splits_outputs:
        raise QuestionError(
            "The pages look at whole attempts; outcome, reason, reviewer and stage belong to "
            "single outputs. Leave them out here, or ask `offcut ledger --where …` for those."
        )
    figures = _figures((settings.model_dump_json(), _edition(settings.prices_folder)), settings)
    return Question(figures, selection)


def _edition(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """What changes whenever a file of the team's own prices does."""
    found = folder.rglob("*.toml") if folder is not None else ()
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in found))


def settings_in_force() -> Settings:
    """The settings as their file says now; of a lake, as published. Raises SettingsError."""
    return as_published(load_settings(_named_config()))


def config_in_force() -> Path | None:
    """The file they come from, if there is one. Raises SettingsError."""
    return config_file(_named_config())


def _named_config() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else None


def _let_go(figures: Figures) -> None:
    figures.reader.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_let_go)
def _figures(identity: tuple[object, ...], _settings: Settings) -> Figures:
    del identity
    return Figures.of(_settings, forward=bring_forward_meanwhile)
