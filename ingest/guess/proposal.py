"""What was guessed of a log, guess by guess: the reason of each, and what else it could be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.settings import Settings
    from ingest.guess.sample import Sample
    from ingest.maps.map import Map

NOT_READ = ""
"""The column of a field that none gives."""


@dataclass(frozen=True)
class Guess:
    """One guess. `key` is what a choice names: a field, `units.FIELD`, `values.FIELD.WORD`.

    `doubt` says what is uncertain, or is None; `options` are the values to choose from, the guessed
    one among them, with what each would mean where it does not say so itself.
    """

    key: str
    value: str
    reason: str
    doubt: str | None = None
    options: tuple[str, ...] = ()
    is_chosen: bool = False


@dataclass(frozen=True)
class Proposal:
    """A map for a log, and how it came about. `map` is None where it cannot hold yet: `problem`."""

    record: str
    guesses: tuple[Guess, ...]
    toml: str
    map: Map | None
    problem: str | None
    unread: tuple[str, ...]
    """Columns that no field is read from."""
    sample: Sample

    @property
    def doubts(self) -> tuple[Guess, ...]:
        """What a person should look at, and has not chosen yet."""
        return tuple(each for each in self.guesses if each.doubt and not each.is_chosen)


@dataclass
class Draft:
    """A proposal in the making: what a map will say, guess by guess."""

    sample: Sample
    settings: Settings
    choices: Mapping[str, str]
    record: str = ""
    language: str = "en"
    columns: dict[str, str] = field(default_factory=dict)
    top: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)

    @property
    def read(self) -> set[str]:
        """The columns that the map reads."""
        tables = (self.tables.get(each, {}) for each in ("ignore", "currency_of"))
        return {*self.columns.values(), *(name for table in tables for name in table)}

    def decide(
        self,
        key: str,
        guessed: str,
        reason: str,
        *,
        doubt: str | None = None,
        options: Sequence[str] = (),
    ) -> str:
        """Note a guess; what a person chose goes before it."""
        chosen = self.choices.get(key)
        is_chosen = chosen is not None
        value = guessed if chosen is None else chosen
        said = "it was chosen" if is_chosen else reason
        listed = tuple(dict.fromkeys((value, guessed, *options)))
        self.guesses.append(Guess(key, value, said, doubt, listed, is_chosen))
        return value

    def say(self, table: str, name: str, value: Any) -> None:
        """Write one line of one of the map's tables."""
        self.tables.setdefault(table, {})[name] = value
