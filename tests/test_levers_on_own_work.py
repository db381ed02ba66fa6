"""Levers that rest on how the team itself worked in another way, by hand; and what they claim."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from data.asking.figures import Figures
from data.asking.measure import measure
from data.asking.selection import Selection
from data.estimates.sampling import outputs_until_all
from data.metrics.days import Days
from data.pricing.book import PriceBook
from data.review.asked import Asked
from data.review.facts import Facts
from data.review.levers.another_plan import another_plan
from data.review.levers.edit_instead import edit_instead, try_edit_instead
from data.review.levers.fewer_outputs import fewer_outputs, try_fewer_outputs
from data.review.levers.rules import trials
from data.review.levers.sizes import is_smaller
from data.review.levers.smaller_size import smaller_size, try_smaller_size
from data.review.levers.stop_rule import stop_rule
from data.settings import Settings
from data.thresholds import ReviewThresholds

pytest_plugins = ["tests.hand_made_facts", "tests.loaded_demo"]

AT = datetime(2026, 12, 1)
RECENT, EARLIER = datetime(2026, 11, 24, 9), datetime(2026, 10, 6, 9)
WORK = {"channel": "here", "model": "lumen", "operation": "text_to_image", "media": "image"}


class HandFigures:
    """Hand-made relations under the shipped price book."""

    ask = Figures.ask

    def __init__(self, facts, settings):
        self.facts, self.book, self.settings = facts, PriceBook.load(), settings

    def cursor(self, selection):
        del selection
        return self.facts.cursor()


@pytest.fixture
def asked(facts):
    """A function: the review's facts under these thresholds."""

    def ask(**thresholds):
        facts.con.execute("UPDATE resolved_attempts SET local_submitted_at = submitted_at")
        days = Days(date(2026, 11, 23), date(2026, 11, 29))
        settings = Settings(review=ReviewThresholds(**thresholds))
        about = Asked(days, days, AT, AT, Selection(as_of=AT.replace(tzinfo=UTC)))
        return Facts(HandFigures(facts, settings), about)

    return ask


def made(facts, brief, *outcomes, cost, at=RECENT, tier="generate", client="acme", **given):
    when = (at + timedelta(minutes=facts._last)).isoformat()
    row = WORK | {"brief_no": brief, "tier": tier, "client": client}
    number = facts.attempt(*outcomes, cost=cost, at=when, **row | given)
    if "operation_key" not in given:
        facts.con.execute(
            "UPDATE resolved_attempts SET operation_key = attempt_no WHERE attempt_no = ?", [number]
        )
    return number


def two_sizes(facts, *, small_rejected=1, briefs=20, of="acme"):
    """Briefs at 2K: of three at $1 one is an accepted draft. At 1K the same, at $0.10."""
    for n in range(briefs):
        for _ in range(2):
            made(facts, n, "rejected", cost="1", variant="2K")
        made(facts, n, "contributed", cost="1", variant="2K")
        for _ in range(small_rejected + n % 2):
            made(facts, 100 + n, "rejected", cost="0.10", variant="1K", client=of)
        made(facts, 100 + n, "contributed", cost="0.10", variant="1K", client=of)


def test_drafts_at_a_smaller_size_save_the_difference_per_accepted_output(facts, asked):
    # 20 briefs at 2K: $60 for 20 accepted, $3 each. At 1K: 10 briefs take two at $0.10, 10 take
    # three: $5 for 20, $0.25. 20 accepted at $2.75 less are $55 in four weeks, $13.75 a week.
    two_sizes(facts)
    (lever,) = smaller_size(asked())
    assert (lever.money_a_week, lever.n) == (Decimal("13.75"), 40)
    assert lever.low < lever.money_a_week < lever.high
    assert "$3.00 at 2K, $0.25 at 1K" in lever.sentence
    assert ("variant", ("2K",)) in lever.where


def test_what_is_usable_itself_is_made_once_more_at_the_larger_size(facts, asked):
    # As above, but the accepted ones at 2K are finals: 20 more at $1. $55 less $20: $8.75 a week.
    two_sizes(facts)
    finals = "variant = '2K' AND waste_line = 'contributed'"
    facts.con.execute(f"UPDATE resolved_attempts SET waste_line = 'usable' WHERE {finals}")
    (lever,) = smaller_size(asked())
    assert lever.money_a_week == Decimal("8.75")


def test_a_smaller_size_of_which_less_is_accepted_is_no_lever(facts, asked):
    # 30 or 31 rejected at $0.10 for each accepted: as dear as three at $1.
    two_sizes(facts, small_rejected=29)
    assert list(smaller_size(asked())) == []


def test_other_clients_and_too_few_briefs_are_a_trial_and_no_lever(facts, asked):
    # Another client alone knows 1K: of acme nothing is known; 10 briefs of each way are missing.
    two_sizes(facts, of="bolt")
    assert list(smaller_size(asked())) == []
    (trial,) = try_smaller_size(asked())
    # $60 at 2K a tenth of the price: $54 in four weeks, and no finals.
    assert (trial.at_stake, trial.briefs, trial.briefs_needed) == (Decimal("13.50"), 0, 20)


