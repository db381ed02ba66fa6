"""What stands beside the bench: how much is left, what is not counted yet, how the review goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.parts.empty import to_type
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.tiles import Tile, show_tiles, tile
from dashboard.words.desk import (
    STAGES,
    coverage_words,
    later_sentence,
    left_out_sentence,
    pending_sentence,
    sample_sentence,
    share_words,
)
from dashboard.words.formats import day
from dashboard.words.formats import shown as written
from data.desk_journal import desk_folder

if TYPE_CHECKING:
    from dashboard.app.pages.desk.cached_desk import Work
    from dashboard.app.parts.cached_figures import Question
    from data.warehouse.records import Stage

ESCAPES = ("escape_rate", "escape_rate_low", "escape_rate_high")


def show_queue_words(shown: Work) -> None:
    """How much there is to decide."""
    queue = shown.queue
    if queue.sample is not None:
        sentence(sample_sentence(queue.sample), "offcut-quiet")
    else:
        words = left_out_sentence(queue.n_handed_out, queue.n_due, queue.n_due_briefs)
        sentence(words, "offcut-quiet")


def show_pending(question: Question, shown: Work) -> None:
    """What is decided and not in the figures, and how it gets there."""
    if words := pending_sentence(shown.pending):
        sentence(words, "offcut-notice")
        to_type("ingest", desk_folder(question.settings.warehouse))
    at = question.as_of.astimezone(question.settings.zone)
    if words := later_sentence(shown.pending, f"{day(at.date())}, {at:%H:%M}"):
        sentence(words, "offcut-notice")


def show_standing(question: Question, shown: Work, stage: Stage) -> None:
    """Coverage, agreement and escapes, as the figures have them."""
    heading("How does the review go?")
    progress, currency = shown.progress, question.currency
    title = STAGES[stage]
    answer = question.measure(ESCAPES)
    show_tiles(
        "desk",
        [
            Tile(
                f"Looked at ({title})",
                written(progress.coverage.share, "rate", currency),
                coverage_words(progress),
                f"Of the delivered outputs, the share that somebody decided on at the stage {title}"
                ".\n\n= outputs with a decision at the stage / outputs delivered",
            ),
            Tile(
                f"Reviewers agree ({title})",
                written(progress.agreement.share, "rate", currency),
                share_words(progress.agreement),
                "Of the outputs that several people decided on at this stage, the share on which "
                "the latest words of all of them are the same; with its 95 % Wilson interval.\n\n"
                "= outputs all agree on / outputs that several decided on",
            ),
            tile(
                "escape_rate",
                answer.total,
                currency,
                evidence=answer.evidence[0]["escape_rate"],
                beside=_interval(answer.total["escape_rate_low"], answer.total["escape_rate_high"]),
            ),
        ],
    )


def _interval(low: float | None, high: float | None) -> str:
    """Of the escape rate; nothing where nobody audited."""
    if low is None or high is None:
        return "no approved asset was audited"
    return f"{written(low, 'rate')} to {written(high, 'rate')}, at 95 %"
