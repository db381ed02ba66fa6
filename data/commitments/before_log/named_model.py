"""A model that somebody names, and what one attempt with it takes: in credits, or in money.

A platform's own rate goes first, then the price book's price at that channel over what one of its
credits costs at list. Of several variants it is the one that was named, else the default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from data.commitments.demand.work_rating import SAME_SIZE
from data.commitments.wording import listed
from data.errors import QuestionError, nearest_of_many
from data.pricing.entry import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from data.commitments.terms.packs import CreditRate
    from data.commitments.terms.platform import Platform
    from data.pricing.book import PriceBook
    from data.pricing.currencies import RateInForce
    from data.pricing.entry import PriceEntry
    from data.pricing.model_families import Media

Fact = TypeVar("Fact")
BY_OUTPUT = ("image", "second", "run")
"""Units whose number is known before the work is: tokens and megapixels are not."""
FROM_TEXT = {"text_to_image", "text_to_video"}


@dataclass(frozen=True)
class NamedModel:
    """A model by its family's name, the words of its variant, and how long a clip is."""

    name: str
    variant: str
    media: Media | None
    """None where the price book does not know it."""
    seconds: Decimal | None

    @property
    def title(self) -> str:
        """As a person says it."""
        return " ".join(filter(None, (self.name, self.variant)))

    @property
    def makes(self) -> str:
        """What one attempt makes."""
        if self.media == "image":
            return "one image"
        return "one output" if self.seconds is None else f"one clip of {self.seconds:f} s"


@dataclass(frozen=True)
class Takes:
    """What one attempt takes on a platform or at a channel."""

    each: Decimal
    """Credits, or money."""
    per: str
    """The unit that the rate is for."""
    rate: Decimal
    variant: str
    """Which of the model's variants that is; empty where the rate is for any."""
    converted_at: RateInForce | None = None
    """The rate that money was converted by."""
    uncertain: str = ""
    """Where it was read, where that is not certain."""


@dataclass(frozen=True)
class _Variant(Generic[Fact]):
    words: frozenset[str]
    shown: str
    default: bool
    fact: Fact


def named_model(
    text: str, seconds: Decimal | None, book: PriceBook, platforms: Mapping[str, Platform]
) -> NamedModel:
    """The model that a text begins with; the rest of it is its variant.

    Raises QuestionError with the nearest names.
    """
    known = _known_names(book, platforms)
    parts = text.split()
    for length in range(len(parts), 0, -1):
        name = known.get(" ".join(parts[:length]).lower())
        if name is not None:
            family = book.family_of(name)
            media = family.media if family else None
            return NamedModel(name, " ".join(parts[length:]), media, seconds)
    near = nearest_of_many(text, sorted(set(known.values())))
    raise QuestionError(f"model {text!r}: neither the plan book nor the price book has it. {near}")


def _known_names(book: PriceBook, platforms: Mapping[str, Platform]) -> dict[str, str]:
    """Every name in lower case, and the one that stands for it."""
    known = {key: family.name for family in book.models for key, _ in family.keys}
    rated = (rate.model for each in platforms.values() for rate in each.rates)
    return known | {name.lower(): name for name in rated}


def is_rated(model: NamedModel, platform: Platform, book: PriceBook, on: date) -> bool:
    """Whether anything says what the model takes in a platform's credits."""
    own = any(rate.model.lower() == model.name.lower() for rate in platform.rates)
    priced = platform.credit_list_price and book.in_force(platform.name, model.name, on)
    return own or bool(priced)


def credits_taken(model: NamedModel, platform: Platform, book: PriceBook, on: date) -> Takes | str:
    """Credits of one attempt on a platform, or why they are not known, as a clause.

    Raises QuestionError where a clip's length is missing.
    """
    rates = [rate for rate in platform.rates if rate.model.lower() == model.name.lower()]
    if rates:
        found = _fitting(
            [_Variant(_sizes(r.variant), r.variant, r.default, r) for r in rates], model
        )
        if isinstance(found, str):
            return found
        rate = found.fact
        taken = _taken(model, rate.unit, rate.credits, found.shown, platform.title)
        return replace(taken, uncertain=_where_read(rate))
    listed_at = platform.credit_list_price
    if listed_at:
        price = money_taken(model, platform.name, book, on, platform.currency, {})
        if isinstance(price, Takes):
            return replace(price, each=price.each / listed_at, rate=price.rate / listed_at)
    return _no_rate(model, platform)


