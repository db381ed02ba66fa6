"""The gaps: what the figures could not take in, each with its own number beside the totals.

Gaps of attempts split like any figure. Gaps of records that belong to no attempt are counted over
the whole warehouse, whatever the selection.
"""

from __future__ import annotations

from data.media import OUTPUTS_FOLDER
from data.metrics.metric import Metric, Term, Total
from data.metrics.sums import attempts_that


def _of_attempts(name: str, title: str, meaning: str, formula: str, sql: str) -> Total:
    return Total(name, title, meaning, formula, unit="count", good="down", of=Term(sql))


def _counted(name: str, title: str, meaning: str) -> Total:
    """A kind of gap of the relation `gaps`, by its number."""
    return Total(
        name,
        title,
        f"{meaning}, in the whole warehouse.",
        f"count of {title.lower()}",
        unit="count",
        good="down",
        grain="warehouse",
        of=Term(f"(SELECT coalesce(sum(n), 0)::BIGINT FROM gaps WHERE gap = '{name}')"),
    )


GAP_METRICS: tuple[Metric, ...] = (
    _of_attempts(
        "unpriced_attempts",
        "Unpriced attempts",
        "Attempts whose cost nobody knows: they are missing from spend, not free.",
        "count of attempts without a cost",
        "sum(n_attempts) FILTER (WHERE cost IS NULL)",
    ),
    _of_attempts(
        "attempts_after_shutdown",
        "Attempts after shutdown",
        "Attempts at a model that their channel served no more, by the price book: somebody else "
        "answered them, or the book is wrong.",
        "count of attempts submitted on or after the day on which the model was shut",
        "sum(n_attempts) FILTER (WHERE after_shutdown)",
    ),
    _of_attempts(
        "attempts_from_files",
        "Attempts from files",
        "Attempts that only a surviving file tells of: what was thrown away left none, so waste is "
        "too low.",
        "count of attempts of the source outputs_folder",
        f"sum(n_attempts) FILTER (WHERE source = '{OUTPUTS_FOLDER}')",
    ),
    _of_attempts(
        "unknown_attempts",
        "Unknown attempts",
        "Attempts whose end is not logged, because a poll timed out or the log stops before: they "
        "may still finish and be billed.",
        "count of attempts unknown or running",
        attempts_that("unknown", "running"),
    ),
    Total(
        "assumed_cost",
        "Assumed cost",
        "The part of spend that rests on an assumption, such as that failures of unknown "
        "policy are billed.",
        "money of attempts whose cost rests on an assumption",
        unit="money",
        good="down",
        of=Term("coalesce(sum(cost) FILTER (WHERE assumed_because IS NOT NULL), 0)"),
    ),
    Total(
        "unreviewed_outputs",
        "Unreviewed outputs",
        "Outputs of clients and projects in which no decision is known to have been made: nobody "
        "said what they are worth, and their silence is not taken for a no.",
        "count of pending outputs where nothing is known to be reviewed",
        unit="count",
        good="down",
        grain="asset",
        of=Term("sum(outputs_unreviewed)"),
    ),
    Total(
        "unreviewed_money",
        "Unreviewed money",
        "The part of spend that went into unreviewed outputs: whether it was wasted is not known.",
        "money of pending outputs where nothing is known to be reviewed",
        unit="money",
        good="down",
        grain="asset",
        of=Term("coalesce(sum(money_unreviewed), 0)"),
    ),
    _of_attempts(
        "disputed_assets",
        "Disputed assets",
        "Outputs on which reviewers of the stage that counts disagree: the rule of the settings "
        "decided.",
        "count of outputs whose reviewers disagree at their standing stage",
        "sum(disputed)",
    ),
    _of_attempts(
        "zero_replaced_attempts",
        "Replaced zeros",
        "Succeeded attempts for which a log said 0 and the price book's price was taken instead.",
        "count of attempts whose reported 0 was replaced",
        "count(*) FILTER (WHERE zero_replaced)",
    ),
    _of_attempts(
        "outputs_assumed_attempts",
        "Assumed outputs",
        "Succeeded attempts that do not say how many outputs they gave, taken to have given what "
        "was asked for.",
        "count of attempts whose number of outputs is assumed",
        "count(*) FILTER (WHERE outputs_assumed)",
    ),
    _of_attempts(
        "operation_assumed_attempts",
        "Assumed operations",
        "Attempts on an output of the team's own that do not say what was done to it, taken to "
        "refine it.",
        "count of attempts whose operation is assumed",
        "count(*) FILTER (WHERE operation_assumed)",
    ),
    _of_attempts(
        "negative_latencies",
        "Negative latencies",
        "Attempts that were logged as completed before they were submitted: their latency is left "
        "out.",
        "count of attempts completed before submit",
        "count(*) FILTER (WHERE latency_negative)",
    ),
    Total(
        "unrated_work",
        "Unrated work",
        "Recorded pieces of people's work without a rate in the settings: they are missing from "
        "people cost.",
        "count of pieces of work without a cost",
        unit="count",
        good="down",
        grain="people",
        of=Term("count(*) FILTER (WHERE cost IS NULL)"),
    ),
    Total(
        "rejected_rows",
        "Rejected rows",
        "Records that wait in quarantine for a fix and a replay, in the whole warehouse.",
        "count of quarantined records not replayed",
        unit="count",
        good="down",
        grain="warehouse",
        of=Term("(SELECT count(*) FROM quarantine WHERE replayed_at IS NULL)"),
    ),
    _counted("unmatched_verdicts", "Unmatched verdicts", "Verdicts on assets nobody logged (yet)"),
    _counted(
        "ambiguous_verdicts",
        "Ambiguous verdicts",
        "Verdicts whose reference fits several assets and so counts for none",
    ),
    _counted(
        "merged_attempts",
        "Merged attempts",
        "Rows of a second log that tell of a call another log has too, counted once",
    ),
    _counted(
        "possible_duplicates",
        "Possible duplicates",
        "Attempts that look like another of the same model, user and prompt within two seconds, "
        "not merged",
    ),
    _counted(
        "dropped_parent_links",
        "Dropped parent links",
        "Links to a parent that is not older than its child, left out of the lineage",
    ),
    _counted(
        "unconverted_costs",
        "Unconverted costs",
        "Costs in a currency for which there is no rate at that date, left unknown",
    ),
    _counted(
        "refunds_unattached",
        "Unattached refunds",
        "Refunds of no known or of an unpriced attempt, not taken off spend",
    ),
    _counted(
        "held_credits",
        "Held credits",
        "Bookings that hold credits for a call, neither settled nor released yet: they count as its"
        " cost until then",
    ),
    Total(
        "held_money",
        "Held money",
        "Money of credits that are held for calls and neither settled nor released yet, in the "
        "whole warehouse.",
        "money of credits still held",
        unit="money",
        good="down",
        grain="warehouse",
        of=Term(
            "(SELECT CASE WHEN count(money) > 0 OR coalesce(sum(n), 0) = 0"
            " THEN coalesce(sum(money), 0)::DECIMAL(38, 12) END"
            " FROM gaps WHERE gap = 'held_credits')",
            unknown="no purchase tells what these credits cost",
        ),
    ),
    Total(
        "unattributed_consumption",
        "Unattributed consumption",
        "Money of credits that were consumed by no attempt in the logs, beside spend and not in "
        "it, in the whole warehouse.",
        "money of consumption entries without an attempt",
        unit="money",
        good="down",
        grain="warehouse",
        of=Term(
            "(SELECT CASE WHEN count(money) > 0 OR coalesce(sum(n), 0) = 0"
            " THEN coalesce(sum(money), 0)::DECIMAL(38, 12) END"
            " FROM gaps WHERE gap = 'unattributed_consumption')",
            gaps=("unvalued_consumption",),
            unknown="no purchase tells what these credits cost",
        ),
    ),
    _counted(
        "unvalued_consumption",
        "Unvalued consumption",
        "Draws of credits by no attempt in the logs whose money nobody knows, because no purchase "
        "or no rate covers them: not in unattributed_consumption",
    ),
)
