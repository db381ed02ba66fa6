"""Help and wrong usage in words: what was received, what is valid, exit code 2."""

from __future__ import annotations

import re

import pytest
import typer

from dashboard.cli.app import Offcut, app
from tests.command_studio import Studio
from tests.test_readme import EVERY_COMMAND

OF_PYTHON = re.compile(
    r"<|list\[|\b(None|str|int|float|bool|True|False|Path)\b|\[OPTIONS\] \{|\dx|x\d|<=|\.\.\. "
)
DAYS = ("2026-11-02", "2026-W46", "2026-11", "yesterday", "7d")


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("usage"))


def told(studio, *arguments, exits=0):
    """What is printed, on one line."""
    done = studio.run(*arguments, exits=exits)
    return " ".join(f"{done.out} {done.err}".split())


# --- help -------------------------------------------------------------------------------------


def test_commands_stand_under_headings_with_those_to_start_with_first(studio):
    printed = studio.run("--help").out
    headings = re.findall(r"^([A-Z][a-z ]+):$", printed, re.MULTILINE)
    assert headings == [*(heading for heading, _ in Offcut.headings), "Options"]
    first = printed.partition("Start here:\n")[2].split("\n\n")[0]
    begun = [line.split()[0] for line in first.splitlines()]
    assert begun == ["demo", "ingest", "map", "scan", "watch", "dashboard"]


def test_every_command_stands_under_one_heading():
    named = [name for _, names in Offcut.headings for name in names]
    assert sorted(named) == sorted(typer.main.get_command(app).commands)


@pytest.mark.parametrize("typed", [typed for typed, _ in EVERY_COMMAND])
def test_help_says_in_words_what_is_to_be_typed(studio, typed):
    printed = studio.run(*typed.split()[1:], "--help").out
    assert printed.startswith(f"Usage: {typed} [OPTIONS]")
    assert not OF_PYTHON.findall(printed)


@pytest.mark.parametrize(("typed", "command"), EVERY_COMMAND)
def test_everything_that_takes_a_value_says_which_and_what_for(typed, command):
    for each in command.params:
        assert each.help
        assert getattr(each, "is_flag", False) or each.metavar, each.name


def test_help_shows_how_days_are_written_and_what_is_taken_without_a_word(studio):
    printed = told(studio, "metrics", "--help")
    assert all(day in printed for day in DAYS)
    assert "--until, --to DAY" in printed
    assert "--until DAY" in told(studio, "export", "--help")
    assert "--port NUMBER Port to listen on, 1 to 65535. [8501]" in told(studio, "demo", "--help")


# --- wrong usage ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("dashboard", "--port", "70000"), "--port 70000: not a whole number from 1 to 65535."),
        (("demo", "--port", "web"), "--port web: not a whole number from 1 to 65535."),
        (("demo", "--scale", "0"), "--scale 0: not a number from 0.05 to 1000."),
        (("demo", "--scale", "-1"), "--scale -1: not a number from 0.05 to 1000."),
        (("demo", "--scale", "nan"), "--scale nan: not a number from 0.05 to 1000."),
        (("demo", "--scale", "1e9"), "--scale 1e9: not a number from 0.05 to 1000."),
        (("size", "--growth", "fast"), "--growth fast: not a number."),
        (("size", "--seed", "-1"), "--seed -1: not a whole number of 0 or more."),
        (
            ("quarantine", "list", "--limit", "99999999999999999999"),
            "--limit 99999999999999999999: not a whole number from 1 to 1,000,000.",
        ),
        (("quarantine", "show", "one"), "NUMBER one: not a whole number."),
        (("metrics", "--format", "xml"), "--format xml: not table, json or csv."),
        (("export", "all"), "WHAT all: not attempts, assets or ledger."),
        (("metrics", "--form", "csv"), "has no option --form. Did you mean --format or --from or"),
        (("metrics", "--from"), "--from needs a value after it: --from DAY."),
        (("metrics", "--list=all"), "--list takes no value. Write it alone."),
        (("metrics", "--config"), "--config needs a value after it: --config FILE."),
        (("ingest",), "offcut ingest needs PATH…: Files, folders, globs"),
        (("prices", "add", "google"), "offcut prices add needs MODEL: "),
        (("sources", "all", "of them"), "offcut sources does not take 'all' 'of them'."),
        (("metrix",), "offcut has no command 'metrix'. Did you mean metrics?"),
        (("nonsense",), "offcut has no command 'nonsense'. There are: demo, ingest, map, "),
        (("quarantine", "lost"), "offcut quarantine has no command 'lost'. Did you mean list?"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_wrong_usage_is_a_sentence_of_ours_and_exit_code_2(studio, arguments, sentence):
    done = studio.run(*arguments, exits=2)
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert list(studio.folder.glob("demo*")) == []


def test_no_command_at_all_is_answered_with_help(studio):
    assert "Start here:" in studio.run(exits=2).err
    assert "show" in studio.run("quarantine", exits=2).err


def test_what_was_received_cannot_drive_the_terminal(studio):
    assert "\x1b" not in studio.run("metrics", "--format", "\x1b[31m", exits=2).err
