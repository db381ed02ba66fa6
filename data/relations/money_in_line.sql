-- The money of one line of the ledger: all of the cost, or the sum of its outputs in that line.
CASE WHEN is_line THEN cost WHEN cost IS NOT NULL THEN coalesce(of_outputs, 0) END
