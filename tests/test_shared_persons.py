"""Figures about one person stay out of what is passed on, unless the settings say otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data.asking.selection import Selection
from data.errors import QuestionError
from data.review.decisions import Decision, decisions_part, watched_parts
from data.review.firing import simulate
from data.review.journal import Numbered
from data.review.parts import Chart, Column, Part
from data.review.persons import check_shared, for_sharing, may_be_shared, persons_by
from data.review.predictions import Prediction
from data.review.published import publish, published_reviews
from data.review.scoreboard import scoreboard
from data.review.targets import targets_part
from data.settings import Settings
from data.target import Target

pytest_plugins = ["tests.review_studio"]

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
CLOSED, OPEN = Settings(), Settings(person_figures=True)
HOW = "person_figures = true in offcut.toml shows them."


def part(*names, rows=()):
    columns = (*(Column(name, name) for name in names), Column("spend", "Spend", "money"))
    return Part("where", "Where", ("First.",), columns, rows, Chart("lines", "spend", ("spend",)))


@pytest.mark.parametrize("person", ["user", "reviewer"])
def test_rows_by_person_are_left_out_and_it_is_said(person):
    found = part("client", person, rows=({"client": "acme", person: "ana", "spend": 1},))
    shared = for_sharing(found, CLOSED)
    assert (shared.rows, shared.chart) == ((), None)
    assert shared.sentences == (
        f"Figures by {person} are about one person and not passed on; {HOW}",
    )
    assert for_sharing(found, OPEN) == found


def test_parts_that_are_about_no_person_are_passed_on_whole():
    found = part("client", rows=({"client": "acme", "spend": 1},))
    assert for_sharing(found, CLOSED) == found


def test_a_team_is_shown_from_five_persons_on():
    rows = [{"team": team, "spend": 1} for team in ("five", "four", "unheard of", None)]
    sizes = {"team": {"five": 5, "four": 4}}
    shared = for_sharing(part("team", rows=tuple(rows)), CLOSED, sizes)
    assert [row["team"] for row in shared.rows] == ["five", None]
    assert shared.sentences[1] == f"2 teams of fewer than 5 persons not shown; {HOW}"
    assert for_sharing(part("team", rows=tuple(rows[:1])), CLOSED, sizes).sentences == ("First.",)
    assert len(for_sharing(part("team", rows=tuple(rows)), OPEN, sizes).rows) == 4


def test_a_review_of_one_person_is_not_passed_on():
    of_ana = Selection(filters=(("user", ("ana",)),))
    with pytest.raises(QuestionError, match="about a person, and is not passed on"):
        check_shared(of_ana, CLOSED)
    check_shared(of_ana, OPEN)
    check_shared(Selection(filters=(("client", ("acme",)),)), CLOSED)
    assert may_be_shared(["client", "model"], CLOSED)
    assert not may_be_shared(["client", "reviewer"], CLOSED)


def test_what_a_meeting_watches_of_a_person_is_not_passed_on(weeks):
    """A decision, a target and its past, and a claim; of ana, and of a client beside it."""
    of_ana, of_acme = (("user", ("ana",)),), (("client", ("acme",)),)
    targets = [Target(metric="spend", where=where, at_most=1) for where in (of_ana, of_acme)]
    claims = [
        Prediction(key="k", sentence="s", metric="spend", where=where, low=0, expected=1, high=2)
        for where in (of_ana, of_acme)
    ]
    decided = [
        Numbered(n, decision(where=(f"{name}={value}",)))
        for n, ((name, (value,)),) in enumerate((of_ana, of_acme), start=1)
    ]
    with weeks.asked(targets=tuple(targets)) as figures:
        reviewed = weeks.week(47)
        publish(figures, weeks.week(43), name="2026-W43", at=AT, predictions=claims)
        parts = (
            decisions_part(decided, figures, reviewed),
            targets_part(figures, reviewed),
            simulate(figures, reviewed),
            scoreboard(published_reviews(figures.settings).reviews, figures),
        )
        watched = watched_parts(decided, figures, reviewed)
        for each in parts:
            shared = for_sharing(each, figures.settings)
            assert len(shared.rows) == len(each.rows) / 2
            assert shared.sentences == (f"Figures about one person are not passed on; {HOW}",)
            assert "ana" not in repr(shared)
        assert [for_sharing(each, CLOSED).chart is None for each in watched] == [True, False]
        assert for_sharing(watched[0], CLOSED).rows == ()
        assert for_sharing(parts[0], OPEN) == parts[0]


def decision(**given):
    return Decision(
        text="Edit", week=date(2026, 11, 9), owner="Bo", by=date(2026, 11, 27), watch="spend",
        created_at=AT, **given,
    )  # fmt: skip


def test_persons_are_counted_by_group(weeks):
    """ana asked for all of it, but for one call of kim and one of nobody known."""
    header = "id,at,done,state,client,user,model,cost,outputs\n"
    weeks.ingest(
        "late.csv",
        f"{header}x,2026-11-12T09:00:00Z,2026-11-12T09:00:20Z,OK,acme,kim,flux,2,4\n"
        "y,2026-11-12T10:00:00Z,2026-11-12T10:00:20Z,OK,bolt,,flux,2,4\n",
        map_file="studio.map.toml",
    )
    with weeks.asked() as figures:
        assert persons_by(figures, "client", Selection()) == {"acme": 2, "bolt": 1}
