"""`offcut size`: the answer as others script against it, from hand-made logs of one studio."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from data.commitments.question import campaign_of, instead_of, seasons_of, weeks_of
from data.errors import QuestionError
from tests.credit_studio import PLANS, Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("studio"), weeks=14)


@pytest.fixture(scope="module")
def thin(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("thin"), weeks=2)


def test_a_plan_cheaper_by_the_credit_is_recommended_and_everything_is_printed(studio):
    # 248 credits a week are 1,075 a month: one pool of 1,000 at 8 cents, the rest at 10 cents.
    printed = studio.size().out
    assert "Buy Acme Pool + packs of 200 credits" in printed
    for words in ("Plans, ", "P(run out)", "Savings rate: against Acme packs of", "What if"):
        assert words in printed
    assert "Enough: 14 complete weeks and 56 settled briefs" in printed
    assert "Back-test: " in printed


def test_json_is_flat_rows_with_money_as_text(studio):
    rows = {row["kind"]: row for row in studio.rows()}
    assert set(rows) == {"plan", "on demand"}
    plan, bought = rows["plan"], rows["on demand"]
    assert plan["recommended"] is True
    assert bought["recommended"] is False
    assert plan["committed"] == "240.00"  # three months of 80
    assert isinstance(plan["cost"], str)
    assert Decimal(plan["cost"]) < Decimal(bought["cost"])
    assert plan["break_even_utilisation"] == 0.8
    assert plan["units"] == 1
    assert bought["utilisation"] is None
    assert not [name for name, value in plan.items() if isinstance(value, (list, dict))]


def test_csv_has_the_same_rows(studio):
    rows = list(csv.DictReader(io.StringIO(studio.size("--format", "csv").out)))
    assert [row["cost"] for row in rows] == [row["cost"] for row in studio.rows()]


def test_the_same_seed_gives_the_same_answer_and_another_one_another(studio):
    assert studio.size("--seed", "7").out == studio.size("--seed", "7").out
    assert studio.size("--seed", "8").out != studio.size("--seed", "7").out


def test_growth_and_campaigns_cost_more(studio):
    costs = [
        Decimal(studio.rows(*more)[0]["cost"])
        for more in (
            (),
            ("--growth", "0.5"),
            ("--campaign", "100@2026-12-18"),
            ("--season", "dec=2"),
        )
    ]
    assert costs[0] < min(costs[1:])


def test_a_thin_log_is_told_what_is_missing(thin):
    printed = thin.size().out
    assert "Not yet: 2 complete weeks of at least 8 and 8 settled briefs of at least 20" in printed
    assert "12 more settled briefs" in printed
    assert "A pilot takes about" in printed
    assert not [row for row in thin.rows() if row["recommended"]]


def test_a_log_without_one_whole_week_is_told_so_too(tmp_path):
    tiny = Studio(tmp_path, weeks=0.5)
    (tmp_path / "acme.toml").write_text(PLANS)
    assert "Not yet: 0 complete weeks" in tiny.size().out


def test_what_is_known_well_enough_is_for_the_asker_to_say(studio, thin):
    asked = (
        "--precision",
        "15",
        "--confidence",
        "95",
        "--least-weeks",
        "60",
        "--least-briefs",
        "9",
    )
    printed = studio.size(*asked).out
    assert "Not yet: 14 complete weeks of at least 60" in printed
    assert "a commitment asks for 60 weeks, 9 briefs and ±15 % with 95 % confidence" in printed
    lax = thin.size("--least-weeks", "2", "--least-briefs", "8").out
    assert "Not yet" not in lax


def test_without_credits_or_plans_a_sentence_says_what_to_do(studio):
    printed = studio.run("size").out
    assert "There is nothing to commit to yet" in printed
    assert "offcut ingest" in printed
    assert json.loads(studio.run("size", "--format", "json").out) == []


def test_a_platform_without_a_rate_for_the_work_is_left_out_with_the_reason(studio):
    rows = [row for row in studio.rows("--platform", "pika") if row["kind"] == "left out"]
    assert rows
    assert "have no rate in the credits of pika" in str(rows[0]["note"])


def test_packs_of_a_platform_without_a_rate_or_a_plan_are_left_out_with_the_reason(studio):
    rows = [row for row in studio.rows("--platform", "kling") if row["kind"] == "left out"]
    assert [row["offer"] for row in rows] == ["Kling API packs"]
    assert "have no rate in the credits of kling" in str(rows[0]["note"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--horizon", "soon"), "horizon 'soon'"),
        (("--horizon", "99y"), "1 to 60 months"),
        (("--growth", "-2"), "growth -2"),
        (("--growth", "nan"), "growth nan"),
        (("--growth", "1e300"), "not a growth of up to 99"),
        (("--season", "wet=2"), "season 'wet=2'"),
        (("--season", "dec=0"), "seasonality has a factor of 0"),
        (("--campaign", "many"), "campaign 'many'"),
        (("--campaign", "0@2026-12-18"), "give 1 or more"),
        (("--campaign", "5@soon"), "'soon' is not a day"),
        (("--precision", "0"), "precision 0: give 1 to 100"),
        (("--confidence", "nan"), "confidence nan: give 50 to 99.9"),
        (("--least-weeks", "0"), "weeks 0: give 1 to 520"),
        (("--least-briefs", "1"), "briefs 1: give 2 to 100000"),
        (("--paths", "3"), "3 paths"),
        (("--channel", "acmee"), "Did you mean acme"),
        (("--platform", "pikaa"), "Did you mean pika"),
        (("--plans", "none.toml"), "no such file of plans"),
        (("--instead", "="), "OURS=MODEL"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(studio, arguments, sentence):
    done = studio.size(*arguments, exits=1)
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_nonsense_terms_name_file_plan_and_field(studio):
    (studio.folder / "bad.toml").write_text(PLANS.replace('price = "80"', 'price = "-80"'))
    done = studio.size("--plans", "bad.toml", exits=1)
    assert "bad.toml, plan 1 (Pool): price: is below zero" in done.err


def test_words_are_read_as_people_write_them():
    assert [weeks_of(text) for text in ("12mo", "1y", "26w", "3 months")] == [52, 52, 26, 13]
    assert campaign_of("120@2026-12-18").assets == 120
    assert seasons_of(["dec=1.5", "August = 0.6"]) == (1,) * 7 + (0.6, 1, 1, 1, 1.5)
    assert instead_of(["Kling 3.0", "veo=Luma"]) == (("*", "Kling 3.0"), ("veo", "Luma"))
    with pytest.raises(QuestionError, match="the day is missing"):
        campaign_of("120@")
