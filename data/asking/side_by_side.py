"""Questions that do not wait for each other: the engine counts one while another is worked out."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from data.asking.kept_cursors import keep_cursors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Answer = TypeVar("Answer")


def side_by_side(questions: Iterable[Callable[[], Answer]]) -> list[Answer]:
    """The answers in the order of the questions; each thread asks through cursors of its own.

    Raises what the first of them that fails raises, once none of the others is under way.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1, initializer=keep_cursors) as threads:
        asked = [threads.submit(question) for question in questions]
        try:
            return [each.result() for each in asked]
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
