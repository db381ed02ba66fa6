-- Whether there is something in an object or list.
coalesce(written NOT IN ('{}', '[]'), FALSE)
