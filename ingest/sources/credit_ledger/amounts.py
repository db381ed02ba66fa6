"""The credits and the money of one row of a credit ledger sheet: signs, currencies, yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.formats.amounts import amount, currency
from ingest.formats.sheets import compact
from ingest.sources.credit_ledger.columns import KINDS, PROMOTIONAL, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from data.warehouse.records import EntryKind
    from ingest.formats.sheets import Row

SIGNED = "outgoing negative"
"""Key under which a row notes that its sheet writes what leaves the account as negative."""
TURNED = "signs turned"
"""Key under which every row of a sheet notes that credits bought are negative in it, and used ones
positive."""
WHICH_SIGN = (
    "this sheet writes the credits that are bought or granted as negative, and those used as"
    " positive. Turn the signs of the whole column, so that what comes in is positive"
)
OUTGOING = {"consume", "expire", "hold"}
INCOMING = {"purchase", "grant"}
YES = {"yes", "y", "true", "1", "x", "promo", "promotional", "bonus", "free"}
NO = {"no", "n", "false", "0", "paid"}


def stated_for_all(currency_of_column: str | None, rows: Iterable[Row]) -> Row:
    """What the header and the rows together say of every row: currency, SIGNED, TURNED."""
    stated = {"currency": currency_of_column} if currency_of_column else {}
    kinds = ((compact(row.get("kind", "")), row) for row in rows)
    seen = {(KINDS.get(kind), _sign(row)) for kind, row in kinds if kind not in SETTLED}
    if any((kind, "-") in seen for kind in OUTGOING):
        return stated | {SIGNED: "yes"}
    taken = any((kind, "+") in seen for kind in OUTGOING)
    brought = {sign for kind, sign in seen if kind in INCOMING and sign}
    return stated | {TURNED: "yes"} if taken and brought == {"-"} else stated


def _sign(row: Row) -> str:
    """`-`, `+`, or blank where no credits are written."""
    written = row.get("credits", "")
    return "-" if written.startswith("-") else written and "+"


def gives_back(row: Row) -> bool:
    """Whether a settlement returns credits: its sign is not that of what is used in its sheet."""
    sign = _sign(row)
    is_outgoing = not sign or (sign == "-") == (SIGNED in row)
    return compact(row.get("kind", "")) in SETTLED and not is_outgoing


def credits_of(row: Row, kind: EntryKind, *, outgoing_negative: bool) -> Decimal | None:
    """The credits of a row as the ledger keeps them: a magnitude, but signed for an adjustment.

    None where the cell is blank or holds money. Raises ValueError with a sentence.
    """
    written, sign = amount(row["credits"]) if "credits" in row else (None, None)
    if written is None or sign is not None:
        return None
    if kind == "adjust":
        return written
    if written < 0 and kind in INCOMING:
        raise ValueError(
            f"{_a(kind)} of {written} credits: book credits taken back as an adjustment"
        )
    if outgoing_negative and kind in OUTGOING and written > 0:
        raise ValueError(
            f"{_a(kind)} of {written} credits, while this sheet writes what is used as negative:"
            " book credits that came back as a refund"
        )
    if outgoing_negative and kind == "refund" and written < 0:
        raise ValueError(
            f"a refund of {written} credits takes credits away: book it as an adjustment"
        )
    return abs(written)


def _a(kind: EntryKind) -> str:
    return f"an {kind}" if kind[0] in "ae" else f"a {kind}"


def money_of(row: Row, kind: EntryKind) -> tuple[Decimal | None, str | None]:
    """The money of a row and its currency; what was paid is positive, however it is written.

    Raises ValueError with a sentence.
    """
    cell = row.get("money") or _money_among_credits(row)
    if cell is None:
        return None, currency(None, row.get("currency"))
    written, sign = amount(cell)
    try:
        stated = currency(sign, row.get("currency"))
    except ValueError as error:
        raise ValueError(f"money: {error}") from None
    return written if kind in {"adjust", "refund"} else abs(written), stated


def _money_among_credits(row: Row) -> str | None:
    """The cell of an `amount` column that turns out to be money: `$12.00`."""
    cell = row.get("credits")
    return cell if cell is not None and amount(cell)[1] is not None else None


def is_promotional(row: Row) -> bool | None:
    """Whether nothing was paid: the row says so, else its kind does (`bonus`), else nobody.

    Raises ValueError with a sentence.
    """
    written = compact(row.get("promotional", ""))
    if not written:
        return True if compact(row["kind"]) in PROMOTIONAL else None
    if written not in YES | NO:
        raise ValueError(f"promotional: {row['promotional'][:80]!r} is neither yes nor no")
    return written in YES
