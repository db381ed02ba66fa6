"""The story of one brief: loaded from a small log, and checked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.briefs.chains import chains
from data.briefs.found import find_brief
from data.briefs.listed import listed_briefs, pictures_of
from data.briefs.story import Link, Piece, story_of
from ingest.load.load import load_paths
from ingest.media import workers
from tests.brief_studio import VOTES, VOTES_MAP, piece
from tests.media_studio import MediaStudio, picture

AS_OF = datetime(2026, 12, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """Of brief0 (three outputs of 50 cents) one is approved and delivered, one turned down."""
    studio = MediaStudio(tmp_path_factory.mktemp("story"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "FEW", 100)
        studio.save(picture(0), "finals/take_000.png")
        (studio.folder / "votes.map.toml").write_text(VOTES_MAP)
        (studio.folder / "votes.csv").write_text(VOTES)
        studio.load()
        load_paths([str(studio.folder / "votes.csv")], studio.settings)
        studio.scan()
    return studio


@pytest.fixture(scope="module")
def figures(studio):
    figures = Figures.of(studio.settings)
    with figures.reader:
        yield figures


def story(figures, name, as_of=AS_OF):
    selection = Selection(filters=(("brief", (name,)),), as_of=as_of)
    return story_of(figures.cursor(selection), selection, figures.settings)


def test_attempts_come_in_their_order_with_how_their_price_is_known(figures):
    told = story(figures, "brief0").attempts
    assert [(each.source_id, each.cost, each.cost_basis) for each in told] == [
        ("r0", Decimal("0.5"), "reported"),
        ("r1", Decimal("0.5"), "reported"),
        ("r2", Decimal("0.5"), "reported"),
    ]
    assert {(each.status, each.tier, each.outputs) for each in told} == {
        ("succeeded", "generate", 1)
    }
    assert told[1].submitted_at - told[0].submitted_at == timedelta(minutes=1)


def test_outputs_come_approved_first_with_what_was_decided_and_their_money(figures):
    told = story(figures, "brief0").outputs
    assert [(each.source_id, each.outcome, each.money) for each in told] == [
        ("r0", "usable", Decimal("0.5")),
        ("r1", "rejected", Decimal("0.5")),
        ("r2", "not_selected", Decimal("0.5")),
    ]
    turned_down = told[1]
    assert (turned_down.decision, turned_down.stage, turned_down.reason) == (
        *("rejected", "qc", "colour off"),
    )
    assert turned_down.reviewer == "bruno"
    assert (told[2].decision, told[2].reviewer) == (None, None)


def test_decisions_that_were_overruled_are_told_too(figures):
    told = [(e.decision, e.stage, e.reason, e.reviewer) for e in story(figures, "brief0").verdicts]
    assert told[:3] == [
        ("rejected", "qc", "hands", "ines"),
        ("approved", "qc", None, "ines"),
        ("rejected", "qc", "colour off", "bruno"),
    ]
    assert told[3:] == [("approved", "client", "by use: in finals", None)]


def test_a_story_stands_at_its_moment(figures):
    early = story(figures, "brief0", datetime(2026, 11, 2, 10, 30, tzinfo=UTC))
    assert [each.decision for each in early.verdicts] == ["rejected"]
    assert {each.source_id: each.outcome for each in early.outputs} == {
        "r0": "rejected", "r1": "pending", "r2": "pending",
    }  # fmt: skip


def test_a_picture_is_the_outputs_own_file_and_a_briefs_its_final(figures, studio):
    """Both show the same content here only for r0, whose final is a copy."""
    told = story(figures, "brief0").outputs
    assert all(each.sha256 and each.kind == "image" for each in told)
    assert len({each.sha256 for each in told}) == 3
    selection = Selection(as_of=AS_OF)
    cursor = figures.cursor(selection)
    found = listed_briefs(cursor, selection=selection, settings=figures.settings, limit=9).briefs
    pictures = pictures_of(cursor, tuple(each.brief_no for each in found))
    by_name = {each.brief: pictures.get(each.brief_no) for each in found}
    final = cursor.execute("SELECT sha256 FROM media WHERE role = 'final'").fetchall()
    assert by_name["brief0"] == final[0][0]
    assert by_name["brief1"] in {each.sha256 for each in story(figures, "brief1").outputs}


def test_a_file_that_is_gone_is_no_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 100)
    gone = MediaStudio(tmp_path)
    gone.load()
    gone.scan()
    gone.outputs[0].unlink()
    gone.scan()
    figures = Figures.of(gone.settings)
    with figures.reader:
        pictured = {e.source_id: bool(e.sha256) for e in story(figures, "brief0").outputs}
    assert pictured == {"r0": False, "r1": True, "r2": True}


@pytest.mark.parametrize("name", ["", "–", "nope", "brief0'; DROP TABLE x", "émoji 🎬", "\x00"])
def test_of_a_name_that_no_brief_has_there_is_no_story(figures, name):
    selection = Selection(filters=(("brief", (name,)),), as_of=AS_OF)
    cursor = figures.cursor(selection)
    assert find_brief(cursor, selection, figures.settings).brief is None
    assert story_of(cursor, selection, figures.settings).attempts == ()


# --- what was made from what ------------------------------------------------------------------


def made(child, parent):
    return Link(Piece(*child), Piece(*parent))


def told(found):
    return {
        each.output.piece: [(step.attempt_no, step.output_index) for step in each.made_from]
        for each in found
    }


def test_a_chain_leads_back_to_where_it_began():
    outputs = [piece(3, "usable"), piece(1, "contributed"), piece(2, "contributed"), piece(4)]
    links = [made((2, None), (1, 0)), made((3, None), (2, 0)), made((4, None), (1, 0))]
    assert told(chains(outputs, links)) == {Piece(3, 0): [(1, 0), (2, 0)]}


def test_without_anything_usable_the_ends_have_chains():
    outputs = [piece(1), piece(2), piece(3, "rejected")]
    links = [made((2, None), (1, 0)), made((3, None), (2, 0))]
    assert told(chains(outputs, links)) == {Piece(3, 0): [(1, 0), (2, 0)]}


def test_an_output_with_parents_of_its_own_does_not_take_those_of_its_attempt():
    outputs = [piece(3, "usable"), piece(3, "usable", 1), piece(1), piece(2)]
    links = [made((3, None), (1, 0)), made((3, 1), (2, 0))]
    assert told(chains(outputs, links)) == {Piece(3, 0): [(1, 0)], Piece(3, 1): [(2, 0)]}


def test_of_a_parent_known_as_an_attempt_the_output_that_came_furthest_stands_for_it():
    outputs = [piece(2, "usable"), piece(1, "contributed", 1), piece(1, "rejected", 0)]
    assert told(chains(outputs, [made((2, None), (1, None))])) == {Piece(2, 0): [(1, 1)]}


def test_a_circle_and_a_parent_elsewhere_end_a_chain():
    outputs = [piece(1, "usable"), piece(2)]
    links = [made((1, 0), (2, 0)), made((2, 0), (1, 0)), made((1, 0), (77, 0))]
    assert told(chains(outputs, links)) == {Piece(1, 0): [(2, 0)]}
    assert chains([piece(1, "usable")], []) == ()
