"""What if: the same question with one thing changed, and whether the answer changes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from data.commitments.offers.plan_sizing import SEARCH_PATHS, demand_for, run_offer, search_units
from data.commitments.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.commitments.demand.evidence import Evidence
    from data.commitments.futures.forecast import Futures
    from data.commitments.terms.offer import Offer, TopUp

HALVED = "volume halves"
CHEAPER, DEARER = Decimal("0.8"), Decimal("1.2")


@dataclass(frozen=True)
class Case:
    """One changed assumption: factors on the work, the effort it takes, and prices."""

    name: str
    volume: float = 1.0
    effort: float = 1.0
    plan_price: Decimal = Decimal(1)
    top_up_price: Decimal = Decimal(1)
    failures_charged: bool = False

    def changed(self, offer: Offer) -> Offer:
        """The offer under the changed assumption."""
        plan = offer.plan
        if plan is not None:
            steps = tuple(
                step.model_copy(update={"price": step.price * self.plan_price})
                for step in plan.volume_steps
            )
            priced = {"price": plan.price * self.plan_price, "volume_steps": steps}
            plan = plan.model_copy(update=priced)
        seller = offer.seller.charging_failures() if self.failures_charged else offer.seller
        return replace(
            offer,
            seller=seller,
            plan=plan,
            top_up=offer.top_up if offer.bills_calls else _priced(offer.top_up, self.top_up_price),
            elsewhere=self.changed(offer.elsewhere) if offer.elsewhere else None,
            beside=self.changed(offer.beside) if offer.beside else None,
        )


@dataclass(frozen=True)
class SensitivityRow:
    """One changed assumption: what would cost least then, and what the present choice would."""

    case: str
    best: str
    best_cost: Decimal | None
    kept: str
    kept_cost: Decimal | None
    """None where the work would not get done."""
    changes: bool
    """Whether another way of buying, or another number, would save more than a hundredth."""

    @property
    def regret(self) -> Decimal | None:
        """What keeping to the present choice would cost more."""
        if self.best_cost is None or self.kept_cost is None:
            return None
        return max(Decimal(0), self.kept_cost - self.best_cost)


def cases(evidence: Evidence) -> Iterator[Case]:
    """The questions people ask first. The discard rate's needs settled outputs."""
    rate = evidence.discard_rate
    if rate is not None and 0 < rate < 1:
        effort = (1 - rate) / (1 - rate * 2 / 3)
        yield Case("the discard rate falls by a third", effort=effort)
    yield Case("volume doubles", volume=2.0)
    yield Case(HALVED, volume=0.5)
    yield Case("plans cost a fifth more", plan_price=DEARER)
    yield Case("top-ups cost a fifth less", top_up_price=CHEAPER)
    yield Case("failed generations are not refunded", failures_charged=True)


def sensitivity_row(
    case: Case, kept: Offer, others: Sequence[Offer], futures: Futures
) -> SensitivityRow:
    """Ask again with a changed assumption, on the first futures; `others` are resized for it."""
    outlook = futures.outlook
    changed = replace(
        outlook, volume=outlook.volume * case.volume, effort=outlook.effort * case.effort
    )
    few = futures.first(SEARCH_PATHS).under(changed)
    sized = [_resized(case.changed(offer), few) for offer in others]
    costs = [(offer, _cost(offer, few)) for offer in (case.changed(kept), *sized)]
    kept_cost = costs[0][1]
    best, best_cost = min(costs, key=lambda pair: pair[1])
    return SensitivityRow(
        case=case.name,
        best=best.title,
        best_cost=_known(best_cost),
        kept=kept.title,
        kept_cost=_known(kept_cost),
        changes=bool(kept_cost - best_cost > best_cost / 100 and best.title != kept.title),
    )


def _resized(offer: Offer, futures: Futures) -> Offer:
    if offer.beside is not None:
        offer = replace(offer, beside=_resized(offer.beside, futures))
    if offer.plan is None:
        return offer
    return offer.of(search_units(offer, futures).best_bought.units)


def _cost(offer: Offer, futures: Futures) -> float:
    """The mean cost; endless where the work would not get done."""
    run = run_offer(offer, futures)
    done = run.unmet.sum() <= demand_for(offer.seller, futures).sum() / 100
    return float(run.cost.mean()) if done else float("inf")


def _known(cost: float) -> Decimal | None:
    return rounded(cost) if isfinite(cost) else None


def _priced(top_up: TopUp | None, factor: Decimal) -> TopUp | None:
    return None if top_up is None else replace(top_up, price=top_up.price * factor)
