"""A map for a log nobody knows: the story of a guess, from the file to TOML."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import QuestionError, SettingsError, unknown_name
from data.pricing.book import PriceBook
from ingest.guess.assigned import assign
from ingest.guess.counted import guess_units
from ingest.guess.dated import guess_times
from ingest.guess.matching import Matching, match
from ingest.guess.meant import guess_words
from ingest.guess.missing import guess_constants, what_is_missing
from ingest.guess.proposal import Draft, Proposal
from ingest.guess.sample import sample_of
from ingest.guess.vocabulary import records
from ingest.guess.wide import narrowed
from ingest.guess.written import toml_of
from ingest.maps.map import Map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.settings import Settings
    from ingest.formats.opened import Opened

CLOSE = 0.7
"""A record kind that fits this well beside the best is a doubt."""
_DATED = re.compile(r"[ _.-]*\d[\d _.-]*$")


def guess(file: Opened, settings: Settings, choices: Mapping[str, str] | None = None) -> Proposal:
    """A proposal for a file, with what a person has chosen so far.

    Raises RefusedFileError for a file without records, QuestionError for a choice of what there
    is not.
    """
    draft = Draft(sample_of(file), settings, choices or {})
    best = _record_kind(draft)
    draft.top |= {"name": draft.decide("name", _name(file.name), "the name of the file")}
    assign(draft, best)
    guess_times(draft)
    guess_units(draft, _media(draft))
    guess_words(draft)
    guess_constants(draft)
    _check_choices(draft)
    return _proposal(draft)


def _record_kind(draft: Draft) -> Matching:
    """What one record is: the kind whose fields the columns fill best, by names in any language.

    Then they are matched anew, by names in the one language that most of them are in.
    """
    narrow = {kind: narrowed(draft.sample, kind) for kind in records()}
    found = {kind: match(kind, each.columns, models()) for kind, each in narrow.items()}
    ranked = sorted(found, key=lambda kind: -found[kind].score)
    first, second = (found[kind].score for kind in ranked[:2])
    is_close = second > 0 and second >= CLOSE * first
    draft.record = draft.decide(
        "record",
        ranked[0],
        f"its columns fit {_an(ranked[0])} best",
        doubt=f"they could also be of {_an(ranked[1])}" if is_close else None,
        options=ranked,
    )
    if draft.record not in found:
        raise QuestionError(f"record: {unknown_name('record kind', draft.record, found)}")
    draft.sample = narrow[draft.record]
    draft.language = _language(found[draft.record])
    if draft.sample.unpivot:
        draft.tables["unpivot"] = {"columns": draft.sample.unpivot}
    spoken = frozenset({draft.language, "en"})
    return match(draft.record, draft.sample.columns, models(), spoken)


def _an(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _language(matching: Matching) -> str:
    said = Counter(matching.languages)
    return max(said, key=lambda code: (said[code], code != "en"), default="en")


@cache
def models() -> frozenset[str]:
    """The names of all models of the shipped price book, in lower case."""
    book = PriceBook.load()
    families = (name.lower() for family in book.models for name in (family.name, *family.names))
    return frozenset(families) | {entry.model.lower() for entry in book.entries}


def _media(draft: Draft) -> frozenset[str]:
    """What the models of the log make, as far as the price book knows them."""
    column = draft.sample.column(draft.columns.get("model", ""))
    found = (PriceBook.load().family_of(text) for text in (column.counted if column else ()))
    return frozenset(family.media for family in found if family is not None)


def _name(file: str) -> str:
    """What a log is called, without the date or number at its end."""
    stem = Path(file).name.split(".")[0]
    return _DATED.sub("", stem).strip(" _.-") or stem or "log"


def _check_choices(draft: Draft) -> None:
    known = {each.key for each in draft.guesses}
    for key in draft.choices:
        if key not in known:
            raise QuestionError(f"--choose {key}: {unknown_name('choice here', key, known)}")


def _proposal(draft: Draft) -> Proposal:
    toml, made = toml_of(draft), None
    problem = what_is_missing(draft)
    if problem is None:
        try:
            made = Map.of_toml(toml, "the proposed map")
        except SettingsError as error:
            problem = str(error)
    read = draft.read
    unread = tuple(name for name in draft.sample.names if name not in read)
    guesses = tuple(draft.guesses)
    return Proposal(draft.record, guesses, toml, made, problem, unread, draft.sample)
