"""Numbers on screen, in reports, in exports.

Belongs here: words, layout, charts, text tables. Does not belong here: formulas and SQL (`data`)
or reading logs (`ingest`). Imports `data` only.
"""
