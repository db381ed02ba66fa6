-- The wall clock of a zone at a moment of UTC. Each engine says it its own way.
CASE WHEN zone = 'UTC' THEN moment ELSE timezone(zone, moment AT TIME ZONE 'UTC') END
