"""The settings that docs/evidence.md shows are ones that hold, and its table has every way."""

from __future__ import annotations

import re
from pathlib import Path

from data.settings import load_settings

TEXT = (Path(__file__).parents[1] / "docs" / "evidence.md").read_text("utf-8")
SQL = Path(__file__).parents[1] / "data" / "warehouse" / "schema" / "0012_media.sql"


def test_the_settings_hold(tmp_path):
    [written] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    file = tmp_path / "offcut.toml"
    file.write_text(written)
    settings = load_settings(file)
    assert settings.media.outputs == (str(tmp_path / "renders"),)
    assert settings.media.edl_frame_rate == 25
    assert settings.delivery.pieces == {"image": 3, "video": 1}


def test_every_way_to_match_is_told():
    [told] = re.findall(r"found_by VARCHAR NOT NULL, +-- (.*)", SQL.read_text("utf-8"))[:1]
    assert set(re.findall(r"^\| (`.*?) \|", TEXT, re.MULTILINE)) == {
        *(f"`{name}`" for name in told.split(" | ") if name not in {"part", "layout"}),
        "`part`, `layout`",
    }
