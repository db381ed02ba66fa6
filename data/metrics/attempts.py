"""Metrics of attempts: how many, how they ended, and what they yielded."""

from __future__ import annotations

from typing import Literal

from data.metrics.distributions import Share
from data.metrics.metric import Metric, Ratio, Term, Total
from data.metrics.sums import (
    ASKED_FOR,
    ATTEMPTS,
    DISCARDED,
    UNDECIDED,
    UNKNOWN_ENDS,
    UNMATCHED,
    USABLE_WHERE_REVIEWED,
    attempts_that,
)

_FINISHED = Term(
    attempts_that("succeeded", "failed", "blocked"),
    gaps=UNKNOWN_ENDS,
    none="no attempt succeeded, failed or was blocked",
)
_THROWN_AWAY = Term(
    f"{DISCARDED.sql} + sum(outputs_blocked)"
    " + coalesce(sum(n_requested) FILTER (WHERE status IN ('failed', 'blocked', 'canceled')), 0)",
    gaps=(*UNKNOWN_ENDS, *UNDECIDED),
)


def _escape_rate(suffix: str, words: str, shows: Literal["share", "low", "high"]) -> Share:
    return Share(
        f"escape_rate{suffix}",
        f"Escape rate{suffix.replace('_', ', ')}",
        f"Of the approved assets that were audited later, the share the audit rejected{words}.",
        "approved assets rejected in audit / approved assets audited",
        unit="rate",
        good="down",
        numerator=Term("sum(escaped)"),
        denominator=Term("sum(audited)", gaps=UNMATCHED, none="no approved asset was audited"),
        shows=shows,
    )


ATTEMPT_METRICS: tuple[Metric, ...] = (
    Total(
        "attempts",
        "Attempts",
        "Requests that could be billed; a retry is one more, the same request logged twice is not.",
        "count of attempts",
        unit="count",
        of=ATTEMPTS,
    ),
    Ratio(
        "waste_to_asset_ratio",
        "Waste to asset",
        "How many pieces were thrown away, or asked for in vain, for each asset that can be used.",
        "(rejected + not selected + blocked outputs + outputs asked for by failed, blocked and "
        "canceled attempts) / usable assets",
        unit="ratio",
        good="down",
        numerator=_THROWN_AWAY,
        denominator=USABLE_WHERE_REVIEWED,
    ),
    Ratio(
        "failure_rate",
        "Failure rate",
        "Of the attempts that came to an end, the share that failed for a technical reason.",
        "failed / (succeeded + failed + blocked) attempts",
        unit="rate",
        good="down",
        numerator=Term(attempts_that("failed")),
        denominator=_FINISHED,
    ),
    Ratio(
        "block_rate",
        "Block rate",
        "Of the attempts that came to an end, the share that a safety or policy filter stopped.",
        "blocked / (succeeded + failed + blocked) attempts",
        unit="rate",
        good="down",
        numerator=Term(attempts_that("blocked")),
        denominator=_FINISHED,
    ),
    Ratio(
        "yield",
        "Yield",
        "Usable assets for each output asked for, whatever became of the attempt.",
        "usable assets / outputs asked for",
        unit="rate",
        good="up",
        numerator=USABLE_WHERE_REVIEWED,
        denominator=ASKED_FOR,
    ),
    Ratio(
        "attempts_per_usable",
        "Attempts per usable asset",
        "How often a generator was asked for each asset that can be used.",
        "attempts / usable assets",
        unit="ratio",
        good="down",
        numerator=ATTEMPTS,
        denominator=USABLE_WHERE_REVIEWED,
    ),
    _escape_rate("", ", although it had passed review", "share"),
    _escape_rate("_low", ", lower end of its 95 % Wilson interval", "low"),
    _escape_rate("_high", ", upper end of its 95 % Wilson interval", "high"),
    Ratio(
        "external_failure_rate",
        "External failure rate",
        "Of the assets QC had approved and the client decided on, the share the client rejected.",
        "client rejections / client decisions, of assets approved at QC",
        unit="rate",
        good="down",
        numerator=Term("sum(client_rejected)"),
        denominator=Term(
            "sum(client_decided)", gaps=UNMATCHED, none="no client has decided on an approved asset"
        ),
    ),
    Total(
        "usable_with_rejected_final",
        "Usable with a rejected final",
        "Usable assets from which something was made that the client or an audit rejected: they "
        "were approved, but what came of them was not.",
        "count of usable assets with a rejected descendant",
        unit="count",
        good="down",
        of=Term("sum(usable_with_rejected_final)", gaps=UNMATCHED),
    ),
    Ratio(
        "constraint_adherence",
        "Constraint adherence",
        "Of the outputs of which both sizes are known, the share with the aspect ratio asked for "
        "(within 1 %) and at least the size asked for.",
        "outputs that match / outputs where the asked and the delivered size are known",
        unit="rate",
        good="up",
        numerator=Term("sum(adherence_met)"),
        denominator=Term("sum(adherence_known)", none="no output with both sizes known"),
    ),
    Ratio(
        "set_pass_rate",
        "Set pass rate",
        "Of the settled operations that asked for two or more outputs, the share that delivered "
        "all of them and had all accepted.",
        "sets delivered and accepted whole / settled operations that asked for a set",
        unit="rate",
        good="up",
        numerator=Term("sum(sets_passed)"),
        denominator=Term("sum(sets_asked)", gaps=UNDECIDED, none="no set is settled yet"),
    ),
)
