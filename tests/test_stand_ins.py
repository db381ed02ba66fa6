"""A whole record stands in for each broken line, wherever the chunks that DuckDB reads begin."""

from __future__ import annotations

import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bulk.boundaries import pieces
from ingest.bulk.pieces import in_braces
from ingest.bulk.stand_ins import _Files, shown_whole

WHOLE = [b'{"a": 1}', b'  {"a": 1} ', b'{"a": 1}\t']
BROKEN = [b'{"a": "cut of', b"]", b"no", b"not JSON at all", b"\xef\xbb\xbf"]
lines = st.lists(st.sampled_from([*WHOLE, *BROKEN, b"", b" "]), max_size=12)
breaks = st.sampled_from([b"\n", b"\r\n"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("broken")


def only_piece(folder, content):
    path = folder / "log.jsonl"
    path.write_bytes(content)
    return next(pieces(path, folder), None)


@given(log=lines, ends=breaks, at_end=st.booleans(), block=st.integers(1, 9))
def test_what_begins_and_ends_in_braces_is_seen_across_blocks(folder, log, ends, at_end, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.bulk.boundaries.BLOCK_BYTES", block)
        piece = only_piece(folder, ends.join(log) + ends * at_end)
    records = [line.strip() for line in log if line.strip()]
    whole = [] if piece is None else in_braces(piece).tolist()
    assert whole == [line.startswith(b"{") and line.endswith(b"}") for line in records]


@pytest.mark.parametrize("block", [1, 5, 100])
@pytest.mark.parametrize(("ending", "end"), [(b"", 13), (b"\n", 14), (b"\r\n", 15)])
def test_the_last_record_ends_with_the_file(folder, monkeypatch, block, ending, end):
    monkeypatch.setattr("ingest.bulk.boundaries.BLOCK_BYTES", block)
    piece = only_piece(folder, b'{}\n{"a"\n{"b":' + ending)
    found = (piece.starts.tolist(), piece.ends.tolist(), piece.numbers.tolist())
    assert found == ([0, 3, 8], [3, 8, end], [1, 2, 3])


class Connection:
    """Takes the file system that DuckDB would get."""

    def register_filesystem(self, files: _Files) -> None:
        self.files = files

    def unregister_filesystem(self, protocol: str) -> None:
        pass


@given(log=lines, ends=breaks, chunk=st.integers(1, 50))
def test_every_chunk_shows_the_same_file(folder, log, ends, chunk):
    piece = only_piece(folder, ends.join(log))
    if piece is None:
        return
    whole, con = in_braces(piece), Connection()
    with shown_whole(con, piece, whole):
        stream, said = con.files.open("piece"), b""
        while part := stream.read(chunk):
            said += part
        assert len(said) == con.files.info("piece")["size"]
    rows = [json.loads(line) for line in said.splitlines() if line.strip()]
    stand_in = {} if {} in rows else {"a": 1}
    assert rows == [{"a": 1} if kept else stand_in for kept in whole]


def test_a_long_record_stands_in_for_a_few_only(folder):
    long = b'{"a": "' + b"x" * 1000 + b'"}'
    for n_broken, n_bytes in ((1, 2 * len(long)), (2, len(long) + 2 * len(b"{}"))):
        con, piece = Connection(), only_piece(folder, b"\n".join([long, *[b"no"] * n_broken]))
        with shown_whole(con, piece, in_braces(piece)):
            assert con.files.info("piece")["size"] == n_bytes + 1 + n_broken


def test_reading_goes_on_wherever_it_is_asked_to(folder):
    piece, con = only_piece(folder, b'{"a": 1}\n{"a\n{"a": 3}\n'), Connection()
    with shown_whole(con, piece, in_braces(piece)):
        stream = con.files.open("piece")
        everything = stream.read(1000)
        assert everything == b'{"a": 1}\n{"a": 3}\n{"a": 3}\n'
        for begin in range(len(everything) + 2):
            stream.seek(begin)
            assert stream.read(5) == everything[begin : begin + 5]
            assert stream.tell() == min(begin + 5, max(begin, len(everything)))


def test_what_was_handed_out_stays_as_it_is(folder):
    piece, con = only_piece(folder, b'{"a": 1}\n{"a\n'), Connection()
    with shown_whole(con, piece, in_braces(piece)):
        stream = con.files.open("piece")
        first, second = stream.read(6), stream.read(6)
    assert (first, second) == (b'{"a": ', b'1}\n{"a')


def test_a_file_that_became_shorter_is_told(folder):
    piece, con = only_piece(folder, b'{"a": 1}\n{"a\n{"a": 3}\n'), Connection()
    with shown_whole(con, piece, in_braces(piece)):
        stream = con.files.open("piece")
        piece.path.write_bytes(b"{")
        with pytest.raises(OSError, match=r"log\.jsonl became shorter while it was read"):
            stream.read(1000)


def test_duckdb_reads_a_row_for_each_line(folder, monkeypatch):
    monkeypatch.setattr("ingest.bulk.boundaries.BLOCK_BYTES", 7)
    log = [b'{"a": 1}', b'{"a": ', b"]", b'{"a": 2}', b"oh", b"no JSON", b'{"a": 3}\r', b'{"a"']
    piece = only_piece(folder, b"\n".join(log))
    con = duckdb.connect()
    with shown_whole(con, piece, in_braces(piece)) as file:
        found = con.execute(
            f"SELECT a FROM read_json('{file}', format = 'newline_delimited', "
            "columns = {'a': 'INTEGER'})"
        ).fetchall()
    assert [a for (a,) in found] == [1, 2, 2, 2, 2, 2, 3, 2]
    with pytest.raises(duckdb.Error):
        con.execute(f"FROM read_json('{file}')")
