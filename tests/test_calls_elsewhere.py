"""The same work paid for call by call on other channels: of all of it, and of some models."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboard.words.commitment_rows import UNASKED, rows_of
from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.offers.split import Share, Split
from data.commitments.sizing import size
from data.commitments.team_sizing import ChannelSizing
from data.commitments.terms.plan import read_quote
from tests.command_folder import CommandFolder
from tests.credit_studio import MAP, MONDAY, SETTINGS

FIRST = date(2026, 8, 31)
ENOUGH = Evidence((BriefSums(5, 1, 4, 1, 4, Decimal(3)),) * 60, weeks=12)


def weeks(credits_, platform="acme", basis="log"):
    demand = WeeklyDemand.of(platform, [credits_] * 12, first_week=FIRST, attempts=10)
    return replace(demand, basis=basis)


def calls(money, title, *, basis="re-rated", **more):
    return AsYouGo(title, weeks(money, f"{title}, pay as you go", basis), **more)


def plan(**terms):
    packs = [{"name": "1 credit", "price": "1", "credits": "1"}]
    quote = {"platform": "acme", "name": "P", "price": "900", "credits": "900", "packs": packs}
    return read_quote(quote | terms)


def sized(**given):
    fixed = {"evidence": ENOUGH, "paths": 200, "starts_on": date(2026, 11, 23)}
    return size({"acme": weeks(70)}, [plan()], **fixed, **given)


# --- channels that nobody named -----------------------------------------------------------------


def test_a_channel_nobody_named_is_compared_and_told_of_but_not_advised():
    """Packs cost 70 a week, 3,650 a year; the other channel asks half of it."""
    found = sized(as_you_go_there=[calls(35, "Other", asked=False)])
    assert found.as_you_go_there == ()
    assert [(each.title, each.cost.mean) for each in found.unasked] == [
        ("Other, pay as you go", Decimal("1825.00"))
    ]
    answer = found.recommendation
    assert (answer.answer, answer.elsewhere) == ("no commitment", None)
    assert answer.outcome.title == "acme packs of 1 credit as needed"
    assert (
        "Call by call the same work would cost $1,825 at Other, $1,825 less, if its models wasted "
        "as little there: name it as a platform to have it weighed."
    ) in answer.because
    rows = {row["offer"]: row for row in rows_of(ChannelSizing("acme", found))}
    assert rows["Other, pay as you go"]["note"] == UNASKED
    assert rows["Other, pay as you go"]["kind"] == "pay as you go"


def test_a_dearer_channel_nobody_named_is_a_row_and_no_sentence():
    found = sized(as_you_go_there=[calls(90, "Other", asked=False)])
    assert len(found.unasked) == 1
    assert not any(each.startswith("Call by call") for each in found.recommendation.because)


def test_a_channel_nobody_named_is_nothing_to_compare_with():
    here = calls(70, "Acme", basis="price book")
    alone = size(
        {"acme": weeks(70)}, [], evidence=ENOUGH, paths=200, as_you_go=here,
        as_you_go_there=[calls(35, "Other", asked=False)],
    )  # fmt: skip
    assert alone.recommendation.answer == "nothing to compare"


# --- some of the models elsewhere ---------------------------------------------------------------


def part(platform, credits_, money, *, basis):
    """A part of the work in credits, and at what its calls cost."""
    demand = weeks(credits_, f"{platform}, some", basis)
    return Share(platform, "some", demand, calls(money, f"{platform.title()}, some", basis=basis))


def test_each_part_of_the_work_is_paid_for_in_its_own_cheapest_way():
    """40 a week here in packs, or 30 by call; 30 a week there by call: 60 for the 70 of packs."""
    stays = part("acme", 40, 30, basis="log")
    goes = Share("other", "video", weeks(30, "other, video", "re-rated"), calls(30, "Other"))
    found = sized(splits=[Split(replace(stays, work="the rest"), goes)])
    (mix,) = found.mixes
    assert mix.title == "Acme, some, pay as you go for the rest, and Other, pay as you go for video"
    assert float(mix.cost.mean) == pytest.approx(60 * 365 / 7, abs=0.01)
    assert mix.offer.is_as_you_go
    assert mix.offer.due_now == 0


def test_what_binds_leads_a_split_whose_other_part_is_paid_by_call():
    """60 credits a week there, in a plan of 300 for 50 a month; 10 a week here by call."""
    there = plan(platform="other", name="Q", price="50", credits="300")
    goes = Share("other", "video", weeks(60, "other, video", "re-rated"))
    stays = Share("acme", "the rest", weeks(50, "acme, some"), calls(10, "Acme", basis="log"))
    demands = {"acme": weeks(100), "other": weeks(110, "other", "re-rated")}
    found = size(
        demands, [plan(), there], evidence=ENOUGH, paths=200, splits=[Split(stays, goes)],
        starts_on=date(2026, 11, 23),
    )  # fmt: skip
    offers = [each.offer for each in found.mixes if each.offer.beside]
    assert offers[0].plan.name == "Q"
    assert offers[0].beside.bills_calls
    assert not offers[0].is_as_you_go
    assert offers[0].credits_a_month == 300


def test_a_part_of_which_not_all_is_rated_is_not_bought_in_credits():
    """What has no rate would cost nothing."""
    unrated = replace(weeks(1, "acme, some"), logged_attempts=10, unrated_attempts=5)
    goes = Share("other", "video", weeks(1, "other, video", "re-rated"), calls(1, "Other"))
    assert sized(splits=[Split(Share("acme", "the rest", unrated), goes)]).mixes == ()


def test_a_part_without_a_known_price_by_call_is_bought_in_credits():
    unpriced = calls(1, "Acme", basis="price book")
    unpriced = replace(unpriced, demand=replace(unpriced.demand, logged_attempts=9))
    unpriced = replace(unpriced, demand=replace(unpriced.demand, unrated_attempts=9))
    stays = Share("acme", "the rest", weeks(40, "acme, some"), unpriced)
    goes = Share("other", "video", weeks(1, "other, video", "re-rated"), calls(20, "Other"))
    (mix,) = sized(splits=[Split(stays, goes)]).mixes
    assert mix.title.startswith("acme packs of 1 credit as needed for the rest, and Other, pay as")


# --- out of a log -------------------------------------------------------------------------------

PRO, OTHER = "fal-ai/nano-banana-pro", "fal-ai/bytedance/seedream/v3/text-to-image"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """Fourteen weeks of four briefs, one call each of two models, at a channel of the book."""
    made = CommandFolder()
    made.folder = folder = tmp_path_factory.mktemp("studio")
    (folder / "offcut.toml").write_text(SETTINGS)
    log_map = MAP.replace('"acme"', '"fal"').replace('model = "acme-1"\n', "")
    log_map = log_map.replace('credits = "credits"\n', 'model = "model"\n')
    (folder / "studio.map.toml").write_text(log_map)
    jobs, verdicts = ["id,at,state,brief,model,outputs"], ["asset,decision,decided at,stage"]
    for n in range(14 * 4):
        at = MONDAY + timedelta(weeks=n // 4, days=n % 4 * 2)
        decided = (at + timedelta(hours=3)).isoformat()
        for call, model, decision in (("a", PRO, "approved"), ("b", OTHER, "rejected")):
            jobs.append(f"{n}{call},{at.isoformat()}Z,OK,brief {n},{model},1")
            verdicts.append(f"{n}{call}#0,{decision},{decided}Z,qc")
    (folder / "jobs.csv").write_text("\n".join(jobs))
    (folder / "verdicts.csv").write_text("\n".join(verdicts))
    made.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    made.run("ingest", "verdicts.csv")
    return made


def rows(studio, *more):
    given = ("size", "--channel", "fal", "--paths", "200", "--horizon", "3mo", "--format", "json")
    return {row["offer"]: row for row in json.loads(studio.run(*given, *more).out)}


def test_work_divided_by_model_is_paid_by_call_on_both_channels(studio):
    """Of two models one has a price there: $0.134 an image for the $0.15 asked here.

    4 images a week of each, 92 days; what stays costs what it did.
    """
    found = rows(studio, "--platform", "google")
    mix = found[
        "fal, pay as you go for the rest, and Gemini API, pay as you go for fal-ai/nano-banana-pro"
    ]
    today = found["fal, pay as you go"]
    saved = 4 * (Decimal("0.15") - Decimal("0.134")) * 92 / 7
    assert float(today["cost"]) - float(mix["cost"]) == pytest.approx(float(saved), abs=0.01)


def test_every_channel_of_the_price_book_that_does_the_work_has_a_row(studio):
    """Nobody named any; all of the work is one model then, which several channels sell."""
    found = rows(studio, "--instead", "Nano Banana Pro")
    others = [row for row in found.values() if row["note"] == UNASKED]
    assert {row["kind"] for row in others} == {"pay as you go"}
    assert {"Gemini API, pay as you go", "Vertex AI, pay as you go"} <= {*found}
    named = rows(studio, "--instead", "Nano Banana Pro", "--platform", "google")
    assert named["Gemini API, pay as you go"]["note"] is None
    assert named["Gemini API, pay as you go"]["cost"] == found["Gemini API, pay as you go"]["cost"]


def test_a_pilot_of_some_models_is_bought_where_they_go(studio):
    """What goes there is counted in dollars of balance, which its platform sells one by one."""
    printed = studio.run("size", "--channel", "fal", "--paths", "200", "--platform", "google").out
    assert "Pilot 20 briefs on Gemini API before anything is signed there" in printed
    # 20 briefs of two attempts of 0.134: 5.36
    assert "The pilot takes about 5.4 dollars of balance: 6 × balance, $6.00" in printed
