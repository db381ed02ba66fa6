"""What waits for a decision at a stage, in which order, and what is not counted yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.desk import queue as queues
from data.desk.progress import desk_progress
from data.desk.queue import Asked, desk_queue
from data.desk.reasons import USUAL, usual_reasons
from data.desk.sample import Sample, size_of
from data.desk.waiting import PendingDecisions, pending_decisions
from data.desk_journal import DeskDecision, DeskJournal, DeskUndo, desk_folder
from data.settings import Settings
from ingest.load.load import load_paths

MAP = """
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
brief_id = "brief"
client = "client"
reported_cost = "cost"
n_outputs = "outputs"
parent_asset_ids = "parents"
[values.status]
OK = "succeeded"
[constants]
channel = "in-house"
currency = "USD"
"""
# Two briefs of acme and one of zeta: `a` gives four outputs at $1, `up` is made from a#0; `b` gives
# two at $5, `c` one at $3 and two days before the others.
JOBS = """\
id,at,state,brief,client,cost,outputs,parents
a,2026-11-02T09:00:00Z,OK,one,acme,4.00,4,
up,2026-11-02T10:00:00Z,OK,one,acme,1.00,1,a#0
b,2026-11-02T11:00:00Z,OK,two,acme,10.00,2,
c,2026-10-31T09:00:00Z,OK,three,zeta,3.00,1,
"""
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HEADER = "asset,decision,decided at,stage,reviewer,reason\n"
SOURCE = "studio log"


class Team:
    """A warehouse, and ways to decide on what is in it."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = Settings(
            warehouse=folder / "w.duckdb", as_of=datetime(2026, 11, 4, tzinfo=UTC)
        )
        (folder / "jobs.map.toml").write_text(MAP)
        (folder / "jobs.csv").write_text(JOBS)
        load_paths([str(folder / "jobs.csv")], self.settings)
        self.journal = DeskJournal(desk_folder(self.settings.warehouse))
        self.n = 0

    def reviewed(self, *rows):
        """Decisions of a sheet: `a#0,approved,qc,ana,`, a minute apart."""
        self.n += 1
        lines = []
        for place, row in enumerate(rows):
            asset, decision, stage, reviewer, reason = row.split(",")
            at = f"{NOON + timedelta(hours=self.n, minutes=place):%Y-%m-%dT%H:%M:%SZ}"
            lines.append(f"{asset},{decision},{at},{stage},{reviewer},{reason}\n")
        path = self.folder / f"votes{self.n}.csv"
        path.write_text(HEADER + "".join(lines))
        load_paths([str(path)], self.settings)

    def at_the_desk(self, number, source_id, index=0, decision="approved", stage="qc"):
        at = NOON + timedelta(minutes=number)
        self.journal.add([DeskDecision(
            id=f"{number:032x}", source=SOURCE, source_id=source_id, output_index=index,
            decision=decision, stage=stage, reviewer="ana", at=at,
        )], now=at)  # fmt: skip

    def loaded(self):
        (account,) = load_paths([str(self.journal.folder)], self.settings)
        assert account.error is None
        return account

    def queue(self, stage="qc", order="oldest", selection=None, **more):
        figures = Figures.of(self.settings)
        try:
            cursor = figures.cursor(selection or Selection())
            asked = Asked(stage, order, selection or Selection(), self.settings, **more)
            return desk_queue(cursor, asked)
        finally:
            figures.reader.close()

    def ask(self, question, *arguments):
        figures = Figures.of(self.settings)
        try:
            return question(figures.cursor(Selection()), *arguments)
        finally:
            figures.reader.close()


@pytest.fixture
def team(tmp_path):
    return Team(tmp_path)


def names(queue):
    """`a0 a1 …` by brief."""
    return [" ".join(f"{e.source_id}{e.output_index}" for e in b.due) for b in queue.briefs]


def test_what_nobody_decided_on_is_due_the_oldest_brief_first(team):
    queue = team.queue()
    assert names(queue) == ["c0", "a0 a1 a2 a3 up0", "b0 b1"]
    assert (queue.n_due, queue.n_due_briefs, queue.n_handed_out) == (8, 3, 8)
    assert names(team.queue(order="costliest")) == ["b0 b1", "a0 a1 a2 a3 up0", "c0"]
    assert names(team.queue(order="project")) == ["a0 a1 a2 a3 up0", "b0 b1", "c0"]


