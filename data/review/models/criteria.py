"""What a model is judged by in a pilot, before it may make what is delivered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.estimates.repeated_looks import Arm
    from data.metrics.metric import Good, Unit
    from data.review.models.at_work import ModelAtWork


@dataclass(frozen=True)
class Criterion:
    """One figure of a pilot: its name and title, how it is written, which direction is good.

    `arm` gives, by brief, money and accepted outputs (`ratio`), or the cases that were *good* and
    all cases (`share`); `seconds` are those of the peak. `shows_bad` where the figure is the share
    that was not good. With `by_good` it is known once the part that was good is, as cost rests on
    it; else once the larger part is. In words: `worse` than another, `none` good at all, what it
    `needs` to be known where nothing is.
    """

    name: str
    title: str
    unit: Unit
    good: Good
    kind: Literal["ratio", "share", "seconds"]
    n_of: str
    worse: str
    none: str
    needs: str
    arm: Callable[[ModelAtWork], Arm] | None = None
    shows_bad: bool = False
    by_good: bool = False


def _cost(model: ModelAtWork) -> Arm:
    return model.cost


def _accepted(model: ModelAtWork) -> Arm:
    return model.acceptance


def _sets_passed(model: ModelAtWork) -> Arm:
    return model.share(model.told["sets_passed"], model.told["sets_asked"])


def _within_rules(model: ModelAtWork) -> Arm:
    """Of what was accepted, or rejected with a reason."""
    told = model.told["accepted"] + model.told["rejected_with_reason"]
    return model.share(told - model.told["against_rules"], told)


def _as_large(model: ModelAtWork) -> Arm:
    return model.share(model.told["sizes_met"], model.told["sizes_known"])


def _fitting(model: ModelAtWork) -> Arm:
    return model.share(model.told["files_fitting"], model.told["files_held"])


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "cost",
        "Cost per accepted output",
        *("money_per", "down", "ratio", "briefs", "dearer", "nothing is accepted"),
        needs="an accepted output, and decisions on the others of its brief",
        arm=_cost,
    ),
    Criterion(
        "discards",
        "Discard share",
        *("rate", "down", "share", "briefs", "more is discarded", "nothing is accepted"),
        needs="decisions on its outputs",
        arm=_accepted,
        shows_bad=True,
        by_good=True,
    ),
    Criterion(
        "peak",
        "Peak latency p95",
        *("seconds", "down", "seconds", "calls", "slower", ""),
        needs="logs that say when calls of the busiest hours ended",
    ),
    Criterion(
        "sets",
        "Sets accepted whole",
        *("rate", "up", "share", "briefs", "fewer sets pass", "no set was accepted whole"),
        needs="calls that ask for two outputs or more at once, all of them decided",
        arm=_sets_passed,
    ),
    Criterion(
        "rules",
        "Rejected for a rule of the brief",
        *("rate", "down", "share", "briefs", "breaks rules more often", "every one breaks a rule"),
        needs="reasons beside rejections that name a rule, such as brand, logo, size or format",
        arm=_within_rules,
        shows_bad=True,
    ),
    Criterion(
        "size",
        "Size as asked for",
        *("rate", "up", "share", "briefs", "misses the size more often", "none has the size"),
        needs="logs with the size that was asked for and the size delivered",
        arm=_as_large,
    ),
    Criterion(
        "friction",
        "Export friction",
        *(
            "rate",
            "down",
            "share",
            "briefs",
            "misses the delivery spec more often",
            "every file misses it",
        ),
        needs="[delivery] in offcut.toml, and `offcut scan` of the folder with its outputs",
        arm=_fitting,
        shows_bad=True,
    ),
)
