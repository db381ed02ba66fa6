"""Who sells credits without a plan, and what buying there on demand comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.offers.plan_sizing import Base, on_demand
from data.commitments.terms.offer import Seller, TopUp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.futures.forecast import Futures
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform


def sellers(
    plans: Sequence[PlanTerms], platforms: Sequence[Platform]
) -> dict[Seller, tuple[PackTerms, ...]]:
    """What is sold beside the plans: the plans' own packs and those of the platforms named."""
    sold: dict[Seller, dict[str, PackTerms]] = {}
    named: dict[str, Seller] = {}
    for plan in plans:
        seller = named.setdefault(plan.platform, Seller.of_plan(plan))
        sold.setdefault(seller, {}).update({pack.name: pack for pack in plan.packs})
    for platform in platforms:
        seller = named.setdefault(platform.name, Seller.of_platform(platform))
        sold.setdefault(seller, {}).update({pack.name: pack for pack in platform.packs})
    return {seller: tuple(packs.values()) for seller, packs in sold.items()}


def base_of(seller: Seller, packs: Sequence[PackTerms], futures: Futures) -> Base | None:
    """The cheapest way to buy without a plan; None where there is none."""
    return on_demand(seller, [TopUp.of_pack(pack) for pack in packs if not pack.trial], futures)
