"""JSON lists with broken items, read through a map: only these are lost, and each is told of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.bulk.json_lists import write_lines
from ingest.formats.broken_documents import NOT_CLOSED
from ingest.load.load import load
from ingest.maps.map import Map

MAP = """
name = "studio log"
record = "attempt"
format = "json"
[columns]
source_id = "{key}"
submitted_at = "at"
status = "state"
[values.status]
OK = "succeeded"
"""
RECORD = {"at": "2026-11-02T09:00:00Z", "state": "OK", "images": [{"u": 1}, {"u": 2}]}
HOSTILE = ['"id": "b", "cost": }', '"id": "b", "tags": [1, 2}', '"id": "b", "note": "', '"id": b}']


def loaded(folder, text, key="id"):
    """The ids that were loaded, and (place, reason) of what was rejected; the account adds up."""
    (folder / "log.json").write_text(text, "utf-8")
    warehouse = folder / "w.duckdb"
    (account,) = load(
        warehouse,
        [str(folder / "log.json")],
        settings=Settings(warehouse=warehouse),
        map_=Map.of_toml(MAP.format(key=key)),
        resolve=lambda *_: None,
    )
    assert account.error is None
    with Reader(warehouse) as reader:
        ids = reader.cursor().execute("SELECT source_id FROM attempts ORDER BY ALL").fetchall()
        told = reader.cursor().execute("SELECT line, reason FROM quarantine ORDER BY ALL")
        rejected = told.fetchall()
    assert account.read == account.new + account.rejected == len(ids) + len(rejected)
    return [each for (each,) in ids], rejected


def spelled(name, indent):
    return json.dumps({"id": name} | RECORD, indent=indent).replace("\n", "\n  ")


def listed(items, between):
    return f"[{between}" + f",{between}".join(items) + f"{between.rstrip(' ')}]"


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("between", "indent"), [("\n  ", None), ("\n  ", 2), (" ", None)])
def test_a_broken_item_costs_itself_alone(tmp_path, hostile, between, indent):
    good = [spelled(name, indent) for name in "acd"]
    broken = good[0].replace('"id": "a"', hostile)
    ids, rejected = loaded(tmp_path, listed([good[0], broken, *good[1:]], between))
    assert ids == ["a", "c", "d"]
    ((place, reason),) = rejected
    assert place == 2
    assert reason.startswith("not JSON")


def test_what_is_no_item_and_commas_too_many_cost_nothing_else(tmp_path):
    a, b, c = (spelled(name, None) for name in "abc")
    assert loaded(tmp_path, f"[{a},, {b} {c},]")[0] == ["a", "b", "c"]


def test_an_item_broken_at_the_very_beginning_is_followed_by_the_others(tmp_path):
    items = ['{"id": oops}', spelled("b", None), spelled("c", None)]
    ids, ((place, _),) = loaded(tmp_path, listed(items, " "))
    assert (ids, place) == (["b", "c"], 1)


def test_a_list_that_is_not_closed_is_told_of(tmp_path):
    cut = listed([spelled("a", None), spelled("b", None)], "\n").removesuffix("\n]")
    assert loaded(tmp_path, cut) == (["a", "b"], [(3, NOT_CLOSED)])


def test_an_item_that_was_cut_off_is_told_of_once(tmp_path):
    cut = listed([spelled("a", None), spelled("b", None)], "\n")[:-10]
    ids, ((place, reason),) = loaded(tmp_path, cut)
    assert (ids, place) == (["a"], 2)
    assert reason.startswith("not JSON")


@pytest.mark.parametrize(("between", "indent"), [("\n  ", 2), (" ", None)])
def test_a_broken_member_of_an_object_keyed_by_id_costs_itself_alone(tmp_path, between, indent):
    whole = json.dumps(RECORD, indent=indent).replace("\n", "\n  ")
    members = [f'"{name}": {whole}' for name in "abcd"]
    members[1] = members[1].replace('"OK"', "OK")
    text = "{" + between + f",{between}".join(members)
    ids, rejected = loaded(tmp_path, text + "\n}", key="$key")
    assert ids == ["a", "c", "d"]
    assert [place for place, _ in rejected] == [2]


def test_an_object_keyed_by_id_that_is_not_closed_is_told_of(tmp_path):
    cut = f'{{"a": {json.dumps(RECORD)},\n"b": {json.dumps(RECORD)}'
    assert loaded(tmp_path, cut, key="$key") == (["a", "b"], [(3, NOT_CLOSED)])


names = st.lists(st.sampled_from(["good", "broken"]), min_size=1, max_size=8)


@given(names, st.sampled_from([("\n  ", None), ("\n  ", 2), (" ", None)]), st.data())
def test_every_item_is_a_line_of_its_own_whatever_blocks_the_file_is_read_in(
    tmp_path_factory, fates, layout, data
):
    folder = tmp_path_factory.mktemp("list")
    between, indent = layout
    items = [spelled("a", indent)]
    for number, fate in enumerate(fates):
        whole = spelled(f"i{number}", indent)
        cut = f'"id": "i{number}"'
        bad = data.draw(st.sampled_from(HOSTILE)) if fate == "broken" else cut
        items.append(whole.replace(cut, bad))
    (folder / "log.json").write_text(listed(items, between))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ingest.bulk.json_lists.BLOCK_BYTES", data.draw(st.integers(1, 300)))
        patched.setattr("ingest.bulk.json_lists.LONGEST_LINE", 2_000)
        patched.setattr("ingest.bulk.json_lists.LONGEST_GAP", 60)
        write_lines(folder / "log.json", folder / "lines", {"id"})
    lines = (folder / "lines").read_text().splitlines()
    assert [is_whole(each) for each in lines] == [True, *(fate == "good" for fate in fates)]


def is_whole(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
