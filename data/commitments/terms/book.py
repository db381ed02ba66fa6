"""The book of plans: `plans/*.toml`, one file per platform, and quotes in the same layout.

Loading is strict: a book that does not hold together is refused whole, with one sentence per fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.commitments.terms.files import PlanFile
from data.commitments.terms.platform import Platform
from data.errors import SettingsError, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from data.commitments.terms.packs import IncompletePlan
    from data.commitments.terms.plan import PlanTerms
    from data.pricing.currencies import RateInForce

SHIPPED = Path(__file__).parent / "plans"
"""The folder of the book that comes with Offcut."""
NO_RATES: Mapping[str, RateInForce] = MappingProxyType({})


@dataclass(frozen=True)
class PlanBook:
    """All platforms by name, and the plans nobody could size."""

    platforms: dict[str, Platform]
    incomplete: tuple[IncompletePlan, ...]

    @classmethod
    def load(
        cls,
        paths: Sequence[Path] = (SHIPPED,),
        quotes: Sequence[PlanTerms] = (),
        rates: Mapping[str, RateInForce] = NO_RATES,
    ) -> PlanBook:
        """Read folders and files, and add quotes: each joins what is known of its platform.

        What is priced in a currency that has a rate is converted by it. A file that says
        `replace = true` stands for all of what the shipped book says, and a file's quote for one of
        the same name. Raises SettingsError with one sentence per fault, each naming file, entry and
        field.
        """
        files = [PlanFile.read(file) for path in dict.fromkeys(paths) for file in _files(path)]
        ours = len(_files(SHIPPED)) if SHIPPED in paths[:1] else 0
        faults = [fault for file in files for fault in file.complaints]
        if faults := [*faults, *_quoted_twice(files[ours:])]:
            raise SettingsError("\n".join(faults))
        replaced = {file.platform.name for file in files if file.platform and file.replaces}
        shipped = [file.platform for file in files[:ours] if file.platform]
        known = [platform for platform in shipped if platform.name not in replaced]
        added = [file.platform.as_quote() for file in files[ours:] if file.platform]
        told = {(plan.platform, plan.name) for file in files[ours:] for plan in file.plans}
        typed = [quote for quote in quotes if (quote.platform, quote.name) not in told]
        added += [Platform.quoting(quote) for quote in typed]
        joined = [each.in_currency(rates) for each in _joined([*known, *added])]
        platforms = {each.name: each.with_packs_sold() for each in joined}
        return cls(platforms, tuple(plan for file in files for plan in file.incomplete))

    def platform(self, name: str) -> Platform:
        """The platform of that name.

        Raises SettingsError with the nearest names, or with what is missing to size it.
        """
        if name not in self.platforms:
            if missing := [plan for plan in self.incomplete if plan.platform == name]:
                raise SettingsError(_too_little(name, missing))
            raise SettingsError(unknown_name("platform with plans", name, self.platforms))
        return self.platforms[name]

    def plans(self, on: date, platforms: Sequence[str] = ()) -> tuple[PlanTerms, ...]:
        """Every plan that can be bought on that day, in each way it can be paid.

        Raises SettingsError for a platform that is not in the book; none named means all.
        """
        asked = [self.platform(name) for name in platforms] or self.platforms.values()
        sold = (plan for platform in asked for plan in platform.plans_sold(on))
        return tuple(way for plan in sold for way in plan.ways_to_pay())


def _too_little(name: str, missing: Iterable[IncompletePlan]) -> str:
    told = "; ".join(f"{plan.name}: {plan.missing}" for plan in missing)
    return (
        f"Too little is known of {name} to compare it ({told}). Give its plan and rates in a quote "
        f"file ([[plan]] and [[rate]]; --plans FILE), or type them in on the Commitments page."
    )


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def _joined(platforms: Iterable[Platform]) -> Iterable[Platform]:
    """One of each name, what comes later added to what came first."""
    by_name: dict[str, Platform] = {}
    for each in platforms:
        known = by_name.get(each.name)
        by_name[each.name] = known.joined(each) if known else each
    return by_name.values()


def _quoted_twice(files: Iterable[PlanFile]) -> Iterator[str]:
    """A sentence per plan that two files offer under one name: which of them counts is not said."""
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        for platform, name in dict.fromkeys((plan.platform, plan.name) for plan in file.plans):
            other = seen.setdefault((platform, name), file.where)
            if other != file.where:
                yield (
                    f"{file.where}: plan {name} of {platform} is in {other} too. Give each quote a "
                    f"name of its own, so that they can stand side by side."
                )
