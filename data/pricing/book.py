"""The price book: what channels ask, who bills a failure, what models are called, currency rates.

Facts live in TOML files with a date, a source and a certainty each: `prices/*.toml`,
`policies/*.toml`, `models.toml`, `rates.toml`. History is appended, never edited. Loading is
strict: a book that does not hold together is refused whole, with one sentence per fault.
"""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from data.errors import SettingsError
from data.pricing.checks import PriceInterval, complaints, price_intervals
from data.pricing.currencies import CurrencyRate
from data.pricing.entry import PriceEntry
from data.pricing.files import addition, gather, price_file
from data.pricing.model_families import ModelFamily, without_version
from data.pricing.policies import BillingPolicy
from data.pricing.shutdowns import Shutdown, shut_days, shut_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.pricing.files import Gathered

SHIPPED = Path(__file__).parent
"""The folder of the book that comes with Offcut."""


class PriceBook(BaseModel):
    """All facts of one or more folders; later folders' prices and rules go before earlier ones'."""

    model_config = ConfigDict(frozen=True)

    entries: tuple[PriceEntry, ...]
    policies: tuple[BillingPolicy, ...]
    models: tuple[ModelFamily, ...]
    rates: tuple[CurrencyRate, ...]
    shutdowns: tuple[Shutdown, ...] = ()
    channel_names: tuple[tuple[str, str], ...]
    """(name in lower case, channel): every name a channel goes by."""

    @classmethod
    def load(
        cls, folders: Sequence[Path] = (SHIPPED,), *, pending: Mapping[Path, str] | None = None
    ) -> PriceBook:
        """Read and check folders of the shipped layout. `pending` holds files not written yet.

        Raises SettingsError with one sentence per fault, each naming file and entry.
        """
        if tuple(folders) == (SHIPPED,) and not pending:
            return _shipped()
        return cls.of(gather(folders, pending))

    @classmethod
    def of(cls, gathered: Gathered) -> PriceBook:
        """Check all facts against each other. Raises SettingsError."""
        faults = [*gathered.complaints, *complaints(gathered)]
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(
            entries=tuple(placed.fact for placed in gathered.prices),
            policies=tuple(placed.fact for placed in gathered.policies),
            models=_merged(placed.fact for placed in gathered.families),
            rates=tuple(placed.fact for placed in gathered.rates),
            shutdowns=tuple(placed.fact for placed in gathered.shutdowns),
            channel_names=_channel_names(gathered),
        )

    @cached_property
    def hash(self) -> str:
        """Identity of the content, whatever the order of its files: 64 hex digits."""
        groups = (self.entries, self.shutdowns, self.policies, self.models, self.rates)
        texts = [sorted(_canonical(fact) for fact in group) for group in groups]
        return hashlib.sha256(repr((texts, sorted(self.channel_names))).encode()).hexdigest()

    @cached_property
    def intervals(self) -> tuple[PriceInterval, ...]:
        """Every price with the days it is in force, one per operation and variant."""
        return tuple(price_intervals(self.entries, shut_days(self.shutdowns)))

    def channel_of(self, name: str) -> str:
        """The channel a name stands for; the name in lower case when it is not in the book."""
        return dict(self.channel_names).get(name.lower(), name.lower())

    def family_of(self, model: str) -> ModelFamily | None:
        """The family a model's name belongs to, any case, with or without a version at its end."""
        name = model.lower()
        return self._families.get((name, False)) or self._families.get(
            (without_version(name), True)
        )

    @cached_property
    def _families(self) -> dict[tuple[str, bool], ModelFamily]:
        return {key: family for family in self.models for key in family.keys}

    def shut_on(self, channel: str, model: str) -> date | None:
        """From which day on a channel serves a model no more, by any of its names; None: it does.

        As the relations `shut_models` and `logged_keys` have it.
        """
        here, name = self.channel_of(channel), model.lower()
        by_version = self.family_of(model) if (name, False) not in self._families else None
        found = self._shut.get((here, name, False))
        if found is None and by_version and not self._prices(here, name):
            found = self._shut.get((here, without_version(name), True))
        return found

    def _prices(self, channel: str, name: str) -> bool:
        return any(
            entry.channel == channel and entry.model.lower() == name for entry in self.entries
        )

    @cached_property
    def _shut(self) -> dict[tuple[str, str, bool], date]:
        names = shut_names(self.shutdowns, self.entries, self.models)
        return {(each.channel, each.name, each.versioned): each.shut_on for each in names}

    def in_force(self, channel: str, model: str, at: date | datetime) -> tuple[PriceEntry, ...]:
        """The entries that price a model at a channel at a moment (a time without offset is UTC).

        By the exact id where the channel has it, else by the first name of its family in force.
        """
        day = at.astimezone(UTC).date() if isinstance(at, datetime) and at.tzinfo else at
        day = day.date() if isinstance(day, datetime) else day
        here = self._at(channel)
        for name in self.priced_names(channel, model):
            found = [
                each.entry
                for each in here
                if each.key.model == name and each.starts <= day < each.ends
            ]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def priced_names(self, channel: str, model: str) -> list[str]:
        """The names under which a channel prices a model: its own, else those of its family."""
        priced = {each.key.model for each in self._at(channel)}
        if model.lower() in priced:
            return [model.lower()]
        family = self.family_of(model)
        return [name for name, _ in family.keys if name in priced] if family else []

    def _at(self, channel: str) -> list[PriceInterval]:
        here = self.channel_of(channel)
        return [each for each in self.intervals if each.key.channel == here]


@cache
def _shipped() -> PriceBook:
    """Its files do not change while a program runs, and to read them takes a tenth of a second."""
    return PriceBook.of(gather((SHIPPED,)))


def append_entry(folder: Path, entry: PriceEntry, base: Sequence[Path] = (SHIPPED,)) -> Path:
    """Write one more entry at the end of its channel's file in `folder`; returns the file.

    The whole book of `base` and `folder` is checked with it before anything is written, and no
    existing line is touched. Raises SettingsError.
    """
    path = price_file(folder, entry.channel)
    added = addition(path, entry)
    before = path.read_text("utf-8") if path.exists() else ""
    folders = [each for each in base if each.resolve() != folder.resolve()]
    PriceBook.load((*folders, folder), pending={path: before + added})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(added)
        file.flush()
        os.fsync(file.fileno())
    return path


def _channel_names(gathered: Gathered) -> tuple[tuple[str, str], ...]:
    ruled = [(placed.fact.channel.lower(), placed.fact.channel) for placed in gathered.policies]
    return tuple(dict.fromkeys([*gathered.channel_names, *ruled]))


def _merged(families: Iterable[ModelFamily]) -> tuple[ModelFamily, ...]:
    """Families named in several folders, with all of their names."""
    by_name: dict[str, ModelFamily] = {}
    for family in families:
        known = by_name.get(family.name)
        names = tuple(dict.fromkeys([*(known.names if known else ()), *family.names]))
        by_name[family.name] = family.model_copy(update={"names": names})
    return tuple(by_name.values())


def _canonical(fact: BaseModel) -> str:
    return f"{getattr(fact, 'layer', 0)} {fact.model_dump_json(exclude_none=True)}"
