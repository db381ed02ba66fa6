"""What resolving needs beside records, read while the engine reads these."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from threading import Thread


@cache
def read_ahead() -> None:
    """Begin with the shipped price book and the rules: a tenth of a second of our own time.

    Who needs them finds them, or waits for what is under way, and hears what is wrong with them.
    """
    Thread(target=_read, name="offcut-read-ahead", daemon=True).start()


def _read() -> None:
    from data.errors import OffcutError
    from data.pricing.book import PriceBook
    from data.resolving.rules import rules_hash

    with suppress(OffcutError, OSError):
        _ = PriceBook.load().hash
        rules_hash()
