"""DuckDB's SQL in Spark's words, piece by piece: `data.engines.spark_sql` puts the pieces together."""
