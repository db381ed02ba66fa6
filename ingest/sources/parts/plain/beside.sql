-- What is left of a whole beside the kinds that are told; NULL where nothing is.
nullif(greatest(coalesce(whole, 0) - told, 0), 0)
