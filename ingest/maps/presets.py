"""Maps that come along, each read by its name: `--map airtable`.

They are for tools whose exports are called after what a team calls its columns, or whose columns
nobody could look up: a beginning, to be copied and adapted. A preset's first line says what it
reads, the comment below it what to adapt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.errors import SettingsError, unknown_name
from ingest.maps.map import Map

FOLDER = Path(__file__).parent / "presets"


@dataclass(frozen=True)
class Preset:
    """One of them."""

    path: Path

    @property
    def name(self) -> str:
        """What `--map` takes."""
        return self.path.stem

    @property
    def title(self) -> str:
        """What it reads, in a few words."""
        return self._comment[0]

    @property
    def adapt(self) -> str:
        """What is to be adapted, in a sentence or two."""
        return " ".join(self._comment[1:])

    @property
    def _comment(self) -> list[str]:
        above = self.path.read_text("utf-8").split("\n\n", 1)[0]
        return [line.removeprefix("# ") for line in above.splitlines()]


def presets() -> tuple[Preset, ...]:
    """All of them, by name."""
    return tuple(Preset(path) for path in sorted(FOLDER.glob("*.toml")))


def map_called(named: Path, *, dated: bool = False) -> Map:
    """The map in a file, else the preset of this name; `dated` as in `Map.of_toml`.

    Raises SettingsError where there is neither, or where it does not hold.
    """
    known = {preset.name: preset.path for preset in presets()}
    if named.exists() or str(named) != named.stem:
        return Map.load(named, dated=dated)
    if named.stem not in known:
        unknown = unknown_name("map that comes along", named.stem, known)
        raise SettingsError(f"--map {named}: no such file, and {unknown}")
    return Map.load(known[named.stem], dated=dated)