def test_a_selection_narrows_it(team):
    queue = team.queue(selection=Selection(filters=(("client", ("zeta",)),)))
    assert names(queue) == ["c0"]
    assert queue.n_due == 1


def test_each_stage_has_what_the_one_before_it_left(team):
    team.reviewed("a#0,approved,triage,ana,", "a#1,rejected,triage,ana,hands",
                  "b#0,approved,qc,ana,", "b#1,needs_edit,qc,ana,crop",
                  "c#0,approved,client,zoe,")  # fmt: skip
    assert names(team.queue("triage")) == ["a2 a3 up0"]
    assert names(team.queue("qc")) == ["a0 a2 a3 up0"]
    assert names(team.queue("client")) == ["b0"]
    assert names(team.queue("audit")) == ["c0", "b0"]


def test_what_is_approved_stands_beside_its_brief(team):
    team.reviewed("a#0,approved,qc,ana,", "b#0,approved,qc,ana,")
    of_a, of_b = team.queue().briefs[1:]
    assert [(e.source_id, e.output_index) for e in of_a.approved] == [("a", 0)]
    assert [(e.source_id, e.output_index) for e in of_b.approved] == [("b", 0)]
    assert of_a.approved[0].reviewer == "ana"


def test_what_was_made_into_something_approved_is_not_asked_about(team):
    team.reviewed("up#0,approved,qc,ana,")
    assert names(team.queue()) == ["c0", "a1 a2 a3", "b0 b1"]
    assert names(team.queue("client")) == ["up0"]


def test_what_silence_alone_passed_over_still_waits(team):
    """The first decision says that work is reviewed here, so that silence means no from now on."""
    team.settings = team.settings.model_copy(update={"as_of": datetime(2026, 11, 20, tzinfo=UTC)})
    team.at_the_desk(1, "b")
    team.loaded()
    assert names(team.queue()) == ["c0", "a0 a1 a2 a3 up0"]  # another one of `two` is approved


def test_what_was_decided_here_is_due_no_more_though_it_is_not_loaded(team):
    decided = {(SOURCE, "a", 0): "approved", (SOURCE, "c", 0): "rejected"}
    queue = team.queue(decided=decided)
    assert names(queue) == ["a1 a2 a3 up0", "b0 b1"]
    assert (queue.n_due, queue.n_due_briefs) == (6, 2)


def test_no_more_is_handed_out_than_fits(team, monkeypatch):
    monkeypatch.setattr(queues, "MOST", 3)
    queue = team.queue()
    assert names(queue) == ["c0", "a0 a1"]
    assert (queue.n_handed_out, queue.n_due) == (3, 8)


def test_a_sample_is_of_the_size_that_the_risk_asks_for():
    """Of 10 with 2 bad ones, n = 8 misses both with the chance 2/10 · 1/9 = 1/45; 7 with 3/45."""
    assert size_of(10, 0.2, 0.05) == 8
    assert size_of(10, 0.2, 0.07) == 7
    assert size_of(10, 0.05, 0.05) == 10
    assert size_of(1, 0.05, 0.05) == 1
    assert size_of(0, 0.05, 0.05) == 0


def test_a_sample_stays_the_same_while_it_is_decided_and_another_draw_is_another(team):
    rate = {"missed": 0.5, "risk": 0.1}  # of 8 with 4 bad: 3 miss them with 4/8 · 3/7 · 2/6 = 1/14
    first = team.queue(order="sample", seed="w1", **rate)
    assert (first.sample.lot, first.sample.size, first.sample.decided) == (8, 3, 0)
    assert first.n_handed_out == 3
    drawn = {each.output for brief in first.briefs for each in brief.due}
    one, other, _ = sorted(drawn)
    begun = team.queue(order="sample", seed="w1", decided={one: "approved"}, **rate)
    assert {e.output for b in begun.briefs for e in b.due} == drawn - {one}
    assert begun.sample == Sample(8, 3, 1, 0, 0.5, 0.1)
    team.reviewed(f"{one[1]}#{one[2]},approved,qc,ana,", f"{other[1]}#{other[2]},rejected,qc,ana,")
    loaded = team.queue(order="sample", seed="w1", **rate)
    left = {each.output for brief in loaded.briefs for each in brief.due}
    assert left <= drawn - {one, other}
    assert loaded.sample[:4] == (8, 3, 2, 1)
    seeds = {
        frozenset(
            each.output
            for brief in team.queue(order="sample", seed=f"w{n}", **rate).briefs
            for each in brief.due
        )
        for n in range(8)
    }
    assert len(seeds) > 3


