"""Vertex AI's request-response log as Parquet: read like its JSON rows, big ids too."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from data.settings import Settings
from ingest.load.load import load_paths
from ingest.opening.identify import claims
from ingest.source import Opened
from ingest.sources import all_sources

ROWS = Path(__file__).parent / "samples" / "gemini" / "vertex_rows_as_exported.jsonl"
pytest_plugins = ["tests.loaded_studio"]

TYPES = {"logging_time": "TIMESTAMPTZ", "request_id": "DECIMAL(38, 9)"}
"""As BigQuery exports them."""


@pytest.fixture
def as_parquet(tmp_path):
    """The sample of JSON rows as one Parquet file."""
    path = tmp_path / "log.parquet"
    columns = json.loads(ROWS.read_text("utf-8").splitlines()[0])
    listed = ", ".join(
        f"CAST({name} AS {TYPES[name]}) AS {name}" if name in TYPES else name for name in columns
    )
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        rows = f"read_json('{ROWS}', format='newline_delimited', convert_strings_to_integers=false)"
        con.execute(f"COPY (SELECT {listed} FROM {rows}) TO '{path}' (FORMAT parquet)")
    return path


def read(path, reading, **given):
    file = Opened(path, path.name, Settings(**given))
    (claim,) = claims(file, all_sources())
    assert claim.source.name == "gemini"
    return reading(claim.source, file)


def test_rows_of_parquet_read_like_rows_of_json(as_parquet, reading):
    by_json = [row["records"][0] for row in read(ROWS, reading) if "records" in row]
    by_parquet = [row["records"][0] for row in read(as_parquet, reading) if "records" in row]
    assert len(by_json) > 1
    assert by_parquet == by_json


def test_it_is_loaded_the_ordinary_way(as_parquet, studio):
    (account,) = studio.load(str(as_parquet), rejected=1)
    assert account.source == "gemini"
    assert account.new > 1


def test_a_log_that_keeps_a_share_of_the_calls_says_so_of_each(as_parquet, reading):
    told = {"gemini": {"sampling_rate": "0.1"}}
    rows = [
        row["records"][0] for row in read(as_parquet, reading, sources=told) if "records" in row
    ]
    assert {row["tags"][-1] for row in rows} == {"sampled:0.1"}


def test_a_log_that_keeps_a_share_of_the_calls_is_warned_of(as_parquet, tmp_path):
    told = {"gemini": {"sampling_rate": "0.1"}}
    given = Settings(warehouse=tmp_path / "w.duckdb", sources=told)
    for path in (as_parquet, ROWS):
        (account,) = load_paths([str(path)], given)
        assert any("keeps 0.1 of the calls" in note for note in account.notes)
    whole = Settings(warehouse=tmp_path / "whole.duckdb")
    (account,) = load_paths([str(as_parquet)], whole)
    assert account.notes == ()


def test_a_broken_parquet_file_is_nobodys(tmp_path):
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 100)
    assert claims(Opened(path, path.name, Settings()), all_sources()) == []