def test_few_briefs_of_the_same_client_say_how_many_are_missing(facts, asked):
    two_sizes(facts, briefs=4)
    assert list(smaller_size(asked())) == []
    (trial,) = try_smaller_size(asked())
    assert (trial.briefs, trial.briefs_needed) == (4, 12)


@pytest.mark.parametrize(
    ("variant", "than"),
    [
        ("1K", "2K"),
        ("720p silent", "1080p silent"),
        ("512x512", "1024x1024"),
        ("1024x1024 low", "1024x1024 high"),
        ("draft", "high"),
    ],
)
def test_smaller(variant, than):
    assert is_smaller(variant, than)
    assert not is_smaller(than, variant)


@pytest.mark.parametrize(
    ("variant", "than"),
    [
        ("1K", "1K"),
        ("720p silent", "1080p"),  # it has no sound
        ("1024x1024", "1024x1536"),  # another shape
        ("512x512 high", "1024x1024 low"),  # smaller, but better
        ("720p flex", "1080p"),  # another tier
        ("1K", None),
        ("low", "2K"),
    ],
)
def test_not_smaller(variant, than):
    assert not is_smaller(variant, than)


# --- fewer at once ----------------------------------------------------------------------------


def at_once(facts, brief, n, accepted, **given):
    outcomes = ["contributed"] * accepted + ["rejected"] * (n - accepted)
    made(facts, brief, *outcomes, cost=str(n), n_requested=n, **given)


def test_one_at_a_time_saves_what_four_at_once_deliver_too_much(facts, asked):
    # Four at $1 each for one accepted: $4. One at a time, one or two: $1.50. 20 accepted, $2.50
    # less each, are $50 in four weeks: $12.50 a week.
    for n in range(20):
        at_once(facts, n, 4, 1)
        for _ in range(n % 2):
            at_once(facts, 100 + n, 1, 0)
        at_once(facts, 100 + n, 1, 1)
    (lever,) = fewer_outputs(asked())
    assert (lever.money_a_week, lever.n) == (Decimal("12.50"), 40)
    assert "$4.00 where 4 are asked for at once, $1.50 where 1" in lever.sentence
    assert list(try_fewer_outputs(asked())) == []


def test_never_tried_one_at_a_time_is_a_trial_with_what_is_at_stake(facts, asked):
    # Of four, in any order, the one that will do is the 2.5th in the mean: 1.5 of 4 are spare.
    # Eight calls at $4: $12 in four weeks, $3 a week. What brought nothing spares nothing.
    for n in range(8):
        at_once(facts, n, 4, 1)
    at_once(facts, 9, 4, 0)
    assert list(fewer_outputs(asked())) == []
    (trial,) = try_fewer_outputs(asked())
    assert (trial.at_stake, trial.briefs, trial.briefs_needed) == (Decimal("3.00"), 0, 10)


@pytest.mark.parametrize(
    ("outputs", "wanted", "looked_at"), [(4, 1, 2.5), (4, 4, 4), (2, 1, 1.5), (3, 0, 0)]
)
def test_outputs_looked_at_until_the_last_that_is_wanted(outputs, wanted, looked_at):
    assert outputs_until_all(outputs, wanted) == pytest.approx(looked_at)


# --- edits ------------------------------------------------------------------------------------


def changed(facts, brief, rerolls, edits, *, edit_cost="0.10"):
    """A first round, re-rolls of which the last is accepted, edits of which the last is."""
    made(facts, brief, "rejected", cost="1")
    for n in range(rerolls):
        made(facts, brief, "contributed" if n == rerolls - 1 else "rejected", cost="1")
    for n in range(edits):
        outcome = "contributed" if n == edits - 1 else "rejected"
        made(facts, brief, outcome, cost=edit_cost, tier="refine")


def test_edits_that_bring_the_same_for_less_are_a_lever(facts, asked):
    # Of 12 briefs with re-rolls half take 3, half take 1: $24 for 12 accepted, $2 each. Edits: 1 or
    # 2 at $0.10, $1.80 for 12. 12 accepted at $1.85 less in four weeks: $5.55 a week.
    for n in range(12):
        changed(facts, n, 1 + 2 * (n % 2), 0)
        changed(facts, 100 + n, 0, 1 + n % 2)
    (lever,) = edit_instead(asked())
    assert (lever.money_a_week, lever.n) == (Decimal("5.55"), 24)
    assert lever.where == (("client", ("acme",)), ("media", ("image",)))
    assert list(try_edit_instead(asked())) == []


def test_edits_that_cost_as_much_are_none(facts, asked):
    for n in range(12):
        changed(facts, n, 1 + 2 * (n % 2), 0)
        changed(facts, 100 + n, 0, 1 + 2 * (n % 2), edit_cost="1")
    assert list(edit_instead(asked())) == []


