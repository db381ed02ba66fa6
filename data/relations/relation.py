"""What a relation is: how it comes to be, what it needs, and when it may be skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal[
    "function",
    "expression",
    "rows",
    "table",
    "view",
    "wide",
    "numbered",
    "loop",
    "step",
    "told",
    "stored",
    "shown",
    "listed",
]
"""How a relation comes to be:

- `function`: no rows, but what each engine says in its own way: moments, zones, exact division;
- `expression`: no rows, but a name for an expression of some arguments;
- `rows`: Python makes the rows (price book, credit ledger) and hands them over;
- `table`: kept while something needs it; `view`: runs where it is used;
- `wide`: all calls with all their columns: kept where they are few, a view where they are many;
- `numbered`: the rows of the one relation it needs, with a number that means nothing;
- `loop`: grown round by round until nothing is added, by running what it `runs`;
- `step`: what only a loop runs;
- `told`: a view whose text depends on whether all, or a part, is resolved, and into what;
- `stored`: rows that stay, in the warehouse or in front of it;
- `shown`: a view that stays;
- `listed`: asked for by name, never resolved.
"""
Only = Literal["part", "matching"]
"""Made only where a part of the calls is resolved, or where references are matched."""

RECORDS = (
    *("attempts", "attempt_versions", "assets", "asset_versions", "verdicts", "verdict_versions"),
    *("ledger_entries", "ledger_entry_versions", "handovers", "labour"),
    *("media", "media_matches", "media_uses"),
    *("sources", "files", "quarantine", "resolutions", "named_work", "told_references"),
)
"""The tables of the warehouse that any relation may read."""
STORED = "stored."
"""Before the name of a stored relation as the last resolving left it."""


class Given(NamedTuple):
    """Rows without which a relation has none."""

    relation: str
    condition: str = "TRUE"


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One relation of the pipeline; its query lies in the folder of its stage, under its name."""

    name: str
    kind: Kind
    needs: tuple[str, ...] = ()
    """The records and relations that it reads."""
    given: Given | None = None
    """Where there are no such rows, it is made empty, unless `otherwise` says what it is then."""
    otherwise: str = ""
    """The relation that it is where there are no such rows."""
    skipped: bool = False
    """Where there are no such rows it is not made at all, and neither is what needs it."""
    only: Only | None = None
    or_empty: bool = False
    """It is made empty where `only` rules it out: others read it always."""
    of_wide: bool = False
    """A table that is read off wide rows: these are never what is held to look up others in."""
    arguments: tuple[str, ...] = ()
    """Of an expression."""
    runs: tuple[str, ...] = ()
    """What a loop runs in each of its rounds."""
    into: str = ""
    """The stored relation that rows are appended to, if not the one of this name."""
    sorted_by: str = ""
    """The column in whose order rows are stored, where the records lie scattered."""


@dataclass(frozen=True)
class Stage:
    """Relations that belong together, in the order in which they are made."""

    name: str
    title: str
    relations: tuple[Relation, ...]
