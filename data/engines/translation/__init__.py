"""DuckDB's SQL in Spark's words, in pieces that `data.engines.spark_sql` puts together."""
