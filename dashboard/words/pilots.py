"""A pilot and a switch of work, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted, money, percent, shown
from dashboard.words.media import listed
from dashboard.words.models import name_words, names_words
from data.commitments.advice.missing_evidence import likely_words, range_words

if TYPE_CHECKING:
    from decimal import Decimal

    from data.commitments.demand.evidence import MoreBriefs
    from data.review.models.at_work import Name
    from data.review.models.pilot import Judged, Piloted, Verdict
    from data.review.models.switch import Switch

HOW_JUDGED = (
    "On the clients and operations that all of them know. Production: no worse than another of the "
    "pilot beyond chance, and known as well as a commitment asks, to ±25 % at 90 %. Ideation only: "
    "worse beyond chance, or good in no case at all. Intervals hold at {confidence:g} %, however "
    "often you look; that of p95 is by order statistics."
)
NO_LIKE_WORK = (
    "Nothing can be compared yet: no client has briefs of all of them, with one operation, that "
    "are decided and priced whole. A pilot begins with a few briefs of one client done with each."
)
ALIKE = "They seem to be alike: no number of briefs would tell them apart."
_ORDER: tuple[Verdict, ...] = ("production", "ideation only", "not enough yet", "not known")


def verdict_words(judged: Judged) -> str:
    """`Production`, `Ideation only: dearer than …`, `Not enough yet: 12 more briefs`, or why."""
    match judged.verdict:
        case "production":
            return "Production"
        case "ideation only":
            return f"Ideation only: {_because(judged)}"
        case "not enough yet":
            return f"Not enough yet: {more_words(judged.more)}"
    return f"Not known: it takes {judged.criterion.needs}"


def _because(judged: Judged) -> str:
    if not judged.worse_than:
        return f"{judged.criterion.none} in {counted(judged.n, 'brief')}"
    return f"{judged.criterion.worse} than {names_words(judged.worse_than)}, beyond chance"


def more_words(more: MoreBriefs) -> str:
    """`21 to 38 more briefs, most likely 30`, `1 more brief`."""
    if more.most == 1:
        return "1 more brief"
    likely = "" if more.fewest == more.most else likely_words(more)
    return f"{range_words(more)} more briefs{', ' if likely else ''}{likely}"


def rests_on(judged: Judged, currency: str) -> str:
    """`$0.79 to $1.33 · n = 172 briefs`, with what of the interval is known."""
    n = f"n = {counted(judged.n, judged.criterion.n_of.removesuffix('s'))}"
    if judged.low is None and judged.high is None:
        return n
    unit = judged.criterion.unit
    low, high = (shown(each, unit, currency) for each in (judged.low, judged.high))
    if judged.high is None:
        return f"{low} and more · {n}"
    return f"{f'up to {high}' if judged.low is None else f'{low} to {high}'} · {n}"


def pilot_sentence(piloted: Piloted, name: Name) -> str:
    """What one model is fit for, by which criteria."""
    mine = [each for each in piloted.judged if each.name == name]
    parts = []
    for verdict in _ORDER:
        by = [each.criterion.title for each in mine if each.verdict == verdict]
        if by:
            parts.append(f"{verdict} by {listed([_lowered(each) for each in by])}")
    return f"{name_words(name)}: {'; '.join(parts)}. {_on_briefs(piloted, name)}"


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _on_briefs(piloted: Piloted, name: Name) -> str:
    left = piloted.left_out[name]
    beside = f"; {left:,} more are undecided or have no price" if left else ""
    return f"{counted(piloted.briefs[name], 'decided brief')}{beside}."


# --- a switch ---------------------------------------------------------------------------------


def switch_sentences(found: Switch, currency: str, weeks: int, confidence: float) -> list[str]:
    """What it saves or costs a week, with its range; on what that rests; what would tell."""
    if found.saved is None:
        return [_not_known(found)]
    moved = (
        f"{_number(found.moved)} of the {found.recent_accepted:,} outputs of "
        f"{name_words(found.used)} that were accepted in the last {weeks} weeks"
    )
    costs = " instead of ".join(money(each, currency) for each in reversed(found.per_accepted))
    n = listed([f"{each:,}" for each in found.briefs])
    effect = f"{_effect(found, currency)}{_range(found, currency, confidence)}."
    basis = (
        f"It moves {moved}, at {costs} each (n = {n} briefs of clients and operations that both "
        "know). It assumes that the briefs of both are alike."
    )
    return [each for each in (effect, basis, _what_tells(found)) if each]


def _effect(found: Switch, currency: str) -> str:
    saved = found.saved
    assert saved is not None
    what = f"Moving {_share(found.share)} of it to {name_words(found.other)}"
    if not saved:
        return f"{what} changes nothing that can be reckoned"
    return f"{what} {'saves' if saved > 0 else 'costs'} {_amount(saved, currency)} a week" + (
        "" if saved > 0 else " more"
    )


def _range(found: Switch, currency: str, confidence: float) -> str:
    if found.low is None or found.high is None or not found.moved:
        return ""
    at = f"at {100 * confidence:g} %, however often you look"
    low, high = sorted((found.low, found.high))
    if low < 0 < high:
        ends = f"{_amount(low, currency)} more and {_amount(high, currency)} less"
        return f"; it may be anything between {ends}, {at}"
    nearer, farther = sorted((abs(low), abs(high)))
    return f", between {money(nearer, currency)} and {money(farther, currency)} {at}"


def _amount(value: Decimal, currency: str) -> str:
    return money(abs(value), currency)


def _what_tells(found: Switch) -> str:
    if found.compared is not None and found.compared.lower is not None:
        return ""
    if found.missing is None:
        return ALIKE
    return f"Whether it saves is not told yet: {counted(found.missing, 'more brief')} would tell."


def _not_known(found: Switch) -> str:
    used, other = found.briefs
    if not used or not other:
        return (
            f"Not known: no client has briefs of both {name_words(found.used)} and "
            f"{name_words(found.other)}, with one operation, that are decided and priced whole. "
            f"{counted(found.missing or 0, 'brief')} would be the least."
        )
    return (
        f"Not known: on the {used:,} and {other:,} decided briefs that can be compared, one of the "
        "two has nothing accepted, or is free."
    )


def _share(share: Decimal) -> str:
    return percent(share).replace(".0 %", " %")


def _number(value: Decimal) -> str:
    return f"{float(value):,.1f}".removesuffix(".0")


def figure_words(judged: Judged, currency: str) -> str:
    """The figure itself."""
    if judged.value is None:
        return NOTHING
    return shown(judged.value, judged.criterion.unit, currency)


def judged_rows(piloted: Piloted) -> list[dict[str, object]]:
    """The same as plain rows, to be taken away."""
    return [
        {
            "criterion": each.criterion.title,
            "model": each.name.model,
            "channel": each.name.channel,
            "unit": each.criterion.unit,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "n": each.n,
            "n_of": each.criterion.n_of,
            "verdict": verdict_words(each),
        }
        for each in piloted.judged
    ]
