"""The quick way through a map: DuckDB reads millions of records, SQL checks them.

One door, `stage`. What SQL cannot vouch for is judged by `ingest/maps`, so that both ways give the
same records. A *layout* is how records lie in a file, a *piece* a run of them, a *projection* the
map as SQL.
"""
