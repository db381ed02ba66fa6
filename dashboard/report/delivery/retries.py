"""Tried again where trying again can help: too many requests, a server's fault, no connection."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from data.errors import UndeliveredError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Answer = TypeVar("Answer")

TRIES = 4
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 120.0


class TryAgainError(Exception):
    """What went wrong, as the end of a sentence; how many seconds the server wants to be left."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        """Of a reason; `after_s` is None where the server says nothing."""
        super().__init__(reason)
        self.after_s = after_s


def is_passing(status: int) -> bool:
    """Whether an answer with this HTTP status may be another one later."""
    return status == 429 or status >= 500


def seconds_of(retry_after: str | None) -> float | None:
    """The `Retry-After` of an answer in seconds; None where it says none, or a date."""
    try:
        return max(0.0, float(retry_after)) if retry_after else None
    except ValueError:
        return None


def with_retries(target: str, send: Callable[[], Answer]) -> Answer:
    """What `send` returns; after a TryAgainError it is called again, each time later.

    Raises UndeliveredError when it has failed every time, or asks for more patience than there is.
    """
    for number in range(TRIES):
        try:
            return send()
        except TryAgainError as error:
            reason = str(error)
            pause = error.after_s if error.after_s is not None else FIRST_PAUSE_S * 2**number
        if pause > LONGEST_PAUSE_S:
            raise UndeliveredError(
                f"{target} {reason}, and asks to be left alone for {pause:,.0f} seconds: "
                "nothing was delivered. Try again then."
            )
        if number < TRIES - 1:
            sleep(pause)
    raise UndeliveredError(
        f"{target} {reason}, {TRIES} times: nothing was delivered. Try again later."
    )
