"""One quiet sentence: what loads by itself, and how that fares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dashboard.app.parts.markup import advice
from dashboard.words.watching import watch_sentence
from data.watch_state import watch_of

if TYPE_CHECKING:
    from data.settings import Settings


def show_watching(settings: Settings) -> None:
    """Nothing where nobody ever watched. It is read anew at each run: it never waits for a load."""
    watch = watch_of(settings.warehouse)
    advice(watch_sentence(watch, datetime.now(UTC), settings.zone))
