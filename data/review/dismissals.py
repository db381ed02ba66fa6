"""Findings that somebody dismissed: each stays quiet for four weeks, and may speak again then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import QuestionError, validation_sentence
from data.review.journal import Journal
from data.review.kept import reviews_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.review.journal import Numbered
    from data.settings import Settings

FILE = "dismissed.jsonl"
QUIET = timedelta(weeks=4)
Line = Annotated[str, Field(min_length=1, max_length=2000)]


class Dismissal(BaseModel):
    """One finding, by its key, that is not to be heard of for a while."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(:.+=.*)?$", max_length=500)]
    """Its rule and selection: `rerolls`, `rerolls:client=acme,model=flux`."""
    because: Line | None = None
    created_at: datetime


def dismissals_journal(settings: Settings) -> Journal[Dismissal]:
    """The dismissals beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, Dismissal)


def new_dismissal(key: str, because: str | None, at: datetime) -> Dismissal:
    """A dismissal made at a moment. Raises QuestionError for what can be no key."""
    try:
        return Dismissal(key=key, because=because, created_at=at)
    except ValidationError as error:
        if any(problem["loc"] == ("key",) for problem in error.errors(include_url=False)):
            raise QuestionError(
                f"{key!r} is no key of a finding. It stands beside the finding, as "
                "rerolls:client=acme does."
            ) from error
        raise QuestionError(f"{validation_sentence(error)}.") from error


def is_quiet(key: str, at: datetime, dismissals: Iterable[Numbered[Dismissal]]) -> bool:
    """Whether a finding was dismissed within the four weeks up to a moment (naive is UTC)."""
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return any(
        entry.key == key and timedelta() <= moment - entry.created_at < QUIET
        for _, entry in dismissals
    )
