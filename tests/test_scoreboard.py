"""Claims of published reviews meet what came of them, and dismissed findings stay quiet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.review.asked import asked_review
from data.review.content.review import bare_review
from data.review.dismissals import dismissals_journal, is_quiet, new_dismissal
from data.review.findings.finding import Finding
from data.review.journal import Numbered
from data.review.predictions import Prediction, finding_key
from data.review.published import publish, published_reviews
from data.review.scoreboard import outcome_of, scoreboard, weeks_claimed
from data.review.sharing import keep

pytest_plugins = ["tests.review_studio"]

ACME = (("client", ("acme",)),)
LEVERS_KEPT = (
    "1 of 1 claims of levers came out inside their interval: 100 % (95 % interval 21 % to 100 %). "
    "A lever's comes true only where the change was made: else the figure stays."
)


def claim(low, expected, high, metric="spend", **given):
    return Prediction(
        **{"key": "rerolls:client=acme", "sentence": "acme re-rolls", "where": ACME} | given,
        metric=metric,
        expected=Decimal(str(expected)),
        low=Decimal(str(low)),
        high=Decimal(str(high)),
    )


def board(weeks, *claims, week=43, **asked):
    """What came of claims that were published with a week, as of Tuesday of week 48."""
    with weeks.asked() as figures:
        of = weeks.week(week)
        publish(figures, of, name=f"2026-W{week}", at=datetime.now(UTC), predictions=claims)
        shelf = published_reviews(figures.settings)
        return scoreboard(shelf.first_versions(), figures, **asked)


def shown(part):
    return [(row["happened"], row["outcome"]) for row in part.rows]


# --- what came of it --------------------------------------------------------------------------


def test_a_claim_meets_the_four_weeks_after_it(weeks):
    """Weeks 44 to 47 of acme: $4 + $6 + $3 + $2 = $15, $3.75 a week, for 8 usable assets."""
    part = board(
        weeks,
        claim(3, 4, 5),
        claim(4, 5, 6),
        claim(1, 2, 3, "usable_assets"),
        claim("1.5", "1.7", "1.8", "cost_per_usable_asset"),
        claim(-1, "-0.5", 0, against=Decimal(4), kind="lever"),
    )
    assert shown(part) == [
        (Decimal("3.75"), "inside"),
        (Decimal("3.75"), "below"),
        (2.0, "inside"),
        (Decimal("1.875"), "above"),
        (Decimal("-0.25"), "inside"),
    ]
    assert [row["n"] for row in part.rows] == [None, None, None, 8, None]
    assert part.sentences == (
        "2 of 4 claims came out inside their interval: 50 % (95 % interval 15 % to 85 %).",
        LEVERS_KEPT,
    )
    first = part.rows[0]
    assert (first["review"], first["kind"], first["expected"]) == ("2026-W43", "finding", 4)
    assert [part.unit_of(part.columns[6], row) for row in part.rows] == [
        *("money", "money", "ratio", "money_per", "money"),
    ]


def test_a_claim_is_about_the_four_weeks_from_the_day_after(weeks):
    with weeks.asked() as figures:
        review, _ = publish(figures, weeks.week(43), name="2026-W43", at=datetime.now(UTC))
    assert weeks_claimed(review) == (date(2026, 10, 26), date(2026, 11, 22))


def test_a_claim_that_is_not_four_weeks_old_waits(weeks):
    part = board(weeks, claim(3, 4, 5), week=44)
    assert part.rows == ()
    assert part.sentences == ("No claim of a published review is four weeks old yet.",)
    later = board(weeks, week=45, reviewed=weeks.week(48, as_of=datetime(2026, 12, 1, tzinfo=UTC)))
    assert shown(later) == [(Decimal("2.75"), "below")]  # 6 + 3 + 2 over weeks 45 to 48


def test_what_was_said_first_counts(weeks):
    board(weeks, claim(0, 1, 2))
    assert shown(board(weeks, claim(3, 4, 5))) == [(Decimal("3.75"), "above")]


def test_what_is_not_known_counts_for_nothing(weeks):
    nobody = (("client", ("nobody",)),)
    part = board(
        weeks,
        claim(0, 1, 2, "cost_per_usable_asset", where=nobody),
        claim(0, 1, 2, "cost_per_wish"),
    )
    assert shown(part) == [(None, "not known"), (None, "not known")]
    assert part.rows[0]["note"] == "nothing usable yet"
    assert "'cost_per_wish' is not a metric" in part.rows[1]["note"]
    assert part.sentences == ("What became of the claims is not known.",)


def test_an_interval_is_in_order():
    with pytest.raises(ValidationError, match="low 3, expected 2, high 4: not in this order"):
        claim(3, 2, 4)


cents = st.decimals(-1000, 1000, places=2)


@given(ends=st.lists(cents, min_size=3, max_size=3).map(sorted), happened=cents)
def test_a_claim_is_inside_exactly_where_its_ends_say(ends, happened):
    made = claim(*ends)
    assert (outcome_of(made, happened) == "inside") == (ends[0] <= happened <= ends[2])


# --- dismissed --------------------------------------------------------------------------------

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_a_dismissed_finding_is_quiet_for_four_weeks():
    given = [Numbered(1, new_dismissal("rerolls:client=acme", "a pitch", AT))]
    for days, quiet in ((-1, False), (0, True), (27, True), (28, False)):
        assert is_quiet("rerolls:client=acme", AT + timedelta(days=days), given) is quiet
    assert not is_quiet("rerolls:client=bolt", AT, given)
    assert is_quiet("rerolls:client=acme", AT.replace(tzinfo=None), given)


def test_a_key_is_the_rule_and_its_selection():
    assert finding_key("rerolls") == "rerolls"
    where = (("client", ("acme", None)), ("model", ("flux",)))
    assert finding_key("rerolls", where) == "rerolls:client=acme,client=,model=flux"
    assert new_dismissal(finding_key("rerolls", where), None, AT).because is None


def test_the_command_notes_and_tells(weeks):
    done = weeks.run("dismiss", "rerolls:client=acme", "--because", "a pitch")
    assert done.err.startswith("rerolls:client=acme is quiet until 2026-12-22.")
    weeks.run("dismiss", "credits_lapse")
    journal = dismissals_journal(weeks.settings())
    assert is_quiet("rerolls:client=acme", weeks.settings().as_of, journal.entries())
    assert [each.entry.because for each in journal.entries()] == ["a pitch", None]
    later, first = weeks.rows("dismiss", "--list", "--json")
    assert (later["key"], first["key"]) == ("credits_lapse", "rerolls:client=acme")
    assert weeks.run("dismiss", "--list").out.splitlines()[3].split()[:3] == [
        *("rerolls:client=acme", "a", "pitch"),
    ]


def test_a_key_that_no_published_finding_has_is_noted_with_the_nearest(weeks):
    board(weeks, claim(0, 1, 2))
    assert "Did you mean" not in weeks.run("dismiss", "rerolls:client=acme").err
    assert "Did you mean" not in weeks.run("dismiss", "credits_lapse").err
    said = weeks.run("dismiss", "rerolls:client=acne").err
    assert "No published review has a finding called rerolls:client=acne. Did you mean" in said
    assert len(dismissals_journal(weeks.settings()).entries()) == 3


@pytest.mark.parametrize(
    ("arguments", "exits", "sentence"),
    [
        (("Re-rolls of acme",), 1, "'Re-rolls of acme' is no key of a finding"),
        (("rerolls:acme",), 1, "is no key of a finding"),
        (("rerolls:acme", "--because", ""), 1, "is no key of a finding"),
        (("rerolls", "--because", ""), 1, "because: "),
        ((), 2, "offcut dismiss needs KEY"),
        (("rerolls", "--list"), 2, "--list stands alone"),
        (("rerolls", "--json"), 2, "--json goes with --list"),
    ],
)
def test_what_is_no_finding_is_refused(weeks, arguments, exits, sentence):
    assert sentence in weeks.run("dismiss", *arguments, exits=exits).err
    assert weeks.run("dismiss", "--list").err == "Nothing was dismissed yet.\n"


def test_a_claim_of_a_narrowed_review_is_of_that_part_of_the_work(weeks):
    """What acme's review claims of flux is no claim of bolt's."""
    with weeks.asked() as figures:
        asked = asked_review(figures.settings, week="2026-W47", where=["client=acme"])
        told = claim(3, 4, 5, where=(("model", ("flux",)),))
        found = Finding("any", "any", None, 1, "briefs", predicts=told)
        keep(figures, asked, bare_review(figures, asked), [found])
        (kept,) = published_reviews(figures.settings).reviews
    assert kept.predictions[0].where == (("model", ("flux",)), *ACME)
