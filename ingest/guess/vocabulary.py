"""The words that logs use: names of columns, meanings of values, units; and how words compare."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

FOLDER = Path(__file__).parent
NEVER_PARTS = 3
"""A phrase shorter than this says nothing as a part of a longer name."""
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IDEOGRAMS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class Phrase(NamedTuple):
    """A name of a field: by language how good it is, 0 the best."""

    ranks: Mapping[str, int]

    def in_(self, languages: Collection[str] | None) -> tuple[int, str] | None:
        """Its best rank in one of these languages, or in any; None where it is in none."""
        found = ((n, code) for code, n in self.ranks.items() if not languages or code in languages)
        return min(found, default=None)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a name, without case, accents and signs: `billedTotalUSD` has three."""
    if text.startswith("$"):
        return (text,)
    parted = unicodedata.normalize("NFKD", _HUMPS.sub(" ", text.strip())).casefold()
    plain = "".join(each for each in parted if not unicodedata.combining(each))
    return tuple(re.findall(r"[^\W_]+", plain))


def plain(text: str) -> str:
    """A word or name as it is compared; of signs alone, themselves."""
    return " ".join(words(text)) or text.strip().casefold()


@cache
def _listed(text: str) -> tuple[str, ...]:
    return tuple(plain(phrase) for phrase in text.split(", "))


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def names_of(record: str, field: str) -> Mapping[str, Phrase]:
    """What the column of a field is called, each phrase with its rank."""
    found: dict[str, dict[str, int]] = {}
    for language, phrases in _file("names").get(record, {}).get(field, {}).items():
        for rank, phrase in enumerate(_listed(phrases)):
            found.setdefault(phrase, {})[language] = rank
    return {phrase: Phrase(ranks) for phrase, ranks in found.items()}


def records() -> tuple[str, ...]:
    """The record kinds whose columns have names."""
    return tuple(_file("names"))


@cache
def meanings_of(table: str) -> Mapping[str, str]:
    """Phrase → what it means, of a table like `status`."""
    return {
        phrase: meant
        for meant, phrases in _file("meanings")[table].items()
        for phrase in _listed(phrases)
    }


def is_table(table: str) -> bool:
    """Whether there are words for it."""
    return table in _file("meanings")


@lru_cache(maxsize=20_000)
def meaning(table: str, text: str) -> tuple[str | None, bool]:
    """What a value means, and whether the whole of it says so rather than a word in it."""
    whole = meanings_of(table).get(plain(text))
    if whole is not None:
        return whole, True
    inside, begun = words(text), _by_first_word(table)
    tried = (each for word in {*inside, ""} for each in begun.get(word, ()))
    _, meant = min((each for each in tried if is_part(each[0][1], inside)), default=(None, None))
    return meant, False


@cache
def _by_first_word(table: str) -> Mapping[str, Sequence[tuple[tuple[int, str], str]]]:
    """Phrases of a table with their places and meanings, by the word they begin with.

    A phrase of ideograms, which has no words, is among those of the empty one.
    """
    found: dict[str, list[tuple[tuple[int, str], str]]] = {}
    for place, (phrase, meant) in enumerate(meanings_of(table).items()):
        first = "" if _IDEOGRAMS.search(phrase) else phrase.partition(" ")[0]
        found.setdefault(first, []).append(((place, phrase), meant))
    return found


def is_part(phrase: str, of: tuple[str, ...]) -> bool:
    """Whether a phrase stands in these words as a whole."""
    if _IDEOGRAMS.search(phrase):
        return len(phrase) > 1 and phrase in "".join(of)
    parts = tuple(phrase.split())
    if len(phrase) < NEVER_PARTS or phrase.isdigit() or not parts:
        return False
    return any(of[place : place + len(parts)] == parts for place in range(len(of)))


@cache
def notation(table: str) -> Mapping[str, frozenset[str]]:
    """Of units, currencies or words for zones: what each is written like."""
    return {
        meant: frozenset(part for each in phrases.split(", ") for part in (plain(each), each))
        for meant, phrases in _file("notations")[table].items()
    }


def noted(table: str, among: Iterable[str], known: Collection[str] = ()) -> str | None:
    """The unit, currency or zone that the first of these words is that is one of the `known`."""
    for word in among:
        for meant, said in notation(table).items():
            if word in said and (not known or meant in known):
                return meant
    return None


def listed(table: str, name: str) -> list[str]:
    """A list of the notations: date formats, zones by language."""
    return list(_file("notations")[table][name])


def language_name(code: str) -> str:
    """`de` is German."""
    return str(_file("notations")["languages"][code])


@cache
def unit_words() -> frozenset[str]:
    """Words of a name that say in what it counts, or where its clock hangs."""
    tables = ("units", "currencies", "zone_words")
    return frozenset().union(*(said for each in tables for said in notation(each).values()))
