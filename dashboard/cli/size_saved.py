"""The answer of `offcut size` as a file to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.cli.console import message
from dashboard.words.commitment_takeaway import SUFFIXES, takeaway
from data.errors import QuestionError

if TYPE_CHECKING:
    from pathlib import Path

    from data.commitments.team_sizing import TeamSizing


def check_suffix(file: Path | None) -> None:
    """Raise QuestionError for what is neither Markdown nor JSON, before anything is sized."""
    if file is not None and file.suffix.lower() not in SUFFIXES:
        raise QuestionError(
            f"--save {file}: {file.suffix or 'no ending'} is not a form of the answer. Name a file "
            f"that ends in {' or '.join(SUFFIXES)}."
        )


def check_has_log(file: Path | None) -> None:
    """Raise QuestionError where something else than the answer of a log would be saved."""
    if file is not None:
        raise QuestionError(
            f"--save {file}: saves what a log says. Of work that is only stated, "
            f"--format json or --format csv give the rows."
        )


def save_answer(team: TeamSizing, currency: str, file: Path | None) -> None:
    """Write it, and say where. Raises OSError where it cannot be written."""
    if file is None:
        return
    file.write_text(takeaway(team, currency, file.suffix.lower()), "utf-8")
    message(f"Saved as {file}.")
