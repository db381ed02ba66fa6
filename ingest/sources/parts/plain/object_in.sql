-- A text that looks like a JSON object; NULL where it does not.
CASE WHEN starts_with(written, '{') THEN written END
