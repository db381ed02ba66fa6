-- A number that is the same for the same text: not the one that DuckDB gives, and never negative.
xxhash64(text) & 9223372036854775807
