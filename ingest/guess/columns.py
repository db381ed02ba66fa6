"""What can be seen of one column of a log: how it is called, and what its values look like."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.formats.amounts import amount
from ingest.guess.vocabulary import noted, unit_words, words
from ingest.guess.written_times import TimeForm, time_form
from ingest.maps.values import text_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from ingest.formats.amounts import Mark

MOST = 0.9
"""From this share of its values on, a column is of a type."""
LOOKED_AT = 500
"""So many texts show what all of them look like."""
_ADDRESS = r"[a-z][a-z0-9+.-]{1,9}://\S+"
_FILE = (
    r".*\.(png|jpe?g|webp|gif|tiff?|exr|psd|svg|avif|heic|mp4|mov|webm|mkv|avi|mxf|wav|mp3|m4a|pdf)"
    r"(\?.*)?"
)
_LOOKS = {
    "file": re.compile(f"{_FILE}|{_ADDRESS}", re.IGNORECASE),
    "sha256": re.compile(r"[0-9a-f]{64}", re.IGNORECASE),
    "currency": re.compile(r"[A-Z]{3}"),
}


@dataclass(frozen=True)
class Column:
    """A column, or a path into nested records, with its values in the records looked at."""

    name: str
    values: tuple[Any, ...]
    """Those that are not blank."""
    n_records: int
    mark: Mark | None = None
    """The decimal mark of the file."""

    # --- its name -----------------------------------------------------------------------------

    @cached_property
    def steps(self) -> tuple[tuple[str, ...], ...]:
        """The words of each step of the path."""
        return tuple(words(step.removesuffix("[]")) for step in self.name.split("."))

    @cached_property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The words by which it may be meant: its last step, also with the one before or bare."""
        last = self.steps[-1]
        above = self.steps[-2] if len(self.steps) > 1 else ()
        bare = tuple(each for each in last if each not in unit_words())
        longer = [(*above, *last), (*above, *bare)] if above else []
        return tuple(dict.fromkeys(form for form in (*longer, last, bare) if form))

    @cached_property
    def all_words(self) -> tuple[str, ...]:
        """All words of its path."""
        return tuple(each for step in self.steps for each in step)

    def unit(self, known: Collection[str]) -> str | None:
        """Which of the units its name says."""
        return noted("units", reversed(self.all_words), known)

    @cached_property
    def currency(self) -> str | None:
        """The currency that its name or its amounts say."""
        said = [*self.all_words, *(sign for sign in "€$£₹" if sign in self.name), *self.signs]
        return noted("currencies", [each.casefold() for each in said])

    @property
    def signs(self) -> list[str]:
        """The signs of currencies that its amounts have."""
        return sorted({sign for _, sign in self.amounts or () if sign})

    # --- its values ---------------------------------------------------------------------------

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its values as text; of lists, their members."""
        flat = (one for each in self.values for one in (each if isinstance(each, list) else [each]))
        return tuple(text for one in flat if (text := _text(one)) is not None)

    @cached_property
    def counted(self) -> Counter[str]:
        """How often each text comes."""
        return Counter(self.texts)

    @property
    def share(self) -> float:
        """How many of the records have a value."""
        return len(self.values) / max(1, self.n_records)

    @cached_property
    def is_list(self) -> bool:
        """Whether one record may have several values."""
        return "[]" in self.name or any(isinstance(each, list) for each in self.values)

    @cached_property
    def is_unique(self) -> bool:
        """Whether every record has a value of its own."""
        return len(self.values) == self.n_records and len(self.counted) == self.n_records > 0

    @cached_property
    def amounts(self) -> tuple[tuple[Decimal, str | None], ...] | None:
        """Its values as numbers, each with the sign of its currency; None where they are none."""
        found = [read for text in self.texts if (read := _amount(text, self.mark)) is not None]
        is_most = found and len(found) >= MOST * len(self.texts)
        return tuple(found) if is_most and not self.is_list else None

    @cached_property
    def numbers(self) -> tuple[Decimal, ...] | None:
        """Its values as numbers."""
        return None if self.amounts is None else tuple(value for value, _ in self.amounts)

    @cached_property
    def is_whole(self) -> bool:
        """Whether they are whole numbers."""
        return self.numbers is not None and all(each == int(each) for each in self.numbers)

    @cached_property
    def time(self) -> TimeForm | None:
        """How its times are written; None where they are none."""
        return None if self.is_list else time_form(self.texts, self.numbers)

    def is_like(self, what: str) -> bool:
        """Whether its texts are mostly a `file`, a `sha256` or a `currency`."""
        return what in self._looks

    @cached_property
    def _looks(self) -> frozenset[str]:
        first = self.texts[:LOOKED_AT]
        like = {
            what: sum(bool(pattern.fullmatch(text)) for text in first)
            for what, pattern in _LOOKS.items()
        }
        return frozenset(what for what, n in like.items() if n and n >= MOST * len(first))


def _text(value: Any) -> str | None:
    try:
        text = text_of(value.isoformat() if hasattr(value, "isoformat") else value)
    except ValueError:
        return None
    return text.strip() if text else None


def _amount(text: str, mark: Mark | None) -> tuple[Decimal, str | None] | None:
    """A number, and the sign of its currency; where the mark is not sure, by either."""
    for each in (mark, ".") if mark in {None, "unclear"} else (mark,):
        with suppress(ValueError):
            return amount(text, each)
    return None
