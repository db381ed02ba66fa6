"""Parquet files that a source reads: rows as JSON objects, times as text, broken files refused."""

from __future__ import annotations

import duckdb
import pytest

from data.errors import RefusedFileError
from data.settings import Settings
from ingest.formats.parquet_documents import parquet_columns, parquet_rows
from ingest.load.load import load
from ingest.opening.identify import claims
from ingest.source import Opened
from ingest.sources import all_sources

ROW = """
    SELECT
        'c-' || n AS request_id, 'aimage_generation' AS call_type, 0.04 AS spend,
        'dall-e-3' AS model, 'openai' AS custom_llm_provider,
        TIMESTAMP '2026-11-02 09:20:46' AS "startTime",
        MAP {'user_api_key_team_alias': 'retail'} AS metadata, 'success' AS status
    FROM range(3000) AS r (n)
"""


@pytest.fixture
def spend_logs(tmp_path):
    path = tmp_path / "spend_logs.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY ({ROW}) TO '{path}' (FORMAT parquet)")
    return path


def test_a_table_exported_as_parquet_loads_like_its_json(spend_logs, tmp_path):
    (account,) = load(tmp_path / "w.duckdb", [str(spend_logs)], settings=Settings())
    assert (account.source, account.read, account.new) == ("litellm", 3000, 3000)


def test_nested_columns_are_objects_and_times_are_text(spend_logs):
    file = Opened(spend_logs, spend_logs.name, Settings())
    first = next(iter(parquet_rows(file)))
    assert first.line == 1
    assert first.value["metadata"] == {"user_api_key_team_alias": "retail"}
    assert first.value["startTime"] == "2026-11-02 09:20:46"


def test_a_file_that_breaks_off_is_claimed_by_nobody_and_refused_when_read(spend_logs):
    spend_logs.write_bytes(spend_logs.read_bytes()[:-200])
    file = Opened(spend_logs, spend_logs.name, Settings())
    assert parquet_columns(file) == []
    assert claims(file, all_sources()) == []
    with pytest.raises(RefusedFileError, match=r"spend_logs\.parquet: not a Parquet file"):
        list(parquet_rows(file))


def test_text_that_begins_like_it_is_no_parquet(tmp_path):
    path = tmp_path / "PAR1.csv"
    path.write_text("PAR1,b\n1,2\n")
    assert parquet_columns(Opened(path, path.name, Settings())) == []
