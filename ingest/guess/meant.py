"""What the words of a log mean: states, decisions, kinds of bookings, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.guess.gates import is_rating, table_of
from ingest.guess.vocabulary import meaning
from ingest.maps.fields import fields_of
from ingest.maps.meanings import NOTHING
from ingest.maps.meanings import OTHERWISE as OTHERWISE_WORD
from ingest.maps.values import FALSE, NEITHER, TRUE

if TYPE_CHECKING:
    from ingest.guess.columns import Column
    from ingest.guess.proposal import Draft
    from ingest.maps.fields import Field

IGNORED = "ignored"
"""A word whose records are left out."""
OTHERWISE = {"status": "unknown", "decision": "pending"}
"""What a word is taken for that nobody knows."""
OF_KINDS = {"ledger": "adjust", "labour": "other"}
MOST_REJECTED = 2
"""So many stars are a no, where the settings do not say that more are."""
BOOLEANS = ("true", "false", "")


def guess_words(draft: Draft) -> None:
    """Decide the meaning of every word of the fields that take certain values only."""
    for name, title in list(draft.columns.items()):
        field, column = fields_of(draft.record)[name], draft.sample.column(title)
        table = table_of(draft.record, field)
        if table is not None and column is not None:
            _guess_table(draft, field, column, table)


def _guess_table(draft: Draft, field: Field, column: Column, table: str) -> None:
    if field.name == "decision" and is_rating(column):
        _guess_stars(draft)
        return
    meant: dict[str, str] = {}
    for word in column.counted:
        meant[word] = _guess_word(draft, field, word, table)
    if field.required and field.shape == "choice" and column.share < 1 and column.name[0] != "$":
        meant[NOTHING] = _guess_nothing(draft, field, column)
    ignored = [word for word, each in meant.items() if each == IGNORED]
    if ignored:
        draft.say("ignore", column.name, ignored)
    kept = {word: each for word, each in meant.items() if each != IGNORED}
    if not all(_is_own(field, word, each) for word, each in kept.items()):
        draft.say("values", field.name, kept)


def _guess_stars(draft: Draft) -> None:
    """Stars as the settings have them; what lies between is not decided."""
    approved, rejected = draft.settings.approve_from_rating, draft.settings.reject_to_rating
    ranges = {
        f">={approved}": "approved",
        f"<={max(rejected, MOST_REJECTED)}": "rejected",
        OTHERWISE_WORD: "pending",
    }
    for word, usual in ranges.items():
        meant = draft.decide(
            f"values.decision.{word}", usual, "so stars are usually meant",
            doubt="from how many stars on something is approved is yours to say",
            options=fields_of("verdict")["decision"].choices,
        )  # fmt: skip
        draft.tables.setdefault("values", {}).setdefault("decision", {})[word] = meant


def _is_own(field: Field, word: str, meant: str) -> bool:
    """Whether a word is read so without a table."""
    if field.shape == "boolean":
        plain = word.strip().lower()
        return plain in NEITHER or plain in {"true": TRUE, "false": FALSE}.get(meant, ())
    return word == meant


def _guess_word(draft: Draft, field: Field, word: str, table: str) -> str:
    found, is_whole = meaning(table, word)
    otherwise = OTHERWISE.get(field.name, OF_KINDS.get(draft.record, "") if field.required else "")
    if found is None:
        reason, doubt = "nobody knows this word", f"what {word!r} means is not known"
    elif found == IGNORED:
        reason, doubt = "nothing was made then", "its records are left out"
    elif is_whole:
        reason, doubt = "so the word is used", None
    else:
        reason, doubt = "a word in it says so", f"what {word!r} means is taken from a part of it"
    return draft.decide(f"values.{field.name}.{word}", found or otherwise, reason, doubt=doubt,
                        options=_options(field))  # fmt: skip


def _guess_nothing(draft: Draft, field: Field, column: Column) -> str:
    missing = round((1 - column.share) * column.n_records)
    return draft.decide(
        f"values.{field.name}.{NOTHING}",
        OTHERWISE.get(field.name, OF_KINDS.get(draft.record, "")),
        f"{missing} of the records have nothing there",
        doubt="what a blank means is not known",
        options=_options(field),
    )


def _options(field: Field) -> tuple[str, ...]:
    if field.shape == "boolean":
        return BOOLEANS
    more = (IGNORED,) if field.required else ("",)
    return (*field.choices, *more)
