"""Who pays for an attempt that brought nothing: one rule per channel and outcome, dated."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field, model_validator

from data.pricing.entry import CertaintyName, Fact, Line, PlainDate, one_of
from data.pricing.model_families import Media

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.pricing.model_families import ModelFamily

Outcome = Literal[
    "technical_failure",
    "blocked_input",
    "blocked_output",
    "canceled_queued",
    "canceled_running",
    "client_timeout",
    "empty_200",
]
Billed = Literal["yes", "no", "tokens", "partial", "unknown"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MEDIA: tuple[Media, ...] = get_args(Media)


class BillingPolicy(Fact):
    """One rule. `tokens`: only the tokens the log reports; `partial`: billed, some given back.

    Narrowed to model families or to one medium, or for the whole channel; the narrower rule wins.
    In force from `valid_from` (UTC; without it, always) to the next rule of the same scope.
    """

    channel: Line
    outcomes: tuple[Annotated[Outcome, one_of("billing outcome", OUTCOMES)], ...]
    families: tuple[Line, ...] = ()
    media: Annotated[Media | None, one_of("medium", MEDIA)] = None
    billed: Annotated[Billed, one_of("billing rule", get_args(Billed))]
    valid_from: PlainDate | None = None
    source: Line
    checked_on: PlainDate
    certainty: CertaintyName
    note: Line | None = None
    layer: Annotated[int, Field(ge=0, exclude=True)] = 0

    @model_validator(mode="after")
    def _holds_together(self) -> BillingPolicy:
        if not self.outcomes:
            raise ValueError("say at least one outcome")
        if self.families and self.media:
            raise ValueError("say families or media, not both")
        return self

    @property
    def scopes(self) -> tuple[str, ...]:
        """The families or the medium it is narrowed to; `*` for the whole channel."""
        return self.families or (self.media or "*",)

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return " ".join([self.channel, *self.outcomes, *self.scopes])


PolicyInterval = tuple[str, Outcome, str, date, date, Billed]
"""(channel, outcome, scope, from, to, billed); a scope is a family's name or a medium."""


def policy_intervals(
    policies: Iterable[BillingPolicy], families: Iterable[ModelFamily]
) -> Iterator[PolicyInterval]:
    """Rules as intervals that do not overlap: per outcome, every medium and every family named."""
    media_of = {family.name: family.media for family in families}
    by_outcome: dict[tuple[str, Outcome], list[BillingPolicy]] = {}
    for policy in policies:
        for outcome in policy.outcomes:
            by_outcome.setdefault((policy.channel, outcome), []).append(policy)
    for (channel, outcome), rules in by_outcome.items():
        named = {name for rule in rules for name in rule.families}
        for scope in (*MEDIA, *sorted(named)):
            applying = _applying(rules, scope, media_of.get(scope))
            dates = sorted(
                {date.min, date.max, *(rule.valid_from or date.min for rule in applying)}
            )
            for start, end in pairwise(dates):
                started = [rule for rule in applying if (rule.valid_from or date.min) <= start]
                if started:
                    yield channel, outcome, scope, start, end, started[-1].billed


def _applying(rules: list[BillingPolicy], scope: str, medium: str | None) -> list[BillingPolicy]:
    """Rules for a scope, the one that goes before the others last."""
    order = ["*", medium, scope]
    found = [rule for rule in rules if not set(rule.scopes).isdisjoint(order)]
    return sorted(
        found,
        key=lambda rule: (
            max(order.index(name) for name in rule.scopes if name in order),
            rule.layer,
            rule.valid_from or date.min,
        ),
    )
