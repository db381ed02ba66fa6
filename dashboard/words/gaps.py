"""What a figure could not take in, and why it is not known, in a few words to stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.words.formats import NOTHING, shown
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.metrics.metric import Evidence

    Row = Mapping[str, Any]

NO_GAPS = "nothing missing"
FITS = 24
"""So many characters stand on one line of a tile; what is longer may be broken."""
_AFTER_ITS_NUMBER: dict[str, tuple[str, ...]] = {
    "unpriced_attempts": ("unpriced",),
    "attempts_after_shutdown": ("of a shut model", "of shut models"),
    "attempts_from_files": ("from a surviving file alone", "from surviving files alone"),
    "unknown_attempts": ("unknown",),
    "assumed_cost": ("assumed",),
    "unreviewed_outputs": ("unreviewed",),
    "unreviewed_money": ("unreviewed",),
    "disputed_assets": ("disputed",),
    "zero_replaced_attempts": ("zero replaced", "zeros replaced"),
    "outputs_assumed_attempts": ("with assumed outputs",),
    "operation_assumed_attempts": ("with an assumed operation",),
    "negative_latencies": ("completed before submit",),
    "unrated_work": ("piece of work without a rate", "pieces of work without a rate"),
    "rejected_rows": ("record is in quarantine", "records are in quarantine"),
    "unmatched_verdicts": ("verdict matches no asset", "verdicts match no asset"),
    "ambiguous_verdicts": ("verdict fits several assets", "verdicts fit several assets"),
    "merged_attempts": ("logged twice",),
    "possible_duplicates": ("possible duplicate", "possible duplicates"),
    "dropped_parent_links": ("parent link dropped", "parent links dropped"),
    "unconverted_costs": ("cost not converted", "costs not converted"),
    "refunds_unattached": ("refund not taken off", "refunds not taken off"),
    "held_credits": ("booking holds credits", "bookings hold credits"),
    "held_money": ("of credits held",),
    "unattributed_consumption": ("of credits unattributed",),
    "possible_matches": ("possible match", "possible matches"),
    "unvalued_consumption": ("draw of credits of unknown cost", "draws of credits of unknown cost"),
    "pending_share": ("undecided",),
    "usable_with_rejected_final": ("with a rejected final",),
    "time_to_first_usable_s_censored": ("still open",),
    "time_to_first_approval_s_censored": ("still open",),
}
"""How each gap is said: of one, and of several where that differs."""


def gaps_beside(name: str, row: Row, currency: str, evidence: Evidence | None = None) -> str:
    """`12 unpriced · 4 unknown · 8.1 % undecided`: the gaps of one figure that the row has.

    A figure that is not known says why before them: by its evidence, else its usual reason.
    """
    found = metric(name)
    words = [gap_words(gap, row[gap], currency) for gap in found.gaps if row.get(gap)]
    if row[name] is None:
        words.insert(0, evidence.unknown_because if evidence else found.unknown_because)
    nothing = NO_GAPS if any(gap in row for gap in found.gaps) else ""
    return " · ".join(_unbroken(each) for each in words) or nothing


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0") if len(words) <= FITS else words


def gap_words(gap: str, value: Any, currency: str) -> str:
    """`12 unpriced`, `1 record is in quarantine`, `$3.20 assumed`, `n = 120`: one gap."""
    written = shown(value, metric(gap).unit, currency)
    if gap.endswith("_n"):
        return f"n = {written}"
    words = _AFTER_ITS_NUMBER[gap]
    return f"{written} {words[0] if value == 1 else words[-1]}"


def unknown_words(reasons: Iterable[str]) -> str:
    """`–: nothing usable yet, or no known price`; without reasons, nothing."""
    listed = ", or ".join(reasons)
    return f"{NOTHING}: {listed}" if listed else ""
