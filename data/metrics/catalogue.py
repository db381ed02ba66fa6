"""Every figure Offcut knows, declared once: name, words, formula over the group, unit.

The words are the dashboard's help and `docs/metrics.md`; the expressions are what
`data/asking/measure.py` asks. Grouped by what they are about in the modules below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import QuestionError, unknown_name
from data.metrics.attempts import ATTEMPT_METRICS
from data.metrics.briefs import BRIEF_METRICS
from data.metrics.closed_weeks import CLOSED_METRICS
from data.metrics.files import FILE_METRICS
from data.metrics.gap_kinds import KIND_METRICS
from data.metrics.gaps import GAP_METRICS
from data.metrics.money import MONEY_METRICS
from data.metrics.outputs import OUTPUT_METRICS
from data.metrics.use import USE_METRICS
from data.metrics.waiting import TIME_METRICS

if TYPE_CHECKING:
    from data.metrics.metric import Metric

METRICS: tuple[Metric, ...] = (
    *MONEY_METRICS,
    *CLOSED_METRICS,
    *OUTPUT_METRICS,
    *ATTEMPT_METRICS,
    *BRIEF_METRICS,
    *TIME_METRICS,
    *USE_METRICS,
    *FILE_METRICS,
    *GAP_METRICS,
    *KIND_METRICS,
)

HEADLINE: tuple[str, ...] = (
    "spend",
    "usable_assets",
    "cost_per_usable_asset",
    "settled_cost_per_usable_asset",
    "closed_cost_per_usable_asset",
    "accepted_outputs",
    "cost_per_accepted_output",
    "attempts",
    "outputs",
    "cost_per_generation",
    "waste_share",
    "waste_to_asset_ratio",
    "discard_rate",
    "failure_rate",
    "block_rate",
    "yield",
    "attempts_per_usable",
    "first_pass_yield",
    "rework_rate",
    "escape_rate",
    "external_failure_rate",
    "usable_with_rejected_final",
    "accepted_cost",
    "people_cost",
    "fully_loaded_cost",
    "fully_loaded_cost_per_usable_asset",
    "latency_s_p50",
    "latency_s_p90",
    "latency_s_p95",
    "latency_s_p99",
    "pending_share",
    "unreviewed_outputs",
    "unreviewed_money",
    "disputed_assets",
    "unpriced_attempts",
    "unknown_attempts",
    "assumed_cost",
    "unmatched_verdicts",
    "rejected_rows",
)
"""What is shown when nothing is named."""

_BY_NAME = {metric.name: metric for metric in METRICS}


def metric(name: str) -> Metric:
    """The metric of that name. Raises QuestionError with the nearest names."""
    if name not in _BY_NAME:
        raise QuestionError(unknown_name("metric", name, _BY_NAME))
    return _BY_NAME[name]
