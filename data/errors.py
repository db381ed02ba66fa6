"""Every error a person can meet. Its text is a sentence: what was received, where, what to do.

OffcutError
├── RefusedFileError      a file that two sources claim, or that cannot be read
│   └── UnclaimedFileError   one that no source claims
├── RefusedRecordError    one record that is quarantined with this reason
├── WarehouseError        no warehouse there, not one of ours, or newer than this program
│   ├── OlderWarehouseError  older than this program, and not brought forward yet
│   └── LakeError            no lake there, nothing resolved of it, or a file of it is not whole
├── EngineError           an engine that cannot be reached, counts otherwise, or stopped
├── UnwrittenError        a file, or standard output, that results cannot be written to
├── UndeliveredError      a review that its target did not take
├── SettingsError         a setting, map, price book or plan that does not hold together
└── QuestionError         a metric, dimension or filter that does not exist or does not fit
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import ValidationError


class OffcutError(Exception):
    """Something went wrong that Offcut can explain."""


class RefusedFileError(OffcutError):
    """This file cannot be loaded."""


class UnclaimedFileError(RefusedFileError):
    """No source knows what is in this file. `briefly` is for where it lay among others."""

    def __init__(self, sentence: str, briefly: str | None = None) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.briefly = briefly or sentence


class RefusedRecordError(OffcutError):
    """This record cannot be loaded."""


class WarehouseError(OffcutError):
    """This warehouse cannot be used."""


class OlderWarehouseError(WarehouseError):
    """The warehouse was written by an older Offcut, and was not brought forward yet."""


class LakeError(WarehouseError):
    """This lake cannot be used."""


class EngineError(OffcutError):
    """The engine that was named did not resolve this."""


class UnwrittenError(OffcutError):
    """The results cannot be written there."""


class UndeliveredError(OffcutError):
    """The review was not delivered."""


class SettingsError(OffcutError):
    """A setting does not hold together."""


class QuestionError(OffcutError):
    """This question has no answer here."""


def nearest(received: str, valid: Sequence[str]) -> str | None:
    """A question with the nearest names, at most three; None where none is near."""
    near = get_close_matches(received, valid, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else None


def nearest_of_many(received: str, valid: Iterable[str]) -> str:
    """A question with the three nearest of more names than a sentence has room for."""
    first, second, third = get_close_matches(received, list(valid), n=3, cutoff=0)
    return f"Did you mean {first}, {second} or {third}?"


def unknown_name(kind: str, received: str, valid: Iterable[str]) -> str:
    """One sentence for a name outside a closed set, with the nearest valid ones first."""
    names = sorted(valid)
    question = nearest(received, names)
    hint = f" {question}" if question else ""
    return f"{received!r} is not a {kind}.{hint} Valid: {', '.join(names)}."


def unknown_zone(name: str, known: Iterable[str]) -> str:
    """The same for a time zone, of which there are too many to list."""
    near = unknown_name("time zone", name, known).split(" Valid:")[0]
    return f"{near} Write it as Europe/Berlin or UTC."


UNKNOWN_FIELD = "no field has this name; check its spelling"


def validation_sentence(error: ValidationError) -> str:
    """All complaints of a pydantic error in one line: `field: message (received …)` each."""
    parts = []
    for problem in error.errors(include_url=False):
        where = ".".join(str(step) for step in problem["loc"]) or "record"
        if problem["type"] == "missing":
            parts.append(f"{where}: is missing; it has to be given")
            continue
        message = problem["msg"].removeprefix("Value error, ")
        message = UNKNOWN_FIELD if problem["type"] == "extra_forbidden" else message
        parts.append(f"{where}: {message}{_received(problem['input'])}")
    return "; ".join(parts)


def _received(value: object) -> str:
    """What a field was given; a record as a whole says nothing more than its fields."""
    if isinstance(value, dict):
        return ""
    shown = str(value) if isinstance(value, date | Decimal) else repr(value)
    return f" (received {shown if len(shown) <= 80 else f'{shown[:77]}...'})"
