"""What the page says before any folder was scanned: what to type, and what that would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.parts.empty import to_type
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import advice, sentence

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question


def show_nothing_scanned(question: Question) -> None:
    """The command for the folders of the settings, else those for folders of the team's own."""
    media = question.settings.media
    heading("No folder is scanned yet")
    sentence(
        "Offcut can read your folders of finals, outputs and timelines, and find out which file is "
        "which logged output. It only reads, and nothing leaves this machine. Then this page tells "
        "which finals a log explains and which were paid for without one, what was usable because "
        "it was used, what was approved and never used, and what a used second costs."
    )
    if media.outputs or media.finals or media.references:
        sentence("The settings name the folders. Type in a terminal:")
        to_type("scan")
        return
    sentence("Say where the finals and the outputs lie, in a terminal:")
    to_type("scan", "FOLDER_OF_FINALS", "--role", "finals")
    to_type("scan", "FOLDER_OF_OUTPUTS", "--role", "outputs")
    advice(
        "With the folders under `[media]` in `offcut.toml`, `offcut scan` alone brings everything "
        "up to date; `offcut scan --help` tells more."
    )
