"""Models held against each other, in words: where they stand, pilots, a switch of work."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted, label, money, shown
from dashboard.words.media import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from data.estimates.repeated_looks import Alone
    from data.review.models.at_work import Name
    from data.review.models.standings import Standing

CHARACTERS = 24
NAMED = 3
TIER_TITLES = {"generate": "Generate", "refine": "Refine", "upscale": "Upscale"}
NO_MODEL = "No call of this step names its model and its channel."
NONE_BEATEN = "None is both dearer and less often accepted than another, beyond chance."
HOW_TO_READ = (
    "On briefs that are decided and priced whole. Whiskers hold at {confidence:g} %, however often "
    "you look; the area of a dot is its spend. Models are held against each other on the clients "
    "and operations that both know."
)


def name_words(name: Name) -> str:
    """`flux at fal`."""
    return f"{label(name.model)} at {label(name.channel)}"


def chart_name(name: Name, known: Iterable[Standing]) -> str:
    """The model, with its channel where several sell it; a long one loses its middle."""
    sold = Counter(each.name.model for each in known)
    written = name_words(name) if sold[name.model] > 1 else label(name.model)
    if len(written) <= CHARACTERS:
        return written
    ends = CHARACTERS - 1
    return f"{written[: ends // 2]}…{written[-(ends - ends // 2) :]}"


def names_words(names: Sequence[Name]) -> str:
    """`a at fal, b at google and 2 more`."""
    told = [name_words(each) for each in names[:NAMED]]
    more = len(names) - len(told)
    return listed([*told, f"{more} more"] if more else told)


def interval_words(found: Alone | None, unit: str, currency: str) -> str:
    """` ($0.20 to $0.35)`; empty where there is none."""
    if found is None or found.low is None or found.high is None:
        return ""
    return f" ({shown(found.low, unit, currency)} to {shown(found.high, unit, currency)})"


def briefs_words(each: Standing) -> str:
    """`12 decided briefs, 3 left out`."""
    left = f", {each.left_out:,} left out" if each.left_out else ""
    return f"{counted(each.briefs, 'decided brief')}{left}"


def money_words(amount: Decimal | None, currency: str) -> str:
    """An amount, or that it is not known."""
    return "not known" if amount is None else money(amount, currency)


def beaten_sentences(standings: Sequence[Standing]) -> list[str]:
    """Who is dearer and less accepted than whom; and who is merely dearer."""
    beaten = [each for each in standings if each.beaten_by]
    found = [
        f"{name_words(each.name)} is dearer and less often accepted than "
        f"{names_words(each.beaten_by)}, beyond chance."
        for each in beaten
    ] or ([NONE_BEATEN] if sum(bool(each.accepted) for each in standings) > 1 else [])
    dearer = [
        f"{name_words(each.name)} (than {counted(len(each.dearer_than), 'other')})"
        for each in standings
        if each.dearer_than and not each.beaten_by
    ]
    if dearer:
        found.append(
            f"Dearer per accepted output beyond chance, but not beyond it less accepted: "
            f"{listed(dearer)}; the table says than which."
        )
    return found


def undrawn_sentences(standings: Sequence[Standing], drawn: Sequence[Standing]) -> list[str]:
    """Which models have no dot, and which no whiskers, and why."""
    missing = [each for each in standings if each not in drawn]
    found = [f"{name_words(each.name)} has no dot: {_why_not(each)}." for each in missing]
    few = [each for each in drawn if each.cost is not None and each.cost.low is None]
    if few:
        told = listed([f"{name_words(each.name)} ({each.briefs:,})" for each in few])
        found.append(f"Too few decided briefs for whiskers, ten at least: {told}.")
    return found


def _why_not(each: Standing) -> str:
    if not each.briefs:
        return f"none of its {counted(each.left_out, 'brief')} is decided and priced whole"
    if each.cost is None:
        return f"nothing is accepted on {counted(each.briefs, 'decided brief')}"
    if each.share is None:
        return f"nothing is settled on {counted(each.briefs, 'decided brief')}"
    return "it is free, or too many have a larger spend"


def held_against(each: Standing) -> str:
    """What a table says of it beside its figures."""
    if each.beaten_by:
        return f"dearer, less accepted than {names_words(each.beaten_by)}"
    return f"dearer than {names_words(each.dearer_than)}" if each.dearer_than else NOTHING


def unnamed_sentence(spend: Decimal, currency: str) -> str:
    """What is about no model here; empty where all is."""
    if not spend:
        return ""
    return f"{money(spend, currency)} of this work name no model or no channel, and are not here."
