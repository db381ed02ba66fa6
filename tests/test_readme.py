"""The README holds what the program really prints: its metric table and the output of its commands.

`pytest tests/test_readme.py --rewrite-expected` writes both anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from dashboard.cli.app import app
from data.metrics.catalogue import METRICS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMANDS = (
    "offcut metrics spend usable_assets cost_per_usable_asset discard_rate --by media",
    "offcut metrics cost_per_usable_asset reroll_share --by week --where client=petrichor-skin",
    "offcut ledger",
    "offcut identify demo/logs/fal/webhooks.jsonl demo/logs/review/verdicts.csv",
    "offcut prices list --channel kling --on 2026-11-15",
    "offcut size",
)


def offcut(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "offcut", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    offcut("demo", "--no-dashboard", folder=folder)
    return folder


def block(name: str) -> re.Pattern[str]:
    return re.compile(f"(<!-- {name}:begin -->\n)(.*?)(<!-- {name}:end -->)", re.DOTALL)


def check(name: str, expected: str, *, rewrite: bool) -> None:
    text = README.read_text("utf-8")
    found = block(name).search(text)
    assert found is not None
    if rewrite:
        README.write_text(block(name).sub(lambda m: f"{m[1]}{expected}{m[3]}", text), "utf-8")
    else:
        assert found[2] == expected


def test_the_metric_table_is_the_declared_one(rewrite_expected):
    rows = [f"| `{each.name}` | {each.meaning} | {each.formula} |\n" for each in METRICS]
    table = "| metric | what it says | formula |\n|---|---|---|\n" + "".join(rows)
    check("metrics", table, rewrite=rewrite_expected)


def test_the_commands_print_what_the_readme_shows(demo, rewrite_expected):
    shown = []
    for command in COMMANDS:
        arguments = command.split()[1:]
        printed = offcut("--config", "demo/offcut.toml", *arguments, folder=demo)
        shown.append(
            f"    $ {command}\n"
            + "".join(f"    {line}".rstrip() + "\n" for line in printed.splitlines())
        )
    check("commands", "\n".join(shown), rewrite=rewrite_expected)


def commands_of(group, before="offcut"):
    """(the command as it is typed, click's command) for each, those of groups included."""
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        if hasattr(command, "commands"):
            yield from commands_of(command, typed)
        else:
            yield typed, command


EVERY_COMMAND = tuple(commands_of(typer.main.get_command(app)))


@pytest.mark.parametrize(
    ("typed", "command"), EVERY_COMMAND, ids=[typed for typed, _ in EVERY_COMMAND]
)
def test_a_command_says_what_it_does_and_gives_an_example(typed, command):
    assert command.help
    words = typed.split()[1:]
    given = re.sub(r"--warehouse \S+ ", "", command.epilog or "")
    assert f"offcut {' '.join(words)}" in given
