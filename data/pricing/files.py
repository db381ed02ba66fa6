"""Reading and writing the price book's files, with complaints that name file, entry and line."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from data.errors import SettingsError, unknown_name, validation_sentence
from data.pricing.currencies import CurrencyRate
from data.pricing.entry import Fact, PriceEntry
from data.pricing.model_families import ModelFamily
from data.pricing.policies import BillingPolicy
from data.pricing.shutdowns import Shutdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FactKind = TypeVar("FactKind", bound=Fact)
DEFAULTS = frozenset({"currency", "source", "checked_on", "certainty"})
"""What a `[defaults]` table may say for all entries of its file."""
HEAD = frozenset({"channel", "also_called", "defaults"})


@dataclass(frozen=True)
class Placed(Generic[FactKind]):
    """A fact and where it stands: `where` for messages, `file` and `number` (from 1) for order."""

    fact: FactKind
    file: Path
    number: int
    where: str


class Opened(NamedTuple):
    """A file of the book: its text, what it says, and what its top says for all of its entries."""

    path: Path
    name: str
    text: str
    content: dict[str, Any]
    inherited: dict[str, Any]


@dataclass
class Gathered:
    """All facts of all folders, before they are checked against each other."""

    pending: Mapping[Path, str] = field(default_factory=dict)
    """Texts of files that are not written yet."""
    prices: list[Placed[PriceEntry]] = field(default_factory=list)
    shutdowns: list[Placed[Shutdown]] = field(default_factory=list)
    policies: list[Placed[BillingPolicy]] = field(default_factory=list)
    families: list[Placed[ModelFamily]] = field(default_factory=list)
    rates: list[Placed[CurrencyRate]] = field(default_factory=list)
    channel_names: list[tuple[str, str]] = field(default_factory=list)
    """(name in lower case, channel)."""
    complaints: list[str] = field(default_factory=list)

    def add_folder(self, folder: Path, layer: int) -> None:
        """Read a folder of the shipped layout; every file in it is optional."""
        unwritten = [path for path in self.pending if folder in path.parents]
        if not folder.is_dir() and not unwritten:
            raise SettingsError(f"{folder}: no such folder of prices. Make it, or name another.")
        before = self._n_facts
        for path in _paths(folder / "prices", unwritten):
            if opened := self._opened(path, "price", "shutdown"):
                self.prices += self._listed(opened, "price", PriceEntry, layer=layer)
                self.shutdowns += self._listed(opened, "shutdown", Shutdown, layer=layer)
        for path in _paths(folder / "policies", unwritten):
            self.policies += self._facts(path, "policy", BillingPolicy, layer=layer)
        if (path := folder / "models.toml").exists():
            self.families += self._facts(path, "family", ModelFamily)
        if (path := folder / "rates.toml").exists():
            self.rates += self._facts(path, "rate", CurrencyRate)
        stray = sorted(folder.glob("*.toml"))
        if self._n_facts == before and stray and not self.complaints:
            self.complaints.append(
                f"{_short(stray[0])}: not where the price book looks. Prices go into "
                f"{folder.name}/prices/, rules of who bills a failure into {folder.name}/policies/."
            )

    @property
    def _n_facts(self) -> int:
        n_of_channels = len(self.prices) + len(self.shutdowns) + len(self.policies)
        return n_of_channels + len(self.families) + len(self.rates)

    def _facts(
        self, path: Path, table: str, model: type[FactKind], **constants: int
    ) -> list[Placed[FactKind]]:
        opened = self._opened(path, table)
        return self._listed(opened, table, model, **constants) if opened else []

    def _opened(self, path: Path, *tables: str) -> Opened | None:
        """The file with what its top says of the entries of these tables."""
        text = self.pending[path] if path in self.pending else path.read_text("utf-8")
        name = _short(path)
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.complaints.append(f"{name}: not TOML: {error}.")
            return None
        return Opened(path, name, text, content, self._head(name, tables, content))

    def _listed(
        self, opened: Opened, table: str, model: type[FactKind], **constants: int
    ) -> list[Placed[FactKind]]:
        lines = _header_lines(opened.text, table)
        inherited = {
            key: value for key, value in opened.inherited.items() if key in model.model_fields
        }
        placed = []
        for number, raw in enumerate(opened.content.get(table, []), start=1):
            line = f", line {lines[number - 1]}" if number <= len(lines) else ""
            where = f"{opened.name}, entry {number}{line}"
            if (fact := self._fact(model, raw, inherited | constants, where)) is not None:
                placed.append(Placed(fact, opened.path, number, f"{where} ({fact.title})"))
        return placed

    def _head(self, name: str, tables: tuple[str, ...], content: dict[str, Any]) -> dict[str, Any]:
        """What the top of a file says for all of its entries."""
        by_channel = not {"price", "policy"}.isdisjoint(tables)
        allowed = {*tables, *(HEAD if by_channel else ())}
        self._refuse_unknown(name, "key of such a file", content, allowed)
        defaults = content.get("defaults", {})
        self._refuse_unknown(f"{name}, [defaults]", "default", defaults, DEFAULTS)
        inherited = {key: value for key, value in defaults.items() if key in DEFAULTS}
        channel = content.get("channel")
        if channel is None:
            if "price" in tables:
                self.complaints.append(f'{name}: say whose prices these are: channel = "…".')
            return inherited
        names = [channel, *content.get("also_called", [])]
        self.channel_names += [(str(name).lower(), channel) for name in names]
        return inherited | {"channel": channel}

    def _fact(
        self, model: type[FactKind], raw: dict[str, Any], inherited: dict[str, Any], where: str
    ) -> FactKind | None:
        label = " ".join(str(raw[key]) for key in ("model", "name", "unit") if key in raw)
        where = f"{where} ({label})" if label else where
        settable = model.model_fields.keys() - {"layer", *({"channel"} & inherited.keys())}
        if self._refuse_unknown(where, "key of an entry", raw, settable):
            return None
        try:
            return model.model_validate(inherited | raw)
        except ValidationError as error:
            self.complaints.append(f"{where}: {validation_sentence(error)}.")
            return None

    def _refuse_unknown(
        self, where: str, kind: str, content: dict[str, Any], allowed: set[str] | frozenset[str]
    ) -> bool:
        unknown = sorted(content.keys() - allowed)
        self.complaints += [f"{where}: {unknown_name(kind, key, allowed)}" for key in unknown]
        return bool(unknown)


def gather(folders: Sequence[Path], pending: Mapping[Path, str] | None = None) -> Gathered:
    """Read every file of every folder; `pending` holds texts of files that are not written yet."""
    gathered = Gathered(pending or {})
    for layer, folder in enumerate(folders):
        gathered.add_folder(folder, layer)
    return gathered


def _paths(folder: Path, unwritten: list[Path]) -> list[Path]:
    return sorted({*folder.glob("*.toml"), *(path for path in unwritten if path.parent == folder)})


def _short(path: Path) -> str:
    return str(Path(*path.parts[-2:]))


def _header_lines(text: str, table: str) -> list[int]:
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if line.strip().startswith(f"[[{table}]]")]


# --- writing ----------------------------------------------------------------------------------


def entry_text(entry: PriceEntry) -> str:
    """The entry as TOML, every field spelt out."""
    fields = entry.model_dump(exclude={"channel"}, exclude_defaults=True)
    lines = [f"{name} = {_toml(value)}" for name, value in fields.items()]
    return "\n".join(["[[price]]", *lines]) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Decimal):
        return f'"{value:f}"'
    if isinstance(value, (bool, str, int)):
        return json.dumps(value, ensure_ascii=False)
    return f"{value}"


def price_file(folder: Path, channel: str) -> Path:
    """Where a channel's prices stand in a folder: the file that says so, else one of its name."""
    for path in sorted((folder / "prices").glob("*.toml")):
        if tomllib.loads(path.read_text("utf-8")).get("channel") == channel:
            return path
    name = "".join(letter if letter.isalnum() else "-" for letter in channel)
    return folder / "prices" / f"{name}.toml"


def addition(path: Path, entry: PriceEntry) -> str:
    """What to write at the end of the file; a new file gets its channel first."""
    if not path.exists():
        return f"channel = {_toml(entry.channel)}\n\n{entry_text(entry)}"
    ends_well = path.read_text("utf-8").endswith("\n")
    return ("\n" if ends_well else "\n\n") + entry_text(entry)
