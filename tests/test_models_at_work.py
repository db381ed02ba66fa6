"""Models held against each other by hand: where they stand, a pilot, and a switch of work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from data.asking.figures import Figures
from data.asking.measure import measure
from data.asking.selection import Selection
from data.commitments.demand.evidence import MoreBriefs
from data.commitments.demand.evidence_rule import EvidenceRule
from data.review.models.at_work import Name, models_at_work, on_like_work
from data.review.models.pilot import likely_pair, piloted
from data.review.models.recent_weeks import facts_of
from data.review.models.rules_of_briefs import reasons_of_rules
from data.review.models.standings import standings
from data.review.models.switch import switched
from data.settings import Settings

pytest_plugins = ["tests.hand_made_facts"]

AT = datetime(2026, 12, 1, tzinfo=UTC)
NOW, BEFORE = datetime(2026, 11, 24, 9), datetime(2026, 9, 8, 9)
DEAR, CHEAP = Name("here", "dear"), Name("there", "cheap")
EVERYTHING = Selection(as_of=AT)


class HandFigures:
    """Hand-made relations."""

    ask = Figures.ask

    def __init__(self, facts, settings):
        self.facts, self.settings = facts, settings

    def cursor(self, selection):
        del selection
        return self.facts.cursor()

    def as_of(self, selection):
        del selection
        return AT.replace(tzinfo=None)

    def measure(self, metrics, *, by=(), selection):
        return measure(self.facts.con, metrics, by=by, selection=selection, settings=self.settings)


@pytest.fixture
def asked(facts):
    """What a review of the last week is made of."""
    return facts_of(HandFigures(facts, Settings()), EVERYTHING)


def made(facts, brief, *outcomes, by=DEAR, at=NOW, **given):
    row = {"brief_no": brief, "tier": "generate", "media": "image", "operation": "text_to_image"}
    row |= {"client": "acme", "channel": by.channel, "model": by.model, "operation_key": brief}
    when = (at + timedelta(minutes=facts._last)).isoformat()
    return facts.attempt(*outcomes, at=when, **row | given)


def two_models(facts, briefs=30, **given):
    """Dear: $4 for one accepted of three or four. Cheap: $1 for one of one or two."""
    for n in range(briefs):
        extra = ["rejected"] * (n % 2)
        made(facts, n, "usable", "rejected", "rejected", *extra, cost="4", **given)
        made(facts, 100 + n, "usable", *extra, cost="1", by=CHEAP, **given)


def at_work(asked, selection=EVERYTHING):
    return {each.name: each for each in models_at_work(asked, selection, "image", "generate")}


def standing(asked):
    models = tuple(at_work(asked).values())
    return {each.name: each for each in standings(asked, EVERYTHING, models, "image", "generate")}


# --- where they stand -------------------------------------------------------------------------


def test_a_model_stands_by_its_cost_and_what_is_accepted(facts, asked):
    # 30 briefs, $120 for 30 accepted of 105; $30 for 30 of 45.
    two_models(facts)
    found = standing(asked)
    assert list(found) == [DEAR, CHEAP]  # the larger spend first
    dear, cheap = found.values()
    assert (dear.cost.estimate, cheap.cost.estimate) == (4, 1)
    assert (dear.share.estimate, cheap.share.estimate) == (30 / 105, 30 / 45)
    assert (dear.briefs, dear.accepted, dear.settled, dear.left_out) == (30, 30, 105, 0)
    assert (dear.spend, cheap.spend) == (120, 30)
    assert (dear.dearer_than, dear.beaten_by) == ((CHEAP,), (CHEAP,))
    assert (cheap.dearer_than, cheap.beaten_by) == ((), ())


def test_dearer_alone_is_not_beaten(facts, asked):
    for n in range(30):
        extra = ["rejected"] * (n % 2)
        made(facts, n, "usable", *extra, cost="4")
        made(facts, 100 + n, "usable", *extra, cost="1", by=CHEAP)
    dear = standing(asked)[DEAR]
    assert (dear.dearer_than, dear.beaten_by) == ((CHEAP,), ())


@pytest.mark.parametrize("other", [{"client": "bolt"}, {"operation": "image_to_image"}])
def test_other_kinds_of_work_say_nothing_of_each_other(facts, asked, other):
    two_models(facts)
    set_to = ", ".join(f"{name} = '{value}'" for name, value in other.items())
    facts.con.execute(f"UPDATE resolved_attempts SET {set_to} WHERE model = 'cheap'")
    found = standing(asked)
    assert found[DEAR].dearer_than == ()
    assert found[DEAR].cost.estimate == 4
    models = at_work(asked)
    assert [each.n_briefs for each in on_like_work(list(models.values()))] == [0, 0]


def test_few_briefs_have_no_interval_and_beat_nobody(facts, asked):
    two_models(facts, briefs=9)
    dear = standing(asked)[DEAR]
    assert (dear.cost.estimate, dear.cost.low, dear.share.low) == (4, None, None)
    assert dear.dearer_than == ()


@pytest.mark.parametrize(
    ("outcome", "given"),
    [
        ("pending", {}),
        ("usable", {"cost": None}),
        ("pending", {"is_reviewed": False}),
        ("rejected", {"is_reviewed": False}),
    ],
)
def test_a_brief_that_is_not_decided_priced_and_reviewed_is_left_out_and_counted(
    facts, asked, outcome, given
):
    two_models(facts, briefs=12)
    made(facts, 3, outcome, **given)
    dear = standing(asked)[DEAR]
    assert (dear.briefs, dear.left_out) == (11, 1)


def test_without_anything_accepted_the_cost_is_not_known(facts, asked):
    for n in range(12):
        made(facts, n, "rejected")
    dear = standing(asked)[DEAR]
    assert dear.cost is None
    assert dear.share.estimate == 0


def test_nothing_is_said_of_work_of_no_named_model_and_of_cache_hits(facts, asked):
    made(facts, 1, "usable", model=None)
    made(facts, 2, "usable", cache_hit=True)
    made(facts, 3, "usable", media="video")
    made(facts, 4, "usable", tier="refine")
    assert at_work(asked) == {}


# --- a pilot ----------------------------------------------------------------------------------


def judged(asked, *, rule=None, only=None):
    models = list(at_work(asked).values())
    found = piloted(asked, models, *([rule] if rule else []))
    return {(each.name, each.criterion.name): each for each in found.judged}


def test_the_likely_pair_knows_the_same_work_best(facts, asked):
    third = Name("third", "third")
    two_models(facts, briefs=4)
    for n in range(9):  # as many briefs as it likes, of another client
        made(facts, 200 + n, "usable", by=third, client="bolt")
    assert likely_pair(list(at_work(asked).values())) == (DEAR, CHEAP)
    assert likely_pair([at_work(asked)[third]]) == (third,)
    assert likely_pair([]) == ()


def test_dearer_beyond_chance_is_for_ideation_only(facts, asked):
    two_models(facts)
    found = judged(asked)
    dear, cheap = found[DEAR, "cost"], found[CHEAP, "cost"]
    assert (dear.value, dear.verdict, dear.worse_than) == (4, "ideation only", (CHEAP,))
    assert (cheap.value, cheap.verdict, cheap.n) == (1, "production", 30)
    assert cheap.low <= 1 <= cheap.high
    discards = found[DEAR, "discards"]
    assert discards.value == pytest.approx(75 / 105)
    assert discards.low < discards.value < discards.high
    assert discards.worse_than == (CHEAP,)


def test_too_few_briefs_say_how_many_more(facts, asked):
    # Alike and without any spread: at least twenty, of which six are there.
    for n in range(6):
        made(facts, n, "usable")
        made(facts, 100 + n, "usable", by=CHEAP)
    cost = judged(asked)[DEAR, "cost"]
    assert (cost.verdict, cost.more) == ("not enough yet", MoreBriefs(14, 14, 14))


def test_a_figure_is_known_once_a_commitment_could_rest_on_it(facts, asked):
    # $1, or $3 in every other brief: ±34 % at twelve briefs, ±25 % takes 22 more by the rule.
    for n in range(12):
        for by in (DEAR, CHEAP):
            made(facts, 100 * (by == CHEAP) + n, "usable", cost=("1", "3")[n % 2], by=by)
    strict, loose = judged(asked), judged(asked, rule=EvidenceRule(least_briefs=12, precision=0.9))
    assert strict[DEAR, "cost"].verdict == "not enough yet"
    assert strict[DEAR, "cost"].more.fewest >= 8
    assert loose[DEAR, "cost"].verdict == "production"


def test_none_good_at_all_is_for_ideation_once_it_is_known(facts, asked):
    # No set of twenty passed, as few as a commitment takes; 19 are one too few.
    for n in range(20):
        made(facts, n, "usable", "rejected", set_passed=False)
    assert judged(asked)[DEAR, "sets"].verdict == "ideation only"
    facts.con.execute("DELETE FROM resolved_attempts WHERE brief_no = 0")
    sets = judged(asked)[DEAR, "sets"]
    assert (sets.value, sets.n, sets.verdict, sets.more.likely) == (0, 19, "not enough yet", 1)


def test_a_rare_case_is_known_once_the_common_one_is(facts, asked):
    # One set of thirty passed: ±25 % of 1 in 30 would take over a thousand, of 29 in 30 none.
    for n in range(30):
        made(facts, n, "usable", "usable" if n == 0 else "rejected", set_passed=n == 0)
    sets = judged(asked)[DEAR, "sets"]
    assert (sets.value, sets.verdict) == (1 / 30, "production")


def test_that_nothing_is_accepted_takes_as_many_as_show_no_spread(facts, asked):
    # (1.645 / 0.25)² = 43.3, so 44 briefs.
    for n in range(44):
        made(facts, n, "rejected")
    assert judged(asked)[DEAR, "discards"].verdict == "ideation only"
    facts.con.execute("DELETE FROM resolved_attempts WHERE brief_no = 0")
    assert judged(asked)[DEAR, "discards"].verdict == "not enough yet"
    assert judged(asked)[DEAR, "cost"].verdict == "not known"


def test_what_no_record_tells_is_not_known(facts, asked):
    two_models(facts)
    found = judged(asked)
    for name in ("peak", "sets", "size", "friction"):
        told = found[DEAR, name]
        assert (told.value, told.n, told.verdict) == (None, 0, "not known"), name


def test_peak_latency_is_of_the_three_busiest_hours(facts, asked):
    # At 9 o'clock 120 calls each, at 8 and 7 two more; what took 99 s in the night is no peak.
    def calls(n, seconds, *, by=DEAR, earlier=0):
        for brief in range(n):
            at = NOW - timedelta(hours=earlier, minutes=facts._last)
            made(facts, brief + 200 * (by == CHEAP), "usable", latency_s=seconds, by=by, at=at)

    calls(120, 10)
    calls(120, 30, by=CHEAP)
    calls(2, 10, earlier=1)
    calls(2, 10, earlier=2)
    calls(1, 99, earlier=6)
    found = judged(asked)
    here, there = found[DEAR, "peak"], found[CHEAP, "peak"]
    assert (here.value, here.n, here.verdict) == (10, 124, "production")
    assert (there.value, there.verdict, there.worse_than) == (30, "ideation only", (DEAR,))


def test_few_calls_of_the_peak_say_how_many_briefs_bring_the_others(facts, asked):
    # 12 calls of 12 briefs: p95 has both ends from 72 on, so 60 are missing, one a brief.
    for n in range(12):
        made(facts, n, "usable", latency_s=10, at=NOW + timedelta(minutes=-facts._last))
    peak = judged(asked)[DEAR, "peak"]
    assert (peak.verdict, peak.more) == ("not enough yet", MoreBriefs(60, 60, 60))


def test_sizes_files_and_rules_of_the_brief_by_hand(facts, asked):
    # One call of two a brief: one as large as asked, one file misses the spec, one breaks a rule.
    for n in range(24):
        number = made(
            facts, n, "usable", ("rejected", {"reason": "off brand"}),
            ("rejected", {"reason": "hands"}), "rejected",
            adherence_known=2, adherence_met=1,
        )  # fmt: skip
        facts.use(number, has_friction=False)
        facts.use(number, output_index=1, has_friction=True)
    found = judged(asked)
    assert found[DEAR, "size"].value == 0.5
    assert found[DEAR, "friction"].value == 0.5
    rules = found[DEAR, "rules"]  # of a yes and two noes with a reason, one
    assert rules.value == pytest.approx(1 / 3)
    assert rules.verdict == "production"


def test_reasons_that_name_a_rule():
    told = ["off brand", "Logo wrong", "aspect_ratio", "wrong size", "hands", "too generic"]
    assert reasons_of_rules(told) == told[:4]
    assert reasons_of_rules(["supersized", "ratiocination", ""]) == []


# --- a switch ---------------------------------------------------------------------------------


def test_moving_half_of_the_work_saves_half_of_the_difference(facts, asked):
    # 30 accepted in four weeks at $4, there at $1: half of them save $45, $11.25 a week.
    two_models(facts)
    models = at_work(asked)
    found = switched(asked, models[DEAR], models[CHEAP], Decimal("0.5"))
    assert found.saved == Decimal("11.25")
    assert found.low <= found.saved <= found.high
    assert (found.moved, found.recent_accepted, found.briefs) == (15, 30, (30, 30))
    assert found.per_accepted == (4, 1)
    back = switched(asked, models[CHEAP], models[DEAR], Decimal("0.5"))
    assert back.saved == Decimal("-11.25")


def test_only_recent_work_of_kinds_that_both_know_is_moved(facts, asked):
    two_models(facts, briefs=20, at=BEFORE)
    for n in range(8):
        made(facts, 50 + n, "usable", cost="4", client="bolt")  # whom the other never served
    models = at_work(asked)
    found = switched(asked, models[DEAR], models[CHEAP], Decimal(1))
    assert (found.moved, found.recent_accepted, found.saved) == (0, 8, 0)


def test_too_few_briefs_give_no_range_and_say_how_many_are_missing(facts, asked):
    two_models(facts, briefs=4)
    models = at_work(asked)
    found = switched(asked, models[DEAR], models[CHEAP], Decimal(1))
    assert (found.low, found.high, found.missing) == (None, None, 12)
    assert found.saved == Decimal("3.00")  # 4 at $3 less in four weeks


def test_without_an_accepted_output_nothing_is_reckoned(facts, asked):
    for n in range(12):
        made(facts, n, "usable")
        made(facts, 100 + n, "rejected", by=CHEAP)
    models = at_work(asked)
    found = switched(asked, models[DEAR], models[CHEAP], Decimal(1))
    assert (found.saved, found.low, found.compared) == (None, None, None)
    assert found.missing
