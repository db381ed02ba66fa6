"""What the values of a column allow it to be, and what they show it to be whatever it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.guess.columns import MOST
from ingest.guess.vocabulary import is_table, meaning, names_of, notation
from ingest.maps.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.guess.columns import Column
    from ingest.maps.fields import Field

RETRIES = 3.0
"""More rows than so many for each id, and it groups calls rather than telling tries of one."""
MOST_WORDS = 25
"""A column of a closed set has no more different values than this."""
CLIP_SECONDS = 120
MOST_STARS = 5
TABLES = {("ledger", "kind"): "ledger_kind", ("labour", "kind"): "labour_kind"}
"""Where the words of a field have a table of another name."""


def table_of(record: str, field: Field) -> str | None:
    """The table of words for a field, where its values are a closed set."""
    if field.shape == "boolean":
        return "boolean"
    table = TABLES.get((record, field.name), field.name)
    return table if field.shape == "choice" and is_table(table) else None


def understood(table: str, column: Column, *, as_a_whole: bool = False) -> float:
    """How many of a column's different values have a meaning, or say just that."""
    found = (meaning(table, text) for text in column.counted)
    known = sum(meant is not None and (is_whole or not as_a_whole) for meant, is_whole in found)
    return known / len(column.counted) if column.counted else 0.0


def may_hold(record: str, name: str, column: Column) -> bool:
    """Whether the values of a column can be those of a field."""
    field = fields_of(record)[name]
    if column.is_list and field.shape != "texts":
        return False
    special = _SPECIAL.get(name)
    if special is not None and not special(column):
        return False
    match field.shape:
        case "time":
            return column.time is not None
        case "integer":
            return column.is_whole and column.time is None
        case "seconds" | "decimal":
            return column.numbers is not None and column.time is None
        case "choice" | "boolean":
            return _is_closed(record, field, column)
        case "texts":
            return name != "output_uris" or column.is_like("file")
        case _:
            return column.time is None or column.time.unit != "iso"


def _is_closed(record: str, field: Field, column: Column) -> bool:
    table = table_of(record, field)
    if len(column.counted) > MOST_WORDS or table is None:
        return False
    if field.name == "decision" and is_rating(column):
        return True
    least = MOST if field.shape == "boolean" else 0.5
    return understood(table, column) >= least


def is_rating(column: Column) -> bool:
    """Whether its numbers are stars, of which five are the most."""
    numbers = column.numbers or ()
    return column.is_whole and 2 < max(numbers) <= MOST_STARS and min(numbers) >= 0


def _is_clip(column: Column) -> bool:
    """Whether seconds are those asked for: few whole numbers, as videos are sold."""
    numbers = column.numbers or ()
    if column.unit({"ms", "us", "ns"}) or not column.is_whole:
        return False
    return len(set(numbers)) <= 4 < len(numbers) and max(numbers) <= CLIP_SECONDS


def _repeats(column: Column) -> bool:
    return 1 < len(column.texts) / max(1, len(column.counted)) <= RETRIES


def _is_money(column: Column) -> bool:
    return noted_trait("no_money", column) is None


def noted_trait(name: str, column: Column) -> str | None:
    """A word of the column's name that has this trait."""
    said = notation("traits")[name]
    return next((each for each in column.all_words if each in said), None)


def _is_named(record: str, name: str, column: Column) -> bool:
    """Whether the whole name says so."""
    return any(" ".join(form) in names_of(record, name) for form in column.forms)


def _is_count(column: Column) -> bool:
    return column.is_whole and max(column.numbers or (0,)) <= 1000 and column.currency is None


def _was_asked(column: Column) -> bool:
    """Nobody asks for none: a count with zeros in it is of what came."""
    return _is_count(column) and min(column.numbers or (1,)) >= 1


def _was_given(column: Column) -> bool:
    """A count that may be of either is taken for what was asked for, if it can be."""
    is_either = _is_named("attempt", "n_requested", column)
    return _is_count(column) and not (is_either and _was_asked(column))


_SPECIAL: dict[str, Callable[[Column], bool]] = {
    "source_id": lambda column: column.is_unique,
    "entry_id": lambda column: column.is_unique,
    "verdict_id": lambda column: column.is_unique,
    "operation_id": lambda column: not column.is_unique and _repeats(column),
    "requested_seconds": _is_clip,
    "latency_s": lambda column: not _is_clip(column),
    "reported_cost": _is_money,
    "money": _is_money,
    "currency": lambda column: column.is_like("currency"),
    "cache_hit": lambda column: _is_named("attempt", "cache_hit", column),
    "model": lambda column: column.numbers is None,
    "user": lambda column: not column.is_like("file"),
    "person": lambda column: not column.is_like("file"),
    "reviewer": lambda column: not column.is_like("file"),
    "variant": lambda column: column.numbers is None,
    "prompt": lambda column: column.numbers is None,
    "channel": lambda column: column.numbers is None,
    "provider": lambda column: column.numbers is None,
    "sha256": lambda column: column.is_like("sha256"),
    "prompt_sha256": lambda column: column.is_like("sha256"),
    "n_requested": _was_asked,
    "n_outputs": _was_given,
    "output_index": _is_count,
}


def seen_in(
    record: str, name: str, column: Column, models: frozenset[str]
) -> tuple[float, str] | None:
    """What the values themselves say: a score, and what was seen."""
    field = fields_of(record)[name]
    if name == "model" and _share(column, models) >= 0.5:
        return 105.0, "the price book knows its models"
    if field.shape == "choice" and (table := table_of(record, field)) and name != "tier":
        is_mute = _says_only_yes_and_no(column)
        share = 0.0 if is_mute else understood(table, column, as_a_whole=True)
        if share >= 0.8 and not (column.numbers and name != "status"):
            score = 52.0 if name in {"status", "decision", "kind"} else 40.0
            return score * share, f"{share:.0%} of its words have a known meaning"
    if field.shape == "time" and field.required:
        return 40.0, "it holds times"
    if name == "asset_ref" and column.is_like("file"):
        return 55.0, "it holds names of files"
    if name in {"reported_cost", "money"} and any(sign for _, sign in column.amounts or ()):
        return 50.0, "its amounts have the sign of a currency"
    return None


def _says_only_yes_and_no(column: Column) -> bool:
    """Whether it could be about anything."""
    return all(meaning("boolean", text)[0] for text in column.counted)


def _share(column: Column, models: frozenset[str]) -> float:
    known = sum(n for text, n in column.counted.items() if text.lower() in models)
    return known / max(1, len(column.texts))
