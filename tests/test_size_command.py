"""`offcut size`: the answer as others script against it, from hand-made logs of one studio."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboard.words.commitment_rows import rows_of
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.commitments.question import SizingQuestion, campaign_of, instead_of, seasons_of, weeks_of
from data.commitments.team_sizing import size_team
from data.commitments.terms.plan import read_quote
from data.errors import QuestionError
from data.settings import Settings
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
    for words in ("Plans, ", "Beyond the plan", "Savings rate: against Acme packs of", "What if"):
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


def test_seats_are_paid_where_a_quote_says_what_they_cost(studio):
    """Four people at 80 with one seat and 15 for each further one: 125 a month, three times."""
    (studio.folder / "seats.toml").write_text(
        PLANS.replace('credits = "1000"', 'credits = "1000"\nseat_price = "15"')
    )
    given = ("--plans", "seats.toml", "--channel", "acme", "--paths", "200", "--horizon", "3mo")
    printed = studio.run("size", *given, "--format", "json", "--seats", "4").out
    (plan,) = [row for row in json.loads(printed) if row["kind"] == "plan"]
    assert plan["committed"] == "375.00"
    assert "0 seats: give 1 to" in studio.run("size", *given, "--seats", "0", exits=1).err


def test_csv_has_the_same_rows(studio):
    rows = list(csv.DictReader(io.StringIO(studio.size("--format", "csv").out)))
    assert [row["cost"] for row in rows] == [row["cost"] for row in studio.rows()]


RUNWAY = """
platform = "runway"
[[plan]]
name = "Enterprise"
price = "20"
credits = "2000"
"""


@pytest.fixture(scope="module")
def agency(tmp_path_factory):
    """A team whose own platform is in the plan book."""
    made = Studio(tmp_path_factory.mktemp("agency"), weeks=14, channel="runway")
    (made.folder / "quote.toml").write_text(RUNWAY)
    (made.folder / "twice.toml").write_text(RUNWAY.replace('"20"', '"40"'))
    (made.folder / "over.toml").write_text(RUNWAY + "valid_to = 2026-11-01\n")
    return made


def rows(agency, *arguments):
    given = ("--paths", "200", "--horizon", "3mo", "--format", "json", *arguments)
    return json.loads(agency.run("size", *given).out)


def test_a_quote_is_held_against_the_platforms_own_packs_and_plans(agency):
    without, beside = rows(agency), rows(agency, "--plans", "quote.toml")
    by_name = {row["offer"]: row for row in beside}
    for row in without:
        assert by_name[row["offer"]]["cost"] == row["cost"]
    (more,) = [row for row in beside if row["offer"] not in {each["offer"] for each in without}]
    assert more["offer"].startswith("Runway Enterprise + packs of 1,000 credits")
    twice = rows(agency, "--plans", "twice.toml")
    assert [row["offer"] for row in twice if row["recommended"]] != [more["offer"]]


def test_a_typed_quote_gives_the_same_rows_as_its_file(agency):
    typed = read_quote(
        {"platform": "runway", "name": "Enterprise", "price": "20"} | {"credits": "2000"}
    )
    fixed = {"paths": 200, "horizon_weeks": 13}
    made = Settings(warehouse=agency.folder / "w.duckdb", as_of=datetime(2026, 11, 20, tzinfo=UTC))
    answers = []
    for asked in (
        SizingQuestion(plan_files=(agency.folder / "quote.toml",), **fixed),
        SizingQuestion(quotes=(typed,), **fixed),
    ):
        figures = Figures.of(made)
        with figures.reader:
            (channel,) = size_team(figures, Selection(), asked).channels
        answers.append((channel.sentence, rows_of(channel)))
    assert answers[0] == answers[1]


def test_paying_as_you_go_is_the_base_where_the_price_book_knows_the_calls(agency):
    """A credit is a cent at list, 248 credits a week."""
    (today,) = [row for row in rows(agency) if row["kind"] == "pay as you go"]
    assert float(today["cost"]) == pytest.approx(2.48 * 92 / 7, rel=0.02)
    assert {row["savings_against"] for row in rows(agency)} == {None, "Runway, pay as you go"}


def test_channels_that_sell_only_packs_are_sized_after_those_with_plans(tmp_path):
    both = Studio(tmp_path, weeks=2, channel="fal")
    log_map = (tmp_path / "studio.map.toml").read_text().replace('"fal"', '"runway"')
    (tmp_path / "more.map.toml").write_text(log_map.replace("studio log", "other log"))
    both.run("ingest", "--map", "more.map.toml", "jobs.csv")
    channels = [row["channel"] for row in rows(both)]
    assert list(dict.fromkeys(channels)) == ["runway", "fal"]
    assert "\n\nfal\n===\n" in both.run("size", "--paths", "100").out


def test_a_quote_past_its_last_day_is_left_out_with_its_day(agency):
    left = [row for row in rows(agency, "--plans", "over.toml") if row["kind"] == "left out"]
    (gone,) = left
    assert gone["offer"] == "Runway Enterprise"
    assert gone["note"].startswith("the quote's last day was 31 October 2026: ask whether")


def test_one_week_shows_no_spread_and_says_so(tmp_path):
    short = Studio(tmp_path, weeks=2)
    (row, *_) = short.rows()
    assert row["cost_p10"] is not None
    (tmp_path / "one").mkdir()
    one = Studio(tmp_path / "one", weeks=1)
    (row, *_) = one.rows()
    assert row["cost"]
    assert (row["cost_p10"], row["cost_p50"], row["cost_p90"]) == (None, None, None)
    printed = one.size().out
    assert "One week does not say by how much weeks differ" in printed
    assert "No back-test: that takes 8 complete weeks of demand; here: 1." in printed


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
    printed = tiny.size().out
    assert "Not yet: 0 complete weeks" in printed
    assert "No plan or pack is known" not in printed


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


def test_a_log_without_plans_is_told_on_the_command_line_what_the_page_tells(thin):
    """The page opens on a channel; so does the command, after saying that none has an offer."""
    printed = thin.run("size").out
    assert printed.startswith("There is nothing to commit to yet")
    assert printed.endswith(thin.run("size", "--channel", "acme").out)


def test_a_pilot_is_in_credits_also_where_paying_as_you_go_is_cheapest(tmp_path):
    """12 briefs of two calls of 31 credits: 744, not the 7.44 they cost."""
    thin_agency = Studio(tmp_path, weeks=2, channel="runway")
    printed = thin_agency.run("size", "--paths", "200").out
    assert "On what is known so far the cheapest would be Runway, pay as you go." in printed
    found = re.search(r"A pilot takes about ([\d,]+) credits", printed)
    assert int(found[1].replace(",", "")) > 700


def test_a_platform_without_a_rate_for_the_work_is_left_out_with_the_reason(studio):
    rows = [row for row in studio.rows("--platform", "pika") if row["kind"] == "left out"]
    assert rows
    assert "have no rate in the credits of pika" in str(rows[0]["note"])


def test_packs_of_a_platform_without_a_rate_or_a_plan_are_left_out_with_the_reason(studio):
    rows = [row for row in studio.rows("--platform", "kling") if row["kind"] == "left out"]
    assert [row["offer"] for row in rows] == ["Kling API packs", "Kling API, pay as you go"]
    assert "have no rate in the credits of kling" in str(rows[0]["note"])
    assert "have no price in the price book" in str(rows[1]["note"])


def test_each_channel_of_the_price_book_can_be_compared_call_by_call(studio):
    """8 images a week at $0.04 on a channel that sells nothing ahead: $0.32 a week."""
    asked = ("--platform", "replicate", "--instead", "FLUX1.1 [pro]", "--horizon", "3mo")
    found = {row["offer"]: row for row in studio.rows(*asked)}
    row = found["replicate, pay as you go"]
    assert row["kind"] == "pay as you go"
    assert float(row["cost"]) == pytest.approx(0.32 * 92 / 7, rel=0.1)
    assert row["savings_against"] not in {None, "replicate, pay as you go"}


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
