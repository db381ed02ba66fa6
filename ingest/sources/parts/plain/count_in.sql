-- A number that was counted; 0 says that nobody did.
nullif(TRY_CAST(written AS BIGINT), 0)
