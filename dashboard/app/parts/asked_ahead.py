"""What a page asks further down, asked at once: worked out while what stands above is drawn.

Answers are kept by their questions, so that the page finds them in their turn, or waits for one
that is under way.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from data.asking.kept_cursors import cursors_kept

if TYPE_CHECKING:
    from collections.abc import Callable

_THREADS = ThreadPoolExecutor(max(2, os.cpu_count() or 1), thread_name_prefix="asked-ahead")


def ask_ahead(*questions: Callable[[], object]) -> None:
    """Begin with these side by side. What one of them raises, the page hears when it asks."""
    for question in questions:
        _THREADS.submit(_ask, question)


def _ask(question: Callable[[], object]) -> None:
    with suppress(Exception), cursors_kept():
        question()
