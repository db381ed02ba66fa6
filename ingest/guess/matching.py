"""Which column holds which field of a record kind: by name, by what its values can be, by both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.guess.gates import may_hold, seen_in
from ingest.guess.vocabulary import is_part, listed, names_of, notation, unit_words
from ingest.maps.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.guess.columns import Column
    from ingest.guess.vocabulary import Phrase

EXACT, PART, MORE_WORDS = 100, 60, 5
NEEDED = 20
"""What goes before for a field that every record has to have."""
LOWEST_RANK = 25
SURE = 75
"""From this score on, a column is not doubted for its name."""
KNOWN_MODEL = 105
"""The score of a column whose models the price book knows."""
WEIGHT_NEEDED, WEIGHT_OTHER, WEIGHT_MISSING, WEIGHT_UNREAD, WEIGHT_MODEL = 30, 8, 40, 3, 20
MAY_BE_SAID = {"status": 10, "account": 5, "kind": 12, "submitted_at": 30}
"""Fields that a constant can stand in for, with what it costs to need one."""


@dataclass(frozen=True)
class Candidate:
    """A column that may hold a field."""

    field: str
    column: Column
    score: float
    reason: str
    language: str | None = None


@dataclass
class Matching:
    """Columns of one record kind: the best for each field, and what else might have been."""

    record: str
    n_unread: int = 0
    """Columns that are no field of this kind."""
    knows_models: bool = False
    """Whether models of the price book were seen: only attempts have any."""
    chosen: dict[str, Candidate] = field(default_factory=dict)
    others: dict[str, list[Candidate]] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """How well the columns fit this kind."""
        known = fields_of(self.record)
        total = 0.0
        derivable = {"source_id"}
        if {"completed_at", "latency_s"} <= self.chosen.keys():
            derivable.add("submitted_at")
        for name, each in known.items():
            found = self.chosen.get(name)
            if found is not None:
                total += (WEIGHT_NEEDED if each.required else WEIGHT_OTHER) * found.score / EXACT
            elif each.required and name not in derivable:
                total -= MAY_BE_SAID.get(name, WEIGHT_MISSING)
        return total - WEIGHT_UNREAD * self.n_unread + WEIGHT_MODEL * self.knows_models

    @property
    def languages(self) -> list[str]:
        """The language of each name that was recognised."""
        return [each.language for each in self.chosen.values() if each.language]


def match(
    record: str,
    columns: Sequence[Column],
    models: frozenset[str],
    languages: frozenset[str] | None = None,
) -> Matching:
    """The best column for each field of a record kind, by names in any or in these languages."""
    found = Matching(record)
    taken: set[str] = set()
    candidates = [*_candidates(record, columns, models, languages)]
    for each in sorted(candidates, key=lambda each: _first(record, each)):
        if each.field not in found.chosen and each.column.name not in taken:
            found.chosen[each.field] = each
            taken.add(each.column.name)
        else:
            found.others.setdefault(each.field, []).append(each)
    _begin_with_the_end(found)
    model = found.chosen.get("model")
    found.knows_models = model is not None and model.score >= KNOWN_MODEL
    found.n_unread = sum(bool(each.values) and each.name not in taken for each in columns)
    return found


def _first(record: str, candidate: Candidate) -> tuple[float, int]:
    """The order in which columns are given out, what every record needs before the rest."""
    is_needed = fields_of(record)[candidate.field].required
    return -(candidate.score + (NEEDED if is_needed else 0)), len(candidate.column.name)


def _begin_with_the_end(found: Matching) -> None:
    """An attempt of which only the end is known, and not how long it took, is dated by that."""
    ends = found.chosen.get("completed_at")
    if ends is None or {"submitted_at", "latency_s"} & found.chosen.keys():
        return
    if found.record == "attempt":
        del found.chosen["completed_at"]
        reason = f"{ends.reason}, and nothing says when it was sent"
        found.chosen["submitted_at"] = replace(
            ends, field="submitted_at", score=PART, reason=reason
        )


def _candidates(
    record: str,
    columns: Iterable[Column],
    models: frozenset[str],
    languages: frozenset[str] | None,
) -> Iterable[Candidate]:
    for column in columns:
        if not column.values:
            continue
        for name in fields_of(record):
            candidate = candidate_of(record, name, column, models, languages)
            if candidate is not None:
                yield candidate


def candidate_of(
    record: str,
    name: str,
    column: Column,
    models: frozenset[str],
    languages: frozenset[str] | None = None,
) -> Candidate | None:
    """What speaks for a column as a field; None where nothing does, or its values do not fit."""
    if not may_hold(record, name, column):
        return None
    named = _named(names_of(record, name), column, languages)
    seen = seen_in(record, name, column, models)
    if named is None and seen is None:
        return None
    score, reason, language = named or (0.0, "", None)
    if seen is not None:
        score = max(score, seen[0]) + (5 if named else 0)
        reason = f"{reason}, and {seen[1]}" if reason else seen[1]
    return Candidate(name, column, score, reason, language)


def _named(
    known: Mapping[str, Phrase], column: Column, languages: frozenset[str] | None
) -> tuple[float, str, str | None] | None:
    for place, form in enumerate(column.forms):
        phrase = known.get(" ".join(form))
        found = phrase.in_(languages) if phrase else None
        if found is not None:
            rank, language = found
            score = EXACT - min(rank, LOWEST_RANK) - place
            return score, f"it is called {column.name!r}", language
    return max(_parts(known, column, languages), default=None)


def _says(phrase: str, language: str, column: Column) -> bool:
    """Whether a phrase is what a longer name is about: of `total_tokens`, `tokens` is."""
    neutral = unit_words() | notation("traits")["neutral"]
    inside = [word for word in column.steps[-1] if word not in neutral] or [*column.steps[-1]]
    is_first = language in listed("heads", "first")
    return is_part(inside[0 if is_first else -1], tuple(phrase.split())) or len(inside) == 1


def _parts(
    known: Mapping[str, Phrase], column: Column, languages: frozenset[str] | None
) -> Iterable[tuple[float, str, None]]:
    for text, phrase in known.items():
        found = phrase.in_(languages)
        if found is not None and is_part(text, column.steps[-1]) and _says(text, found[1], column):
            score = PART - min(found[0], LOWEST_RANK) + MORE_WORDS * len(text.split())
            yield score, f"{text!r} stands in its name", None
