-- One row per output that a file, or a place in a container, shows for certain.
SELECT source, source_id, output_index FROM media_matches WHERE confidence = 'certain'
UNION
SELECT source, source_id, output_index FROM media_uses WHERE source IS NOT NULL
