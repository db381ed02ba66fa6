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
    that was not good. `needs` says what would make it known where nothing does.
    """

    name: str
    title: str
    unit: Unit
    good: Good
    kind: Literal["ratio", "share", "seconds"]
    n_of: str
    worse: str
    needs: str
    arm: Callable[[ModelAtWork], Arm] | None = None
    shows_bad: bool = False


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "cost",
        "Cost per accepted output",
        *("money_per", "down", "ratio", "briefs", "dearer"),
        needs="an accepted output, and decisions on the others of its brief",
        arm=lambda model: model.cost,
    ),
    Criterion(
        "discards",
        "Discard share",
        *("rate", "down", "share", "briefs", "more is discarded"),
        needs="decisions on its outputs",
        arm=lambda model: model.acceptance,
        shows_bad=True,
    ),
    Criterion(
        "peak",
        "Peak latency, p95",
        *("seconds", "down", "seconds", "calls", "slower"),
        needs="logs that say when calls of the busiest hours ended",
    ),
    Criterion(
        "sets",
        "Sets accepted whole",
        *("rate", "up", "share", "briefs", "fewer sets pass"),
        needs="calls that ask for two outputs or more at once, all of them decided",
        arm=lambda model: model.share(lambda each: each.sets_passed, lambda each: each.sets_asked),
    ),
    Criterion(
        "rules",
        "Rejected for a rule of the brief",
        *("rate", "down", "share", "briefs", "breaks rules more often"),
        needs="reasons beside rejections that name a rule, such as brand, logo, size or format",
        arm=lambda model: model.share(
            lambda each: each.accepted + each.rejected_with_reason - each.against_rules,
            lambda each: each.accepted + each.rejected_with_reason,
        ),
        shows_bad=True,
    ),
    Criterion(
        "size",
        "Size as asked for",
        *("rate", "up", "share", "briefs", "misses the size more often"),
        needs="logs with the size that was asked for and the size delivered",
        arm=lambda model: model.share(lambda each: each.sizes_met, lambda each: each.sizes_known),
    ),
    Criterion(
        "friction",
        "Export friction",
        *("rate", "down", "share", "briefs", "misses the delivery spec more often"),
        needs="[delivery] in offcut.toml, and `offcut scan` of the folder with its outputs",
        arm=lambda model: model.share(
            lambda each: each.files_fitting, lambda each: each.files_held
        ),
        shows_bad=True,
    ),
)
