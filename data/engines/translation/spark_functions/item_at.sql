-- The item at a place of a list, the first at 0.
get(list, CAST(place AS INT))
