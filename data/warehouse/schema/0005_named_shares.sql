-- What the outputs of a call share is told by name, not by place in a list.
ALTER TABLE resolved_attempts ADD COLUMN money_by_line STRUCT(
    usable DECIMAL(38, 12), contributed DECIMAL(38, 12), rejected DECIMAL(38, 12), not_selected DECIMAL(38, 12),
    pending DECIMAL(38, 12), blocked DECIMAL(38, 12)
);
ALTER TABLE resolved_attempts ADD COLUMN outputs_by_line STRUCT(
    usable INTEGER, contributed INTEGER, rejected INTEGER, not_selected INTEGER, pending INTEGER, blocked INTEGER
);
ALTER TABLE resolved_attempts ADD COLUMN counts_of_verdicts STRUCT(
    usable_with_rejected_final INTEGER, audited INTEGER, escaped INTEGER, client_decided INTEGER,
    client_rejected INTEGER, disputed INTEGER
);
UPDATE resolved_attempts SET
    money_by_line = {
        'usable': line_money[1], 'contributed': line_money[2], 'rejected': line_money[3],
        'not_selected': line_money[4], 'pending': line_money[5], 'blocked': line_money[6]
    }
WHERE line_money IS NOT NULL;
UPDATE resolved_attempts SET
    outputs_by_line = {
        'usable': line_outputs[1], 'contributed': line_outputs[2], 'rejected': line_outputs[3],
        'not_selected': line_outputs[4], 'pending': line_outputs[5], 'blocked': line_outputs[6]
    }
WHERE line_outputs IS NOT NULL;
UPDATE resolved_attempts SET
    counts_of_verdicts = {
        'usable_with_rejected_final': verdict_counts[1], 'audited': verdict_counts[2], 'escaped': verdict_counts[3],
        'client_decided': verdict_counts[4], 'client_rejected': verdict_counts[5], 'disputed': 0
    }
WHERE verdict_counts IS NOT NULL;
ALTER TABLE resolved_attempts DROP COLUMN line_money;
ALTER TABLE resolved_attempts DROP COLUMN line_outputs;
ALTER TABLE resolved_attempts DROP COLUMN verdict_counts;
ALTER TABLE resolved_attempts RENAME COLUMN money_by_line TO line_money;
ALTER TABLE resolved_attempts RENAME COLUMN outputs_by_line TO line_outputs;
ALTER TABLE resolved_attempts RENAME COLUMN counts_of_verdicts TO verdict_counts;
