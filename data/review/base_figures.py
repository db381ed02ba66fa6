"""The sums that a week's figures are made of, in all and by client, to compare two states."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.asking.table import Measures

ASKED = (
    *("spend", "refunds", "usable_assets", "accepted_outputs", "outputs", "attempts"),
    *("unpriced_attempts", "unknown_attempts", "yield", "discard_rate", "pending_share"),
)


class Sums(BaseModel):
    """Sums over the attempts of one group. Money is in the reporting currency.

    `spend` is net of `refunds` and None where no cost of any is known. Of the `outputs` delivered,
    each is accepted, discarded or pending.
    """

    model_config = ConfigDict(frozen=True)

    spend: Decimal | None = Decimal(0)
    refunds: Decimal = Decimal(0)
    attempts: int = 0
    requested: int = 0
    outputs: int = 0
    usable: int = 0
    accepted: int = 0
    discarded: int = 0
    pending: int = 0
    unpriced: int = 0
    unknown: int = 0


def sums_of(figures: Figures, selection: Selection) -> tuple[Sums, dict[str | None, Sums]]:
    """The sums of the selection, and those by client; a client that is not known is None."""
    total = figures.measure(ASKED, selection=selection)
    clients = figures.measure(ASKED, by=["client"], selection=selection)
    by_client = {row["client"]: _sums(clients, n) for n, row in enumerate(clients.rows)}
    return _sums(total, 0), by_client


def _sums(table: Measures, n: int) -> Sums:
    row = table.rows[n]
    return Sums(
        spend=row["spend"],
        refunds=row["refunds"] or Decimal(0),
        attempts=row["attempts"],
        requested=int(table.evidence(n, "yield").denominator or 0),
        outputs=row["outputs"],
        usable=row["usable_assets"],
        accepted=row["accepted_outputs"],
        discarded=int(table.evidence(n, "discard_rate").numerator or 0),
        pending=int(table.evidence(n, "pending_share").numerator or 0),
        unpriced=row["unpriced_attempts"],
        unknown=row["unknown_attempts"],
    )
