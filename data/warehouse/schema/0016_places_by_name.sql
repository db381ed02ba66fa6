-- Images of InvokeAI are told apart by their names: those that are left when others are deleted keep their places.
UPDATE assets SET output_index = CAST('0x' || left(sha256(uri), 8) AS BIGINT) % 1000000
WHERE source = 'invokeai' AND uri IS NOT NULL;

UPDATE asset_versions SET output_index = CAST('0x' || left(sha256(uri), 8) AS BIGINT) % 1000000
WHERE source = 'invokeai' AND uri IS NOT NULL;

UPDATE verdicts SET output_index = CAST('0x' || left(sha256(verdict_id), 8) AS BIGINT) % 1000000
WHERE source = 'invokeai' AND output_index IS NOT NULL AND verdict_id IS NOT NULL;

UPDATE verdict_versions SET output_index = CAST('0x' || left(sha256(verdict_id), 8) AS BIGINT) % 1000000
WHERE source = 'invokeai' AND output_index IS NOT NULL AND verdict_id IS NOT NULL;
