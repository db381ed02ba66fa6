"""The warehouse file: the records it holds, its tables, and opening it.

`file` is the only module that opens DuckDB; `records` are what a source may yield; `schema/` holds
the steps that bring a file of any version forward. Knows nothing of prices and figures.
"""
