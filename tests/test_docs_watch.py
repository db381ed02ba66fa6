"""docs/watch.md lists every setting with its default, and its example is one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from data.watch import WatchSettings

TEXT = (Path(__file__).parents[1] / "docs" / "watch.md").read_text("utf-8")
SETTINGS = TEXT.split("\n## Settings\n")[1]


def test_every_setting_stands_there_with_its_default():
    cells = [line.split("|")[1:3] for line in SETTINGS.splitlines() if line.startswith("| `")]
    rows = [(name.strip(" `"), shown.strip(" `")) for name, shown in cells]
    assert [name for name, _ in rows] == list(WatchSettings.model_fields)
    for name, shown in rows:
        written = tomllib.loads(f"value = {shown}")["value"] if shown else None
        default = WatchSettings.model_fields[name].default
        assert written == (list(default) if isinstance(default, tuple) else default), name


def test_the_example_holds():
    [example] = re.findall(r"```toml\n(.*?)```", SETTINGS, re.DOTALL)
    assert WatchSettings(**tomllib.loads(example)["watch"]).review_on == "monday"
