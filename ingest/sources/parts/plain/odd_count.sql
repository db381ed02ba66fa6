-- Whether a text is there that is not plainly a count.
coalesce(NOT regexp_full_match(written, '[0-9]{1,9}'), FALSE)
