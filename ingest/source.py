"""What a source is: a small file that recognises one log format and turns its items into records.

A source says only what is peculiar to its format. `Opened` gives it the file; `documents` splits a
file into items (JSON documents unless the source says otherwise); `records` turns one item into
canonical records, or raises `Refused` (quarantined with that reason) or `Ignored` (counted under
that reason). The first record of an item decides the item's fate in the account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from data.code_digest import code_digest
from ingest.formats.documents import json_documents
from ingest.formats.item import Ignored, Item, Refused, shortened
from ingest.formats.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from data.warehouse.records import Origin, Record

__all__ = [
    "Ignored",
    "Item",
    "Opened",
    "QuickWay",
    "Refused",
    "Source",
    "reader_version",
    "shortened",
]
STATUS = "status."
"""What a setting of a source begins with that tells what a word for an end means."""
ANY_READER = ("data/warehouse/records.py", "ingest/formats", "ingest/storing/staging.py")
"""What every way of reading goes through."""


def reader_version(*places: str) -> int:
    """A number for the code at these paths and what all readers share, comments aside."""
    return int(code_digest(*places, *ANY_READER)[:7], 16)


@dataclass(frozen=True)
class Guess:
    """Something a source takes for granted that no real payload has shown.

    Settings correct it: `[sources.<source>]` with `<name> = "<value>"`.
    """

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class QuickWay:
    """How SQL reads the plain records of JSON lines, some hundred thousand a second.

    Its query goes over `lines`, whose `columns` are the keys of a record: text, JSON where they are
    nested, NULL where blank. It gives fields of the attempt by name, `ignored` (why, or NULL) and
    `suspect`: what it cannot vouch for, the source reads as ever. Where it reads nested `objects`,
    by the expressions that each has, it gives their `shape` too, a hash of the keys in them: of
    those that share one, one is looked at for a key that is said twice.
    """

    columns: tuple[str, ...]
    query: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What is bound in it, by name."""
    expressions: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What it says by a name, with arguments."""
    objects: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Columns that hold an object, or text with one, and the keys that are read of each."""
    is_known_by_place: Callable[[Any], bool] = lambda _: False
    """Whether a record has no id but what it is and where: a file with such is read as ever."""


@dataclass(frozen=True)
class Source:
    """Base of every source. Subclasses set the class variables and write two or three methods."""

    name: ClassVar[str]
    """The records' `source`, and what `--source` takes."""
    title: ClassVar[str]
    """What it reads, in a few words."""
    origin: ClassVar[Origin]
    where: ClassVar[str]
    """Where such a file comes from, one sentence."""
    costs_are_estimates: ClassVar[bool] = False
    """Whether its 0 for a failure, or for what has no price, means "not known"."""
    costs_are_net: ClassVar[bool] = False
    """Whether the cost it reports is less what was refunded."""
    reads_the_name: ClassVar[bool] = False
    """Whether the same content in another place or under another name is another record."""
    evidence: ClassVar[str] = "not said"
    """What the reading rests on: recorded traffic, documentation, or hearsay; and for which part
    of it another thing."""
    guesses: ClassVar[tuple[Guess, ...]] = ()
    """What it takes for granted."""
    read_with: ClassVar[tuple[str, ...]] = ()
    """Settings that decide what its records become, the time zone aside."""
    quick_way: ClassVar[QuickWay | None] = None
    """For logs that come in millions of lines; it must say what `records` says."""
    dated_by: ClassVar[str] = ""
    """What stands for a time that the format does not have; told with each load."""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def reader_version(self) -> int:
        """Another number for other code: known files are read anew where reading has changed."""
        folder = type(self).__module__.replace(".", "/").rpartition("/")[0]
        return reader_version(folder, "ingest/sources/parts", "ingest/source.py")

    def told(self, name: str, file: Opened) -> str:
        """A guess of this name as the settings have it, else as it is."""
        given = file.settings.sources.get(self.name, {})
        return given.get(name) or next(each.value for each in self.guesses if each.name == name)

    def told_statuses(self, file: Opened) -> dict[str, str]:
        """The words for an end that the settings tell the meaning of."""
        given = file.settings.sources.get(self.name, {})
        return {
            name.removeprefix(STATUS): meant
            for name, meant in given.items()
            if name.startswith(STATUS)
        }

    def notes(self, file: Opened) -> list[str]:
        """What to say with each load of a file, beside what became of its records."""
        del file
        return [f"{self.name}: {self.dated_by}"] if self.dated_by else []

    def identify(self, file: Opened) -> str | None:
        """Why this source claims the file, or None."""
        raise NotImplementedError

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items of a file: JSON documents, one a line or one big one."""
        return json_documents(file, self.unwrap)

    def by_its_bytes(self, raw: bytes) -> Any:
        """What a line is where its bytes tell, so that it need not be parsed; else None."""
        del raw

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The items inside one JSON document (a list page holds many); itself by default."""
        return document if isinstance(document, list) else (document,)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The canonical records of one item. Raises Refused or Ignored."""
        raise NotImplementedError
