-- What the outputs of a call share is a list of one, or NULL where they do not differ: a struct that is NULL costs a load as
-- much as a filled one, a list that is NULL nothing.
ALTER TABLE resolved_attempts ALTER COLUMN line_money TYPE STRUCT(
    usable DECIMAL(38, 12), contributed DECIMAL(38, 12), rejected DECIMAL(38, 12), not_selected DECIMAL(38, 12),
    pending DECIMAL(38, 12), blocked DECIMAL(38, 12)
)[] USING CASE WHEN line_money IS NOT NULL THEN [line_money] END;
ALTER TABLE resolved_attempts ALTER COLUMN line_outputs TYPE STRUCT(
    usable INTEGER, contributed INTEGER, rejected INTEGER, not_selected INTEGER, pending INTEGER, blocked INTEGER
)[] USING CASE WHEN line_outputs IS NOT NULL THEN [line_outputs] END;
ALTER TABLE resolved_attempts ALTER COLUMN verdict_counts TYPE STRUCT(
    usable_with_rejected_final INTEGER, audited INTEGER, escaped INTEGER, client_decided INTEGER,
    client_rejected INTEGER, disputed INTEGER
)[] USING CASE WHEN verdict_counts IS NOT NULL THEN [verdict_counts] END;
