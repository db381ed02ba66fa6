"""Logs nobody has written a source for, described in TOML.

`map` is the file, `values` what one field may hold, `records` one record through a map: the exact
way, which is the meaning. The quick way is `ingest/bulk`.
"""
