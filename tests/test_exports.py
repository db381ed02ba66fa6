"""Exports: every row with its money, nothing a spreadsheet would run, and only whole files."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from data.asking.exports import export
from data.asking.selection import Selection
from data.errors import QuestionError

pytest_plugins = ["tests.hand_made_facts"]

EVERYTHING = Selection()


def write(facts, what, to, selection=EVERYTHING):
    facts.log_attempts()
    return export(facts.con, what, to, selection=selection, settings=facts.settings)


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_attempts_as_csv(facts, tmp_path):
    facts.attempt("usable", cost="0.25", model="a")
    facts.breakage("0.5", channel="runway", entry_id="e7")
    to = tmp_path / "it's.csv"
    assert write(facts, "attempts", to) == 2
    found = {row["model"]: row for row in rows(to)}
    assert Decimal(found["a"]["cost"]) == Decimal("0.25")
    assert [found[model]["source_id"] for model in ("a", "")] == ["a1", "e7"]
    assert found[""]["channel"] == "runway"
    assert "attempt_no" not in found["a"]
    assert [path.name for path in tmp_path.glob("*.csv")] == ["it's.csv"]


def test_the_ledgers_shares_sum_to_spend(facts, tmp_path):
    facts.attempt("usable", "rejected", "rejected", cost="0.1")
    facts.attempt(cost="0.05", status="failed")
    facts.breakage("0.02")
    write(facts, "ledger", tmp_path / "ledger.csv")
    found = rows(tmp_path / "ledger.csv")
    assert sum(Decimal(row["money"]) for row in found) == Decimal("0.17")
    assert sorted(row["line"] for row in found) == [
        *("breakage", "failed", "rejected", "rejected", "usable")
    ]
    assert {row["source_id"] for row in found} == {"a1", "a2", ""}


def test_an_asset_has_the_id_and_the_address_that_its_attempt_gives_it(facts, tmp_path):
    facts.attempt("usable", "rejected")
    facts.log_attempts()
    facts.con.execute("UPDATE attempts SET output_uris = ['https://x/1.png', 'https://x/2.png']")
    write(facts, "assets", tmp_path / "assets.csv")
    found = [(row["asset_id"], row["uri"]) for row in rows(tmp_path / "assets.csv")]
    assert found == [("a1#0", "https://x/1.png"), ("a1#1", "https://x/2.png")]


@pytest.mark.parametrize("what", ["attempts", "assets", "ledger"])
def test_the_order_of_loading_does_not_show(facts, tmp_path, what):
    texts = []
    for sources in ("ab", "ba"):
        facts.clear()
        for source in sources:
            facts.attempt("usable", source=source)
        facts.log_attempts()
        facts.con.execute("UPDATE attempts SET source_id = 'same'")
        write(facts, what, tmp_path / "out.csv")
        texts.append((tmp_path / "out.csv").read_text())
    assert texts[0] == texts[1]


def test_assets_can_be_filtered_by_their_reason_and_attempts_cannot(facts, tmp_path):
    facts.attempt(("rejected", {"reason": "hands", "standing_stage": "client"}), "usable")
    hands = Selection(filters=(("reason", ("hands",)), ("stage", ("client",))))
    assert write(facts, "assets", tmp_path / "assets.csv", hands) == 1
    assert rows(tmp_path / "assets.csv")[0]["output_index"] == "0"
    with pytest.raises(QuestionError, match="Export assets or the ledger instead"):
        write(facts, "attempts", tmp_path / "attempts.csv", hands)


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_in_a_text_is_disarmed(facts, tmp_path, cell):
    facts.attempt("usable", cost="1", model=cell, refund="-1")
    write(facts, "attempts", tmp_path / "a.csv")
    [row] = rows(tmp_path / "a.csv")
    assert row["model"] == f"'{cell}"
    assert Decimal(row["refund"]) == -1  # a number is a number


def test_a_text_with_an_ordinary_start_is_left_alone(facts, tmp_path):
    facts.attempt("usable", model='a=b, "quoted"\nand – lines')
    write(facts, "attempts", tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv")[0]["model"] == 'a=b, "quoted"\nand – lines'


def test_parquet_keeps_texts_and_types(facts, tmp_path):
    facts.attempt("usable", cost="0.25", model="=1")
    to = tmp_path / "a.PARQUET"
    assert write(facts, "attempts", to) == 1
    found = facts.con.execute("SELECT model, cost FROM read_parquet(?)", [str(to)]).fetchall()
    assert found == [("=1", Decimal("0.25"))]


def test_csv_goes_to_standard_output_without_a_file(facts, capsysbinary):
    facts.attempt("usable")
    assert write(facts, "assets", None) == 1
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("source,source_id,output_index")


def test_the_selection_decides(facts, tmp_path):
    for model in ("a", "o'neil"):
        facts.attempt("usable", model=model)
    only = Selection(filters=(("model", ("o'neil",)),))
    assert write(facts, "attempts", tmp_path / "a.csv", only) == 1


def test_refusals_are_sentences_and_leave_nothing_behind(facts, tmp_path):
    with pytest.raises(QuestionError, match=r"Name it \.csv or \.parquet"):
        write(facts, "attempts", tmp_path / "a.xlsx")
    with pytest.raises(QuestionError, match="there is no folder"):
        write(facts, "attempts", tmp_path / "nowhere" / "a.csv")
    assert not list(tmp_path.glob("a.*"))
