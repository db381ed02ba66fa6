"""What people said of matches: this file is that output, or is not. Append-only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.review.journal import Journal
from data.review.kept import reviews_folder

if TYPE_CHECKING:
    from data.settings import Settings

FILE = "matches.jsonl"
Word = Annotated[str, Field(min_length=1, max_length=4096)]
Answer = Literal["accept", "reject"]


class MatchAnswer(BaseModel):
    """One answer. The last one on a file's content and an output counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: Answer
    media_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    source: Word
    source_id: Word
    output_index: Annotated[int, Field(ge=0)]
    answered_at: datetime

    @property
    def pair(self) -> tuple[str, str, str, int]:
        """The content and the output that it is about."""
        return self.media_sha256, self.source, self.source_id, self.output_index


def match_journal(settings: Settings) -> Journal[MatchAnswer]:
    """The answers beside the warehouse."""
    return Journal(reviews_folder(settings) / FILE, MatchAnswer)


def answers(settings: Settings) -> dict[tuple[str, str, str, int], Answer]:
    """The answer that counts, by content and output."""
    return {each.entry.pair: each.entry.answer for each in match_journal(settings).entries()}


def answer_now(settings: Settings, answer: Answer, pair: tuple[str, str, str, int]) -> MatchAnswer:
    """Write an answer down."""
    sha256, source, source_id, output_index = pair
    entry = MatchAnswer(
        answer=answer, media_sha256=sha256, source=source, source_id=source_id,
        output_index=output_index, answered_at=datetime.now(UTC),
    )  # fmt: skip
    match_journal(settings).append(entry)
    return entry
