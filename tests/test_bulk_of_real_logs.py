"""What maps say of lists, ranges, decimal marks, tags and wide sheets means the same both ways."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.maps.map import Map
from tests.test_bulk import both, compare, con, folder

__all__ = ["con", "folder"]
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JSON = Map.of_toml("""
name = "any log"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
output_uris = ["out.images[].url", "files[]"]
n_outputs = "count(out.images[])"
model = "model"
[constants]
status = "succeeded"
submitted_at = "2026-07-01"
[values.model]
"1..2.5" = "small"
">2.5" = "large"
"$null" = "unnamed"
[tags]
lora = ["params.lora", "lora"]
[currency_of]
eur = "EUR"
inr = "INR"
""")
SHEET = Map.of_toml("""
name = "any sheet"
record = "verdict"
format = "csv"
decimal = ","
[columns]
asset_ref = "file"
decided_at = "at"
reviewer = "$name"
decision = "$value"
review_seconds = "took"
[unpivot]
columns = "rater_{who}"
[values.decision]
"4..5" = "approved"
"<4" = "rejected"
ok = "approved"
"$null" = "pending"
""")
members = st.one_of(
    st.fixed_dictionaries(
        {}, optional={"url": st.sampled_from(["a.png?x", "mask.png", "", 7, {}])}
    ),
    st.sampled_from([None, "text", 3]),
)
images = st.one_of(st.lists(members, max_size=3), st.sampled_from([None, "soon", {}, "[]"]))
row = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", None])},
    optional={
        "out": images.map(lambda each: {"images": each}),
        "files": st.lists(st.sampled_from(["x", "y z", ""]), max_size=2),
        "model": st.sampled_from([1, 2.5, 2.51, 1e2, "2", "x1", "flux", None, True]),
        "params": st.sampled_from([{"lora": "film"}, {"lora": 1.5}, {}, None, "x"]),
        "lora": st.sampled_from(["[a]", "b", 3]),
        "eur": st.sampled_from([1, "0.5", "x", None]),
        "inr": st.sampled_from([2, None]),
    },
)
cells = st.sampled_from(
    ["", "4", '"4,5"', "3.000", '"1.234,5"', "ok", '"5,1"', "x", "-1", '"3,9999999999999"']
)
sheet_row = st.tuples(st.sampled_from(["a", "b", ""]), st.just("2026-07-01"), *[cells] * 3).map(
    ",".join
)


@FEW
@given(rows=st.lists(row, max_size=6))
def test_lists_ranges_tags_and_currencies_read_the_same_both_ways(con, folder, rows):
    log = folder / "log.jsonl"
    log.write_text("".join(json.dumps(each) + "\n" for each in rows))
    compare(*both(con, folder, log, JSON))


@FEW
@given(rows=st.lists(sheet_row, max_size=6))
def test_wide_sheets_read_the_same_both_ways(con, folder, rows):
    log = folder / "sheet.csv"
    log.write_text("\n".join(["file,at,took,rater_mila,rater_jo", *rows, ""]))
    compare(*both(con, folder, log, SHEET))
