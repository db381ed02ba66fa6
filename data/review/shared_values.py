"""What outputs that were turned down have in common, of all reasons or of one."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from data.estimates.commonality import ByBrief, FactorValue, commonalities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.estimates.commonality import Commonality

FACTORS = {
    "model": "f.model",
    "variant": "f.variant",
    "operation": "f.operation",
    "hour_of_day": "hour(f.local_submitted_at)",
    "aspect": (
        "CASE WHEN a.requested_height > 0 THEN round(a.requested_width / a.requested_height, 2) END"
    ),
    "prompt_length": (
        "CASE WHEN a.prompt_chars < 100 THEN 'under 100'"
        " WHEN a.prompt_chars < 300 THEN '100 to 300'"
        " WHEN a.prompt_chars < 1000 THEN '300 to 1000'"
        " WHEN a.prompt_chars >= 1000 THEN 'over 1000' END"
    ),
    "seed": "CASE WHEN a.seed IS NOT NULL THEN 'given' ELSE 'not given' END",
    "reference": "CASE WHEN len(a.parent_asset_ids) > 0 THEN 'given' ELSE 'not given' END",
}
"""Factors and how a call says them; persons are not among them."""
BY_BRIEF = """
    SELECT
        '{factor}' AS factor, "{factor}" AS value, brief_no,
        count(*) FILTER (WHERE is_turned_down) AS rejected,
        count(*) AS decided,
        coalesce(sum(money) FILTER (WHERE is_turned_down), 0) AS money
    FROM decided_on
    WHERE "{factor}" IS NOT NULL
    GROUP BY "{factor}", brief_no
"""
COLUMNS = (
    *("factor", "value", "rejected", "decided", "money"),
    *("briefs", "rejected_by_brief", "decided_by_brief"),
)
WITH_PERSONS: Mapping[str, str] = FACTORS | {
    "user": 'f."user"',
    "project": "f.project",
    "client": "f.client",
}
"""And whose work it was, for screens that show persons."""


def in_common(
    figures: Figures,
    selection: Selection,
    *,
    factors: Mapping[str, str] = FACTORS,
    reason: str | None = None,
) -> tuple[Commonality, ...]:
    """Every value of every factor: how much is rejected beside all others of it, the dearest first.

    For one reason, or for any, of what was decided on. Of first rounds alone (generate tier), as
    what is edited was chosen before.
    """
    where, parameters = selection.where(figures.settings)
    sql = (
        (files("data.review") / "turned_down_by_value.sql")
        .read_text("utf-8")
        .format(
            where=where,
            turned_down="f.line = 'rejected'" + (" AND f.reason = ?" if reason is not None else ""),
            values=", ".join(_text(name, value) for name, value in factors.items()),
            by_factor=" UNION ALL ".join(BY_BRIEF.format(factor=name) for name in factors),
        )
    )
    bound = [] if reason is None else [reason]
    found = figures.ask(selection, sql, [*bound, *parameters]).fetchnumpy()
    rows = zip(*(found[name] for name in COLUMNS), strict=True)
    values = [_factor_value(*row) for row in rows]
    return commonalities(values, 1 - figures.settings.review.confidence)


def _text(name: str, value: str) -> str:
    return f'CAST({value} AS VARCHAR) AS "{name}"'


def _factor_value(
    factor: str, value: Any, rejected: int, decided: int, money: float, *by_brief: Any
) -> FactorValue:
    counts = ByBrief(*(np.asarray(each, np.int64) for each in by_brief))
    return FactorValue(factor, value, int(rejected), int(decided), float(money), counts)
