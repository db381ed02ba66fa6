"""What each rule of the review finds, worked by hand, and where it keeps silent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from data.asking.figures import Figures
from data.asking.measure import measure, values
from data.asking.selection import Selection
from data.estimates.change import Sums, split_change
from data.metrics.days import Days
from data.review.asked import Asked
from data.review.briefs import WorkedBrief
from data.review.content.not_comparable import not_comparable
from data.review.content.stop_lines import stop_lines
from data.review.content.stop_lines_by import stop_lines_by
from data.review.content.trends import Trends
from data.review.facts import Facts
from data.review.findings.commonality import commonality
from data.review.findings.credits import credits_in_hand
from data.review.findings.dearer_model import dearer_model
from data.review.findings.finding import Finding
from data.review.findings.many_attempts import many_attempts, past_stop_line
from data.review.findings.missed_targets import missed_targets
from data.review.findings.people import people
from data.review.findings.reasons import reasons
from data.review.findings.refunds_due import refunds_due
from data.review.findings.rerolls import rerolls
from data.review.findings.rules import ranked
from data.review.findings.segment_change import segment_change
from data.review.findings.slow_service import slow_service
from data.review.findings.uncertain_money import uncertain_money
from data.review.findings.undecided import undecided
from data.settings import Settings
from data.thresholds import ReviewThresholds

pytest_plugins = ["tests.hand_made_facts"]

NOW, BEFORE = datetime(2026, 11, 24, 9), datetime(2026, 10, 6, 9)


def brief(client="acme", *, at=NOW, rerolls=0, costs=("1",), usable=1, media="image", **given):
    priced = [float(cost) for cost in costs]
    return WorkedBrief(
        brief=given.get("name"),
        client=client,
        project=None,
        media=media,
        submitted_at=at,
        n_usable=usable,
        settled=given.get("settled", True),
        n_attempts=len(priced),
        money=sum(priced),
        first_accepted=1 if usable else None,
        n_open=0,
        costs=priced,
        n_rerolls=rerolls,
        reroll_money=rerolls / 2,
        n_refined=1,
        is_reviewed=given.get("is_reviewed", True),
        model=given.get("model"),
        user=given.get("user"),
    )


class BriefFacts(SimpleNamespace):
    """Facts of briefs made by hand."""

    decided = Facts.decided


def told(rule, *, recent=(), earlier=(), now=(), before=(), change=None, **thresholds):
    """What a rule finds in briefs alone."""
    settings = Settings(review=ReviewThresholds(**thresholds))
    return list(
        rule(
            BriefFacts(
                settings=settings,
                thresholds=settings.review,
                weeks=1.0,
                name="2026-W48",
                recent=list(recent),
                earlier=list(earlier),
                now=list(now),
                before=list(before),
                change=change,
            )
        )
    )


# --- rules over briefs ------------------------------------------------------------------------


def test_re_rolls_beyond_the_earlier_number_are_money():
    # 12 briefs with 0, 1, 2 re-rolls in turn: one a brief. Then 3, 4, 5: four a brief, $0.50 each.
    # 12 briefs in 4 weeks are 3 a week: 3 more re-rolls a brief, 9 a week, $4.50.
    earlier = [brief(at=BEFORE, rerolls=n % 3) for n in range(12)]
    recent = [brief(rerolls=3 + n % 3) for n in range(12)]
    (found,) = told(rerolls, recent=recent, earlier=earlier)
    assert (found.money_a_week, found.n) == (Decimal("4.50"), 12)
    assert found.low < Decimal("4.50") < found.high
    assert found.where == (("client", ("acme",)),)
    assert "4.0 times, 1.0 times before" in found.sentence
    claim = found.predicts  # 48 re-rolls beside 12 edits
    assert (claim.metric, claim.expected) == ("reroll_share", Decimal("0.8"))
    assert claim.low < claim.expected < claim.high


def test_re_rolls_as_ever_and_too_few_briefs_are_silent():
    as_ever = [brief(rerolls=n % 3) for n in range(12)]
    many = [brief(rerolls=9 + n % 3) for n in range(9)]
    assert told(rerolls, recent=as_ever, earlier=as_ever) == []
    assert told(rerolls, recent=many, earlier=as_ever) == []


def test_a_hard_brief_costs_what_goes_beyond_the_usual():
    # The usual brief has 2 attempts. One with 10 at $0.10: 8 beyond, $0.80. Earlier: none.
    earlier = [brief(at=BEFORE, costs=["1", "1"]) for _ in range(10)]
    (found,) = told(many_attempts, now=[brief(costs=["0.1"] * 10, name="hero")], earlier=earlier)
    assert found.money_a_week == Decimal("0.80")
    assert found.where == (("brief", ("hero",)),)
    assert "hero (10)" in found.sentence


def test_hard_briefs_no_dearer_than_ever_are_silent():
    hard = [brief(at=BEFORE, costs=["1"] * 10, name="old")]
    earlier = [brief(at=BEFORE, costs=["1", "1"]) for _ in range(10)] + hard
    assert told(many_attempts, now=[brief(costs=["0.1"] * 10)], earlier=earlier) == []


def test_briefs_past_the_stop_line_are_told_with_the_money_beyond_it():
    # Nothing ever came of the ten attempts of 30 briefs at $0.50 each: the next usable asset is
    # expected to cost far more than the $1 by hand, from the earliest line, the third attempt, on.
    # Of 2 open briefs 8 attempts each lie beyond: $8, in 4 weeks.
    failed = [brief(at=BEFORE, costs=["0.5"] * 10, usable=0) for _ in range(30)]
    still = [brief(costs=["0.5"] * 10, usable=0, settled=False, name=name) for name in "ab"]
    (found,) = told(past_stop_line, recent=still, earlier=failed, by_hand={"image": 1})
    assert found.money_a_week == Decimal("2.00")
    assert "past attempt 3" in found.sentence
    assert told(past_stop_line, recent=still, earlier=failed, by_hand={"image": 1000}) == []
    unheard = [each._replace(is_reviewed=False) for each in still]  # silence is not waste
    assert told(past_stop_line, recent=unheard, earlier=failed, by_hand={"image": 1}) == []
    undecided = [each._replace(settled=False) for each in failed]  # pending is not lost
    assert told(past_stop_line, recent=still, earlier=undecided, by_hand={"image": 1}) == []


def test_when_to_stop_is_told_by_attempt():
    # 40 briefs at $1 an attempt: the first brings 20 of them something usable. The other 20 come to
    # a second, which brings 5 of them something: one in 4 from there on, $4 to the first usable.
    # Before the first attempt it is $1, and $4 more for half of them.
    first = [brief() for _ in range(20)]
    second = [brief(costs=["1", "1"])._replace(first_accepted=2) for _ in range(5)]
    never = [brief(costs=["1", "1"], usable=0) for _ in range(15)]
    thresholds = ReviewThresholds(by_hand={"image": 60})
    facts = BriefFacts(
        settings=Settings(), thresholds=thresholds, recent=[*first, *second], earlier=never
    )
    part = stop_lines(facts)
    shown = [(row["attempt"], row["tried"], row["chance"], row["money"]) for row in part.rows]
    assert shown == [("1", 40, 0.5, Decimal("3.00")), ("2 and later", 20, 0.25, Decimal("4.00"))]
    assert "not expected to cost more than the $60.00 by hand" in part.sentences[0]
    facts.thresholds = ReviewThresholds()  # only the team knows what it costs by hand
    assert "say what one costs by hand" in stop_lines(facts).sentences[0]


def test_a_client_that_became_dearer_is_told_where_it_explains_the_change():
    # $0.50 a usable asset becomes $4.05: 12 usable a week, $42.60 more.
    before = [brief(at=BEFORE, costs=[f"0.{9 + n % 2}"]) for n in range(12)]
    now = [brief(costs=[f"{4 + n % 2 / 10}"]) for n in range(12)]
    cost = (Decimal(sum(b.money for b in some)) for some in (before, now))
    change = split_change(*({"acme": Sums(12, 12, money)} for money in cost))
    (found,) = told(segment_change, now=now, before=before, change=change)
    assert found.money_a_week == Decimal("42.60")
    assert "became dearer" in found.sentence
    other = split_change(
        {"acme": Sums(12, 12, Decimal(12)), "bolt": Sums(12, 1, Decimal(1))},
        {"acme": Sums(12, 12, Decimal(13)), "bolt": Sums(12, 1, Decimal(90))},
    )
    assert told(segment_change, now=now, before=before, change=other) == []  # bolt explains it


# --- rules over relations ---------------------------------------------------------------------


class HandFigures:
    """The figures of hand-made relations, asked at 1 December 2026."""

    ask = Figures.ask

    def __init__(self, facts, settings):
        self.facts, self.settings = facts, settings

    def as_of(self, selection):
        return selection.as_of.replace(tzinfo=None)

    def values(self, name, selection, limit):
        return values(
            self.facts.con, name, selection=selection, settings=self.settings, limit=limit
        )

    def cursor(self, selection):
        del selection
        return self.facts.cursor()

    def measure(self, metrics, *, by=(), selection):
        return measure(self.facts.con, metrics, by=by, selection=selection, settings=self.settings)


def found_by(rule, facts, settings=None) -> list[Finding]:
    """What a rule finds in the week of 23 November; the recent weeks begin on the 2nd."""
    return list(rule(asked_facts(facts, settings)))


def asked_facts(facts, settings=None) -> Facts:
    """The facts of that week, held against the one before."""
    days, before = (
        Days(date(2026, 11, 23), date(2026, 11, 29)),
        Days(date(2026, 11, 16), date(2026, 11, 22)),
    )
    asked_at = datetime(2026, 12, 1)
    asked = Asked(days, before, asked_at, asked_at, Selection(as_of=asked_at.replace(tzinfo=UTC)))
    return Facts(HandFigures(facts, settings or Settings()), asked)


def test_a_reason_that_is_given_more_often_is_told(facts):
    # 40 of 80 rejections, none of 80 before: half of $80 in 4 weeks, $10 a week.
    for n in range(80):
        reason = "guideline" if n % 2 else "hands"
        facts.attempt(("rejected", {"reason": reason}), cost="1", at="2026-11-24T09:00")
        facts.attempt(("rejected", {"reason": "hands"}), cost="1", at="2026-10-06T09:00")
    (found,) = found_by(reasons, facts)
    assert (found.money_a_week, found.n) == (Decimal("10.00"), 40)
    assert found.where == (("reason", ("guideline",)),)
    assert found.low > 0


def test_outputs_that_wait_too_long_are_told_once_for_all_clients(facts):
    waits = ("pending", {"settles_at": datetime(2026, 12, 3)})
    facts.attempt(waits, waits, cost="6", at="2026-11-17T00:00", client="acme")  # for two weeks
    facts.attempt(waits, cost="1", at="2026-11-20T00:00", client="bolt")
    facts.attempt(waits, cost="9", at="2026-11-26T00:00", client="bolt")  # for five days
    facts.attempt("pending", cost="9", at="2026-11-17T00:00")  # time does not settle it
    (found,) = found_by(undecided, facts)
    assert (found.n, found.money_a_week) == (3, Decimal("3.50"))
    assert "2 of them for acme" in found.sentence


def test_money_without_a_sure_price_is_told_from_a_share_on(facts):
    for n in range(20):
        cost = None if n < 2 else "1"
        facts.attempt("usable", cost=cost, at="2026-11-24T09:00")
    (found,) = found_by(uncertain_money, facts)
    assert (found.rule, found.n, found.money_a_week) == ("unpriced_money", 2, Decimal("2.00"))
    for _ in range(60):
        facts.attempt("usable", cost="1", at="2026-11-24T09:00")
    assert found_by(uncertain_money, facts) == []


def test_a_service_that_became_slow_is_told_without_a_price(facts):
    for n in range(120):
        facts.attempt("usable", at="2026-11-24T09:00", channel="fal", latency_s=30 + n % 9)
        facts.attempt("usable", at="2026-10-06T09:00", channel="fal", latency_s=10 + n % 9)
        facts.attempt("usable", at="2026-11-24T09:00", channel="ark", latency_s=10 + n % 9)
        facts.attempt("usable", at="2026-10-06T09:00", channel="ark", latency_s=10 + n % 9)
    (found,) = found_by(slow_service, facts)
    assert (found.where, found.money_a_week) == ((("channel", ("fal",)),), None)
    assert "up to 38 s, 18 s in the weeks before" in found.sentence


def test_people_who_worked_more_than_weeks_vary_by_are_told(facts):
    # Nine weeks of 60 or 66 minutes in turn, then 600: 600 less the centre is about 537 minutes.
    weeks = [f"2026-{month:02}-{day:02}T09:00" for month, day in (
        (9, 22), (9, 29), (10, 6), (10, 13), (10, 20), (10, 27), (11, 3), (11, 10), (11, 17),
    )]  # fmt: skip
    for n, at in enumerate(weeks):
        facts.work("1", at=at, minutes=60 + 6 * (n % 2))
    facts.work("100", at="2026-11-24T09:00", minutes=600)
    (found,) = found_by(people, facts)
    assert float(found.money_a_week) == pytest.approx(100 * (1 - 62.7 / 600), abs=0.2)
    assert "10 hours" in found.sentence


def test_a_model_dearer_on_like_work_is_told_and_on_other_work_it_is_not(facts):
    for n in range(30):
        for model, cost, project in (
            ("dear", 4 + n % 3 / 10, "one"), ("cheap", 1 + n % 3 / 10, "one"),
            ("dear", 4, "two"), ("cheap", 1, "three"),
        ):  # fmt: skip
            facts.attempt(
                "usable", cost=str(cost), at="2026-11-10T09:00", model=model, project=project,
                brief_no=n, tier="generate", media="image",
            )  # fmt: skip
    for n in range(30):  # what waits for a word is not work that brought nothing
        facts.attempt(
            "pending", cost="90", at="2026-11-10T09:00", model="cheap", project="one",
            brief_no=100 + n, tier="generate", media="image",
        )  # fmt: skip
    (found,) = found_by(dearer_model, facts)
    # $3.00 dearer per accepted image, 30 of them in 16 weeks
    assert found.money_a_week == Decimal("5.63") or found.money_a_week == Decimal("5.62")
    assert found.where == (("model", ("dear",)), ("project", ("one",)))


# --- which are told ---------------------------------------------------------------------------


def finding(money, rule="rerolls", where=()):
    amount = None if money is None else Decimal(money)
    return Finding(rule, "…", amount, 1, "briefs", where)


def test_the_dearest_come_first_whatever_their_sign_and_those_without_a_price_last():
    some = [
        finding("2"),
        finding(None, "slow_service"),
        finding("-9", "people"),
        finding("0.5", "x"),
    ]
    assert [each.money_a_week for each in ranked(some, Decimal(1), 7)] == [-9, 2, None]


def test_of_one_rule_and_its_rows_the_largest_is_told_once():
    where = (("model", ("dear",)),)
    some = [finding("2", where=where), finding("5", where=where), finding("1")]
    assert [each.money_a_week for each in ranked(some, Decimal(0), 7)] == [5, 1]
    assert len(ranked([finding(str(n), f"r{n}") for n in range(1, 12)], Decimal(0), 7)) == 7


def test_a_key_and_its_rows_can_be_typed():
    found = finding("1", where=(("client", ("acme", None)), ("model", ("flux",))))
    assert found.key == "rerolls:client=acme,client=,model=flux"
    assert found.selection == "--where client=acme --where client= --where model=flux"


# --- credits and targets ----------------------------------------------------------------------


def entry(facts, number, kind, amount, at, **given):
    facts.insert(
        "ledger_entries", entry_no=number, content_hash=number, file_no=1, line=number,
        source="sheet", account="runway", kind=kind, credits=amount,
        at=datetime.fromisoformat(at), **given,
    )  # fmt: skip


def test_credits_that_lapse_at_todays_pace_are_told_with_what_they_cost(facts):
    # 1,000 credits for $40, 100 used in four weeks. They end on 10 December: at 3.57 a day 33 more
    # are used by then, 867 lapse: $34.7, a quarter of it a week.
    entry(facts, 1, "purchase", "1000", "2026-11-03T00:00", money="40", currency="USD",
          expires_at=datetime(2026, 12, 10))  # fmt: skip
    entry(facts, 2, "consume", "100", "2026-11-20T00:00")
    (found,) = [each for each in found_by(credits_in_hand, facts) if each.rule == "lapsing_credits"]
    assert float(found.money_a_week) == pytest.approx(40 * 867.9 / 1000 / 4, abs=0.1)
    assert "runway by 10 December 2026" in found.sentence


def test_an_account_that_runs_out_is_told_without_a_price(facts):
    entry(facts, 1, "purchase", "200", "2026-11-03T00:00", money="40", currency="USD")
    entry(facts, 2, "consume", "150", "2026-11-20T00:00")
    (found,) = found_by(credits_in_hand, facts)
    assert (found.rule, found.money_a_week) == ("credits_run_out", None)


def test_credits_paid_in_another_currency_have_no_price_here(facts):
    entry(facts, 1, "purchase", "1000", "2026-11-03T00:00", money="40", currency="EUR",
          expires_at=datetime(2026, 12, 10))  # fmt: skip
    entry(facts, 2, "consume", "100", "2026-11-20T00:00")
    assert found_by(credits_in_hand, facts)[0].money_a_week is None


def test_a_missed_target_is_told_with_the_money_beyond_it(facts):
    facts.attempt("usable", cost="12", at="2026-11-24T09:00", client="acme")
    target = {"metric": "spend", "where": {"client": "acme"}, "at_most": 10}
    kept = {"metric": "spend", "at_most": 100}
    settings = Settings(targets=[target, kept])
    (found,) = found_by(missed_targets, facts, settings)
    assert (found.money_a_week, found.where) == (Decimal("2.00"), (("client", ("acme",)),))
    assert "is missed, $2.00 a week beyond it" in found.sentence


def test_what_rejected_outputs_share_beyond_chance_is_told(facts):
    # Of "bad" 3 of 4 are rejected, $3 in each of 20 briefs; of "good" 1 of 4. A third of $60 is
    # what is rejected elsewhere: $40 beyond, in four weeks.
    for n in range(20):
        for model, outcomes in (("bad", "rrru"), ("good", "ruuu")):
            named = ["rejected" if each == "r" else "usable" for each in outcomes]
            brief_no = 2 * n + (model == "bad")
            facts.attempt(*named, cost="4", at="2026-11-10T09:00", tier="generate", model=model,
                          brief_no=brief_no, operation="text_to_image")  # fmt: skip
    facts.log_attempts()
    (found,) = found_by(commonality, facts)
    assert (found.key, found.n) == ("rejected_model:model=bad", 80)
    assert found.money_a_week == Decimal("10.00")
    assert "75 % of what was decided on is rejected, 25 % elsewhere" in found.sentence


def test_refunds_due_are_money_by_channel(facts):
    # Two failures of $4 that fal says it does not bill, over 16 weeks: $0.50 a week. One that ended
    # five days ago may still come back.
    for at in ("2026-11-04T09:00", "2026-10-06T09:00", "2026-11-26T09:00"):
        facts.attempt(cost="4", status="failed", at=at, channel="fal", cost_note="refund_due")
    facts.attempt(cost="4", status="blocked", at="2026-11-04T09:00", channel="fal")
    (found,) = found_by(refunds_due, facts)
    assert (found.money_a_week, found.n) == (Decimal("0.50"), 2)
    assert found.where == (("channel", ("fal",)),)
    assert "fal charged $8.00 for 2 calls" in found.sentence


def test_when_to_stop_is_told_by_client_and_model_where_briefs_are_enough():
    # acme: 20 of 40 right at the first attempt, the other 20 never in three: from the third on
    # nothing is known to come, 20 tried: half a hit, 42 attempts at $1.
    right = [brief(model="flux", user="ana") for _ in range(20)]
    never = [brief(costs=["1"] * 3, usable=0, model="veo", user="ana") for _ in range(20)]
    few = [brief("bolt", model="flux", user="ben") for _ in range(19)]
    thresholds = ReviewThresholds(by_hand={"image": 5})
    facts = BriefFacts(
        settings=Settings(), thresholds=thresholds, recent=[*right, *few], earlier=never
    )
    part = stop_lines_by(facts)
    shown = [(r["split"], r["group"], r["briefs"], r["chance"], r["line"]) for r in part.rows]
    assert shown == [
        ("client", "acme", 40, 0.5, 3),
        ("model", "flux", 39, 1.0, None),
        ("model", "veo", 20, 0.0, 3),
    ]
    assert part.rows[0]["money"] == Decimal("42.00")
    assert "fewer than 20: 1 client" in part.sentences[1]
    facts.settings = Settings(person_figures=True)
    people = [row["group"] for row in stop_lines_by(facts).rows if row["split"] == "person"]
    assert people == ["ana"]


def test_of_many_groups_those_with_the_most_briefs_are_shown_and_the_others_counted():
    many = [brief(f"c{n}") for n in range(8) for _ in range(20 + n)]
    facts = BriefFacts(settings=Settings(), thresholds=ReviewThresholds(), recent=many, earlier=[])
    part = stop_lines_by(facts)
    assert [row["group"] for row in part.rows] == ["c7", "c6", "c5", "c4", "c3", "c2"]
    assert "2 more have a chance" in part.sentences[1]


# --- what could not be compared ---------------------------------------------------------------


def worked_on(facts, client, at, *models, cost="1"):
    """A brief on shoes for which each model delivers one usable image."""
    facts.brief(at, client=client, media="image")
    row = {"brief_no": facts._last, "tier": "generate", "media": "image", "project": "shoes"}
    for model in models:
        facts.attempt("usable", at=at, cost=cost, client=client, model=model, **row)


def test_what_comparisons_leave_out_has_its_number(facts, monkeypatch):
    # acme: 10 briefs now and 10 before, each with flux and veo. bolt: now one with lumen, one with
    # flux without a price. So one client and one pair of models can be compared, one and two not.
    # Of 24 outputs of the week nobody is known to review one.
    for _ in range(10):
        worked_on(facts, "acme", "2026-11-24T09:00", "flux", "veo")
        worked_on(facts, "acme", "2026-10-06T09:00", "flux", "veo")
    worked_on(facts, "bolt", "2026-11-24T09:00", "lumen")
    worked_on(facts, "bolt", "2026-11-24T09:00", "flux", cost=None)
    facts.attempt("pending", "usable", at="2026-11-24T09:00", is_reviewed=False)
    by_week = Trends((date(2026, 11, 23),), {"cost_per_usable_asset": (None,)}, {})
    monkeypatch.setattr("data.review.content.not_comparable.trends", lambda _facts: by_week)
    part = not_comparable(asked_facts(facts))
    shown = {row["comparison"]: (row["compared"], row["not_comparable"]) for row in part.rows}
    assert shown == {
        "outputs of the weeks at equal age": (23, 1),
        "weeks by their cost per usable asset": (0, 1),
        "clients with themselves before": (1, 1),
        "pairs of models on like work": (1, 2),
        "briefs of models on like work": (41, 1),
    }
