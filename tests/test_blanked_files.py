"""Broken lines are blanked on the way to DuckDB, wherever the chunks it reads begin and end."""

from __future__ import annotations

import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blanked_files import _Blanked, _Stream, blanked
from ingest.lines import pieces
from ingest.pieces import in_braces

lines = st.lists(
    st.sampled_from(
        [
            b'{"a": 1}',
            b'  {"a": 1} ',
            b'{"a": "cut of',
            b"]",
            b"no",
            b"not JSON at all",
            b"\xef\xbb\xbf",
            b"",
            b" ",
        ]
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("blanked")


def only_piece(folder, content):
    path = folder / "log.jsonl"
    path.write_bytes(content)
    return next(pieces(path, folder), None)


@given(
    log=lines, ends=st.sampled_from([b"\n", b"\r\n"]), at_end=st.booleans(), block=st.integers(1, 9)
)
def test_what_begins_and_ends_in_braces_is_seen_across_blocks(folder, log, ends, at_end, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.lines.BLOCK_BYTES", block)
        piece = only_piece(folder, ends.join(log) + ends * at_end)
    records = [line.strip() for line in log if line.strip()]
    whole = [] if piece is None else in_braces(piece).tolist()
    assert whole == [line.startswith(b"{") and line.endswith(b"}") for line in records]


@given(log=lines, ends=st.sampled_from([b"\n", b"\r\n"]), chunk=st.integers(1, 50))
def test_every_chunk_shows_the_same_file(folder, log, ends, chunk):
    piece = only_piece(folder, ends.join(log))
    if piece is None:
        return
    whole = in_braces(piece)
    file = _Blanked(piece.path, piece.starts[~whole], piece.ends[~whole])
    with piece.path.open("rb", buffering=0) as raw:
        stream, shown = _Stream(file, raw), b""
        while part := bytes(stream.read(chunk)):
            shown += part
    assert len(shown) == piece.path.stat().st_size
    rows = [json.loads(line) for line in shown.splitlines() if line.strip()]
    roomy = whole | (piece.ends - piece.starts >= 3)
    assert rows == [{"a": 1} if kept else {} for kept in whole[roomy]]


def test_duckdb_reads_a_row_for_each_line_there_is_room_in(folder, monkeypatch):
    monkeypatch.setattr("ingest.lines.BLOCK_BYTES", 7)
    log = [b'{"a": 1}', b'{"a": ', b"]", b'{"a": 2}', b"oh", b"no JSON", b'{"a": 3}\r', b'{"a"']
    piece = only_piece(folder, b"\n".join(log))
    con = duckdb.connect()
    with blanked(con, piece, in_braces(piece)) as (file, rows):
        found = con.execute(
            f"SELECT a FROM read_json('{file}', format = 'newline_delimited', "
            "columns = {'a': 'INTEGER'})"
        ).fetchall()
    assert [a for (a,) in found] == [1, None, 2, None, None, 3, None]
    assert rows.tolist() == [0, 1, 3, 4, 5, 6, 7]
    with pytest.raises(duckdb.Error):
        con.execute(f"FROM read_json('{file}')")
