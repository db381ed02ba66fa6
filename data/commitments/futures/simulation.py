"""What an offer costs in each future, step by step under the plan's own rules.

A step is at most a week. Within it: what ends lapses, what is due comes in and is billed, the work
draws in the burn order, and what is short is topped up at once. So a pack's end is seen at the next
step, and the day on which credits run out is that of its step. Floats: see the package.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures import carry_over
from data.commitments.futures.horizon import months_later
from data.commitments.futures.wallet import DUST, PackCredits, PlanCredits, draw
from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer
    from data.commitments.terms.plan import PlanTerms


@dataclass(frozen=True)
class Run:
    """What became of each path; credits and money, one number per path unless said otherwise."""

    demand: NDArray[np.float64]
    fees: NDArray[np.float64]
    """Money for the plan: what is committed."""
    top_ups: NDArray[np.float64]
    """Money for packs and overage, and whatever was paid elsewhere."""
    carried: NDArray[np.float64]
    """Of both, money for what will still be used after the horizon: see `carry_over`."""
    granted: NDArray[np.float64]
    used_of_plan: NDArray[np.float64]
    lapsed_of_plan: NDArray[np.float64]
    lapsed_of_packs: NDArray[np.float64]
    breakage: NDArray[np.float64]
    """Money that the lapsed credits had cost."""
    left_of_plan: NDArray[np.float64]
    left_of_packs: NDArray[np.float64]
    unmet: NDArray[np.float64]
    ran_out_step: NDArray[np.int64]
    """The first step whose work the plan's credits did not cover; the number of steps if none."""
    short: NDArray[np.float64]
    """Paths x steps: what the plan and packs held did not cover, before topping up."""
    balance: NDArray[np.float64] | None = None
    """Paths x steps: the plan's credits at each step's end, where asked for."""

    @property
    def paid(self) -> NDArray[np.float64]:
        """Money paid in the horizon."""
        return self.fees + self.top_ups

    @property
    def cost(self) -> NDArray[np.float64]:
        """Money paid in the horizon, less what is carried over."""
        return self.paid - self.carried

    def beside(self, other: Run) -> Run:
        """With another offer for other work, in the same futures: money and undone work add up.

        Credits stay those of this one: the other's are of another kind.
        """
        undone = other.unmet / np.maximum(other.demand, DUST)
        return replace(
            self,
            fees=self.fees + other.fees,
            top_ups=self.top_ups + other.top_ups,
            carried=self.carried + other.carried,
            breakage=self.breakage + other.breakage,
            unmet=self.unmet + undone * self.demand,
        )


def simulate(
    offer: Offer,
    demand: NDArray[np.float64],
    horizon: Horizon,
    *,
    units: NDArray[np.float64] | None = None,
    elsewhere_per_credit: NDArray[np.float64] | None = None,
    keep_balance: bool = False,
) -> Run:
    """Run an offer through futures (paths x steps of credits); `units` may differ by path.

    An offer with an `elsewhere` needs `elsewhere_per_credit`: what the work of one credit here
    takes there, per path and step.
    """
    count = np.full(len(demand), float(offer.units)) if units is None else units
    account = _Account(offer, horizon, count, keep_balance=keep_balance)
    for step in range(demand.shape[1]):
        account.live(step, demand[:, step])
    run = account.run(demand.sum(axis=1))
    if offer.elsewhere is None or elsewhere_per_credit is None:
        return run
    there = simulate(offer.elsewhere, run.short * elsewhere_per_credit, horizon)
    share_done = 1 - there.unmet / np.maximum(there.demand, DUST)
    return replace(
        run,
        fees=run.fees + there.fees,
        top_ups=run.top_ups + there.top_ups,
        carried=run.carried + there.carried,
        breakage=run.breakage + there.breakage,
        unmet=run.unmet * (1 - share_done),
    )


