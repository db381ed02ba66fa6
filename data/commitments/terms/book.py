"""The book of plans: `plans/*.toml`, one file per platform, and quotes in the same layout.

Loading is strict: a book that does not hold together is refused whole, with one sentence per fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.commitments.terms.files import PlanFile, Platform
from data.errors import SettingsError, unknown_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.commitments.terms.packs import IncompletePlan
    from data.commitments.terms.plan import PlanTerms

SHIPPED = Path(__file__).parent / "plans"
"""The folder of the book that comes with Offcut."""


@dataclass(frozen=True)
class PlanBook:
    """All platforms by name, and the plans nobody could size."""

    platforms: dict[str, Platform]
    incomplete: tuple[IncompletePlan, ...]

    @classmethod
    def load(cls, paths: Sequence[Path] = (SHIPPED,)) -> PlanBook:
        """Read folders and files; a platform in a later one replaces the earlier one's.

        Raises SettingsError with one sentence per fault, each naming file, entry and field.
        """
        files = [PlanFile.read(file) for path in paths for file in _files(path)]
        faults = [fault for file in files for fault in file.complaints]
        if faults:
            raise SettingsError("\n".join(faults))
        platforms = {file.platform.name: file.platform for file in files if file.platform}
        return cls(platforms, tuple(plan for file in files for plan in file.incomplete))

    def platform(self, name: str) -> Platform:
        """The platform of that name. Raises SettingsError with the nearest names."""
        if name not in self.platforms:
            raise SettingsError(unknown_name("platform with plans", name, self.platforms))
        return self.platforms[name]

    def plans(self, on: date, platforms: Sequence[str] = ()) -> tuple[PlanTerms, ...]:
        """Every plan that can be bought on that day, in each way it can be paid.

        Raises SettingsError for a platform that is not in the book; none named means all.
        """
        asked = [self.platform(name) for name in platforms] or self.platforms.values()
        sold = (plan for platform in asked for plan in platform.plans if plan.in_force(on))
        return tuple(way for plan in sold for way in plan.ways_to_pay())


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]
