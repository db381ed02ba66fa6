-- A number that is the same for the same text. Each engine says it its own way.
hash(text)
