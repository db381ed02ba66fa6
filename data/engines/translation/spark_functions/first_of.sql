-- The first so many characters; of a negative number, all but the last so many.
left(text, CASE WHEN n < 0 THEN greatest(length(text) + n, 0) ELSE n END)
