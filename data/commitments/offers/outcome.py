"""What an offer comes to over all futures, in the figures that people compare."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.wallet import DUST
from data.commitments.rounding import CENT, MICRO, rounded

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from data.commitments.futures.horizon import Horizon
    from data.commitments.futures.simulation import Run
    from data.commitments.terms.offer import Offer

MOST_UNMET = Decimal("0.1")
CENT_MORE = 0.005
"""Less than half a cent more is the same."""
UNMET = 0.0005
"""Of the demand: what is short by less than this was done all the same."""


@dataclass(frozen=True)
class Spread:
    """The mean over all futures, and the 10th, 50th and 90th of every hundred."""

    mean: Decimal
    p10: Decimal
    p50: Decimal
    p90: Decimal

    @classmethod
    def of(cls, values: NDArray[np.float64], step: Decimal = CENT) -> Spread:
        """Of one number per path."""
        quantiles = np.quantile(values, [0.1, 0.5, 0.9])
        return cls(
            rounded(float(values.mean()), step), *(rounded(float(each), step) for each in quantiles)
        )


@dataclass(frozen=True)
class OfferOutcome:
    """One offer over the horizon. Money in the offer's currency, credits in its platform's own."""

    offer: Offer
    cost: Spread
    """Money paid in the horizon, fees and top-ups, less what is carried over."""
    paid: Spread
    committed: Decimal
    """Of what is paid, what is owed whatever is used; lumps of packs that lapse counted in."""
    cash_at_risk: Decimal
    """The most that is paid ahead at one time and lost if the work stops."""
    top_ups: Spread
    carried: Decimal
    """Money in credits that are still valid at the end and will then be used, in the mean."""
    demand: Spread
    """Credits the work takes under this platform's terms."""
    utilisation: Decimal | None
    """Plan credits used / granted. None without a plan, and where work is split over two kinds of
    credits, like what follows about them."""
    coverage: Decimal | None
    """Of the demand, the share the plan's credits met."""
    breakage_credits: Decimal
    """Credits that lapse unused, plan's and bought ones, in the mean."""
    breakage: Decimal
    """What they had cost."""
    left_at_end: Decimal
    """Credits still valid when the horizon ends, in the mean."""
    p_run_out: Decimal | None
    """Share of futures in which the plan's credits end before their period does, at least once."""
    runs_out_on: date | None
    """When, in the median of those futures."""
    months_topped_up: Decimal | None
    """Share of months in which the credits held do not cover the work, over all futures."""
    p_unmet: Decimal
    """Share of futures in which some work could not be done at all."""
    unmet_credits: Decimal
    price_per_credit: Decimal | None
    """Cost / credits of work done: the effective price."""
    cost_per_usable_asset: Spread | None
    """None without evidence. Its mean is the ratio of the means."""
    savings: Decimal | None = None
    """Effective savings rate: 1 − cost / the base's cost, means over the same futures."""
    saved: Decimal | None = None
    """The base's cost less this one's, in the mean; below 0 where this one is dearer."""
    saved_p10: Decimal | None = None
    saved_p90: Decimal | None = None
    """The same, of the 10th and 90th of every hundred futures."""
    base: str | None = None
    """What the savings are measured against."""
    p_dearer: Decimal | None = None
    """Share of futures in which this costs more than the base: what it risks."""
    p90_dearer_by: Decimal | None = None
    """How much more in the worst tenth of futures, at least; 0 when even those cost no more."""

    @property
    def title(self) -> str:
        """The offer in a few words."""
        return self.offer.title

    @property
    def is_commitment(self) -> bool:
        """Whether money is paid for what may not be used: a plan, or a lump of credits."""
        return self.committed > 0

    @property
    def covers(self) -> bool:
        """Whether the work gets done: in nine of ten futures all of it."""
        return self.p_unmet <= MOST_UNMET


