"""The README shows what there is: every command, page and room, and what commands really print.

`pytest tests/test_readme.py --rewrite-expected` writes these blocks anew, and the sizing that
docs/commitments.md shows.
"""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path
from textwrap import wrap

import pytest
import typer

from dashboard.cli.app import app
from data.relations.pipeline import PIPELINE
from tests.written_blocks import check_block

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PRINTED = {
    README: (
        "offcut metrics spend usable_assets cost_per_usable_asset discard_rate --by media",
        "offcut ledger",
        "offcut identify demo/logs/fal/webhooks.jsonl demo/logs/review/verdicts.csv",
    ),
    ROOT / "docs" / "commitments.md": (
        "offcut size --channel runway",
        (
            "offcut size --assets 60 --attempts 1..5 --model 'Runway Gen-4.5' --seconds 5 "
            "--platform runway"
        ),
    ),
}
WINGS = ("ingest", "data", "dashboard")
STAYING = {"stored", "shown", "listed"}


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


@pytest.mark.parametrize("file", PRINTED, ids=lambda file: file.name)
def test_the_commands_print_what_is_shown(file, demo, rewrite_expected):
    shown = []
    for command in PRINTED[file]:
        arguments = shlex.split(command)[1:]
        printed = offcut("--config", "demo/offcut.toml", *arguments, folder=demo)
        shown.append(
            f"    $ {command}\n"
            + "".join(f"    {line}".rstrip() + "\n" for line in printed.splitlines())
        )
    check_block(file, "commands", "\n".join(shown), rewrite=rewrite_expected)


# --- What there is ------------------------------------------------------------------------------


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


def test_every_command_has_its_line(rewrite_expected):
    lines = sorted(f"| `{typed}` | {command.help} |\n" for typed, command in EVERY_COMMAND)
    table = "| command | what it does |\n|---|---|\n" + "".join(lines)
    check_block(README, "command-list", table, rewrite=rewrite_expected)


def test_every_page_has_its_line(rewrite_expected):
    pages = ROOT / "dashboard" / "app"
    routed = re.findall(r'"(pages/\w+/\w+\.py)",\s*title="(\w+)"', (pages / "app.py").read_text())
    assert len(routed) == len([*pages.glob("pages/*/")]) - len([*pages.glob("pages/__*/")])
    lines = []
    for path, title in routed:
        name, _, says = first_line(pages / path).partition(": ")
        assert name == title
        lines.append(f"- **{title}**: {says}\n")
    check_block(README, "pages", "".join(lines), rewrite=rewrite_expected)


def test_every_room_has_its_line(rewrite_expected):
    """A room is a package of a wing; its line is how its docstring begins."""
    rooms = []
    for wing in WINGS:
        rooms.append((f"{wing}/", first_line(ROOT / wing / "__init__.py")))
        inside = sorted((ROOT / wing).glob("*/__init__.py"))
        rooms += [(f"  {file.parent.name}/", first_line(file)) for file in inside]
    lines = [f"    {name:<16}{says}\n" for name, says in rooms]
    check_block(README, "house", "".join(lines), rewrite=rewrite_expected)


def test_the_picture_of_the_pipeline_is_the_declared_one(rewrite_expected):
    """Each stage, what it makes, and which of its relations stay or can be asked for."""
    lines = []
    for stage in PIPELINE:
        lines.append(f"    {stage.name:<18}{stage.title}\n")
        stays = [each.name for each in stage.relations if each.kind in STAYING and not each.into]
        lines += [f"{' ' * 22}{each}\n" for each in wrap(f"→ {', '.join(stays)}", 80) if stays]
    check_block(README, "pipeline", "".join(lines), rewrite=rewrite_expected)


def first_line(module: Path) -> str:
    """How the docstring of a module begins."""
    said = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    assert said
    return said.split("\n")[0]
