"""However a log of JSON lines begins, what is good after that loads, and what is not is told of."""

from __future__ import annotations

import json

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.formats.documents import is_one_document, json_documents
from ingest.load.load import load
from ingest.maps.map import Map
from ingest.source import Opened
from tests.matrices import crossed

MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
reported_cost = "cost"
"""


def line(number: int, cost: object = 0.5) -> bytes:
    record = {"id": f"r{number}", "at": "2026-11-02T09:00:00Z", "state": "succeeded", "cost": cost}
    return json.dumps(record).encode()


def prediction(number: int, predict_time: object = 1.5) -> bytes:
    made = "2026-11-02T09:00:00Z"
    links = {"get": f"https://api.replicate.com/v1/predictions/p{number}"}
    record = {"id": f"p{number}", "version": "v", "status": "succeeded", "created_at": made}
    more = {"urls": links, "input": {}, "metrics": {"predict_time": predict_time}}
    return json.dumps({**record, "output": ["https://x/a.png"], **more}).encode()


def doubled(record: bytes) -> bytes:
    return b'{"id": "twice", ' + record[1:]


BROKEN = {
    "NaN": lambda written: written(0, float("nan")),
    "Infinity": lambda written: written(0, float("-inf")),
    "a doubled key": lambda written: doubled(written(0)),
    "cut in a text": lambda written: written(0)[:20],
    "cut behind a comma": lambda written: written(0)[: written(0).index(b",") + 1],
    "cut behind a colon": lambda written: written(0)[: written(0).rindex(b":") + 1],
    "the end of a line": lambda written: written(0)[20:],
    "a brace": lambda _: b"{",
    "a comment": lambda _: b"# exported by the queue, 2026-11-02",
    "a banner": lambda _: b"[2026-11-02 09:00:00] INFO queue started, 4 workers:",
    "a bracket": lambda _: b"[",
    "a trailing comma": lambda written: written(0) + b",",
    "bad bytes": lambda written: written(0).replace(b"2026", b"20\xff6"),
    "other text": lambda _: b"<html><body>502</body></html>",
}
READERS = {"map jsonl": line, "map json": line, "replicate": prediction}
MOST = 5
"""Broken lines, of one kind, before the good ones."""


def loaded(folder, contents: list[bytes], reader: str):
    """The account of each file, and why which of its lines were rejected."""
    settings = Settings(warehouse=folder / "w.duckdb")
    paths = [folder / f"{number}.jsonl" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    how = {"source": reader}
    if reader.startswith("map"):
        how = {"map_": Map.of_toml(MAP.format(format=reader.split()[1]))}
    accounts = load(
        settings.warehouse,
        [str(path) for path in paths],
        settings=settings,
        resolve=lambda *_: None,
        **how,
    )
    assert [account.error for account in accounts] == [None] * len(contents)
    with Reader(settings.warehouse) as warehouse:
        rejected = "SELECT file, line, reason FROM quarantine JOIN files USING (file_no)"
        rows = warehouse.cursor().execute(rejected).fetchall()
    told = [{line: why for file, line, why in rows if file == str(path)} for path in paths]
    return list(zip(accounts, told, strict=True))


def check(folder, heads: list[list[bytes]], reader: str) -> None:
    """Below each of these heads, in a file of its own, all good lines load, be it just one."""
    goods = [range(n * 100 + 1, n * 100 + (2 if n % 3 == 1 else 101)) for n in range(len(heads))]
    logs = [[*head, *map(READERS[reader], good)] for head, good in zip(heads, goods, strict=True)]
    found = loaded(folder, [b"\n".join(log) + b"\n" for log in logs], reader)
    for head, good, (account, reasons) in zip(heads, goods, found, strict=True):
        assert (account.new, account.rejected) == (len(good), len(head)), reasons
        assert sorted(reasons) == list(range(1, len(head) + 1))
        assert all(len(reason) > 10 for reason in reasons.values())


@crossed("broken, reader", BROKEN, READERS)
def test_broken_first_lines_cost_no_more_than_themselves(tmp_path, reader, broken):
    head = BROKEN[broken](READERS[reader])
    check(tmp_path, [[head] * n for n in range(1, MOST + 1)], reader)


@pytest.mark.parametrize("reader", READERS)
def test_heads_may_be_broken_in_different_ways(tmp_path, reader):
    made = [broken(READERS[reader]) for broken in BROKEN.values()] * 2
    check(tmp_path, [made[n : n + MOST] for n in range(0, len(BROKEN), 2)], reader)


@pytest.mark.parametrize("n_broken", [0, 2])
@pytest.mark.parametrize("reader", READERS)
def test_what_is_blank_before_the_first_line_is_no_record(tmp_path, reader, n_broken):
    blanks = [b"\xef\xbb\xbf", b"\n\n", b"\xef\xbb\xbf\n \n", b" \r\n\t\n"]
    broken = [READERS[reader](0)[:20]] * n_broken
    goods = ([READERS[reader](n * 50 + m) for m in range(50)] for n in range(len(blanks)))
    logs = [blank + b"\n".join(broken + good) for blank, good in zip(blanks, goods, strict=True)]
    for account, reasons in loaded(tmp_path, logs, reader):
        assert (account.new, account.rejected) == (50, n_broken), reasons


@pytest.mark.parametrize("broken", BROKEN)
def test_a_source_knows_its_log_below_a_broken_head(tmp_path, broken):
    head = BROKEN[broken](prediction)
    (tmp_path / "log.jsonl").write_bytes(b"\n".join([head] * 5 + [prediction(1)] * 3))
    assert len(Opened(tmp_path / "log.jsonl", "log.jsonl", Settings()).first_documents) == 3


# --- documents --------------------------------------------------------------------------------


def of_document(folder, content: bytes):
    (folder / "log.json").write_bytes(content)
    file = Opened(folder / "log.json", "log.json", Settings())
    return [
        item.problem or item.value["id"]
        for item in json_documents(file, lambda v: v if isinstance(v, list) else (v,))
    ]


RECORD = {"id": "x", "inputs": [{"id": "y"}], "none": {}}


@pytest.mark.parametrize(
    "document",
    [
        json.dumps([RECORD, RECORD], indent=2),
        json.dumps([RECORD, RECORD], indent="\t"),
        json.dumps({"results": [RECORD, RECORD]}, indent=1),
        "[\n" + ",\n".join([json.dumps(RECORD)] * 3) + "\n]",
        "[" + "\n,".join([json.dumps(RECORD)] * 3) + "]",
        "[" + ",\n".join([json.dumps(RECORD)] * 3) + "]\n",
        '{"a":\n{"b": 1}\n}',
        '{"a": [\n{"b": 1}\n]}',
    ],
)
def test_a_document_is_one_however_it_is_laid_out(tmp_path, document):
    (tmp_path / "log.json").write_text(document)
    assert is_one_document(Opened(tmp_path / "log.json", "log.json", Settings()))


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ('{"id": "b", "cost": NaN}', "NaN is not JSON"),
        ('{"id": "b", "id": "c"}', "the key 'id' appears twice"),
        ('{"id": "b", "cost": }', "not JSON"),
        ('{"id": "b", "tags": [1, 2}', "not JSON"),
    ],
)
def test_one_broken_record_of_a_list_costs_itself_alone(tmp_path, indent, hostile, said):
    good = [json.dumps({"id": name, "more": [1]}, indent=indent) for name in "acd"]
    good = [each.replace("\n", "\n  ") for each in good]
    items = of_document(
        tmp_path, ("[\n  " + ",\n  ".join([good[0], hostile, *good[1:]]) + "\n]").encode()
    )
    assert [items[0], *items[2:]] == ["a", "c", "d"]
    assert said in items[1]


def opened(page):
    return page.get("results", [page]) if isinstance(page, dict) else page


def of_page(folder, content: str):
    (folder / "log.json").write_text(content)
    file = Opened(folder / "log.json", "log.json", Settings())
    return [item.problem or item.value["id"] for item in json_documents(file, opened)]


@pytest.mark.parametrize(
    "head", ["", '"next": null,\n  ', '"count": 3, "previous": "https://x/?c=\\"a",']
)
@pytest.mark.parametrize("tail", ["]\n}", '],\n  "next": null\n}', '],\n "more": [{"id": "z"}]}'])
def test_one_broken_record_of_a_list_page_costs_itself_alone(tmp_path, head, tail):
    page = "{" + head + '"results": [\n  {"id": "a"},\n  {"id": "b", "n": },\n  {"id": "c"}\n'
    first, broken, last = of_page(tmp_path, page + tail)
    assert (first, last) == ("a", "c")
    assert "not JSON" in broken
    assert len(Opened(tmp_path / "log.json", "log.json", Settings()).first_documents) == 2


def test_a_list_page_that_was_cut_off_keeps_what_was_whole(tmp_path):
    page = json.dumps({"results": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}, indent=2)
    assert of_page(tmp_path, page.removesuffix("\n  ]\n}")) == [
        *"abc", "the list it stands in is not closed: the file was cut off"
    ]  # fmt: skip
    *whole, cut = of_page(tmp_path, page[:-12])
    assert whole == ["a", "b"]
    assert "not JSON" in cut


def test_a_record_with_a_list_in_it_is_no_list_page(tmp_path):
    record = json.dumps({"id": "a", "files": [{"id": "x"}, {"id": "y"}]}, indent=2)
    (only,) = of_page(tmp_path, record.replace('"y"', ""))
    assert "not JSON" in only


def test_a_list_that_was_cut_off_keeps_what_was_whole(tmp_path):
    whole = '[\n  {"id": "a"},\n  {"id": "b"}'
    assert of_document(tmp_path, whole.encode()) == [
        "a", "b", "the list it stands in is not closed: the file was cut off"
    ]  # fmt: skip
    *good, cut = of_document(tmp_path, whole[:-4].encode())
    assert good == ["a"]
    assert "not JSON" in cut


def test_documents_one_after_the_other_are_records(tmp_path):
    printed = "\n".join(json.dumps({"id": name}, indent=2) for name in "abc")
    assert of_document(tmp_path, printed.encode()) == ["a", "b", "c"]
    broken = printed.replace('"b"', "")
    first, second, third = of_document(tmp_path, broken.encode())
    assert (first, third) == ("a", "c")
    assert "not JSON" in second
