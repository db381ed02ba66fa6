"""The quick ways of sources say what the sources say: of records, and of what is left out."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader, in_memory
from ingest.bulk import source_lines
from ingest.bulk.source_lines import NotPlain, goes_quickly, staged_lines
from ingest.formats.opened import Opened
from ingest.load.items import read_items
from ingest.load.load import load_paths
from ingest.sources import all_sources
from ingest.storing.staging import Spool
from ingest.storing.tally import Rejects, Tally
from tests.bench.gateway_logs import LINES

SOURCE_OF = {
    "fal billing events": "fal",
    "LiteLLM rows": "litellm",
    "LiteLLM rows of an export": "litellm",
    "OpenRouter generations": "openrouter",
    "Portkey logs": "portkey",
}
QUICK = {each.name: each for each in all_sources() if each.quick_way is not None}
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
texts = st.sampled_from(
    ["", " ", "ann", " ann", "Ünal", "a/b", "vertex_ai/imagen-4", "/x", "1e5", "7", "1.50",
     "true", "null", "{}", "[]", "{", "https://x.y/z?key=1", "a@b", "a\nb", "\u00a0b", "campaign:",
     "openai", "VERTEX_AI", "gemini"]
)  # fmt: skip
numbers = st.sampled_from([0, 1, 7, -1, 1.5, 0.1, 1e-7, 12345678901234567890, True, "3", "x"])
small = st.one_of(st.none(), texts, numbers)
times = st.sampled_from(
    ["2026-11-02T09:00:00Z", "2026-11-02 09:00:00.123456", "2026-11-02T09:00:00.1234567+00:00",
     "2026-11-02T10:00:00+01:00", "1999-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "soon", "",
     1793610000, 1793610000.25, None]
)  # fmt: skip
details = st.one_of(
    small,
    st.dictionaries(
        st.sampled_from(
            ["text_tokens", "image_tokens", "video_tokens", "reasoning_tokens", "cached_tokens"]
        ),
        small,
    ),
)
usages = st.one_of(
    small,
    st.dictionaries(
        st.sampled_from(
            ["prompt_tokens_details", "input_tokens_details", "completion_tokens_details",
             "output_tokens_details"]
        ),
        details,
    ),
)  # fmt: skip
labels = st.one_of(
    small,
    st.dictionaries(
        st.sampled_from(
            ["client", "project", "campaign", "team", "user", "_user", "brief", "brief_id",
             "operation_id", "tier", "operation", "parents", "other"]
        ),
        st.one_of(small, st.sampled_from(["generate", "edit"])),
        max_size=3,
    ),
)  # fmt: skip
metadata = st.dictionaries(
    st.sampled_from(
        ["user_api_key_team_alias", "user_api_key_team_id", "user_api_key_user_id",
         "user_api_key_project_alias", "user_api_key_project_id", "status", "is_cut"]
    ),
    st.one_of(small, st.sampled_from(["success", "failure"])),
    max_size=3,
)  # fmt: skip
AS_ODD = {
    "fal billing events": {
        "request_id": small, "endpoint_id": small, "endpoint": small, "timestamp": times,
        "created_at": times, "output_units": small, "unit": small, "cost_total": small,
        "cost_subtotal": small, "cost_discount": small, "cost_estimate_nano_usd": small,
        "currency": st.one_of(small, st.sampled_from(["usd", "EUR"])), "status": small,
        "payload": small,
    },
    "LiteLLM rows": {
        "request_id": small, "id": small, "call_type": st.one_of(small, st.sampled_from(
            ["image_generation", "aimage_edit", "image_variation", "acompletion", "aembedding",
             "avideo_generation", "create_video", "aimage_generations"])),
        "spend": small, "startTime": times, "endTime": times, "model": st.one_of(
            small, st.sampled_from(["openai/gpt-image-2", "gemini/gemini-3-pro-image"])),
        "custom_llm_provider": small, "status": st.one_of(
            small, st.sampled_from(["success", "failure"])),
        "user": small, "end_user": small, "team_id": small, "session_id": small,
        "trace_id": small, "cache_hit": st.one_of(small, st.sampled_from(["True", "None"])),
        "request_tags": st.one_of(small, st.lists(texts, max_size=3), st.just('["a", "b c"]')),
        "prompt_tokens": small, "completion_tokens": small, "total_tokens": small,
        "error_information": st.one_of(small, st.just({"error_code": "408"})),
        "model_parameters": st.one_of(small, st.just({"n": 2, "size": "1024x1024"})),
        "response": st.one_of(small, st.just({"data": [{"url": "https://x.y/a.png"}]})),
        "messages": small,
    },
    "OpenRouter generations": {
        "id": small, "generation_id": small, "request_id": small, "created_at": times,
        "model": st.one_of(small, st.sampled_from(
            ["openai/gpt-5", "black-forest-labs/flux-1.1", "google/veo-3.1", "topaz/upscaler"])),
        "provider_name": st.one_of(small, st.sampled_from(["Google Vertex", "xAI"])),
        "api_type": st.one_of(small, st.sampled_from(
            ["image", "video", "embeddings", "completions", "tts"])),
        "external_user": small, "user": small, "api_key_name": small, "service_tier": small,
        "cancelled": st.one_of(small, st.booleans()),
        "finish_reason": st.one_of(small, st.sampled_from(
            ["stop", "length", "error", "content_filter"])),
        "native_finish_reason": st.one_of(small, st.sampled_from(["STOP", "IMAGE_SAFETY"])),
        "latency": small, "generation_time": small, "usage": small, "total_cost": small,
        "is_byok": st.one_of(small, st.booleans()), "upstream_inference_cost": small,
        "upstream_id": small, "num_media_prompt": small, "num_media_completion": small,
        "native_tokens_prompt": small, "tokens_prompt": small, "native_tokens_completion": small,
        "native_tokens_completion_images": small, "native_tokens_reasoning": small,
        "native_tokens_cached": small,
        "data": st.one_of(small, st.just({"id": "x"})), "status": small, "cost_total": small,
    },
    "Portkey logs": {
        "id": small, "_id": small, "trace_id": small, "created_at": times,
        "is_success": st.one_of(small, st.booleans()), "ai_org": small,
        "ai_model": st.one_of(small, st.sampled_from(
            ["gpt-5", "flux-1.1-pro", "veo-3.1", "esrgan", "gemini-3-pro-image"])),
        "req_units": small, "res_units": small,
        "request_url": st.one_of(small, st.sampled_from(
            ["https://api.openai.com/v1/chat/completions", "https://a.b/v1/embeddings",
             "https://api.openai.com/v1/images/edits?n=1", "https://a.b/openai/v1/videos",
             "https://v1.api.com/v1/responses", "https://x.y/v1/videos/ab-1/remix",
             "https://g.com/v1beta/models/gemini-3-pro-image:generateContent",
             "https://g.com/v1/audio/speech", "https://g.com/v1beta/models/veo:predictLongRunning",
             "https://a.b/v1/files/x_1", "https://a.b/v1/v2/images/generations"])),
        "request_method": st.one_of(small, st.sampled_from(["GET", "POST", "post"])),
        "cost": small, "cost_currency": st.one_of(small, st.sampled_from(["EUR", "usd"])),
        "response_time": small,
        "cache_status": st.one_of(small, st.sampled_from(["HIT", "SEMANTIC HIT"])),
        "response_status_code": st.one_of(small, st.sampled_from([200, 246, 446, 500, 0])),
        "metadata": st.one_of(labels, labels.map(json.dumps)),
        "request": st.one_of(small, st.just({"method": "GET"})),
        "response": st.one_of(small, st.just({}), st.just({"status": 500})), "metrics": small,
    },
}  # fmt: skip
AS_ODD["LiteLLM rows of an export"] = AS_ODD["LiteLLM rows"]


class Staged:
    """One file read both ways in one connection."""

    def __init__(self, folder, con):
        self.folder, self.con = folder, con

    def tally(self, path):
        file = Opened(path, path.name, Settings())
        spool, rejects = Spool(self.folder), Rejects(self.folder / "rejects.jsonl")
        return Tally(self.con, file, 1, self.folder, spool, rejects)

    def both(self, source, lines, *, alone=False):
        """What each way says. `alone`: SQL calls no witness, and nothing that it says be left.

        Of few lines each is a witness, whose word goes; they prove too that rows and lines run in
        step, which lines that are no objects may bring out of it.
        """
        path = self.folder / "log.jsonl"
        path.write_text("".join(each + "\n" for each in lines), "utf-8")
        exact = self.tally(path)
        read_items(exact, source)
        told = [self._told(exact, exact.spool.stage(self.con))]
        quick = self.tally(path)
        stager = staged_lines(quick, source)
        if alone:
            stager._call_witnesses = lambda *_: None
        stager.stage()
        told.append(self._told(quick, [stager.kind], drop=stager.staged.drop))
        return told

    def _told(self, tally, kinds, drop=None):
        rows = Counter()
        for kind in kinds:
            columns = ", ".join(f'"{name}"' for name in ("line", "source", *kind.columns))
            found = self.con.execute(f"SELECT {columns} FROM memory.main.staged_{kind.table}")
            rows.update(map(repr, found.fetchall()))
            if drop is None:
                self.con.execute(f"DROP TABLE memory.main.staged_{kind.table}")
        if drop:
            drop()
        tally.spool.close()
        tally.rejects.close()
        return rows, tally.read, tally.rejected, tally.ignored


@pytest.fixture
def staged(tmp_path):
    with in_memory() as con:
        yield Staged(tmp_path, con)


def usual(what, n=8):
    return [LINES[what](number, random.Random(number)) for number in range(n)]


def test_a_row_without_an_end_is_not_lost(staged):
    """What SQL says of a missing time is neither yes nor no: such a row was left out once."""
    rows = [each | {"endTime": None} for each in usual("LiteLLM rows", 4)]
    exact, quick = staged.both(QUICK["litellm"], map(json.dumps, rows))
    assert quick == exact
    assert sum(quick[0].values()) == 4


def test_a_chat_is_left_out_though_its_line_does_not_hold(staged):
    (row,) = usual("LiteLLM rows", 1)
    chat = row | {"call_type": "aembedding", "model": "ada", "model_group": "", "messages": {}}
    broken = json.dumps(chat).replace('"messages": {}', '"messages": }')
    exact, quick = staged.both(QUICK["litellm"], [json.dumps(row), broken])
    assert quick == exact


@pytest.mark.parametrize("what", SOURCE_OF)
def test_usual_lines_are_read_by_sql_alone(staged, what, monkeypatch):
    source = QUICK[SOURCE_OF[what]]
    exact, quick = staged.both(source, [json.dumps(each) for each in usual(what, 64)], alone=True)
    assert quick == exact
    judged = []
    monkeypatch.setattr(source_lines.SourceBulk, "_judge", lambda _s, _p, rows: judged.extend(rows))
    staged.both(source, [json.dumps(each) for each in usual(what, 64)])
    assert judged == []


@pytest.mark.parametrize("what", SOURCE_OF)
@FEW
@given(data=st.data())
def test_whatever_a_line_holds_both_ways_say_the_same(staged, what, data):
    lines = []
    for each in usual(what):
        odd = data.draw(st.dictionaries(st.sampled_from(sorted(AS_ODD[what])), st.none()))
        held = each.get("data", each)
        row = {**held, **{name: data.draw(AS_ODD[what][name]) for name in odd}}
        row = {"data": row} if "data" in each and data.draw(st.booleans()) else row
        if what.startswith("LiteLLM") and data.draw(st.booleans()):
            meta = data.draw(metadata)
            for name, kind in (("usage_object", usages), ("spend_logs_metadata", labels),
                               ("requester_metadata", labels),
                               ("additional_usage_values", usages)):  # fmt: skip
                if data.draw(st.booleans()):
                    held = data.draw(kind)
                    meta[name] = json.dumps(held) if data.draw(st.booleans()) else held
            row["metadata"] = json.dumps(meta) if data.draw(st.booleans()) else meta
        lines.append(json.dumps(row))
    odd_line = data.draw(
        st.sampled_from([None, None, None, "", "{", lines[0][:-9], "null", "7", '"x"'])
    )
    if odd_line is not None:
        lines.insert(3, odd_line)
    try:
        exact, quick = staged.both(QUICK[SOURCE_OF[what]], lines, alone=odd_line is None)
    except NotPlain:
        return
    assert quick == exact


@pytest.mark.parametrize("what", SOURCE_OF)
@pytest.mark.parametrize("odd", ["a list", "a page", "a list beside a broken line"])
def test_lines_that_hold_several_records_are_read_as_ever(tmp_path, monkeypatch, what, odd):
    rows = usual(what, 5)
    key = "billing_events" if what.startswith("fal") else "data"
    listed = [each.get("data", each) for each in rows[3:]]
    several = {"a page": {key: listed}}.get(odd, listed)
    lines = [*map(json.dumps, rows[:3]), json.dumps(several)]
    lines += ["{"] if odd.endswith("line") else []
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr(source_lines, "QUICK_FROM", 0)
    (account,) = load_paths([str(log)], Settings(warehouse=tmp_path / "w.duckdb"))
    assert account.error is None
    assert (account.read, account.new) == (5 + odd.endswith("line"), 5)
    assert account.rejected == odd.endswith("line")


@pytest.mark.parametrize("what", SOURCE_OF)
def test_a_load_is_the_same_the_quick_way_and_again(tmp_path, monkeypatch, what):
    log = tmp_path / "log.jsonl"
    rows = usual(what, 30)
    log.write_text("".join(json.dumps(each) + "\n" for each in (*rows, rows[0], {"a": 1})), "utf-8")
    found = []
    for quick_from in (0, 10**12):
        monkeypatch.setattr(source_lines, "QUICK_FROM", quick_from)
        given = Settings(warehouse=tmp_path / f"{quick_from}.duckdb")
        (first,), (again,) = (load_paths([str(log)], given) for _ in range(2))
        assert again.new == again.updated == 0
        with Reader(given.warehouse) as reader:
            kept = "SELECT * EXCLUDE (attempt_no, content_hash) FROM attempts ORDER BY source_id"
            found.append(
                (
                    reader.cursor().execute(kept).fetchall(),
                    *(first.read, first.new, first.updated, first.unchanged, first.rejected),
                    first.reasons,
                )
            )
    assert found[0] == found[1]


@pytest.mark.parametrize("doubled", ['"spend": 1, "spend"', '"status": "success", "status"'])
@pytest.mark.parametrize("n", [1, 8])
def test_a_key_that_is_said_twice_is_no_record_the_quick_way_either(staged, doubled, n):
    """Also inside what is nested, and on the way that takes a broken line."""
    lines = [json.dumps(each) for each in usual("LiteLLM rows", n)]
    name = doubled.rpartition(", ")[2]
    for broken in ([], ["{"]):
        exact, quick = staged.both(
            QUICK["litellm"], [*(each.replace(name, doubled, 1) for each in lines), *broken]
        )
        assert quick == exact


@pytest.mark.parametrize("what", SOURCE_OF)
def test_each_key_with_each_odd_value_is_read_the_same(staged, what):
    """One odd value a line; SQL alone, so that what it does not suspect it answers for."""
    odd = ["", " ", "ann", " ann", "Ünal", "/x", "1e5", "7", "1.50", "true", "null", "{}", "[]",
           "{", "https://x.y/z?key=1", "a\nb", "campaign:", 0, 1, -1, 1.5, 1e-7, 10**19, True,
           None, [], {}, ["a"], {"a": 1}]  # fmt: skip
    lines = []
    for name in AS_ODD[what]:
        for value in odd:
            line = LINES[what](len(lines), random.Random(len(lines)))
            line.get("data", line)[name] = value
            lines.append(json.dumps(line))
    exact, quick = staged.both(QUICK[SOURCE_OF[what]], lines, alone=True)
    assert quick == exact


@pytest.mark.parametrize("user", [7, "7", 1.5, True, "ann", None, {"a": 1}])
def test_a_user_is_a_text(staged, user):
    (row,) = usual("Portkey logs", 1)
    exact, quick = staged.both(
        QUICK["portkey"], [json.dumps(row | {"metadata": {"_user": user}})], alone=True
    )
    assert quick == exact


@FEW
@given(
    amounts=st.lists(
        st.one_of(
            st.floats(0, 1e7, allow_nan=False),
            st.integers(0, 10**8),
            st.decimals(0, 10, places=13).map(float),
            st.floats(1e-9, 1e-3),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_an_amount_is_the_same_to_the_last_place(staged, amounts):
    (row,) = usual("LiteLLM rows", 1)
    lines = [
        json.dumps(row | {"request_id": str(n), "spend": each}) for n, each in enumerate(amounts)
    ]
    exact, quick = staged.both(QUICK["litellm"], lines, alone=True)
    assert quick == exact


def test_an_answer_known_by_its_content_alone_is_read_as_ever(tmp_path, monkeypatch):
    answer = {"created": 1793610000, "data": [{"b64_json": "x"}], "usage": {"cost": 0.04}}
    lines = [*usual("OpenRouter generations", 3), answer, answer]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    found = []
    for quick_from in (0, 10**12):
        monkeypatch.setattr(source_lines, "QUICK_FROM", quick_from)
        given = Settings(warehouse=tmp_path / f"{quick_from}.duckdb")
        load_paths([str(log)], given)
        with Reader(given.warehouse) as reader:
            ids = "SELECT source_id FROM attempts ORDER BY ALL"
            found.append(reader.cursor().execute(ids).fetchall())
    assert found[0] == found[1]
    assert len(found[0]) == 5


def test_small_files_documents_and_other_sources_go_as_ever(tmp_path):
    log = tmp_path / "log.json"
    log.write_text(json.dumps(usual("LiteLLM rows"), indent=1), "utf-8")
    file = Opened(log, log.name, Settings())
    assert not goes_quickly(QUICK["litellm"], file)
