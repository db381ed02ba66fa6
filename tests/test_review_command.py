"""`offcut review` as it is typed: on the terminal, to files, delivered, kept, simulated."""

from __future__ import annotations

import json

import pytest

from tests.command_studio import Studio

AS_OF = ("--as-of", "2026-11-20T00:00:00Z")
WEEK = ("--week", "2026-W45")


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio.loaded(tmp_path_factory.mktemp("studio"))


def review(studio, *arguments, exits=0):
    return studio.run("review", *WEEK, *AS_OF, *arguments, exits=exits)


def test_the_page_stands_in_the_terminal(studio):
    done = review(studio)
    assert done.out.startswith("Review of 2026-W45\n")
    # $0.40 + $0.10 + $2.00 for one usable asset; nothing was made the week before
    assert "One usable asset cost $2.50 in 2026-W45: $2.50 for 1 usable asset." in one_line(
        done.out
    )
    assert "The week before had nothing usable." in one_line(done.out)
    assert "On what this rests" in done.out
    assert not (studio.folder / "reviews").exists()  # nothing was passed on


def one_line(text):
    return " ".join(text.split())


def test_what_is_written_is_kept_once_and_holds_the_same_figures(studio):
    first = review(studio, "--out", "week.json", "--out", "week.md", "--out", "week.html")
    kept = studio.folder / "reviews" / "2026-W45.json"
    assert str(kept) in first.err
    again = review(studio, "--out", "week.json")
    assert "kept" not in again.err
    assert not (studio.folder / "reviews" / "2026-W45.2.json").exists()
    said = json.loads((studio.folder / "week.json").read_text())
    metrics = studio.run(
        "metrics", "spend", "cost_per_usable_asset", "--from", "2026-W45", "--until", "2026-W45",
        *AS_OF, "--format", "json",
    )  # fmt: skip
    (row,) = json.loads(metrics.out)
    shown = {
        r["metric"]: r["value"]
        for part in said["parts"]
        if part["name"] == "metrics"
        for r in part["rows"]
    }
    assert shown["spend"] == row["spend"] == "2.500000"
    assert float(shown["cost_per_usable_asset"]) == row["cost_per_usable_asset"]
    assert "$2.50" in (studio.folder / "week.md").read_text()
    assert "$2.50" in (studio.folder / "week.html").read_text()


def test_it_is_delivered_once_to_a_folder(studio):
    (studio.folder / "shared").mkdir(exist_ok=True)
    review(studio, "--post", "folder:shared")
    assert sorted(path.suffix for path in (studio.folder / "shared").iterdir()) == [
        ".html",
        ".json",
    ]
    again = review(studio, "--post", "folder:shared")
    assert "is not sent again" in again.err


def test_a_target_that_cannot_be_reached_is_said_and_exits_1_after_the_others(studio):
    (studio.folder / "other").mkdir(exist_ok=True)
    done = review(studio, "--post", "slack:", "--post", "folder:other", exits=1)
    assert "OFFCUT_SLACK_WEBHOOK" in done.err
    assert list((studio.folder / "other").iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "week.docx"], "not a form of the review"),
        (["--out", "nowhere/week.html"], "there is no folder"),
        (["--post", "pigeon:"], "pigeon"),
        (["--compare", "never"], "write previous, equal-age"),
        (["--where", "model=nobody"], "nobody"),
        (["--where", "reviewer=ana", "--out", "week.html"], "belongs to single outputs"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(studio, arguments, words):
    done = review(studio, *arguments, exits=1)
    assert words in done.err
    assert "Traceback" not in done.err


def test_the_targets_are_simulated(studio):
    (studio.folder / "offcut.toml").write_text('[[targets]]\nmetric = "spend"\nat_most = 1\n')
    try:
        done = review(studio, "--simulate")
    finally:
        (studio.folder / "offcut.toml").unlink()
    assert "When would the targets have fired?" in done.out
    assert "spend, at most 1 a week" in done.out


def test_work_that_nobody_reviews_is_not_told_to_be_worth_nothing(tmp_path):
    studio = Studio(tmp_path)
    studio.run("ingest", "--map", "studio.map.toml", "jobs.csv")
    said = one_line(review(studio).out)
    assert "2026-W45 cost $2.50; what it was worth is not known" in said
    assert "has nothing usable yet" not in said


def test_an_empty_warehouse_is_a_sentence(tmp_path):
    done = Studio(tmp_path).run("review", *WEEK, *AS_OF, exits=1)
    assert "Traceback" not in done.err
    assert "ingest" in done.err
