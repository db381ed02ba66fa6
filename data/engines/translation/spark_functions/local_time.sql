-- The wall clock of a zone at a moment of UTC.
CASE WHEN zone = 'UTC' THEN moment ELSE convert_timezone('UTC', zone, moment) END
