"""Decisions from review tools: what the settings change, and what a later export corrects."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SettingsError
from data.settings import ReviewTool, Settings, load_settings
from ingest.load.quarantine import replay
from ingest.opening.identify import claims
from ingest.source import Opened
from ingest.sources import all_sources
from ingest.sources.parts.review_tools import ToolWords
from ingest.sources.slack.source import EMOJI
from tests.written_blocks import check_block

pytest_plugins = ["tests.loaded_studio"]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "samples"
TOOLS_PAGE = ROOT / "docs" / "review_tools.md"
SAMPLES = ROOT / "tests" / "samples"
TOOLS = ("cvat", "frameio", "label_studio", "langfuse_scores", "slack")
DECIDED = "SELECT asset_ref, decision FROM verdicts ORDER BY 1, reviewer"


def status(chosen, file="hero.png", updated="2026-11-03T09:00:00Z"):
    field = {
        "field_definition_id": "fd",
        "field_definition_name": "Status",
        "field_type": "select",
        "value": [{"id": "o", "display_name": chosen}] if chosen else [],
    }
    return {
        "id": f"id of {file}",
        "name": file,
        "type": "file",
        "updated_at": updated,
        "metadata": [field],
    }


def message(*reactions, file="hero.png", ts="1793700000.000100"):
    given_by = [{"name": name, "users": [user], "count": 1} for name, user in reactions]
    return {"type": "message", "ts": ts, "files": [{"name": file}], "reactions": given_by}


def with_settings(studio, **given):
    studio.settings = Settings(
        warehouse=studio.settings.warehouse, as_of=studio.settings.as_of, **given
    )


# --- From a tool to an outcome ------------------------------------------------------------------


def test_a_status_a_reaction_a_choice_and_an_issue_decide_about_the_files_they_name(studio):
    names = ("frameio", "slack", "label", "cvat")
    log = studio.renders({name: [f"https://cdn.example/out/{name}.png"] for name in names})
    task = json.loads((SAMPLES / "label_studio" / "page_of_tasks.json").read_text())["tasks"][0]
    task["data"] = {"image": "https://cdn.example/out/label.png?sig=1"}
    issue = json.loads((SAMPLES / "cvat" / "issues_alone.json").read_text())["results"][0]
    studio.load(
        log,
        studio.write("f.jsonl", [status("Approved", "frameio.png")]),
        studio.write("s.jsonl", [message(("x", "U1"), file="slack.png")]),
        studio.write("l.jsonl", [task]),
        studio.write(
            "c.jsonl", [{"issues": [issue], "data_meta": {"frames": [{"name": "cvat.png"}]}}]
        ),
    )
    assert studio.outcomes() == {
        "frameio#0": "usable",
        "slack#0": "rejected",
        "label#0": "pending",  # needs an edit, and the windows are open
        "cvat#0": "pending",
    }
    assert studio.rows("SELECT n FROM gaps WHERE gap = 'unmatched_verdicts'") in ([], [(0,)])


def test_a_score_decides_about_the_outputs_of_the_call_it_is_given_to(studio):
    page = SAMPLES / "langfuse_scores" / "third_version.json"
    studio.load(studio.renders({"o-1": ["a.png", "b.png"]}))
    studio.load(str(page), rejected=2)
    assert studio.outcomes() == {"o-1#0": "usable", "o-1#1": "usable"}


def test_a_status_that_is_taken_back_takes_back_its_approval(studio):
    log = studio.renders({"a": ["hero.png"]})
    studio.load(log, studio.write("1.jsonl", [status("Approved")]))
    assert studio.outcomes() == {"a#0": "usable"}
    studio.load(studio.write("2.jsonl", [status("", updated="2026-11-05T09:00:00Z")]))
    assert studio.outcomes() == {"a#0": "pending"}
    assert studio.outcomes("2026-11-04") == {"a#0": "usable"}


@pytest.mark.parametrize("tool", TOOLS)
def test_loading_twice_changes_nothing(studio, tool):
    samples = sorted((SAMPLES / tool).glob("*.json*"))
    samples = [str(path) for path in samples if ".expected." not in path.name]
    studio.load(*samples, rejected=studio_rejects(samples))
    before = studio.rows("FROM verdicts ORDER BY ALL"), studio.rows("FROM verdict_versions")
    for again in studio.load(*samples, rejected=studio_rejects(samples)):
        assert (again.new, again.updated) == (0, 0)
    later = [studio.write(f"x{Path(each).name}", Path(each).read_text() + "\n") for each in samples]
    read = studio.load(*later, rejected=studio_rejects(samples))
    assert [(each.new, each.updated) for each in read] == [(0, 0)] * len(read)
    after = studio.rows("FROM verdicts ORDER BY ALL"), studio.rows("FROM verdict_versions")
    assert after == before


def studio_rejects(samples):
    expected = [json.loads(Path(f"{each}.expected.json").read_text()) for each in samples]
    return sum("refused" in row for rows in expected for row in rows) + sum(
        # The loads of this test say no time, which these samples need.
        "records" in row
        for each, rows in zip(samples, expected, strict=True)
        for row in rows
        if "metadata_without_the_file" in each
    )


# --- What the settings change -------------------------------------------------------------------


def test_another_map_of_emoji_reads_the_same_file_anew_and_takes_back_what_it_said(studio):
    path = studio.write("day.jsonl", [message(("tada", "U1"), ("x", "U2"))])
    (first,) = studio.load(path)
    assert (first.new, first.reasons) == (
        1,
        {":tada: decides nothing; if it does, say so in [slack.decisions]": 1},
    )
    with_settings(studio, slack={"decisions": {":tada:": "approved", "x": "nothing"}})
    (again,) = studio.load(path)
    assert (again.new, again.ignored) == (1, 1)
    assert studio.rows(DECIDED) == [("hero.png", "approved")]


def test_the_settings_of_one_tool_leave_the_files_of_another_as_they_were(studio):
    path = studio.write("f.jsonl", [status("Approved")])
    studio.load(path)
    read = "SELECT count(*) FROM warehouse.main.files"
    with_settings(studio, slack={"decisions": {"tada": "approved"}}, approve_from_rating=3)
    studio.load(path)
    before = studio.rows(read)
    with_settings(studio, frameio={"stage": "client"}, approve_from_rating=3)
    studio.load(path)
    assert studio.rows("SELECT stage FROM verdicts") == [("client",)]
    assert studio.rows(read)[0][0] == before[0][0] + 1


def test_a_status_nobody_mapped_waits_until_the_settings_say_what_it_means(studio):
    studio.load(studio.write("f.jsonl", [status("Sound mix")]), rejected=1)
    assert "say what it means in the settings, under [frameio.decisions]" in studio.reasons()[0]
    with_settings(studio, frameio={"decisions": {"sound MIX": "needs_edit"}})
    (account,) = replay(studio.settings)
    assert (account.new, studio.rows(DECIDED)) == (1, [("hero.png", "needs_edit")])


def test_fields_of_a_team_s_own_decide_and_the_first_with_a_value_goes_first(studio):
    file = status("Approved")
    file["metadata"] += [
        {"field_definition_name": "Client OK", "field_type": "toggle", "value": False},
        {"field_definition_name": "Stars", "field_type": "rating", "value": 1},
    ]
    with_settings(studio, frameio={"fields": ["client ok"]}, reject_to_rating=1)
    studio.load(studio.write("f.jsonl", [file]))
    assert studio.rows(DECIDED) == [("hero.png", "pending")]
    with_settings(studio, frameio={"fields": ["Gone", "stars", "Status"]}, reject_to_rating=1)
    studio.load(studio.write("g.jsonl", [file]))
    assert ("hero.png", "rejected") in studio.rows(DECIDED)


def test_a_value_without_meaning_leaves_the_others_their_say(studio):
    file = status("Approved")
    file["metadata"][0]["value"].append({"display_name": "Rush"})
    with_settings(studio, frameio={"decisions": {"Rush": "nothing"}})
    studio.load(studio.write("f.jsonl", [file]))
    assert studio.rows(DECIDED) == [("hero.png", "approved")]


def test_named_controls_decide_alone_and_a_choice_of_theirs_has_to_be_known(studio):
    text = (SAMPLES / "label_studio" / "choices_ratings_reviews.json").read_text()
    tasks = [json.loads(text)[at] for at in (0, 1, 9)]
    with_settings(studio, label_studio={"fields": ["fault"]})
    studio.load(studio.write("t.jsonl", tasks), rejected=1)
    assert studio.reasons()[0].startswith("fault: 'six fingers' is no known decision")
    with_settings(
        studio, label_studio={"fields": ["fault"], "decisions": {"Six Fingers": "rejected"}}
    )
    studio.load(studio.write("t.jsonl", tasks))
    assert studio.rows("SELECT decision, reason FROM verdicts") == [
        ("rejected", "Reject; left hand")
    ]


def test_yes_and_stars_decide_only_where_their_control_is_named(studio):
    text = (SAMPLES / "label_studio" / "choices_ratings_reviews.json").read_text()
    asked = studio.write("t.jsonl", [json.loads(text)[at] for at in (2, 3, 7)])
    studio.load(asked)
    assert studio.rows(DECIDED) == [("h.png", "approved")]
    with_settings(studio, label_studio={"fields": ["stars", "verdict"]})
    studio.load(asked)
    assert studio.rows(DECIDED) == [
        ("h.png", "approved"),
        ("h.png", "rejected"),
        ("renders/c.png", "approved"),
        ("s3://bucket/out/d.mp4", "pending"),
    ]


def test_a_review_that_accepts_an_answer_nobody_understands_approves_nothing(studio):
    text = (SAMPLES / "label_studio" / "choices_ratings_reviews.json").read_text()
    boxes = json.loads(text)[6]
    boxes["annotations"][0]["reviews"][0]["accepted"] = True
    answer = json.loads(json.dumps(boxes))
    answer["annotations"][0]["id"] = 99
    answer["annotations"][0]["result"] = [
        {"type": "choices", "from_name": "usable", "value": {"choices": ["No"]}}
    ]
    boxes["annotations"][0]["result"].append({"type": "textarea", "value": {"text": ["a note"]}})
    (account,) = studio.load(studio.write("t.jsonl", [answer, boxes]))
    assert account.reasons == {"'No' decides nothing; if it does, say so in [label_studio]": 1}
    assert studio.rows(DECIDED) == [("g.png", "approved")]
    with_settings(studio, label_studio={"fields": ["usable"]})
    studio.load(studio.write("u.jsonl", [answer]))
    assert ("g.png", "rejected") in studio.rows(DECIDED)


@pytest.mark.parametrize(
    "word", ["Approved", "not approved", "Rejected", "needs edits", "abgelehnt"]
)
def test_words_that_can_mean_nothing_else_are_known_anywhere(word):
    assert ToolWords("label_studio", ReviewTool()).plain_meaning(word) is not None


@pytest.mark.parametrize("word", ["Yes", "no", "good", "new", "edit", "1", "true", "approvals?"])
def test_words_that_answer_any_question_are_not(word):
    assert ToolWords("label_studio", ReviewTool()).plain_meaning(word) is None
    own = ReviewTool(decisions={word: "approved"})
    assert ToolWords("label_studio", own).plain_meaning(word) == "approved"


def test_a_number_means_what_the_settings_say_and_nothing_else(studio):
    score = json.loads((SAMPLES / "langfuse_scores" / "page_of_scores.json").read_text())["data"][7]
    studio.load(studio.write("s.jsonl", [score | {"value": 1}]), rejected=1)
    with_settings(studio, langfuse={"decisions": {"1": "rejected"}})
    studio.load(studio.write("s.jsonl", [score | {"value": 1}]))
    assert studio.rows(DECIDED) == [("o-8", "rejected")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[slack.decisions]\nx = "no"', "slack.decisions.x"),
        ("[frameio]\nfields = [7]", "frameio.fields.0"),
        ('[slack]\nfields = ["x"]', "slack.fields"),
        ('[langfuse]\nstage = "final"', "langfuse.stage"),
    ],
)
def test_nonsense_in_them_names_the_field(tmp_path, text, sentence):
    (tmp_path / "offcut.toml").write_text(text)
    with pytest.raises(SettingsError, match=sentence.replace(".", r"\.")):
        load_settings(tmp_path / "offcut.toml")


@given(st.text(max_size=30), st.sampled_from(["approved", "rejected", "needs_edit", "pending"]))
def test_the_team_s_word_goes_before_what_is_known_and_a_number_is_no_word(text, meaning):
    own = ToolWords("frameio", ReviewTool(decisions={text: meaning}))
    assert own.meaning(text) == meaning
    assert ToolWords("frameio", ReviewTool()).meaning(f"{len(text)}") is None


# --- What dates a decision, and a later export --------------------------------------------------


def test_a_load_says_what_stands_for_the_time_of_a_decision(studio):
    (account,) = studio.load(studio.write("day.jsonl", [message(("x", "U1"))]))
    (note,) = account.notes
    assert note.startswith("slack: reactions have no time, so that each is dated by its message;")
    (silent,) = studio.load(studio.write("other.jsonl", [message()]))
    assert silent.notes == ()


@pytest.mark.parametrize("turned", [False, True])
def test_a_later_export_corrects_an_earlier_one_if_it_says_when_it_was_made(studio, turned):
    early = studio.write("early.jsonl", [message(("x", "U1"))])
    late = studio.write("late.jsonl", [message(("white_check_mark", "U1"))])
    loads = [(early, "2026-11-04"), (late, "2026-11-06")]
    for path, day in reversed(loads) if turned else loads:
        studio.load(path, submitted_at=day)
    assert studio.rows(DECIDED) == [("hero.png", "approved")]


def test_without_it_the_worse_of_two_decisions_counts(studio):
    studio.load(
        studio.write("early.jsonl", [message(("x", "U1"))]),
        studio.write("late.jsonl", [message(("white_check_mark", "U1"), ("eyes", "U1"))]),
    )
    assert studio.rows(DECIDED) == [("hero.png", "rejected")]


# --- Shared samples, docs -----------------------------------------------------------------------


def test_the_settings_in_the_docs_hold(tmp_path):
    (shown,) = re.findall(r"```toml\n(.*?)```", TOOLS_PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "offcut.toml").write_text(shown, "utf-8")
    settings = load_settings(tmp_path / "offcut.toml")
    assert settings.frameio.fields == ("Approval", "Rating")
    assert settings.slack.decisions == {"tada": "approved", "eyes": "nothing"}
    assert settings.label_studio.decisions == {"Keeper": "approved"}
    assert settings.langfuse.decisions == {"1": "rejected", "5": "approved"}


def test_the_emoji_in_the_docs_are_those_that_are_read(rewrite_expected):
    meanings = dict.fromkeys(EMOJI.values())
    rows = [
        f"| `{meaning}` | {', '.join(f'`{e}`' for e, m in EMOJI.items() if m == meaning)} |\n"
        for meaning in meanings
    ]
    table = "| decision | emoji |\n|---|---|\n" + "".join(rows)
    check_block(TOOLS_PAGE, "emoji", table, rewrite=rewrite_expected)


@pytest.mark.skipif(not SHARED.exists(), reason="no shared samples beside this checkout")
@pytest.mark.parametrize(
    ("name", "source", "fates"),
    [
        ("frameio/webhook_file_ready.json", "frameio", ["ignored"]),
        ("slack/channel_day_with_reactions.assembled.json", "slack", ["records", "records"]),
        ("label_studio/csv_test.json", "label_studio", ["records", "records"]),
        ("label_studio/csv_test2.json", "label_studio", ["ignored"]),
        ("label_studio/csv_test_history.json", "label_studio", ["ignored"]),
        ("label_studio/json_min_data.json", "label_studio", ["ignored"]),
        ("cvat/issues.excerpt.json", "cvat", ["refused", "refused"]),
    ],
)
def test_a_shared_sample_is_claimed_by_one_source_and_accounted_for(
    name, source, fates, opened, reading
):
    file = opened(SHARED / name)
    (claim,) = claims(file, all_sources())
    assert claim.source.name == source
    rows = reading(claim.source, file)
    assert [next(iter(row.keys() - {"line"})) for row in rows] == fates


@pytest.mark.skipif(not SHARED.exists(), reason="no shared samples beside this checkout")
def test_no_two_sources_claim_a_shared_sample():
    contested = {}
    for path in (each for each in SHARED.rglob("*") if each.is_file()):
        found = [
            claim.source.name
            for claim in claims(Opened(path, path.name, Settings()), all_sources())
        ]
        if len(found) > 1:
            contested[path.name] = found
    assert contested == {}
