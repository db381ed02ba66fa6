"""The recent work as it was priced: what a lever is held against."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from data.pricing.entry import PriceEntry
    from data.review.facts import Facts


OF_OUTPUTS = (
    *("image", "second", "megapixel", "run"),
    *("1M_tokens_image_out", "1M_tokens_video_out"),
)
"""Units of what is delivered, by the piece first: the price of a call goes with theirs."""


class PricedWork(NamedTuple):
    """Attempts of one channel, model, operation and variant that are over for a day or longer.

    `unhurried` are those of reviewed work on which nobody said a word within a day of their end.
    """

    channel: str
    model: str
    operation: str | None
    variant: str | None
    attempts: int
    money: Decimal
    unhurried: int
    unhurried_money: Decimal


def priced_work(facts: Facts) -> list[PricedWork]:
    """The succeeded, priced work of the recent weeks, the dearest first."""
    selection = facts.recent_days
    where, parameters = selection.where(facts.settings)
    sql = (files("data.review.levers") / "priced_work.sql").read_text("utf-8").format(where=where)
    rows = facts.figures.ask(selection, sql, parameters).fetchall()
    return [PricedWork(*row) for row in rows]


def prices_of(facts: Facts, channel: str, work: PricedWork) -> Iterator[PriceEntry]:
    """The entries that price the same work at a channel today, of all service tiers.

    An entry without operations or variants serves any; one with some only those it names.
    """
    for entry in facts.figures.book.in_force(channel, work.model, facts.asked.as_of.date()):
        names_operation = not entry.operations or work.operation in entry.operations
        names_variant = (
            not entry.variant
            or work.variant in entry.variant
            or (entry.default and not work.variant)
        )
        if names_operation and names_variant and entry.unit in OF_OUTPUTS:
            yield entry


def own_price(found: Iterable[PriceEntry]) -> PriceEntry | None:
    """The price without a tier: by the piece before by the token, the named variant before any.

    None where there is none, or where several fit alike.
    """
    plain = [each for each in found if each.service_tier is None]
    for unit in OF_OUTPUTS:
        fitting = [each for each in plain if each.unit == unit]
        exact = [each for each in fitting if each.variant] or fitting
        if exact:
            return exact[0] if len(exact) == 1 else None
    return None
