"""Which outputs get a file: those of the last week; of earlier ones what was delivered.

Memory stays bounded: where there are more than an agency of this size makes, the rest has none.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from data.demo.agency.dice import Dice
from data.demo.media.pieces import Piece, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from data.demo.agency.events import Brief, Event

DAYS = 7
MOST_STILLS, MOST_CLIPS, MOST_EARLIER = 1000, 250, 1500
LEFT_BEHIND = 0.08
"""Share of what was approved that ends in no final."""


class Album:
    """The pieces to draw, brief by brief."""

    def __init__(self, until: datetime) -> None:
        """Nothing happens after `until`."""
        self.until = until
        self.since = until - timedelta(days=DAYS)
        self.stills: list[Piece] = []
        self.clips: list[Piece] = []
        self.earlier: list[Piece] = []
        """Delivered before the last week began to be made."""

    def note(self, brief: Brief, events: Sequence[Event]) -> None:
        """Keep what is to be drawn of a brief."""
        pieces = tuple(pieces_of(brief, events, self.until))
        late = [each for each in pieces if each.made_at >= self.since]
        early = (each for each in pieces if each.made_at < self.since and is_delivered(each))
        _add(self.stills, [each for each in late if each.seconds is None], MOST_STILLS)
        _add(self.clips, [each for each in late if each.seconds is not None], MOST_CLIPS)
        _add(self.earlier, list(early), MOST_EARLIER)

    @property
    def pieces(self) -> list[Piece]:
        """Those of the last week."""
        return [*self.stills, *self.clips]


def _add(kept: list[Piece], found: Sequence[Piece], most: int) -> None:
    kept += islice(found, max(0, most - len(kept)))


def is_delivered(piece: Piece) -> bool:
    """Whether it was approved by all who were asked, led to nothing more, and was taken."""
    is_taken = not Dice("delivered", piece.output.asset_id).chance(LEFT_BEHIND)
    is_done = not piece.client_to_answer and not piece.led_on
    return piece.approved_at is not None and is_done and is_taken


def alone(pieces: Iterable[Piece]) -> set[str]:
    """Assets that no other edit of the same picture looks like."""
    alike: dict[str, list[Piece]] = {}
    for piece in pieces:
        alike.setdefault(piece.root, []).append(piece)
    return {found[0].output.asset_id for found in alike.values() if len(found) == 1}