def test_few_edits_are_a_trial(facts, asked):
    # 12 briefs with a re-roll at $1, 4 with an edit at $0.10: $10.80 at stake in four weeks.
    for n in range(12):
        changed(facts, n, 1, 0)
    for n in range(4):
        changed(facts, 100 + n, 0, 1)
    assert list(edit_instead(asked())) == []
    (trial,) = try_edit_instead(asked())
    assert (trial.at_stake, trial.briefs, trial.briefs_needed) == (Decimal("2.70"), 4, 6)


# --- the stop rule ----------------------------------------------------------------------------


def tried(facts, attempts, *, at, brings=True):
    """A brief whose attempts cost $1 each; the last one brings a usable asset, or none does."""
    facts.brief(
        at.isoformat(), media="image", client="acme", n_attempts=attempts, n_usable=int(brings)
    )
    brief = facts._last
    for n in range(attempts):
        last = n == attempts - 1
        made(facts, brief, "usable" if last and brings else "rejected", cost="1", at=at)


def test_stopping_at_the_line_saves_what_went_beyond_less_what_it_brought(facts, asked):
    # Earlier: 40 briefs right at once, 40 never in six attempts: from the third on nothing comes.
    # By hand $2. Recent: 12 briefs with six attempts, one of them right at the last. From attempt 3
    # on 12 x $4 = $48, less one by hand, $2: $46 in four weeks, $11.50 a week.
    for _ in range(40):
        tried(facts, 1, at=EARLIER)
        tried(facts, 6, at=EARLIER, brings=False)
    for _ in range(11):
        tried(facts, 6, at=RECENT, brings=False)
    tried(facts, 6, at=RECENT)
    (lever,) = stop_rule(asked(by_hand={"image": Decimal(2)}))
    assert (lever.money_a_week, lever.n) == (Decimal("11.50"), 12)
    assert Decimal(0) < lever.low < lever.money_a_week < lever.high
    assert "past attempt 3: $48.00 for 1 first usable asset" in lever.sentence


def test_no_line_and_few_briefs_beyond_it_are_silent(facts, asked):
    for _ in range(40):
        tried(facts, 1, at=EARLIER)
        tried(facts, 6, at=EARLIER, brings=False)
    for _ in range(9):
        tried(facts, 6, at=RECENT, brings=False)
    assert list(stop_rule(asked(by_hand={"image": Decimal(2)}))) == []
    assert list(stop_rule(asked(by_hand={"image": Decimal(500)}))) == []
    assert list(stop_rule(asked())) == []


# --- what they claim --------------------------------------------------------------------------


def test_a_lever_claims_what_the_figure_comes_to_then(facts, asked):
    # $60 + $5 for 40 accepted outputs: $1.625 each. Less $55: $0.25, $1.375 less.
    two_sizes(facts)
    (lever,) = smaller_size(asked())
    claim = lever.predicts
    assert (claim.kind, claim.metric) == ("lever", "cost_per_accepted_output")
    assert (claim.against, claim.expected) == (Decimal("1.625"), Decimal("-1.375"))
    assert claim.low < claim.expected < claim.high
    selection = Selection(filters=claim.where, as_of=AT.replace(tzinfo=UTC))
    metrics = [claim.metric]
    (row,) = measure(facts.con, metrics, selection=selection, settings=Settings()).rows
    assert row[claim.metric] == claim.against


def test_trials_are_told_by_what_is_at_stake_and_dismissed_ones_are_quiet(facts, asked):
    for model, calls in (("a", 8), ("b", 16), ("c", 1), ("d", 12), ("e", 24)):
        for n in range(calls):
            at_once(facts, f"{ord(model)}{n}", 4, 1, model=model)
    # $3, $6, $0.38 (worth too little), $4.50 and $9 a week.
    found = trials(asked(), lambda key: "model=e" in key)
    assert [each.at_stake for each in found.told] == [Decimal(6), Decimal("4.5"), Decimal(3)]
    found = trials(asked(), lambda _: False)
    assert [each.at_stake for each in found.told] == [Decimal(9), Decimal(6), Decimal("4.5")]
    assert found.others == 1


def test_the_demos_plan_is_that_of_the_sizing(demo):
    """And it is left out of a review that is narrowed, as an account belongs to no client."""
    from data.commitments.question import SizingQuestion
    from data.commitments.team_sizing import size_team
    from data.review.asked import asked_review

    asked = asked_review(demo.settings, week="2026-W46")
    (lever,) = another_plan(Facts(demo, asked))
    (sized,) = size_team(demo, asked.selection, SizingQuestion(channels=("runway",))).channels
    offer, horizon = sized.sizing.recommendation.outcome, sized.sizing.horizon
    assert lever.money_a_week == pytest.approx(offer.saved * 7 / horizon.days, abs=Decimal("0.01"))
    assert lever.low < lever.money_a_week < lever.high
    assert lever.predicts.expected < 0
    narrowed = asked_review(demo.settings, week="2026-W46", where=["client=saffron-post"])
    assert list(another_plan(Facts(demo, narrowed))) == []
