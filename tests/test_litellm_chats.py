"""Chats told apart by the bytes of their lines: the same account as when every line is parsed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.settings import Settings
from ingest.formats.documents import json_documents
from ingest.source import Ignored, Opened, Refused
from ingest.sources.litellm.chats import chat_in
from ingest.sources.litellm.source import LiteLlm

SOURCE = LiteLlm()
CHAT = {
    "request_id": "c-1",
    "call_type": "acompletion",
    "startTime": "2026-11-02 09:20:46",
    "model": "gpt-5",
    "spend": 0.01,
    "metadata": "{}",
    "status": "success",
}
KINDS = [
    *("acompletion", "completion", "aembedding", "aresponses", "aimage_generation", "video"),
    *("avideo_retrieve", "image_edit", "pass_through_endpoint", "", "ACOMPLETION", "a b"),
]
MODELS = ["gpt-5", "gemini-3-pro-image-preview", "Nano-Banana", "Imagen-4", "IMAGE/x", None, 5]
USAGES = [
    {},
    {"completion_tokens_details": {"image_tokens": None, "text_tokens": 3}},
    {"completion_tokens_details": {"image_tokens": 0}},
    {"completion_tokens_details": {"image_tokens": 1120}},
    {"completion_tokens_details": {"image_tokens": "null"}},
]
MORE = st.sampled_from(
    [
        {},
        {"messages": 'say "call_type": "acompletion"'},
        {"response": {"call_type": "aimage_generation"}},
        {"hidden": {"call_type": "acompletion"}},
        {"request_tags": '["banana bread"]'},
        {"messages": [{"role": "user", "content": "an image of a video"}]},
        {"call_type ": "aimage_generation"},
    ]
)
ROWS = st.builds(
    lambda kind, model, usage, nested, more: (
        CHAT | {"call_type": kind, "model": model, "metadata": _metadata(usage, nested)} | more
    ),
    st.sampled_from(KINDS),
    st.sampled_from(MODELS),
    st.sampled_from(USAGES),
    st.booleans(),
    MORE,
)


def _metadata(usage, nested):
    found = {"usage_object": usage}
    return found if nested else json.dumps(found)


def fates(items, file):
    """What becomes of each item: its line with its record, or why it has none."""
    found = []
    for item in items:
        try:
            records = [each.model_dump() for each in SOURCE.records(item, file)]
            found.append((item.line, item.problem or records))
        except (Ignored, Refused, ValidationError) as reason:
            found.append((item.line, item.problem or str(reason)))
    return found


def both(path):
    file = Opened(path, path.name, Settings())
    quick = fates(SOURCE.documents(file), file)
    return quick, fates(json_documents(file, SOURCE.unwrap), file)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("chats") / "spend_logs.jsonl"


@given(rows=st.lists(ROWS, min_size=1, max_size=12), tight=st.booleans())
def test_a_log_has_the_same_account_as_when_each_line_is_parsed(log, rows, tight):
    separators = (",", ":") if tight else None
    log.write_text("".join(json.dumps(row, separators=separators) + "\n" for row in rows))
    quick, exact = both(log)
    assert quick == exact


def test_lines_that_do_not_hold_together_are_judged_by_parsing(log):
    whole = json.dumps(CHAT)
    lines = [whole, whole[:-20], f"{whole} {whole}", f"[{whole}]", " " + whole, "", whole + "\r"]
    log.write_text("\n".join(lines) + "\n")
    quick, exact = both(log)
    assert quick == exact
    assert [said for _, said in quick][:1] == ["call type acompletion makes no media"]


def test_a_plain_chat_is_told_without_parsing_and_a_picture_never_is():
    assert chat_in(json.dumps(CHAT).encode()) == ("acompletion",)
    assert chat_in(json.dumps(CHAT | {"model": "nano-banana"}).encode()) is None
    assert chat_in(json.dumps(CHAT | {"call_type": "aimage_edit"}).encode()) is None


def test_a_chat_that_is_broken_inside_is_a_chat_all_the_same():
    assert chat_in(b'{"call_type": "acompletion", "spend": NaN, "x": }') == ("acompletion",)
