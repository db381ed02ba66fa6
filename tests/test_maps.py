"""Maps: what they say, what is refused with which sentence, how a record reads through one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from time import process_time

import pytest

from data.errors import SettingsError
from data.settings import Settings
from ingest.maps.columns import found_in, parse_object, ways
from ingest.maps.fields import fields_of
from ingest.maps.fitting import check_format
from ingest.maps.map import Map
from ingest.maps.records import MapReader
from ingest.source import Ignored, Opened, Refused

STUDIO = """
name = "studio log"
record = "attempt"
format = "csv"
timezone = "America/New_York"
[columns]
source_id = "request"
submitted_at = "gmt_create"
status = "state"
latency_s = "took"
n_requested = "num_images"
reported_cost = "cost"
[units]
latency_s = "ms"
reported_cost = "cents"
[values.status]
OK = "succeeded"
"*" = "failed"
[constants]
channel = "in-house"
currency = "USD"
"""


def read(toml: str, row: object, **given):
    return MapReader(Map.of_toml(toml), **given).record(row)


@pytest.mark.parametrize(
    "head", [b"id,at\n" + b"\n" * 65_530, b"," * 65_536, b"id,at\n" + b" " * 65_530]
)
def test_a_head_of_nothing_but_gaps_is_known_at_once(tmp_path, head):
    (tmp_path / "log.csv").write_bytes(head)
    started = process_time()
    check_format(Opened(tmp_path / "log.csv", "log.csv", Settings()), Map.of_toml(STUDIO))
    assert process_time() - started < 5  # some milliseconds; half a minute where gaps are tried


def test_the_example_of_the_contract_reads():
    row = {
        "request": "r1",
        "gmt_create": "2026-07-01 09:00:00",
        "state": "OK",
        "took": "1500",
        "num_images": "4",
        "cost": "13.4",
    }
    record = read(STUDIO, row)
    assert record.source == "studio log"
    assert record.submitted_at == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert record.completed_at == datetime(2026, 7, 1, 13, 0, 1, 500_000, tzinfo=UTC)
    assert (record.latency_s, record.n_requested) == (1.5, 4)
    assert record.reported_cost == Decimal("0.134")
    assert (record.channel, record.currency) == ("in-house", "USD")
    assert read(STUDIO, row | {"state": "QUOTA"}).status == "failed"


# --- nonsense ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('source_id = "request"', 'sorce_id = "request"'), ["sorce_id", "Did you mean source_id"]),
        (('record = "attempt"', 'record = "try"'), ["record", "'try'", "'attempt'"]),
        (('format = "csv"', 'format = "xml"'), ["format", "'xml'", "'parquet'"]),
        (("America/New_York", "America/NewYork"), ["timezone", "Did you mean America/New_York"]),
        (
            ('latency_s = "ms"', 'latency_s = "hours"'),
            ["units", "latency_s", "hours", "ms, ns, s, us"],
        ),
        (
            ('reported_cost = "cents"', 'reported_cost = "ms"'),
            ["reported_cost", "cents, micros, units"],
        ),
        (('latency_s = "ms"', 'status = "ms"'), ["units", "status has no unit"]),
        (('latency_s = "ms"', 'submitted_at = "epoch"'), ["submitted_at", "epoch_ms", "iso"]),
        (('OK = "succeeded"', 'OK = "done"'), ["values", "status", "'done'", "succeeded"]),
        (("[values.status]", "[values.stat]"), ["values", "'stat'", "Did you mean status"]),
        (('currency = "USD"', 'tier = "generat"'), ["constants", "tier", "Did you mean generate"]),
        (('currency = "USD"', 'n_outputs = "four"'), ["constants", "n_outputs", "whole number"]),
        (
            ('submitted_at = "gmt_create"', ""),
            ["columns", "submitted_at is missing", "every attempt"],
        ),
        (('status = "state"', 'source = "state"'), ["source is the map's name"]),
        (('status = "state"', "status = []"), ["status names no column"]),
        (('name = "studio log"', 'name = ""'), ["name"]),
        (('name = "studio log"', 'nam = "x"'), ["name", "nam"]),
        (("[columns]", "[columns"), ["not a TOML file"]),
    ],
)
def test_nonsense_is_refused_with_a_sentence_that_names_the_field(change, words):
    assert change[0] in STUDIO
    with pytest.raises(SettingsError) as refused:
        Map.of_toml(STUDIO.replace(*change), "my.toml")
    for word in ["my.toml", *words]:
        assert word in str(refused.value)


def test_a_map_that_is_not_there_is_told_of(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: no readable map"):
        Map.load(tmp_path / "nowhere.toml")


def test_what_can_be_derived_need_not_be_mapped():
    toml = STUDIO.replace('submitted_at = "gmt_create"', 'completed_at = "end"')
    row = {"request": "a", "end": "2026-07-01T12:00:02Z", "state": "OK", "took": "2000"}
    assert read(toml, row).submitted_at == datetime(2026, 7, 1, 12, tzinfo=UTC)
    without_id = Map.of_toml(STUDIO.replace('source_id = "request"', ""))
    assert without_id.makes_ids


def test_tokens_may_be_written_by_kind():
    toml = STUDIO.replace("[units]", 'tokens.text_in = "usage.in"\n[units]')
    row = {"request": "a", "gmt_create": "2026-07-01T12:00:00Z", "state": "OK", "usage": {"in": 7}}
    assert read(toml, row).tokens_text_in == 7


def test_layout_and_comments_do_not_change_what_a_map_is():
    assert Map.of_toml(STUDIO).hash == Map.of_toml("# mine\n" + STUDIO).hash
    assert Map.of_toml(STUDIO).hash != Map.of_toml(STUDIO.replace("cents", "micros")).hash


def test_every_kind_of_record_can_be_mapped():
    for kind in ("attempt", "asset", "verdict", "ledger", "handover", "labour"):
        columns = "\n".join(f'{name} = "{name}"' for name in fields_of(kind))
        toml = f'name = "x"\nrecord = "{kind}"\nformat = "jsonl"\n[columns]\n{columns}'
        assert set(Map.of_toml(toml).columns) == set(fields_of(kind))


# --- columns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "column", "found"),
    [
        ({"a": {"b": 1}}, "a.b", "1"),
        ({"a.b": 2, "a": {"b": 1}}, "a.b", "2"),  # the exact key is preferred
        ({"a.b": "", "a": {"b": 1}}, "a.b", "1"),
        ({"a.b": {"c": 3}}, "a.b.c", "3"),
        ({"a": '{"b": {"c": 4}}'}, "a.b.c", "4"),  # JSON in a text
        ({"a": {"b": '{"c": 5}'}}, "a.b.c", "5"),
        ({"a": [{"b": 6}, {"b": 7}]}, "a.1.b", "7"),
        ({"a": [1]}, "a.5", None),
        ({"a": "text"}, "a.b", None),
        ({"a": None}, "a", None),
        ({"a": " "}, "a", None),
        ({"A": 1}, "a", None),
    ],
)
def test_a_column_is_a_key_or_a_path(record, column, found):
    import json

    value = found_in(parse_object(json.dumps(record).encode()), (column,))
    assert (value if value is None else str(value)) == found


def test_of_several_columns_the_first_that_is_not_blank_counts():
    assert found_in({"a": " ", "b": "x", "c": "y"}, ("a", "b", "c")) == "x"
    assert ways("a.b.c") == (("a.b.c",), ("a.b", "c"), ("a", "b", "c"))


def test_a_key_given_twice_is_refused_only_where_it_matters():
    row = parse_object(b'{"a": 1, "b": 2, "b": 3, "c": {"d": 1, "d": 1}}')
    assert found_in(row, ("a",)) == "1"
    for column in ("b", "c.d"):
        with pytest.raises(ValueError, match="appears twice"):
            found_in(row, (column,))


# --- values -----------------------------------------------------------------------------------

ROW = {"request": "a", "gmt_create": "2026-07-01T12:00:00Z", "state": "OK"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"gmt_create": "2026-03-08 02:30:00"}, "submitted_at.*does not exist"),
        ({"gmt_create": "2026-11-01 01:30:00"}, "submitted_at.*happens twice"),
        ({"gmt_create": "9999-12-31T00:00:00Z"}, "submitted_at.*2000 and 2099"),
        ({"gmt_create": "yesterday"}, "submitted_at: 'yesterday' is not a time"),
        ({"gmt_create": ""}, r"submitted_at: missing \(no value in gmt_create\)"),
        ({"state": ""}, "status: missing"),
        ({"cost": "NaN"}, "reported_cost: 'NaN' is not a number"),
        ({"cost": "Infinity"}, "reported_cost: 'Infinity' is not a number"),
        ({"cost": "-1"}, "reported_cost.*greater than or equal to 0"),
        ({"cost": "1e20"}, "reported_cost.*below 1,000,000,000,000"),
        ({"took": "-5"}, "latency_s.*greater than or equal to 0"),
        ({"num_images": "1.7"}, "n_requested: '1.7' is not a whole number"),
        ({"num_images": "0"}, "n_requested.*greater than or equal to 1"),
        ({"num_images": {"n": 1}}, "n_requested: one value is expected"),
    ],
)
def test_a_broken_value_is_refused_with_the_field_and_what_was_received(row, reason):
    with pytest.raises(Refused, match=reason):
        read(STUDIO, ROW | row)


def test_the_repeated_hour_with_its_offset_is_clear():
    record = read(STUDIO, ROW | {"gmt_create": "2026-11-01T01:30:00-05:00"})
    assert record.submitted_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_values_that_are_not_listed_are_refused_without_a_star():
    toml = STUDIO.replace('"*" = "failed"\n', "")
    with pytest.raises(Refused, match=r"status: 'succeeded' is not among the map's values"):
        read(toml, ROW | {"state": "succeeded"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, True) for word in ("true", "True", "1", "yes", "HIT", True, 1)),
        *((word, False) for word in ("false", "0", "no", "miss", False, 0)),
        *((word, None) for word in ("None", "null", "", " ", None)),
    ],
)
def test_cache_hits_are_spelled_in_many_ways(written, meant):
    toml = STUDIO.replace("[units]", 'cache_hit = "cached"\n[units]')
    assert read(toml, ROW | {"cached": written}).cache_hit is meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["a#0", "b#1"], ("a#0", "b#1")),
        ('["a#0", "b#1"]', ("a#0", "b#1")),
        ("a#0, b#1", ("a#0", "b#1")),
        ("a#0;b#1 c#2", ("a#0", "b#1", "c#2")),
        ("[]", None),
        ([], None),
        (" , ", None),
        (["https://x/y.png?X-Signature=secret"], ("https://x/y.png",)),
    ],
)
def test_lists_come_as_json_or_as_text(written, meant):
    toml = STUDIO.replace("[units]", 'parent_asset_ids = "made_from"\n[units]')
    assert read(toml, ROW | {"made_from": written}).parent_asset_ids == meant


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("epoch_s", "1762074000.5"),
        ("epoch_ms", "1762074000500"),
        ("epoch_us", "1762074000500000"),
        ("epoch_ns", "1762074000500000499"),
    ],
)
def test_times_may_be_epochs(unit, written):
    toml = STUDIO.replace("[units]", f'[units]\nsubmitted_at = "{unit}"')
    record = read(toml, ROW | {"gmt_create": written})
    assert record.submitted_at == datetime(2025, 11, 2, 9, 0, 0, 500_000, tzinfo=UTC)


def test_times_may_have_a_format_of_their_own():
    toml = 'time_format = "%d/%m/%Y %H:%M"\n' + STUDIO
    record = read(toml, ROW | {"gmt_create": "02/07/2026 09:00"})
    assert record.submitted_at == datetime(2026, 7, 2, 13, tzinfo=UTC)


def test_ignored_records_are_no_business_of_ours_whatever_else_they_hold():
    toml = STUDIO + '[ignore]\ncall_type = ["acompletion", "aembedding"]\n'
    with pytest.raises(Ignored, match="call_type is acompletion"):
        read(toml, {"call_type": "acompletion", "gmt_create": "nonsense"})
    with pytest.raises(Ignored, match="an empty record"):
        read(toml, {"request": "", "gmt_create": None})


def test_a_record_without_any_time_takes_the_given_one():
    given = datetime(2026, 7, 1, tzinfo=UTC)
    assert read(STUDIO, ROW | {"gmt_create": ""}, submitted_at=given).submitted_at == given
    assert read(STUDIO, ROW, submitted_at=given).submitted_at != given
