"""One file of plans, read with complaints that name file, entry and field."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from data.commitments.terms.amounts import ChargedName
from data.commitments.terms.packs import CreditRate, IncompletePlan, PackTerms, rate_twins
from data.commitments.terms.plan import PlanTerms
from data.commitments.terms.platform import USUAL_CREDIT, Platform
from data.errors import unknown_name, validation_sentence
from data.pricing.entry import Fact, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

Model = TypeVar("Model", bound=Fact)

TABLES: dict[str, type[Fact]] = {
    "plan": PlanTerms,
    "pack": PackTerms,
    "rate": CreditRate,
    "incomplete": IncompletePlan,
}
HEAD = frozenset({
    *("platform", "title", "credit", "credit_list_price", "charges_failed", "charges_blocked"),
    "replace",
})  # fmt: skip
DEFAULTS = frozenset({
    *("currency", "source", "checked_on", "certainty"),
    *("burn_order", "concurrency", "most_units", "valid_from", "annual_grants"),
})  # fmt: skip
"""What a `[defaults]` table may say for all plans of its file."""
STATED = ("source", "checked_on", "certainty")


class Head(BaseModel):
    """What a file says of its platform as a whole."""

    model_config = ConfigDict(frozen=True)

    platform: Line
    title: Line | None = None
    credit: Line = USUAL_CREDIT
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    charges_failed: ChargedName = "unknown"
    charges_blocked: ChargedName = "unknown"
    replace: StrictBool = False
    """Whether nothing else that the book knows of the platform counts."""


@dataclass
class PlanFile:
    """What one file says, and what is wrong with it."""

    where: str
    platform: Platform | None = None
    replaces: bool = False
    incomplete: list[IncompletePlan] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def plans(self) -> tuple[PlanTerms, ...]:
        """The plans it says."""
        return self.platform.plans if self.platform else ()

    @classmethod
    def read(cls, file: Path) -> PlanFile:
        """Read one TOML file; a fault is a complaint, never an error."""
        reading = cls(str(Path(*file.parts[-2:])))
        try:
            content = tomllib.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            reading.complaints.append(f"{file}: no such file of plans. Name an existing TOML file.")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            reading.complaints.append(f"{file}: cannot be read as TOML: {error}.")
        else:
            reading._read(content)
        return reading

    def _read(self, content: dict[str, Any]) -> None:
        self._refuse_unknown("key of such a file", content, {*HEAD, *TABLES, "defaults"})
        defaults = content.get("defaults", {})
        if not isinstance(defaults, dict):
            self.complaints.append(f"{self.where}: defaults is not a table. Write [defaults].")
            defaults = {}
        self._refuse_unknown("default", defaults, DEFAULTS)
        stated = {key: defaults[key] for key in STATED if key in defaults}
        self.incomplete = self._facts("incomplete", IncompletePlan, content, stated)
        if "platform" in content:
            self.platform = self._platform(content, defaults, stated)
        elif content.keys() & {"plan", "pack", "rate"} or not self.incomplete:
            self.complaints.append(f'{self.where}: say whose plans these are: platform = "…".')

    def _platform(
        self, content: dict[str, Any], defaults: dict[str, Any], stated: dict[str, Any]
    ) -> Platform:
        head = self._head(content, defaults)
        self.replaces = head.replace
        title = head.title or head.platform
        in_currency = stated | {"currency": head.currency}
        packs = self._facts("pack", PackTerms, content, in_currency)
        of_all = head.model_dump(exclude={"title", "replace"}) | {"platform_title": title}
        plans = self._facts("plan", PlanTerms, content, defaults | of_all)
        rates = [*self._facts("rate", CreditRate, content, stated), *_rates_of(plans)]
        self.complaints += [f"{self.where}: {twin}." for twin in rate_twins(rates)]
        self._refuse_twins(plans)
        self._refuse_strangers(packs, plans)
        return Platform(
            name=head.platform,
            title=title,
            credit=head.credit,
            currency=head.currency,
            credit_list_price=self._list_price(content),
            charges_failed=head.charges_failed,
            charges_blocked=head.charges_blocked,
            listed=tuple(plan.model_copy(update={"rates": ()}) for plan in plans),
            packs=tuple(packs),
            rates=tuple(rates),
        )

    def _head(self, content: dict[str, Any], defaults: dict[str, Any]) -> Head:
        said = {key: content[key] for key in Head.model_fields if key in content}
        currency = {"currency": defaults["currency"]} if "currency" in defaults else {}
        try:
            return Head.model_validate(said | currency)
        except ValidationError as error:
            self.complaints.append(f"{self.where}: {validation_sentence(error)}.")
            return Head(platform=str(content["platform"]) or "platform")

    def _refuse_strangers(self, packs: list[PackTerms], plans: list[PlanTerms]) -> None:
        names = {plan.name for plan in plans}
        for pack in packs:
            for name in set(pack.for_plans) - names:
                told = unknown_name("plan of this file", name, names)
                self.complaints.append(f"{self.where}, pack {pack.name}: for_plans: {told}")

    def _list_price(self, content: dict[str, Any]) -> Decimal | None:
        text = content.get("credit_list_price")
        if text is None:
            return None
        try:
            price = Decimal(text)
        except (InvalidOperation, TypeError, ValueError):
            price = Decimal(0)
        if not isinstance(text, str) or not price.is_finite() or price <= 0:
            self.complaints.append(
                f"{self.where}: credit_list_price {text!r} is not a price. Write it in quotes, "
                f'above 0: credit_list_price = "0.01".'
            )
        return price

    def _facts(
        self, table: str, model: type[Model], content: dict[str, Any], inherited: dict[str, Any]
    ) -> list[Model]:
        facts = []
        rows = content.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(raw, dict) for raw in rows):
            self.complaints.append(
                f"{self.where}: {table} is not a list of tables. Begin each {table} with a line "
                f"[[{table}]], two brackets on either side."
            )
            return []
        for number, raw in enumerate(rows, start=1):
            label = raw.get("name") or raw.get("model") or ""
            where = f"{self.where}, {table} {number} ({label})"
            try:
                facts.append(model.model_validate(inherited | raw))
            except ValidationError as error:
                self.complaints.append(f"{where}: {validation_sentence(error)}.")
        return facts

    def _refuse_unknown(self, kind: str, content: dict[str, Any], allowed: Iterable[str]) -> None:
        valid = set(allowed)
        for key in sorted(content.keys() - valid):
            self.complaints.append(f"{self.where}: {unknown_name(kind, key, valid)}")

    def _refuse_twins(self, plans: list[PlanTerms]) -> None:
        counted = Counter((plan.name, plan.valid_from, plan.billing) for plan in plans)
        for (name, since, _), times in counted.items():
            if times > 1:
                self.complaints.append(
                    f"{self.where}: plan {name} from {since or 'the beginning'} is written {times} "
                    f"times. Keep one, or give each its valid_from and valid_to."
                )


def _rates_of(plans: Iterable[PlanTerms]) -> list[CreditRate]:
    """What plans say their platform's models take."""
    return [rate for plan in plans for rate in plan.rates]
