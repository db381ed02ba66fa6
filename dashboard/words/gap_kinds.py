"""What to do about money that is not known, or that rests on an assumption, by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.metrics.gap_kinds import ASSUMED_KINDS, UNPRICED_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLES = {kind: title for kind, (title, _) in (UNPRICED_KINDS | ASSUMED_KINDS).items()}
ADVICE = {
    "still_running": "Load a later log of them: once they end, their cost can be known.",
    "end_unknown": "Load a log that tells how they ended; where it tells that they failed, say "
    "what their channel bills for a failure, in a policy of the price book.",
    "untold": "Log or map the variant, the size or the quantity that decides the price.",
    "no_rate": "Add a rate of their currency for these days.",
    "model_shut": "Whoever answered them is a channel of its own: log or map that one; where the "
    "model was not shut, say so in the price book.",
    "no_price": "Add a price with `offcut prices add`.",
    "date_assumed": "Say from which day the price held, in the price book.",
    "billing_assumed": "Say what the channel bills for a failure, in a policy of the price book.",
    "outputs_assumed": "Map the outputs, or how many there were.",
    "currency_assumed": "Map the currency, or set it as a constant of the map.",
    "hardware_assumed": "Map the machine as the variant; of files, load the program's log.",
    "price_assumed": "Log or map size and tier, or add the price of the one that was used.",
}


def kind_advice(kinds: Iterable[str]) -> list[str]:
    """One sentence for each of the kinds, in the order in which they are declared."""
    found = set(kinds)
    return [f"{title}: {ADVICE[kind]}" for kind, title in TITLES.items() if kind in found]