class _Account:
    """One offer's account in every future, while the steps pass."""

    def __init__(
        self, offer: Offer, horizon: Horizon, units: NDArray[np.float64], *, keep_balance: bool
    ) -> None:
        paths, steps = len(units), len(horizon.step_days)
        self.horizon, self.units, self.top_up = horizon, units, offer.top_up
        self.plan_terms = offer.plan
        self.order = offer.plan.burn_order if offer.plan else "plan_first"
        self.due = _grants(offer.plan, horizon) if offer.plan else {}
        self.plan = PlanCredits(paths, newest_first=self.order == "newest_first")
        life = offer.top_up.expires_after_days if offer.top_up else None
        by_expiry = self.order == "earliest_expiry"
        self.packs = PackCredits(paths, horizon.step_days, horizon.days, life, by_expiry=by_expiry)
        self.paid = np.zeros(paths)
        self.unmet = np.zeros(paths)
        self.short = np.zeros((paths, steps))
        self.ran_out = np.full(paths, steps)
        self.balance = np.zeros((paths, steps)) if keep_balance else None

    def live(self, step: int, demand: NDArray[np.float64]) -> None:
        day = int(self.horizon.step_days[step])
        self.plan.lapse(day)
        self.packs.lapse(day)
        if step in self.due:
            self._renew(day, self.due[step])
        before = self.plan.used.copy()
        need = self.short[:, step]
        need[:] = demand
        draw(need, self.plan, self.packs, self.order)
        self._note_run_out(step, demand - (self.plan.used - before))
        self._top_up(need, day)
        self.packs.close_step()
        if self.balance is not None:
            self.balance[:, step] = self.plan.left

    def _renew(self, day: int, end: float) -> None:
        terms = self.plan_terms
        if terms is None:
            return
        if terms.rollover_cap is not None:
            self.plan.carry(float(terms.rollover_cap) * self.units)
        self.plan.grant(float(terms.credits) * self.units, day, end)

    def _note_run_out(self, step: int, not_from_plan: NDArray[np.float64]) -> None:
        if self.plan_terms is not None:
            ran_out = (not_from_plan > DUST) & (self.plan.left <= DUST)
            np.minimum(self.ran_out, np.where(ran_out, step, self.ran_out), out=self.ran_out)

    def _top_up(self, short: NDArray[np.float64], day: int) -> None:
        if self.top_up is None:
            self.unmet += short
        elif self.top_up.by_the_credit:
            self.paid += float(self.top_up.price_per_credit) * short
        else:
            size = float(self.top_up.credits)
            packs = np.ceil(np.maximum(0.0, short - DUST) / size)
            self.paid += float(self.top_up.price) * packs
            self.packs.buy(packs * size, np.where(packs > 0, short, 0.0), day)

    def run(self, demand: NDArray[np.float64]) -> Run:
        self.plan.lapse(self.horizon.days)
        self.packs.lapse(self.horizon.days)
        fees = _fees(self.plan_terms, self.horizon, self.units)
        of_packs = carry_over.of_packs(self.packs, self.top_up, self.horizon)
        of_plan = carry_over.of_plan(self.plan, self.plan_terms, fees, self.horizon)
        return Run(
            demand=demand,
            fees=fees,
            carried=of_plan + of_packs,
            top_ups=self.paid,
            granted=self.plan.granted,
            used_of_plan=self.plan.used,
            lapsed_of_plan=self.plan.lapsed,
            lapsed_of_packs=self.packs.lapsed,
            breakage=self._breakage(fees),
            left_of_plan=self.plan.left,
            left_of_packs=self.packs.left,
            unmet=self.unmet,
            ran_out_step=self.ran_out,
            short=self.short,
            balance=self.balance,
        )

    def _breakage(self, fees: NDArray[np.float64]) -> NDArray[np.float64]:
        """The fees of the share of granted credits that lapsed, and the price of lapsed packs."""
        of_plan = fees * self.plan.lapsed / np.maximum(self.plan.granted, DUST)
        each = float(self.top_up.price_per_credit) if self.top_up else 0.0
        return np.asarray(of_plan + each * self.packs.lapsed)


def _grants(plan: PlanTerms, horizon: Horizon) -> dict[int, float]:
    """The steps at which credits come, and the day on which those end (endless: infinity)."""
    every = MONTHS_PER[plan.grants]
    return {
        step: _end(plan, horizon, int(horizon.step_days[step]), number * every)
        for number, step in enumerate(horizon.grant_steps(every))
    }


def _end(plan: PlanTerms, horizon: Horizon, day: int, month: int) -> float:
    if plan.never_lapses:
        return float("inf")
    if plan.expires_after_days is not None:
        return day + plan.expires_after_days
    last = month + MONTHS_PER[plan.grants] + plan.rollover_months
    return horizon.offset(months_later(horizon.buys_on, last))


def _fees(
    plan: PlanTerms | None, horizon: Horizon, units: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Money for the plan over the horizon. A year that has begun is paid in full."""
    if plan is None:
        return np.zeros(len(units))
    payments = len(horizon.grant_steps(MONTHS_PER[plan.billing]))
    counts, where = np.unique(units, return_inverse=True)
    each = [float(plan.price_of_any(float(count))) for count in counts]
    return np.asarray(payments * np.array(each)[where])
