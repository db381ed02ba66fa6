"""Targets of the settings: what is sure, what a month will come to, when they would fire."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SettingsError
from data.review.base_figures import Sums
from data.review.extremes import EXTREMES
from data.review.firing import simulate
from data.review.period_end import project
from data.review.targets import checked_targets, status_of, targets_part
from data.settings import Settings, load_settings
from data.target import Target

pytest_plugins = ["tests.review_studio"]

TUESDAY = date(2026, 11, 24)


def target(metric="spend", client="acme", **limit):
    return Target(metric=metric, where={"client": client} if client else {}, **limit)


def rows(weeks, *targets, number=47, **settings):
    with weeks.asked(targets=targets, **settings) as figures:
        return targets_part(figures, weeks.week(number)).rows


def stands(row):
    return tuple(row[name] for name in ("value", "expected", "low", "high", "status"))


# --- in the settings --------------------------------------------------------------------------


def test_targets_are_tables_of_the_settings(tmp_path):
    (tmp_path / "offcut.toml").write_text("""
[[targets]]
metric = "spend"
where = { client = ["acme", "bolt"], model = "veo" }
at_most = 400.5
period = "month"

[[targets]]
metric = "usable_assets"
at_least = 20
""")
    spend, usable = load_settings(tmp_path / "offcut.toml").targets
    assert spend.where == (("client", ("acme", "bolt")), ("model", ("veo",)))
    assert spend.title == "spend, client acme or bolt, model veo, at most 400.5 a month"
    assert usable.title == "usable_assets, at least 20 a week"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('metric = "spend"', "spend: say at_most or at_least, one of the two"),
        ('metric = "spend"\nat_most = 1\nat_least = 1', "say at_most or at_least, one of the two"),
        ('metric = "spend"\nat_most = "much"', "targets.0.at_most: "),
        ('metric = "spend"\nat_most = 1\nperiod = "year"', "targets.0.period: "),
        ("at_most = 1", "targets.0.metric: is missing"),
        (
            'metric = "spend"\nat_most = 1\nwhere = "client=acme"',
            'targets.0.where: write it as { client = "acme" }',
        ),
        ('metric = "spend"\nat_most = 1\nowner = "me"', "no field has this name"),
    ],
)
def test_what_is_no_target_is_refused_with_its_field(tmp_path, text, sentence):
    (tmp_path / "offcut.toml").write_text(f"[[targets]]\n{text}\n")
    with pytest.raises(SettingsError, match=r"offcut\.toml: ") as caught:
        load_settings(tmp_path / "offcut.toml")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("metric", "where", "sentence"),
    [
        ("spent", {}, "targets, number 1: 'spent' is not a metric. Did you mean"),
        ("spend", {"clint": "acme"}, "number 1: 'clint' is not a dimension. Did you mean client"),
        ("rejected_rows", {}, "one number for the whole warehouse"),
        ("first_pass_yield", {"reason": "blurry"}, "cannot be split by reason"),
        ("spend", {"weekday": "Someday"}, "no weekday is called so"),
    ],
)
def test_a_target_that_cannot_be_asked_is_refused(metric, where, sentence):
    settings = Settings(targets=(Target(metric=metric, where=where, at_most=1),))
    with pytest.raises(SettingsError, match=sentence):
        checked_targets(settings)


def test_every_command_says_what_is_wrong_with_a_target(weeks):
    (weeks.folder / "offcut.toml").write_text('[[targets]]\nmetric = "spent"\nat_most = 1\n')
    assert "'spent' is not a metric" in weeks.run("metrics", exits=1).err


# --- what is sure -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "at_most", "at_least"),
    [
        (1, 2, "hit", "missed"),
        (1, 4, "may miss", "may miss"),
        (3, 3, "hit", "hit"),
        (4, 5, "missed", "hit"),
        (None, 2, "hit", "missed"),
        (None, 4, "may miss", "may miss"),
        (4, None, "missed", "hit"),
        (None, None, "may miss", "may miss"),
    ],
)
def test_the_whole_band_decides_or_nothing_does(low, high, at_most, at_least):
    assert status_of(target(at_most=3), 3, low, high) == at_most
    assert status_of(target(at_least=3), 3, low, high) == at_least


def test_what_is_not_known_is_neither():
    assert status_of(target(at_most=3), None, None, None) == "not known"


def test_a_week_that_is_over_is_judged_by_its_figure(weeks):
    """acme spent $2 on 1 usable asset in week 47."""
    spend, dear, bolt = rows(
        weeks,
        target(at_most=2),
        target("cost_per_usable_asset", at_most=Decimal("1.50")),
        target("usable_assets", "bolt", at_least=2),
    )
    assert stands(spend) == (Decimal(2), None, Decimal(2), Decimal(2), "hit")
    assert (dear["value"], dear["status"], dear["n"]) == (Decimal(2), "missed", 1)
    assert (bolt["value"], bolt["status"], bolt["first_day"]) == (1, "missed", date(2026, 11, 16))


def test_pending_outputs_can_still_make_it(weeks):
    """$2 and four undecided outputs more beside $2 and 1 usable: $4 for 1 to 5."""
    job = "x,2026-11-22T09:00:00Z,2026-11-22T09:00:20Z,OK,acme,ana,flux,2,4\n"
    header = "id,at,done,state,client,user,model,cost,outputs\n"
    weeks.ingest("late.csv", header + job, map_file="studio.map.toml")
    limits = (Decimal("0.79"), Decimal("0.80"), Decimal(4))
    found = rows(weeks, *(target("cost_per_usable_asset", at_most=limit) for limit in limits))
    assert stands(found[0]) == (Decimal(4), None, Decimal("0.8"), Decimal(4), "missed")
    assert [row["status"] for row in found] == ["missed", "may miss", "hit"]
    assert found[0]["note"] == "4 of 8 outputs still wait for a decision"
    (rate,) = rows(weeks, target("discard_rate", at_most=Decimal("0.5")))
    assert stands(rate) == (0.75, None, 0.375, 0.875, "may miss")
    (unsure,) = rows(weeks, target("waste_share", at_most=Decimal("0.9")))
    assert (unsure["low"], unsure["status"]) == (None, "may miss")


# --- the end of the month ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "status"), [(20, "hit"), (17, "hit"), (15, "may miss"), ("12.99", "missed")]
)
def test_a_running_month_goes_on_as_the_weeks_before(weeks, limit, status):
    """acme: $11 up to the 23rd; a week from a Tuesday on cost $4, $6, $3 and $2."""
    (row,) = rows(weeks, target(at_most=Decimal(limit), period="month"), number=48)
    ends = (Decimal("14.75"), Decimal(13), Decimal(17))
    assert stands(row) == (Decimal(11), *ends, status)
    assert row["note"] == "projected from 4 weeks before"


def test_what_has_no_price_is_told_beside_the_money(weeks):
    job = "x,2026-11-18T09:00:00Z,2026-11-18T09:00:20Z,OK,acme,ana,unheard of,,4\n"
    header = "id,at,done,state,client,user,model,cost,outputs\n"
    weeks.ingest("late.csv", header + job, map_file="studio.map.toml")
    spend, cost, rate = rows(
        weeks,
        target(at_most=9),
        target("cost_per_usable_asset", at_most=9),
        target("failure_rate", at_most=1),
    )
    assert spend["note"] == "unpriced attempts left out: 1"
    assert cost["note"].endswith("; unpriced attempts left out: 1")
    assert rate["note"] is None


def test_what_cannot_be_divided_says_why(weeks):
    job = "x,2026-11-18T09:00:00Z,2026-11-18T09:00:20Z,ERR,newt,ana,flux,3,0\n"
    header = "id,at,done,state,client,user,model,cost,outputs\n"
    weeks.ingest("late.csv", header + job, map_file="studio.map.toml")
    (row,) = rows(weeks, target("cost_per_usable_asset", "newt", at_most=9))
    assert stands(row) == (None, None, None, None, "not known")
    assert row["note"] == "nothing usable yet"


def test_a_name_that_no_record_has_keeps_to_nothing(weeks):
    (row,) = rows(weeks, target("spend", "acmee", at_most=9))
    assert (row["status"], row["note"]) == ("not known", "no record has client acmee")


def test_a_running_week_of_a_ratio_is_sure_of_nothing(weeks):
    (row,) = rows(weeks, target("failure_rate", at_most=Decimal("0.9"), period="month"), number=48)
    assert (row["value"], row["status"]) == (0.0, "may miss")
    assert row["note"] == "so far; the period is not over"


def test_with_too_few_weeks_before_only_what_is_spent_is_sure(weeks):
    early = {"as_of": datetime(2026, 11, 18, 9, tzinfo=UTC)}
    found = rows(
        weeks,
        *(target(at_most=limit, period="month") for limit in (10, 11)),
        **early,
    )
    assert [stands(row) for row in found] == [
        (Decimal(11), None, Decimal(11), None, "missed"),
        (Decimal(11), None, Decimal(11), None, "may miss"),
    ]
    assert "fewer than four whole weeks" in found[0]["note"]


def test_on_its_last_day_a_period_still_runs(weeks):
    sunday = {"as_of": datetime(2026, 11, 22, 22, tzinfo=UTC)}
    (row,) = rows(weeks, target(at_most=2), **sunday)
    assert (row["status"], row["note"][:6]) == ("may miss", "so far")
    monday = {"as_of": datetime(2026, 11, 23, 1, tzinfo=UTC)}
    (row,) = rows(weeks, target(at_most=2), **monday)
    assert (row["status"], row["note"]) == ("hit", None)


def test_two_stretches_are_all_ways_to_put_them_together():
    """Four weeks of 1, 2, 3, 4 on the first day of each: two more weeks come to 2 to 8.

    Of sixteen ways one comes to 2 and two to 3, so a tenth lies at 3; as many above 7.
    """
    past = {TUESDAY - timedelta(weeks=4 - n): Decimal(n + 1) for n in range(4)}
    found = project(past, TUESDAY, TUESDAY + timedelta(days=13), TUESDAY)
    assert found == (Decimal(5), Decimal(3), Decimal(7), 4)


def test_what_is_spent_today_is_the_least():
    past = {TUESDAY - timedelta(weeks=4 - n): Decimal(1) for n in range(4)} | {TUESDAY: Decimal(9)}
    assert project(past, TUESDAY, TUESDAY, TUESDAY) == (Decimal(9), Decimal(9), Decimal(9), 4)


@given(
    past=st.dictionaries(st.integers(1, 70), st.integers(0, 1000), min_size=1),
    begun=st.integers(0, 30),
    left=st.integers(0, 30),
)
def test_a_projection_lies_in_its_band_and_never_below_what_is_spent(past, begun, left):
    by_day = {TUESDAY - timedelta(days=ago): Decimal(value) for ago, value in past.items()}
    first = TUESDAY - timedelta(days=begun)
    found = project(by_day, first, TUESDAY + timedelta(days=left), TUESDAY)
    spent = sum(value for day, value in by_day.items() if day >= first)
    assert (found is None) == (max(past) < 28)
    if found is not None:
        assert spent <= found.low <= found.high
        assert spent <= found.expected


counts = st.integers(0, 40)


@given(
    decided=st.tuples(counts, counts, counts),
    spend=st.decimals(0, 1000, places=2),
    share=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_whatever_becomes_of_the_pending_outputs_lies_between_the_ends(decided, spend, share):
    """Some become usable, the rest is discarded."""
    usable, discarded, pending = decided
    won = min(share[0], pending)
    asked = usable + discarded + pending + share[1]

    def state(usable, discarded, pending):
        return Sums(
            spend=spend, attempts=asked, requested=asked, outputs=usable + discarded + pending,
            usable=usable, accepted=usable, discarded=discarded, pending=pending,
        )  # fmt: skip

    before = state(usable, discarded, pending)
    after = state(usable + won, discarded + pending - won, 0)
    for name, ends in EXTREMES.items():
        low, high = ends(before)
        value, same = ends(after)
        assert value == same, name
        if value is not None:
            assert low is not None
            assert low <= value
            assert high is None or value <= high


# --- the past half year -----------------------------------------------------------------------


def test_when_a_limit_would_have_fired(weeks):
    """acme: $4, $6, $3, $2 in weeks 44 to 47; October $4, and November is not over."""
    targets = (target(at_most=3), target(at_most=3, period="month"))
    with weeks.asked(targets=targets) as figures:
        part = simulate(figures, weeks.week(47))
    weekly = [row for row in part.rows if row["target"].endswith("week")]
    monthly = [row for row in part.rows if row["target"].endswith("month")]
    assert len(weekly) == 26
    assert [row["fired"] for row in weekly[-4:]] == ["yes", "yes", "no", "no"]
    assert {row["fired"] for row in weekly[:-4]} == {"not known"}
    assert [str(row["first_day"]) for row in monthly] == [f"2026-{m:02}-01" for m in range(6, 11)]
    assert (monthly[-1]["value"], monthly[-1]["fired"]) == (Decimal(4), "yes")
    assert part.sentences[0] == (
        "spend, client acme, at most 3 a week: would have fired in 2 of the 4 weeks with a figure, "
        "of 26."
    )


def test_what_was_known_then_may_have_fired_though_it_would_not_now(weeks):
    """bolt had 1 usable asset each week; one more of week 46 was approved nine days after it."""
    said = "asset,decision,decided at,stage,reviewer\n"
    weeks.ingest("said.csv", said + "bolt46#1,approved,2026-11-24T08:00:00Z,client,kim\n")
    with weeks.asked(targets=(target("usable_assets", "bolt", at_least=2),)) as figures:
        known = {
            when: {row["first_day"]: (row["value"], row["fired"]) for row in part.rows}
            for when in ("now", "then")
            for part in [simulate(figures, weeks.week(47), as_known=when)]
        }
    week = date(2026, 11, 9)
    assert (known["now"].pop(week), known["then"].pop(week)) == ((2, "no"), (1, "yes"))
    assert known["now"] == known["then"]


def test_without_targets_it_is_said_how_to_set_one(weeks):
    with weeks.asked() as figures:
        for part in (targets_part(figures, weeks.week(47)), simulate(figures, weeks.week(47))):
            assert part.rows == ()
            assert part.sentences == ("No target is set: [[targets]] in offcut.toml sets one.",)
