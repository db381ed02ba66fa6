"""What logged work takes on a platform: its model's rate there times seconds, images or runs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.pricing.entry import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from data.commitments.terms.packs import CreditRate

NAMED_SIZES = ((420, "360p"), (600, "480p"), (900, "720p"), (1620, "1080p"))
"""Up to which short side in pixels a size is called so: half way to the next one, by ratio."""
IMAGE_SIZES = ((589_824, "0.5k"), (2_359_296, "1k"), (9_437_184, "2k"))
"""Up to how many pixels an image is called so; the price book draws the same lines."""
SAME_SIZE = {"512": "0.5k", "2160p": "4k"}
LARGEST = "4k"
ANY = "*"


@dataclass(frozen=True)
class Work:
    """Calls of one week that ended alike and asked for the same: see `weekly_work.sql`."""

    week: date
    ending: str
    model: str | None
    model_family: str | None
    variant: str | None
    media: str | None
    short_side: int | None
    pixels: float | None
    has_credits: bool
    has_list_cost: bool
    list_rate: Decimal | None
    """What 1 of the currency that a credit is listed in was in that of the list cost, then."""
    lacks_rate: bool
    """Whether its price is in a currency that no rate of its day converts."""
    has_seconds: bool
    n_attempts: int
    n_outputs: int
    seconds: float | None
    credits: Decimal | None
    list_cost: Decimal | None

    @property
    def said(self) -> frozenset[str]:
        """The words of its variant, and what its size is called."""
        told = words(self.variant or "")
        named = {SAME_SIZE[word] for word in told if word in SAME_SIZE}
        return told | named | ({self.size} if self.size else set())

    @property
    def size(self) -> str | None:
        """What an image or a frame of its size is called; None where the log has no size."""
        if self.media == "image":
            return _called(self.pixels, IMAGE_SIZES)
        return _called(self.short_side, NAMED_SIZES)


def _called(extent: float | None, sizes: Iterable[tuple[int, str]]) -> str | None:
    if extent is None:
        return None
    return next((name for most, name in sizes if extent <= most), LARGEST)


class Rates:
    """A platform's rates, and which of its models does the work of ours."""

    def __init__(
        self, rates: Iterable[CreditRate], instead: Mapping[str, str] | None = None
    ) -> None:
        """`instead`: per model or family of ours (`*`: any other), the one that does it there."""
        self._rates: dict[str, list[CreditRate]] = {}
        for rate in rates:
            self._rates.setdefault(rate.model.lower(), []).append(rate)
        self._instead = {ours.lower(): theirs.lower() for ours, theirs in (instead or {}).items()}

    def credits(self, work: Work) -> Decimal | None:
        """Credits it takes; None where no rate fits or the log does not say how much was asked."""
        rate = self.rate_for(work)
        if rate is None:
            return None
        if rate.unit == "run":
            return rate.credits * work.n_attempts
        if rate.unit == "image":
            return rate.credits * work.n_outputs if work.media != "video" else None
        if not work.has_seconds or work.seconds is None:
            return None
        return rate.credits * Decimal(repr(float(work.seconds)))

    def guess(self, work: Work) -> CreditRate | None:
        """The rate that it is counted by, where that one is uncertain."""
        rate = self.rate_for(work)
        return rate if rate is not None and rate.certainty == "low" else None

    def rate_for(self, work: Work) -> CreditRate | None:
        """The rate whose words the work says, the most told one first; else the model's default."""
        for name in self._names(work):
            rates = self._rates.get(name, [])
            telling = [rate for rate in rates if words(rate.variant) <= work.said]
            if telling:
                return max(telling, key=lambda rate: len(words(rate.variant)))
            default = [rate for rate in rates if rate.default]
            if default or len(rates) == 1:
                return (default or rates)[0]
        return None

    def _names(self, work: Work) -> list[str]:
        ours = [name.lower() for name in (work.model_family, work.model) if name]
        asked = [self._instead[name] for name in ours if name in self._instead]
        rest = [self._instead[ANY]] if ANY in self._instead else []
        return [*asked, *ours, *rest]
