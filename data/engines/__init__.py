"""Other engines than DuckDB on one machine: the same pipeline, run where the records are many.

`spark_sql` says a query in Spark's words, `spark` makes relations by it over Spark Connect, `plan` knows what
columns every relation has, `session` connects, and `trial` starts a small cluster on this machine.
"""
