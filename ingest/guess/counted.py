"""What the numbers of a log count: seconds or thousandths, tokens of what; and its decimal mark."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from ingest.guess.amounts import guess_money
from ingest.guess.proposal import NOT_READ
from ingest.maps.fields import fields_of
from ingest.maps.values import MINUTES_UNITS, SECONDS_UNITS

if TYPE_CHECKING:
    from ingest.guess.columns import Column
    from ingest.guess.proposal import Draft

THOUSANDTHS_FROM = 1_000
"""Whole numbers that are mostly larger are no seconds of a call."""


def guess_units(draft: Draft, media: frozenset[str]) -> None:
    """Decide the units of durations and amounts, the decimal mark, and what tokens are of."""
    for name, title in list(draft.columns.items()):
        column, field = draft.sample.column(title), fields_of(draft.record)[name]
        assert column is not None
        if field.shape == "seconds":
            _guess_seconds(draft, name, column)
        elif field.unit_kind == "minutes":
            _guess_minutes(draft, name, column)
        elif field.is_money:
            guess_money(draft, name, column)
    _guess_mark(draft)
    _guess_tokens(draft, media)
    _guess_thoughts(draft)


def _guess_seconds(draft: Draft, name: str, column: Column) -> None:
    said = column.unit(SECONDS_UNITS)
    numbers = column.numbers or (Decimal(0),)
    looks_like = "ms" if column.is_whole and median(numbers) >= THOUSANDTHS_FROM else "s"
    unit = draft.decide(
        f"units.{name}",
        said or looks_like,
        f"{column.name!r} says so" if said else f"its numbers go up to {max(numbers)}",
        doubt=None if said else "nothing says what they count",
        options=tuple(SECONDS_UNITS),
    )
    if unit != "s":
        draft.say("units", name, unit)


def _guess_minutes(draft: Draft, name: str, column: Column) -> None:
    said = column.unit(MINUTES_UNITS)
    unit = draft.decide(
        f"units.{name}",
        said or "min",
        f"{column.name!r} says so" if said else "time at work is mostly noted in minutes",
        doubt=None if said else "nothing says what they count",
        options=tuple(MINUTES_UNITS),
    )
    if unit != "min":
        draft.say("units", name, unit)


def _guess_mark(draft: Draft) -> None:
    if draft.sample.format not in {"csv", "xlsx"}:
        return
    numeric = {"integer", "seconds", "decimal"}
    fields = fields_of(draft.record)
    titles = [each for name, each in draft.columns.items() if fields[name].shape in numeric]
    read = [draft.sample.column(each) for each in titles]
    texts = [text for each in read if each for text in each.texts]
    has_commas = any("," in text for text in texts)
    if not has_commas:
        return
    is_sure = draft.sample.mark in {",", "."}
    guessed = str(draft.sample.mark) if is_sure else "," if draft.sample.delimiter == ";" else "."
    draft.top["decimal"] = draft.decide(
        "decimal", guessed, "its numbers are written so",
        doubt=None if is_sure else "1,000 may be a thousand or one", options=(",", "."),
    )  # fmt: skip


def _guess_tokens(draft: Draft, media: frozenset[str]) -> None:
    """Tokens out of a model that makes pictures are of pictures."""
    title = draft.columns.get("tokens_text_out")
    if title is None or "tokens_image_out" in draft.columns or media != {"image"}:
        return
    chosen = draft.decide(
        "tokens_image_out", title, "its models make images",
        doubt="some of its tokens may be text", options=(title, NOT_READ),
    )  # fmt: skip
    if chosen == title:
        del draft.columns["tokens_text_out"]
        draft.columns["tokens_image_out"] = title
        draft.guesses = [each for each in draft.guesses if each.key != "tokens_text_out"]


def _guess_thoughts(draft: Draft) -> None:
    """What was thought counts once: a column that sums the others tells whether it is within."""
    title = draft.columns.get("tokens_thinking")
    made = draft.columns.get("tokens_text_out") or draft.columns.get("tokens_image_out")
    if title is None or made is None:
        return
    beside, within = _sum_of(draft, made, title), _sum_of(draft, made)
    reason = f"{made!r} holds it mostly"
    if beside or within:
        reason = f"{beside or within!r} is the sum {'with' if beside else 'without'} it"
    draft.guesses = [each for each in draft.guesses if each.key != "tokens_thinking"]
    chosen = draft.decide(
        "tokens_thinking",
        title if beside else NOT_READ,
        reason,
        doubt=None if beside or within else f"it may be counted beside {made!r}, as some do",
        options=(title, NOT_READ),
    )
    if chosen == NOT_READ:
        del draft.columns["tokens_thinking"]


def _sum_of(draft: Draft, *titles: str) -> str | None:
    """The column that is the sum of these, and of what went in, in every record."""
    given = (draft.columns.get(name) for name in ("tokens_text_in", "tokens_image_in"))
    parts = [_numbers(draft.sample.column(name)) for name in (*filter(None, given), *titles)]
    sums = tuple(map(sum, zip(*parts, strict=False)))
    if not sums or not all(parts):
        return None
    others = (each for each in draft.sample.columns if each.name not in draft.read)
    return next((each.name for each in others if _numbers(each) == sums), None)


def _numbers(column: Column | None) -> tuple[Decimal, ...]:
    """Those of a column that has one in every record; else none."""
    found = (column.numbers if column else None) or ()
    return found if column and len(found) == column.n_records else ()
