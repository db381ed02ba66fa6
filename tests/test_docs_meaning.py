"""docs/meaning.md explains every line, setting and word, one hop from where each is decided."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from data.metrics.catalogue import METRICS
from data.metrics.sums import LINES
from data.settings import Settings

MEANING = Path(__file__).parents[1] / "docs" / "meaning.md"
TEXT = MEANING.read_text("utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    """The table below a heading: the first cell of each row, with the others."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return {first.strip(): [cell.strip() for cell in rest] for first, *rest in table[1:]}


WORDS, LEDGER, FIGURES = rows("Words"), rows("The waste ledger"), rows("Figures")
SETTINGS = rows("Settings")


@pytest.mark.parametrize("row", [*WORDS, *LEDGER, *FIGURES])
def test_a_row_names_the_files_that_decide(row):
    cells = (WORDS | LEDGER | FIGURES)[row]
    assert re.search(r"\]\(\.\./data/\S+\.(sql|py)\)", cells[-1])


@pytest.mark.parametrize("word", ["discard_rate", "not_selected", "contributed", "breakage"])
def test_a_word_leads_to_its_relation(word):
    rows = [cells for row, cells in (LEDGER | FIGURES).items() if f"`{word}`" in row]
    assert all(".sql)" in cells[-1] for cells in rows)
    assert rows


def test_every_line_of_the_ledger_is_explained():
    assert list(LEDGER) == [f"`{line}`" for line in LINES]


def test_the_figures_exist():
    named = {name for row in FIGURES for name in re.findall(r"`(\w+)`", row)}
    assert named <= {metric.name for metric in METRICS}


def test_every_setting_stands_there_with_its_default():
    assert list(SETTINGS) == [f"`{name}`" for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        shown = SETTINGS[f"`{name}`"][0].strip("`")
        written = tomllib.loads(f"value = {shown}")["value"] if shown else None
        assert written == as_toml(field.default), name


def as_toml(default):
    """A default as a TOML file gives it."""
    if isinstance(default, Path):
        return str(default)
    if isinstance(default, BaseModel):
        return default.model_dump(mode="json", exclude_unset=True)
    return list(default) if isinstance(default, tuple) else default
