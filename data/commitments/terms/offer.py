"""One way to buy: so many subscriptions of a plan, and how what they do not cover is bought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.terms.amounts import MONTHS_PER
from data.commitments.wording import size_words

if TYPE_CHECKING:
    from data.commitments.terms.amounts import Charged
    from data.commitments.terms.packs import PackTerms
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform
    from data.pricing.currencies import RateInForce


@dataclass(frozen=True)
class Seller:
    """Who sells, in what units, and what a failed or blocked attempt takes there."""

    platform: str
    title: str
    credit: str
    currency: str
    charges_failed: Charged
    charges_blocked: Charged

    @classmethod
    def of_plan(cls, plan: PlanTerms) -> Seller:
        """The seller of a plan."""
        return cls(
            plan.platform,
            plan.platform_title or plan.platform,
            plan.credit,
            plan.currency,
            plan.charges_failed,
            plan.charges_blocked,
        )

    @classmethod
    def of_platform(cls, platform: Platform) -> Seller:
        """The seller of packs without a plan."""
        return cls(
            platform.name,
            platform.title,
            platform.credit,
            platform.currency,
            platform.charges_failed,
            platform.charges_blocked,
        )

    @classmethod
    def as_you_go(cls, platform: str, title: str, currency: str) -> Seller:
        """A channel that bills each call; who bills a failure is in its prices already."""
        return cls(platform, title, currency, currency, "no", "no")

    @property
    def charges(self) -> tuple[Charged, Charged]:
        """Whether failed and whether blocked attempts take credits."""
        return self.charges_failed, self.charges_blocked

    def charging_failures(self) -> Seller:
        """The same, were nothing refunded."""
        return replace(self, charges_failed="yes", charges_blocked="yes")


@dataclass(frozen=True)
class TopUp:
    """Credits on demand: whole packs or, by the credit, exactly what is short (overage)."""

    name: str
    price: Decimal
    credits: Decimal
    expires_after_days: int | None = None
    expiry_known: bool = True
    needs_plan: bool = False
    by_the_credit: bool = False
    converted_at: RateInForce | None = None

    @classmethod
    def of_pack(cls, pack: PackTerms) -> TopUp:
        """A pack, bought in need."""
        return cls(
            f"packs of {pack.name}" if pack.name[0].isdigit() else pack.name,
            pack.price,
            pack.credits,
            pack.expires_after_days,
            pack.expiry_known,
            pack.needs_plan,
            converted_at=pack.converted_at,
        )

    @classmethod
    def as_you_go(cls, at: RateInForce | None = None) -> TopUp:
        """What the price book asks for each call: one of the money that the work is counted in."""
        return cls("pay as you go", Decimal(1), Decimal(1), by_the_credit=True, converted_at=at)

    @classmethod
    def overage(cls, price_per_credit: Decimal) -> TopUp:
        """Credits beyond those held, billed one by one."""
        return cls("overage", price_per_credit, Decimal(1), needs_plan=True, by_the_credit=True)

    @property
    def price_per_credit(self) -> Decimal:
        """Money for one credit."""
        return self.price / self.credits


@dataclass(frozen=True)
class Offer:
    """What is bought of one platform. Without a plan nothing is committed and all is topped up.

    `elsewhere` is another platform's offer that takes the work this plan does not cover. `beside`
    is one for other work, of which this offer takes none; then `work` says what each is for.
    """

    seller: Seller
    plan: PlanTerms | None = None
    units: float = 0
    top_up: TopUp | None = None
    elsewhere: Offer | None = None
    beside: Offer | None = None
    work: str = ""

    @property
    def is_commitment(self) -> bool:
        """Whether money is paid before it is known what will be used."""
        others = (self.elsewhere, self.beside)
        return (self.plan is not None and self.units > 0) or any(
            other is not None and other.is_commitment for other in others
        )

    @property
    def bills_calls(self) -> bool:
        """Whether each call of its own work is paid for by itself, without credits."""
        return self.plan is None and self.top_up is not None and self.top_up.by_the_credit

    @property
    def is_as_you_go(self) -> bool:
        """Whether each call of all of the work is paid for by itself."""
        return self.bills_calls and (self.beside is None or self.beside.is_as_you_go)

    @property
    def cash_at_risk(self) -> Decimal:
        """The most that is paid ahead at one time and lost if the work stops: a payment, a pack."""
        plan = self.plan.price_of_any(self.units) if self.plan else Decimal(0)
        lapsing = self.top_up is not None and self.top_up.expires_after_days is not None
        pack = self.top_up.price if self.top_up and lapsing else Decimal(0)
        others = (self.elsewhere, self.beside)
        return plan + pack + sum((each.cash_at_risk for each in others if each), Decimal(0))

    @property
    def due_now(self) -> Decimal:
        """Money paid on the first day: each plan's first payment; without a plan the first pack."""
        there = self.elsewhere if self.elsewhere and self.elsewhere.is_commitment else None
        others = sum((each.due_now for each in (there, self.beside) if each), Decimal(0))
        if self.plan is not None and self.units:
            return self.plan.price_of_any(self.units) + others
        first = self.top_up is not None and not self.top_up.by_the_credit
        return (self.top_up.price if self.top_up and first else Decimal(0)) + others

    @property
    def credits_a_month(self) -> Decimal | None:
        """The plan's, over its year where they come once a year; None without a plan."""
        if self.plan is None or not self.units:
            return None
        whole = int(self.units) == self.units
        units = Decimal(int(self.units)) if whole else Decimal(repr(self.units))
        return self.plan.credits * units / MONTHS_PER[self.plan.grants]

    @property
    def binds_a_year(self) -> bool:
        """Whether any plan of it is paid by the year."""
        parts = (self, self.elsewhere, self.beside)
        return any(part.plan is not None and part.plan.billing == "year" for part in parts if part)

    @property
    def notice_days(self) -> int:
        """How many days before its end it has to be cancelled: the longest notice of its plans."""
        parts = (self, self.elsewhere, self.beside)
        plans = [part.plan for part in parts if part is not None and part.plan is not None]
        return max((plan.notice_days or 0 for plan in plans), default=0)

    @property
    def rates(self) -> frozenset[RateInForce]:
        """The exchange rates that its prices were converted by, its parts elsewhere included."""
        own = (each.converted_at for each in (self.plan, self.top_up) if each is not None)
        there = (rate for each in (self.elsewhere, self.beside) if each for rate in each.rates)
        return frozenset((*(rate for rate in own if rate is not None), *there))

    @property
    def title(self) -> str:
        """The offer in a few words."""
        work = f" for {self.work}" if self.work else ""
        other = f", and {self.beside.title}" if self.beside is not None else ""
        return f"{self._bought}{work}{other}"

    @property
    def _bought(self) -> str:
        if self.plan is None or not self.units:
            bought = self.top_up.name if self.top_up else "nothing"
            if self.bills_calls:
                return f"{self.seller.title}, {bought}"
            return f"{self.seller.title} {bought} as needed"
        units = f"{size_words(self.units)} × " if self.units != 1 else ""
        rest = ""
        if self.elsewhere is not None:
            rest = f", the rest at {self.elsewhere.title}"
        elif self.top_up is not None:
            rest = f" + {self.top_up.name}"
        return f"{units}{self.plan.title}{rest}"

    def of(self, units: float) -> Offer:
        """The same with another number of subscriptions."""
        return replace(self, units=units)


def top_ups(plan: PlanTerms) -> tuple[TopUp, ...]:
    """Every way to buy what a plan does not cover."""
    packs = [TopUp.of_pack(pack) for pack in plan.packs if not pack.trial]
    over = [] if plan.overage_price is None else [TopUp.overage(plan.overage_price)]
    return (*over, *packs)
