"""`make bench`: how long loads and questions take beside bare DuckDB in the same run."""
