"""Asking a published week again in steps, each of which changes one thing.

First what is loaded (dated before the moment of then), then the price book, then the settings, at
last the moment. What cannot be asked alone any more, because a book was not kept or a setting is
gone, is asked together with the next and named with it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from data.asking.loads import given_so_far
from data.asking.selection import NOT_KNOWN
from data.resolving.rules import rules_hash
from data.review.base_figures import Sums, sums_of
from data.review.kept import reviews_folder
from data.review.kept_book import kept_book
from data.review.restating.states import State, split_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from data.asking.figures import Figures
    from data.pricing.book import PriceBook
    from data.review.published import PublishedReview, Stamp
    from data.settings import Settings

LOGS, ENDS, PRICES, SETTINGS, RULES = "new logs", "late ends", "prices", "settings", "rules"
TOTAL = "all"


class Step(NamedTuple):
    """One thing changed: why, under what it is asked, and whether its parts can be told apart."""

    cause: str
    figures: Figures
    as_of: datetime
    is_split: bool


def states_by_group(
    published: PublishedReview, figures: Figures, now: datetime
) -> dict[str, list[State]]:
    """The states of all and of each client, from how it was published to how it stands at `now`."""
    chains = {
        _group(each.client, is_total=each.is_total): [State("", each.sums)]
        for each in published.segments
    }
    for step in steps(published, figures, now):
        asked = replace(published.selection, as_of=step.as_of.replace(tzinfo=UTC))
        total, clients = sums_of(step.figures, asked)
        after = {TOTAL: total} | {_group(name): sums for name, sums in clients.items()}
        for group in after:
            chains.setdefault(group, [State("", Sums())])
        for group, chain in chains.items():
            chain.extend(_states(chain[-1], after.get(group, Sums()), step))
    return chains


def _group(client: str | None, *, is_total: bool = False) -> str:
    return TOTAL if is_total else f"client {client or NOT_KNOWN}"


def _states(before: State, after: Sums, step: Step) -> Iterator[State]:
    if step.is_split:
        yield from split_states(before, after, step.cause)
    else:
        yield State(step.cause, after)


def steps(published: PublishedReview, figures: Figures, now: datetime) -> Iterator[Step]:
    """From how it was published to now; what is the same takes no step."""
    stamp, settings, book = published.stamp, figures.settings, figures.book
    settings_then, book_then = _settings_then(stamp, settings), _book_then(stamp, figures)
    open_causes = _of_loads(stamp, figures)
    if settings_then is not None and book_then is not None:
        then = figures.under(settings_then, book_then)
        yield Step(" or ".join(open_causes), then, stamp.as_of, is_split=open_causes == [LOGS])
        open_causes = []
    if stamp.price_book != book.hash:
        open_causes.append(PRICES)
        if settings_then is not None:
            repriced = figures.under(settings_then, book)
            yield Step(" or ".join(open_causes), repriced, stamp.as_of, is_split=False)
            open_causes = []
    if stamp.settings_hash != settings.resolution_hash:
        open_causes.append(SETTINGS)
        yield Step(" or ".join(open_causes), figures, stamp.as_of, is_split=False)
    yield Step(ENDS, figures, now, is_split=True)


def _of_loads(stamp: Stamp, figures: Figures) -> list[str]:
    """Why the same question may have another answer: more is loaded, or the rules are others."""
    if stamp.rules == rules_hash():
        return [LOGS]
    is_same = given_so_far(figures.open())._asdict() == stamp.loads.model_dump()
    return [RULES] if is_same else [LOGS, RULES]


def _settings_then(stamp: Stamp, settings: Settings) -> Settings | None:
    """The settings of then; None where there is no such setting any more."""
    if stamp.settings_hash == settings.resolution_hash:
        return settings
    try:
        found = type(settings)(**(settings.model_dump() | stamp.settings))
    except ValidationError:
        return None
    return found if found.resolution_hash == stamp.settings_hash else None


def _book_then(stamp: Stamp, figures: Figures) -> PriceBook | None:
    if stamp.price_book == figures.book.hash:
        return figures.book
    return kept_book(reviews_folder(figures.settings), stamp.price_book)
