"""Columns of relations that are often empty: declared, they need not be planned to be made empty.

To plan one of them takes up to 15 ms, for it stands on views over all columns of all calls.
"""

from __future__ import annotations

LINES = ("usable", "contributed", "rejected", "not_selected", "pending", "blocked")
"""Lines of the waste ledger that outputs of one call may share its money between."""
VERDICT_COUNTS = (
    *("usable_with_rejected_final", "audited", "escaped", "client_decided", "client_rejected"),
    "disputed",
)


def _struct(kind: str, names: tuple[str, ...]) -> str:
    return f"STRUCT({', '.join(f'{name} {kind}' for name in names)})"


SHAPES = {
    "computed_costs": "attempt_no BIGINT, computed_cost DECIMAL(38, 12), currency VARCHAR,"
    " assumed_because VARCHAR, billed VARCHAR, policy VARCHAR, price_note VARCHAR,"
    " after_shutdown BOOLEAN",
    "inherited": "attempt_no BIGINT, group_no BIGINT",
    "same_calls": "attempt_no BIGINT, lead_attempt_no BIGINT, fill_rank BIGINT",
    "placed_assets": "attempt_no BIGINT, fill_rank BIGINT, asset_no BIGINT, source VARCHAR,"
    " output_index BIGINT, asset_id VARCHAR, uri VARCHAR, file_name VARCHAR, sha256 VARCHAR,"
    " mime VARCHAR, width BIGINT, height BIGINT, seconds DOUBLE, blocked BOOLEAN,"
    " weight DECIMAL(38, 12), parent_asset_ids VARCHAR[]",
    "described_outputs": "attempt_no BIGINT, output_index BIGINT, asset_no BIGINT, source VARCHAR,"
    " asset_id VARCHAR, uri VARCHAR, file_name VARCHAR, sha256 VARCHAR, mime VARCHAR,"
    " width BIGINT, height BIGINT, seconds DOUBLE, weight DECIMAL(38, 12),"
    " parent_asset_ids VARCHAR[], blocked BOOLEAN",
    "described_attempts": "attempt_no BIGINT, n_described BIGINT, n_blocked BIGINT,"
    " highest_place BIGINT, output_seconds DOUBLE, output_megapixels DOUBLE, media VARCHAR,"
    " file_name VARCHAR, is_weighted BOOLEAN",
    "inherited_briefs": "attempt_no BIGINT, group_no BIGINT, brief VARCHAR",
    "renumbered_briefs": "group_no BIGINT, brief_no BIGINT",
    "valued_parts": "entry_no BIGINT, kind VARCHAR, credits DECIMAL(38, 12), money DECIMAL(38, 12)",
    "ledger_costs": "attempt_no BIGINT, ledger_cost DECIMAL(38, 12)",
    "refunded_attempts": "attempt_no BIGINT, money DECIMAL(38, 12),"
    " money_not_in_report DECIMAL(38, 12)",
    "odd_outputs": "attempt_no BIGINT, output_index BIGINT, is_last BOOLEAN",
    "lineage_links": "record_kind VARCHAR, record_no BIGINT, ref VARCHAR, child_attempt_no BIGINT,"
    " child_index INTEGER, parent_attempt_no BIGINT, parent_index INTEGER, is_older BOOLEAN",
    "output_links": "child_attempt_no BIGINT, child_index INTEGER,"
    " parent_attempt_no BIGINT, parent_index INTEGER",
    "approved_outputs": "attempt_no BIGINT, output_index INTEGER, decided_at TIMESTAMP",
    "used_outputs": "attempt_no BIGINT, output_index INTEGER",
    "standing_decisions": "attempt_no BIGINT, output_index INTEGER, stage_rank INTEGER,"
    " stage VARCHAR, decision VARCHAR, decided_at TIMESTAMP, verdict_no BIGINT,"
    " is_disputed BOOLEAN, without_audit VARCHAR, by_audit VARCHAR, by_qc VARCHAR,"
    " by_client VARCHAR",
    "turned_down": "attempt_no BIGINT, output_index INTEGER, rejected_at TIMESTAMP",
    "reopened_outputs": "attempt_no BIGINT, output_index INTEGER, rejected_at TIMESTAMP",
    "kept_approvals": "attempt_no BIGINT, output_index INTEGER, decided_at TIMESTAMP",
    "usable_briefs": "brief_no BIGINT, first_usable_at TIMESTAMP,"
    " first_usable_completed_at TIMESTAMP",
    "refunds": "entry_no BIGINT, attempt_no BIGINT, is_in_report BOOLEAN, money DECIMAL(38, 12)",
    "weighted_shares": "attempt_no BIGINT, output_index INTEGER, money DECIMAL(38, 12)",
    "settled_outputs": "attempt_no BIGINT, output_index INTEGER, n_outputs BIGINT,"
    " verdict_no BIGINT, decision VARCHAR, stage VARCHAR, decided_at TIMESTAMP,"
    " money DECIMAL(38, 12), outcome VARCHAR, not_selected_by VARCHAR, settles_at TIMESTAMP,"
    " is_final_rejected BOOLEAN, is_rejected_further_on BOOLEAN, is_audited BOOLEAN,"
    " is_escaped BOOLEAN,"
    " is_client_decided BOOLEAN, is_client_rejected BOOLEAN, is_disputed BOOLEAN",
    "attempt_sums": f"attempt_no BIGINT, line_money {_struct('DECIMAL(38, 12)', LINES)}[],"
    f" line_outputs {_struct('BIGINT', LINES)}[],"
    f" verdict_counts {_struct('BIGINT', VERDICT_COUNTS)}[],"
    " outputs_not_selected_by_selection BIGINT",
    "sole_outputs": "attempt_no BIGINT, outcome VARCHAR,"
    f" verdict_counts {_struct('BIGINT', VERDICT_COUNTS)}[],"
    " outputs_not_selected_by_selection BIGINT",
    "reviewed_elsewhere": "client VARCHAR, project VARCHAR, source VARCHAR",
    "size_checks": "attempt_no BIGINT, adherence_known BIGINT, adherence_met BIGINT",
    "asked_sets": "attempt_no BIGINT, is_passed BOOLEAN",
}
"""By the relation's name. `tests/test_relation_shapes.py` holds them against the queries."""
