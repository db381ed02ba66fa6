"""Tables on a terminal: nothing is left out, and what can fit does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words.table_layout import table_lines
from tests.command_studio import AS_OF, Studio

CELLS = (
    ("model", "spend", "attempts", "cost_per_usable_asset"),
    ("dreamina-seedance-2-0-fast", "$1,033.03", "261", "$3.96"),
    ("flux", "$0.43", "7,003", "–"),
)
FIGURE = re.compile(r"\$[\d.,]+|\d\.\d %")
words = st.text("ab1- ", min_size=1, max_size=40).map(str.strip)


def drawn(cells, width=None, right=frozenset({1, 2, 3}), keys=1):
    return list(table_lines(cells, set(right), keys=keys, width=width))


def test_without_a_width_a_row_is_a_line():
    assert drawn(CELLS) == [
        "model                           spend  attempts  cost_per_usable_asset",
        "--------------------------  ---------  --------  ---------------------",
        "dreamina-seedance-2-0-fast  $1,033.03       261                  $3.96",
        "flux                            $0.43     7,003                      –",
    ]
    assert drawn(CELLS, width=70) == drawn(CELLS)


def test_text_gives_way_first_between_words_and_after_hyphens():
    assert drawn(CELLS, width=65) == [
        "model                      spend  attempts  cost_per_usable_asset",
        "---------------------  ---------  --------  ---------------------",
        "dreamina-seedance-     $1,033.03       261                  $3.96",
        "2-0-fast",
        "flux                       $0.43     7,003                      –",
    ]


def test_what_is_wrapped_stays_under_its_beginning():
    cells = [("Plan", "Cost"), ("→ Max, paid by the year", "$1"), ("  packs of credits", "$2")]
    assert drawn(cells, 20, {1})[2:] == [
        "→ Max, paid by    $1",
        "  the year",
        "  packs of        $2",
        "  credits",
    ]


def test_columns_that_do_not_fit_go_into_panels_that_name_their_rows():
    panels = "\n".join(drawn(CELLS, width=52)).split("\n\n")
    headers = [panel.splitlines()[0].split() for panel in panels]
    assert headers == [["model", "spend", "attempts"], ["model", "cost_per_usable_asset"]]
    assert all(len(line) <= 52 for panel in panels for line in panel.splitlines())


def test_a_date_is_not_broken():
    lines = drawn([("day", "why"), ("2026-11-02", "it was a Monday after all")], 24, frozenset())
    assert "2026-11-02  it was a" in lines


@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(*[words] * n), min_size=2, max_size=6)),
    st.integers(30, 90),
    st.integers(1, 2),
)
def test_nothing_is_left_out_and_every_line_fits(cells, width, keys):
    keys = min(keys, len(cells[0]))
    lines = drawn(cells, width, frozenset(), keys)
    assert all(len(line) <= width for line in lines)
    for letter in "ab1":
        given_letters = sum(cell.count(letter) for row in cells for cell in row)
        assert sum(line.count(letter) for line in lines) >= given_letters


# --- on the command line ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio.loaded(tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize(
    "command",
    [
        ("metrics", "--by", "day,model", *AS_OF),
        ("metrics", "--list"),
        ("metrics", *AS_OF),
        ("ledger", "--by", "day,source,channel,model,status", *AS_OF),
        ("prices", "list", "--channel", "kling"),
        ("status", *AS_OF),
        ("sources",),
        ("quarantine", "list"),
    ],
    ids=" ".join,
)
def test_tables_fit_the_terminal_and_are_whole_elsewhere(studio, command):
    whole = studio.run(*command).out
    fitted = studio.run(*command, terminal=70).out
    assert max(map(len, whole.splitlines())) > 70
    tables = [line for line in fitted.splitlines() if "  " in line]
    assert max(map(len, tables)) <= 70
    assert set(FIGURE.findall(whole)) <= set(FIGURE.findall(fitted))


def test_columns_are_chosen_in_every_format(studio):
    asked = ("metrics", "--by", "model", *AS_OF, "--columns", "spend,model")
    assert studio.run(*asked).out.splitlines()[0].split() == ["spend", "model"]
    assert list(studio.rows(*asked, "--format", "json")[0]) == ["spend", "model"]
    assert studio.run(*asked, "--format", "csv").out.startswith("spend,model\n")
    ledger = ("ledger", *AS_OF, "--columns", "line,share")
    assert studio.run(*ledger).out.splitlines()[2].split() == ["Usable", "4.0", "%"]
    prices = ("prices", "list", "--channel", "kling", "--columns", "model,price,source")
    assert studio.run(*prices).out.splitlines()[0].split() == ["model", "price", "source"]
    metrics = ("metrics", "--list", "--columns", "metric,unit", "--format", "json")
    assert studio.rows(*metrics)[0] == {"metric": "spend", "unit": "money"}
    total = ("metrics", "spend", *AS_OF, "--columns", "value")
    assert studio.run(*total).out.split() == ["value", "-----", "$2.50"]


def test_a_column_that_there_is_not_is_a_sentence(studio):
    asked = ("metrics", "spend", "--by", "model", *AS_OF, "--columns", "spent")
    said = studio.run(*asked, exits=1).err
    assert said == (
        "--columns: 'spent' is not a column here. Did you mean spend? Valid: model, spend.\n"
    )
