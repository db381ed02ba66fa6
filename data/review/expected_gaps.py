"""Gaps that a team expects: they are counted as ever, and asked about no more. Append-only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from data.review.journal import Journal
from data.review.kept import reviews_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.asking.to_fix import ToFix
    from data.settings import Settings

FILE = "expected.jsonl"


class ExpectedGap(BaseModel):
    """What somebody said of one gap, by its key. The last word on a key counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(min_length=1, max_length=2000)]
    expected: bool
    said_at: datetime


def expected_journal(settings: Settings) -> Journal[ExpectedGap]:
    """What was said, beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, ExpectedGap)


def say_expected(settings: Settings, key: str, *, expected: bool) -> None:
    """Write down that a gap is expected, or that it is not any more."""
    entry = ExpectedGap(key=key, expected=expected, said_at=datetime.now(UTC))
    expected_journal(settings).append(entry)


def expected_keys(settings: Settings) -> frozenset[str]:
    """The keys of the gaps that are expected now."""
    said = {each.entry.key: each.entry.expected for each in expected_journal(settings).entries()}
    return frozenset(key for key, is_expected in said.items() if is_expected)


def divided(
    found: Iterable[ToFix], expected: frozenset[str]
) -> tuple[tuple[ToFix, ...], tuple[ToFix, ...]]:
    """Those to mend, and those that are expected, each in their order."""
    listed = tuple(found)
    return (
        tuple(each for each in listed if each.key not in expected),
        tuple(each for each in listed if each.key in expected),
    )
