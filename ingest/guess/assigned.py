"""Which column each field is read from: the best match, what was chosen, and what is doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import QuestionError, unknown_name
from ingest.guess.gates import may_hold
from ingest.guess.matching import PART, SURE
from ingest.guess.proposal import NOT_READ
from ingest.maps.fields import fields_of

if TYPE_CHECKING:
    from ingest.guess.matching import Candidate, Matching
    from ingest.guess.proposal import Draft

MOST_OPTIONS = 12


def assign(draft: Draft, matching: Matching) -> None:
    """Decide the column of every field that one was found or chosen for."""
    chosen = {
        column: name for name, column in draft.choices.items() if name in fields_of(draft.record)
    }
    for name in fields_of(draft.record):
        candidate = matching.chosen.get(name)
        if candidate is not None and chosen.get(candidate.column.name, name) != name:
            candidate = None  # a person gave the column to another field
        if candidate is not None or name in draft.choices:
            _assign(draft, name, candidate, matching)


def _assign(draft: Draft, name: str, candidate: Candidate | None, matching: Matching) -> None:
    others = [each for each in matching.others.get(name, ()) if _is_free(each, matching)]
    column = draft.decide(
        name,
        candidate.column.name if candidate else NOT_READ,
        candidate.reason if candidate else "no column fits",
        doubt=_doubt(candidate, others) if candidate else None,
        options=_options(draft, name, others),
    )
    if column != NOT_READ:
        if draft.sample.column(column) is None:
            raise QuestionError(
                f"--choose {name}={column}: {unknown_name('column', column, draft.sample.names)}"
            )
        draft.columns[name] = column


def _is_free(candidate: Candidate, matching: Matching) -> bool:
    """Whether no other field has the better claim to a column."""
    taken = {each.column.name: each.score for each in matching.chosen.values()}
    return candidate.score > taken.get(candidate.column.name, 0)


def _doubt(candidate: Candidate, others: list[Candidate]) -> str | None:
    rivals = [repr(each.column.name) for each in others if each.score >= PART]
    if rivals:
        return f"{' or '.join(rivals[:3])} could be it too"
    if candidate.score < SURE:
        return "little speaks for it"
    if candidate.field == "operation_id":
        column = candidate.column
        most = max(column.counted.values())
        return f"its values come up to {most} times: taken for tries of one and the same"
    return None


def _options(draft: Draft, name: str, others: list[Candidate]) -> list[str]:
    """Rivals first, then whatever could hold such values, then none at all."""
    rivals = [each.column.name for each in others]
    possible = [
        each.name
        for each in draft.sample.columns
        if each.values and may_hold(draft.record, name, each)
    ]
    listed = [*dict.fromkeys([*rivals, *possible])][:MOST_OPTIONS]
    return [*listed, NOT_READ]