def _no_rate(model: NamedModel, platform: Platform) -> str:
    """That it has none, and which models have one."""
    names = sorted({rate.model for rate in platform.rates})
    why = f"no rate for {model.name} in the plan book"
    if not names:
        return f"{why}, nor for any other model"
    return f"{why}; there is one for {listed(names)}"


def money_taken(
    model: NamedModel,
    channel: str,
    book: PriceBook,
    on: date,
    currency: str,
    rates: Mapping[str, RateInForce],
) -> Takes | str:
    """What a channel asks for one attempt, or why that is not known, as a clause.

    `rates` convert into the currency what is priced in another.
    Raises QuestionError where a clip's length is missing.
    """
    asked = [
        entry
        for entry in book.in_force(channel, model.name, on)
        if entry.service_tier in {None, "standard"}
    ]
    counted = [each for each in asked if each.unit in BY_OUTPUT]
    if not counted:
        units = sorted({each.unit.removeprefix("1M_").replace("_", " ") for each in asked})
        return f"its prices are by {listed(units)}, which only a log tells" if units else "no price"
    priced = [each for each in counted if each.currency in {currency, *rates}]
    if not priced:
        return f"its price is in {counted[0].currency}, and no rate to {currency} is known"
    found = _fitting(list(_variants(priced)), model)
    if isinstance(found, str):
        return found
    entry, rate = found.fact, rates.get(found.fact.currency)
    price = entry.price * rate.rate if rate else entry.price
    taken = _taken(model, entry.unit, price, found.shown, channel)
    return replace(taken, converted_at=rate, uncertain=_where_read(entry))


def _where_read(fact: CreditRate | PriceEntry) -> str:
    """Where an uncertain rate or price was read, and when; empty of one that is not."""
    if fact.certainty != "low":
        return ""
    return fact.source + (f", read on {fact.checked_on}" if fact.checked_on else "")


def _variants(entries: Sequence[PriceEntry]) -> Iterator[_Variant[PriceEntry]]:
    """Prices for making something from text where there are any, of the last folder that has."""
    making = [each for each in entries if not each.operations or FROM_TEXT & {*each.operations}]
    kept = making or entries
    last = max(each.layer for each in kept)
    for entry in kept:
        for variant in entry.variant or ("",):
            if entry.layer == last:
                yield _Variant(_sizes(variant), variant, entry.default, entry)


def _fitting(variants: Sequence[_Variant[Fact]], model: NamedModel) -> _Variant[Fact] | str:
    """The one that was named, else the default, else the only one; or which there are."""
    asked = _sizes(model.variant)
    covering = [each for each in variants if each.words and each.words <= asked]
    saying = [each for each in variants if asked <= each.words]
    plain = [each for each in variants if not each.words]
    if covering:
        return max(covering, key=lambda each: len(each.words))
    for some in ([each for each in saying if each.default], saying, plain):
        if _same(some):
            return some[0]
    names = listed(list(dict.fromkeys(each.shown for each in saying or variants if each.shown)))
    if saying:
        return f"{model.title} may be {names} there: say which after the model's name"
    return f"its rate for {model.name} is for {names} only"


def _same(variants: Sequence[_Variant[Fact]]) -> bool:
    return bool(variants) and all(each.fact == variants[0].fact for each in variants)


def _sizes(variant: str) -> frozenset[str]:
    """Its words, each size under one name."""
    return frozenset(SAME_SIZE.get(word, word) for word in words(variant))


def _taken(model: NamedModel, unit: str, rate: Decimal, variant: str, where: str) -> Takes:
    if unit != "second":
        return Takes(rate, unit, rate, variant)
    if model.seconds is None:
        raise QuestionError(
            f"{model.title} is charged by the second at {where}: say how long a clip is, e.g. "
            f"--seconds 5."
        )
    return Takes(rate * model.seconds, unit, rate, variant)


def channels_pricing(model: NamedModel, book: PriceBook, on: date) -> Iterable[str]:
    """Every channel of the price book that prices a model on a day, in order."""
    channels = sorted({entry.channel for entry in book.entries})
    return (each for each in channels if book.in_force(each, model.name, on))