def outcome(
    offer: Offer,
    run: Run,
    horizon: Horizon,
    assets: NDArray[np.float64] | None,
    base: tuple[str, NDArray[np.float64]] | None = None,
) -> OfferOutcome:
    """Put a run into figures, beside the costs of a base over the same futures if there is one."""
    has_plan = offer.plan is not None and offer.beside is None
    mixed = offer.beside is not None
    demand, granted, used = run.demand.mean(), run.granted.mean(), run.used_of_plan.mean()
    ran_out = run.ran_out_step < len(horizon.step_days)
    worked = float((run.demand - run.unmet).mean())
    compared = _compared(run, base) if base else (None, None, None, None, None, None)
    return OfferOutcome(
        offer=offer,
        cost=Spread.of(run.cost),
        paid=Spread.of(run.paid),
        committed=rounded(float(run.fees.mean()) + _lumps(offer, run, horizon)),
        cash_at_risk=offer.cash_at_risk.quantize(CENT),
        top_ups=Spread.of(run.top_ups),
        carried=rounded(float(run.carried.mean())),
        demand=Spread.of(run.demand),
        utilisation=_share(used, granted) if has_plan else None,
        coverage=_share(used, demand) if has_plan else None,
        breakage_credits=rounded(float((run.lapsed_of_plan + run.lapsed_of_packs).mean())),
        breakage=rounded(float(run.breakage.mean())),
        left_at_end=rounded(float((run.left_of_plan + run.left_of_packs).mean())),
        p_run_out=rounded(float(ran_out.mean()), MICRO) if has_plan else None,
        runs_out_on=_runs_out_on(run, horizon) if has_plan else None,
        months_topped_up=_months_topped_up(run, horizon) if has_plan else None,
        p_unmet=rounded(float((run.unmet > UNMET * demand).mean()), MICRO),
        unmet_credits=rounded(float(run.unmet.mean())),
        price_per_credit=None if mixed or offer.is_as_you_go else _each(run.cost, worked),
        cost_per_usable_asset=None if assets is None else _per_asset(run.cost, assets),
        savings=compared[0],
        saved=compared[1],
        base=base[0] if base else None,
        p_dearer=compared[2],
        p90_dearer_by=compared[3],
        saved_p10=compared[4],
        saved_p90=compared[5],
    )


def _lumps(offer: Offer, run: Run, horizon: Horizon) -> float:
    """Money for packs that lapse and hold more than a month of the work: as good as a plan."""
    pack = offer.top_up
    if offer.plan is not None or pack is None or pack.expires_after_days is None:
        return 0.0
    a_month = float(run.demand.mean()) / horizon.months
    return float(run.top_ups.mean()) if float(pack.credits) > a_month else 0.0


def by_cost(outcome: OfferOutcome) -> tuple[bool, Decimal]:
    """Sort by the mean cost; what leaves work undone comes last, however little it costs."""
    return not outcome.covers, outcome.cost.mean


def _each(cost: NDArray[np.float64], worked: float) -> Decimal | None:
    return rounded(float(cost.mean()) / worked, MICRO) if worked > 0 else None


def _share(part: float, whole: float) -> Decimal | None:
    return rounded(part / whole, MICRO) if whole > 0 else None


def _runs_out_on(run: Run, horizon: Horizon) -> date | None:
    """The median first day over the futures that run out; None when none does."""
    steps = run.ran_out_step[run.ran_out_step < len(horizon.step_days)]
    if not len(steps):
        return None
    middle = int(np.quantile(steps, 0.5, method="lower"))
    return horizon.day(int(horizon.step_days[middle]))


def _months_topped_up(run: Run, horizon: Horizon) -> Decimal:
    first_steps = np.searchsorted(horizon.step_months, np.arange(horizon.months))
    short = np.logical_or.reduceat(run.short > DUST, first_steps, axis=1)
    return rounded(float(short.mean()), MICRO)


def _per_asset(cost: NDArray[np.float64], assets: NDArray[np.float64]) -> Spread | None:
    made = assets > 0
    if not made.any():
        return None
    each = cost[made] / assets[made]
    low, middle, high = (rounded(float(q)) for q in np.quantile(each, [0.1, 0.5, 0.9]))
    return Spread(rounded(float(cost[made].sum() / assets[made].sum())), low, middle, high)


def _compared(
    run: Run, base: tuple[str, NDArray[np.float64]]
) -> tuple[Decimal | None, Decimal, Decimal, Decimal, Decimal, Decimal]:
    costs = base[1]
    more = run.cost - costs
    savings = rounded(1 - run.cost.mean() / costs.mean(), MICRO) if costs.mean() > 0 else None
    worst = rounded(max(0.0, float(np.quantile(more, 0.9))))
    saved = rounded(float(-more.mean()))
    low, high = (rounded(float(each)) for each in np.quantile(-more, [0.1, 0.9]))
    return savings, saved, rounded(float((more > CENT_MORE).mean()), MICRO), worst, low, high
