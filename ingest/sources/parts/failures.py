"""An error in the place of an answer: what it is called, and whether a filter raised it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

POLICY = re.compile(
    r"content[ _-]?(?:policy|moderat|filter)|moderation|moderated|nsfw|flagged|safety|sensitive"
    r"|prohibited|risk[ _-]?control|banned",
    re.IGNORECASE,
)
CANCELED = {499}
TIMED_OUT = {408, 504, 524}
"""Answers of a server or a proxy that stopped waiting: the job may have gone on."""
JOB = {"status", "state", "object"}
"""What a job has, whose error is no error of the call that asked after it."""
NAMES = ("code", "name", "type", "failureCode", "error_code")
TEXTS = ("message", "msg", "detail", "title")


class Failure(NamedTuple):
    """How a call that brought an error ended."""

    status: str
    raw_status: str | None
    code: str | None


def failure_in(answer: Any, http_status: int | None) -> Failure | None:
    """The failure that an answer is; None where it is none."""
    given = answer if isinstance(answer, dict) else {}
    error = None if JOB.intersection(given) else given.get("error")
    if not error and (http_status is None or http_status < 400):
        return None
    told = error or answer
    code, text = _first(told, NAMES), _first(told, TEXTS)
    code = code or (told[:80] if isinstance(told, str) else None) or (text or "")[:80] or None
    return Failure(
        ending_of(f"{told}", http_status), _text(http_status), code or _text(http_status)
    )


def ending_of(complaint: str, http_status: int | None = None) -> str:
    """Blocked where the words speak of a filter; unknown where a server only stopped waiting."""
    if http_status in CANCELED:
        return "canceled"
    if http_status in TIMED_OUT:
        return "unknown"
    return "blocked" if POLICY.search(complaint[:4000]) else "failed"


def _first(told: Any, names: tuple[str, ...]) -> str | None:
    found = (told.get(name) for name in names) if isinstance(told, dict) else ()
    return next((str(each)[:80] for each in found if isinstance(each, str | int) and each), None)


def _text(http_status: int | None) -> str | None:
    return None if http_status is None else str(http_status)
