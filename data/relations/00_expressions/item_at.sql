-- The item at a place of a list, the first at 0. Each engine says it its own way.
list[place + 1]
