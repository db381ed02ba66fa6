"""From what was typed in the form for a quote to the fields of its terms, and back into words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from dashboard.words.formats import counted, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.commitments.terms.packs import CreditRate
    from data.commitments.terms.plan import PlanTerms

LEFT_OVER = {
    "lapses when the next come": None,
    "rolls over for months": "rollover_months",
    "lasts for days": "expires_after_days",
    "never lapses": "never_lapses",
}
"""What becomes of credits that were not used, and the field that says so."""
ONE = {"image": "an image", "second": "a second", "run": "a run"}
WHOLE = frozenset({"expires_after_days", "from_units"})
HUNDRED = Decimal(100)


def quote_fields(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `PlanTerms`; an empty one is left to its default."""
    fields = dict(typed)
    rule = LEFT_OVER[fields.pop("left_over")]
    lasts = fields.pop("left_over_for")
    if rule is not None:
        fields[rule] = True if rule == "never_lapses" else lasts or 0
    fields["auto_renews"] = {"yes": True, "no": False}.get(fields.get("auto_renews", ""))
    fields["annual_discount"] = _share(fields.pop("discount_percent"))
    fields["packs"] = _rows(fields["packs"])
    fields["volume_steps"] = _rows(fields["volume_steps"])
    fields["rates"] = _rows(fields["rates"])
    for number, pack in enumerate(fields["packs"], start=1):
        pack.setdefault("name", f"{fields['name'] or 'quote'} pack {number}")
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _rows(typed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows in which something stands, without their empty cells."""
    filled = ({name: value for name, value in row.items() if value} for row in typed)
    return [{name: _cell(name, value) for name, value in row.items()} for row in filled if row]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    text = str(value).strip()
    return int(text) if name in WHOLE and text.lstrip("-").isdecimal() else text


def _share(percent: str) -> Any:
    """20 → 0.2; what is no number goes on as it is, to be refused by its field."""
    try:
        return Decimal(percent) / HUNDRED if percent else None
    except InvalidOperation:
        return percent


def quote_words(quote: PlanTerms) -> str:
    """A quote in a sentence, to see that it was understood."""
    currency = quote.currency
    parts = [
        f"{money(quote.price, currency)} a {quote.billing}",
        f"{quote.credits:,} credits a {quote.grants}, {_left_over(quote)}",
    ]
    if quote.annual_discount:
        parts.append(
            f"{(quote.annual_discount * HUNDRED).normalize():f} % off when paid by the year"
        )
    parts += [
        f"from {step.from_units} on {money(step.price, currency)} each"
        for step in quote.volume_steps
    ]
    parts += [
        f"{pack.credits:,} more for {money(pack.price, currency)}{_for(pack.expires_after_days)}"
        for pack in quote.packs
    ]
    if quote.overage_price is not None:
        parts.append(
            f"{money(quote.overage_price, currency)} a credit beyond them{_settled(quote)}"
        )
    if quote.seat_price is not None:
        included, price = quote.included_seats, money(quote.seat_price, currency)
        parts.append(f"{counted(included, 'seat')} included, each further one {price}")
    if quote.auto_renews:
        notice = quote.notice_days
        told = f" unless cancelled {counted(notice, 'day')} before" if notice else ""
        parts.append(f"renews by itself{told}")
    parts += [_rate(rate) for rate in quote.rates]
    return f"{quote.name}: {'; '.join(parts)}."


def _settled(quote: PlanTerms) -> str:
    return "" if quote.true_up is None else f", billed at the end of the {quote.true_up}"


def _rate(rate: CreditRate) -> str:
    named = " ".join(filter(None, [rate.model, rate.variant]))
    whenever = ", also where no variant is told" if rate.default else ""
    return f"{named} takes {rate.credits:,} credits {ONE[rate.unit]}{whenever}"


def _left_over(quote: PlanTerms) -> str:
    if quote.never_lapses:
        return "which never lapse"
    if quote.expires_after_days:
        return f"which last {quote.expires_after_days} days"
    if quote.rollover_months:
        cap = "" if quote.rollover_cap is None else f", {quote.rollover_cap:,} at most"
        return f"which roll over for {quote.rollover_months} months{cap}"
    return "which lapse when the next come"


def _for(days: int | None) -> str:
    return "" if days is None else f", lasting {days} days"