def test_a_sample_tells_the_share_of_the_lot():
    """One bad of 2 looked at, of 4: the other two leave 1 to 3 bad ones."""
    told = Sample(4, 2, 2, 1, 0.05, 0.05).told
    assert told == (0.5, 0.25, 0.75)
    assert Sample(4, 2, 0, 0, 0.05, 0.05).told is None


def test_how_the_review_goes(team):
    """Of 8 outputs QC decided on 3; two people looked at two of them, and agree on one."""
    team.reviewed("a#0,approved,qc,ana,", "a#0,approved,qc,zoe,", "a#1,approved,qc,ana,",
                  "a#1,rejected,qc,Zoe,", "a#2,rejected,qc,ana,", "a#2,rejected,client,zoe,",
                  "a#3,pending,qc,ana,")  # fmt: skip
    progress = team.ask(desk_progress, "qc", Selection(), team.settings)
    assert (progress.coverage, progress.agreement) == ((3, 8), (1, 2))
    client = team.ask(desk_progress, "client", Selection(), team.settings)
    assert (client.coverage, client.agreement) == ((1, 8), (0, 0))
    assert client.agreement.share is None
    assert client.agreement.interval == (None, None)


def test_a_reviewers_latest_word_is_what_the_others_are_held_against(team):
    team.reviewed("a#0,rejected,qc,ana,", "a#0,approved,qc,zoe,")
    team.reviewed("a#0,approved,qc,ANA,")
    assert team.ask(desk_progress, "qc", Selection(), team.settings).agreement == (1, 1)


def test_the_teams_own_reasons_come_first(team):
    team.reviewed("a#0,rejected,qc,ana,wrong hands", "a#1,rejected,qc,ana,Wrong hands",
                  "a#2,needs_edit,qc,ana,crop", "a#3,approved,qc,ana,lovely")  # fmt: skip
    found = team.ask(usual_reasons)
    assert found[:3] == ("Wrong hands", "crop", USUAL[0])
    assert len(found) == 9


def test_nothing_waits_where_nobody_decided_anything(team, tmp_path):
    assert pending_decisions(team.settings.warehouse) == PendingDecisions()
    assert pending_decisions(tmp_path / "none.duckdb") == PendingDecisions()


def test_a_decision_waits_until_it_is_loaded(team):
    team.at_the_desk(1, "a")
    team.at_the_desk(2, "a", 1, "rejected")
    team.at_the_desk(3, "a", 1, "approved")
    waiting = pending_decisions(team.settings.warehouse)
    assert ([e.id[-1] for e in waiting.decisions], waiting.n_outputs) == (["1", "2", "3"], 2)
    account = team.loaded()
    assert (account.read, account.new) == (3, 3)
    assert pending_decisions(team.settings.warehouse) == PendingDecisions()
    team.at_the_desk(4, "c")
    assert [e.id[-1] for e in pending_decisions(team.settings.warehouse).decisions] == ["4"]
    assert (team.loaded().new, team.loaded().read) == (1, 4)


def test_what_is_taken_back_leaves_what_was_said_before_it(team):
    team.at_the_desk(1, "a", 0, "approved")
    team.at_the_desk(2, "a", 0, "rejected")
    team.loaded()
    assert names(team.queue("client")) == []
    undo = DeskUndo(id=f"{9:032x}", undoes=f"{2:032x}", reviewer="ana", at=NOON)
    team.journal.add([undo], now=NOON + timedelta(minutes=9))
    assert pending_decisions(team.settings.warehouse) == PendingDecisions(withdrawn=(f"{2:032x}",))
    team.loaded()
    assert pending_decisions(team.settings.warehouse) == PendingDecisions()
    assert names(team.queue("client")) == ["a0"]


def test_what_is_taken_back_before_it_is_loaded_never_counts(team):
    team.at_the_desk(1, "a", 0, "rejected")
    undo = DeskUndo(id=f"{9:032x}", undoes=f"{1:032x}", reviewer="ana", at=NOON)
    team.journal.add([undo], now=NOON + timedelta(minutes=9))
    assert pending_decisions(team.settings.warehouse) == PendingDecisions()
    team.loaded()
    assert pending_decisions(team.settings.warehouse) == PendingDecisions()
    assert "a0" in names(team.queue())[1]
