"""Quotes that are kept beside the settings, and come back as they were."""

from __future__ import annotations

from datetime import date

import pytest

from data.commitments.terms.book import PlanBook
from data.commitments.terms.plan import read_quote
from data.commitments.terms.quotes_file import quotes_beside, save_quotes, saved_quotes
from data.errors import SettingsError

POOL = read_quote({
    "platform": "acme",
    "name": 'Pool "of" 2026',
    "price": "80.10",
    "credits": "1000",
    "annual_discount": "0.2",
    "rollover_months": 2,
    "rollover_cap": "500",
    "volume_steps": [{"from_units": 5, "price": "70"}, {"from_units": 9, "price": "60"}],
    "packs": [{"name": "200", "price": "20.00", "credits": "200", "expires_after_days": 90}],
    "rates": [{"model": "Nano Banana Pro", "unit": "image", "credits": "18", "default": True}],
    "valid_to": date(2027, 1, 31),
    "concurrency": 3,
})  # fmt: skip
POT = read_quote({"platform": "acme", "name": "Pot", "price": "9", "credits": "100"})


@pytest.fixture
def file(tmp_path):
    return quotes_beside(tmp_path / "offcut.toml")


def test_quotes_come_back_as_they_were(file):
    save_quotes(file, [POOL, POT])
    assert saved_quotes(file) == (POOL, POT)
    assert [each.name for each in file.parent.iterdir()] == ["offcut-quotes.toml"]
    save_quotes(file, [POT])
    assert saved_quotes(file) == (POT,)


def test_without_a_quote_there_is_no_file(file):
    assert saved_quotes(file) == ()
    save_quotes(file, [POT])
    save_quotes(file, [])
    assert not file.exists()


def test_without_settings_they_lie_in_the_working_folder():
    assert str(quotes_beside(None)) == "offcut-quotes.toml"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("quote = 3", "write each quote as a [[quote]] table"),
        ("[[quote]]\nname = ", "cannot be read as TOML"),
        ('[[quote]]\nplatform = "a"\nname = "P"\nprice = "x"\n', "P: price"),
    ],
)
def test_what_does_not_hold_names_the_file_and_the_quote(file, text, sentence):
    file.write_text(text)
    with pytest.raises(SettingsError, match="offcut-quotes") as refused:
        saved_quotes(file)
    assert sentence in str(refused.value)


def test_where_it_cannot_be_written_a_sentence_says_so(file):
    file.mkdir()
    with pytest.raises(SettingsError, match="the quote cannot be kept: Is a directory"):
        save_quotes(file, [POT])
    assert [each.name for each in file.parent.iterdir()] == ["offcut-quotes.toml"]


def test_a_quote_file_stands_for_a_kept_quote_of_its_name(tmp_path):
    given = tmp_path / "acme.toml"
    given.write_text('platform = "acme"\n[[plan]]\nname = "Pot"\nprice = "8"\ncredits = "100"\n')
    plans = PlanBook.load([given], [POT, POOL]).platform("acme").plans
    assert [(plan.name, int(plan.price)) for plan in plans] == [("Pot", 8), (POOL.name, 80)]
