"""What hides money, in words: what it is, how to mend it, and the command that does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dashboard.words.formats import counted, label, money
from dashboard.words.gap_kinds import ADVICE

if TYPE_CHECKING:
    from data.asking.to_fix import ToFix

NOT_KNOWN, LITTLE = "not known", "hardly anything"
CENT = Decimal("0.01")


class Mended(NamedTuple):
    """How to say it of one, of several, and what to do; `{example}` is a reason or a reference."""

    one: str
    many: str
    advice: str


WORDS = {
    "still_running": Mended("call had not ended", "calls had not ended", ADVICE["still_running"]),
    "end_unknown": Mended(
        "call whose end is not logged", "calls whose end is not logged", ADVICE["end_unknown"]
    ),
    "untold": Mended(
        "call without the size or quantity that decides its price",
        "calls without the size or quantity that decides their price",
        ADVICE["untold"],
    ),
    "no_rate": Mended(
        "cost in a currency without a rate", "costs in a currency without a rate", ADVICE["no_rate"]
    ),
    "no_price": Mended(
        "call without a price", "calls without a price", "Add the price; it counts at once."
    ),
    "quarantined": Mended(
        "record waits in quarantine",
        "records wait in quarantine",
        "Mostly: {example}. Mend the map or the settings, then read them again.",
    ),
    "unmatched": Mended(
        "verdict on an output that no log names",
        "verdicts on outputs that no log names",
        "Such as {example}. Load the log that made it: they are matched by themselves. Or say "
        "which output it is.",
    ),
    "ambiguous": Mended(
        "verdict that fits several outputs",
        "verdicts that fit several outputs",
        "Such as {example}. Say which of them it is; or write the source before the reference in "
        "the sheet, as in `fal:{example}`, and load it again.",
    ),
    "unreviewed": Mended(
        "output that nobody decided on",
        "outputs that nobody decided on",
        "Load the reviews of this work, or scan its finals: until then its waste is not known.",
    ),
    "unnamed": Mended(
        "call without a client or a project",
        "calls without a client or a project",
        "Say for whom a folder, a key, a person or all of the log stands; or map the column that "
        "tells it.",
    ),
    "unattributed_consumption": Mended(
        "draw of credits by no logged call",
        "draws of credits by no logged call",
        "Load the log of those calls.",
    ),
    "unvalued_consumption": Mended(
        "draw of credits of unknown cost",
        "draws of credits of unknown cost",
        "Load the purchases of that account.",
    ),
    "refunds_unattached": Mended(
        "refund of no known call", "refunds of no known call", "Load the log of those calls."
    ),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "still_running": ("ingest", "PATH"),
    "end_unknown": ("ingest", "PATH"),
    "untold": ("map", "FILE"),
    "quarantined": ("quarantine", "list"),
    "unmatched": ("ingest", "PATH"),
    "unreviewed": ("scan", "FOLDER", "--role", "finals"),
    "ambiguous": ("match", "verdict", "SOURCE", "REFERENCE", "OUTPUT"),
    "unnamed": ("name", "--source", "NAME", "--client", "CLIENT", "--project", "PROJECT"),
    "unattributed_consumption": ("ingest", "PATH"),
    "unvalued_consumption": ("ingest", "PATH"),
    "refunds_unattached": ("ingest", "PATH"),
}
"""What mends it from a terminal."""


def what_words(each: ToFix) -> str:
    """`93 calls without a price: fal / flux`."""
    words = WORDS[each.kind]
    about = " / ".join(_named(name, value) for name, value in each.about)
    said = counted(each.n, words.one, words.many)
    return f"{said}: {about}" if about else said


def _named(name: str, value: str | None) -> str:
    return label(value) if value is not None else f"no {name}"


def advice_words(each: ToFix) -> str:
    """What to do about it."""
    return WORDS[each.kind].advice.replace("{example}", label(each.example or ""))


def money_words(each: ToFix, currency: str) -> str:
    """`$3.20`, `about $3.20`, or that nobody knows."""
    if each.money is None:
        return NOT_KNOWN
    if not each.is_estimate:
        return money(each.money, currency)
    return f"about {money(each.money.quantize(CENT), currency)}" if each.money >= CENT else LITTLE
