"""Settings: defaults, the file, the environment, and sentences for what does not hold."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from data.asking.figures import Figures
from data.errors import SettingsError
from data.settings import load_settings
from data.warehouse.file import writing


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def test_defaults_are_those_of_the_definitions():
    settings = load_settings()
    assert (settings.timezone, settings.week_starts_on, settings.currency) == (
        "UTC",
        "monday",
        "USD",
    )
    assert settings.selection_window.days == 3
    assert settings.verdict_window.days == 14
    assert settings.reviewer_rate_per_hour is None


def test_the_working_folder_wins_over_the_users_folder(empty_folder):
    user = empty_folder / "config" / "offcut"
    user.mkdir(parents=True)
    (user / "offcut.toml").write_text('timezone = "Asia/Tokyo"\n')
    assert load_settings().timezone == "Asia/Tokyo"
    (empty_folder / "offcut.toml").write_text('timezone = "Europe/Berlin"\n')
    assert load_settings().timezone == "Europe/Berlin"


def test_the_environment_wins_over_the_file_and_an_argument_over_both(empty_folder, monkeypatch):
    (empty_folder / "offcut.toml").write_text('currency = "EUR"\n')
    monkeypatch.setenv("OFFCUT_CURRENCY", "GBP")
    assert load_settings().currency == "GBP"
    assert load_settings(currency="CHF").currency == "CHF"


def test_money_rates_are_decimal_strings(empty_folder):
    (empty_folder / "offcut.toml").write_text('reviewer_rate_per_hour = "45.50"\n')
    assert load_settings().reviewer_rate_per_hour == Decimal("45.50")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('timezone = "Europe/Berln"', "timezone"),
        ("selection_window_days = -1", "selection_window_days"),
        ('colour = "red"', "colour"),
        ('usable_from_stage = "final"', "usable_from_stage"),
        ('memory_limit = "much"', "write it as 800MB or 1.2GB"),
        ('memory_limit = "0.05GB"', "too little memory; allow for 100MB or more"),
        ("timezone = ", "not a TOML file"),
    ],
)
def test_nonsense_names_the_file_and_the_field(empty_folder, text, sentence):
    (empty_folder / "offcut.toml").write_text(text + "\n")
    with pytest.raises(SettingsError, match=sentence) as caught:
        load_settings()
    assert "offcut.toml" in str(caught.value)


def test_a_config_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(SettingsError, match="no such config file"):
        load_settings(tmp_path / "none.toml")


def test_only_settings_that_decide_relations_change_their_hash():
    assert load_settings().resolution_hash == load_settings(week_starts_on="sunday").resolution_hash
    other = load_settings(selection_window_days=4)
    assert load_settings().resolution_hash != other.resolution_hash


def test_paths_in_the_file_are_relative_to_the_file(empty_folder):
    folder = empty_folder / "studio"
    folder.mkdir()
    (folder / "offcut.toml").write_text('warehouse = "w.duckdb"\n')
    assert load_settings(folder / "offcut.toml").warehouse == folder / "w.duckdb"


def test_the_environment_says_how_much_memory_there_may_be(empty_folder, monkeypatch):
    monkeypatch.setenv("OFFCUT_MEMORY_LIMIT", "1.2GB")
    settings = load_settings(warehouse=empty_folder / "w.duckdb")
    with writing(settings.warehouse) as con:
        (free,) = con.execute("SELECT current_setting('memory_limit')").fetchone()
    with Figures.of(settings).reader as reader:
        (allowed,) = reader.cursor().execute("SELECT current_setting('memory_limit')").fetchone()
    assert (allowed, free) == ("1.1 GiB", half_of_memory())


def half_of_memory() -> str:
    """As DuckDB, which finds the limit of a cgroup, writes it."""
    with duckdb.connect(config={"memory_limit": "50%"}) as con:
        return con.execute("SELECT current_setting('memory_limit')").fetchone()[0]
