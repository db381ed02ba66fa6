"""One small change of a file, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Change(NamedTuple):
    """What stands in one place, what would stand there instead, and the whole text with it.

    `before` and `after` are code without its place, so that they name a change for good.
    """

    line: int
    before: str
    after: str
    text: str


if TYPE_CHECKING:
    Making = Callable[[], Change]
