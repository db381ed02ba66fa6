"""Every error a person can meet. Its text is a sentence: what was received, where, what to do.

OffcutError
├── RefusedFileError      a file no source claims, or two do, or that cannot be read
├── RefusedRecordError    one record that is quarantined with this reason
├── WarehouseError        no warehouse there, not one of ours, or newer than this program
├── SettingsError         a setting, map, price book or plan that does not hold together
└── QuestionError         a metric, dimension or filter that does not exist or does not fit
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import ValidationError


class OffcutError(Exception):
    """Something went wrong that Offcut can explain."""


class RefusedFileError(OffcutError):
    """This file cannot be loaded."""


class RefusedRecordError(OffcutError):
    """This record cannot be loaded."""


class WarehouseError(OffcutError):
    """This warehouse cannot be used."""


class SettingsError(OffcutError):
    """A setting does not hold together."""


class QuestionError(OffcutError):
    """This question has no answer here."""


def unknown_name(kind: str, received: str, valid: Iterable[str]) -> str:
    """One sentence for a name outside a closed set, with the nearest valid ones first."""
    names = sorted(valid)
    near = get_close_matches(received, names, n=3)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"{received!r} is not a {kind}.{hint} Valid: {', '.join(names)}."


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
        received = repr(problem["input"])
        shown = received if len(received) <= 80 else f"{received[:77]}..."
        parts.append(f"{where}: {message} (received {shown})")
    return "; ".join(parts)
