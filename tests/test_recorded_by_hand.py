"""What receivers note of a call, wherever they put it, and reviewers' words in their languages."""

from __future__ import annotations

import json

import pytest

from ingest.opening.identify import identify
from ingest.sources import all_sources
from ingest.sources.parts.decisions import decision_of

IMAGE = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
GEMINI = {
    "status": 200,
    "submitted_at": "2026-11-02T09:00:00Z",
    "request_body": {"contents": [{"parts": [{"text": "a fox"}]}]},
    "response_body": {
        "candidates": [{"content": {"parts": [IMAGE]}, "finishReason": "STOP"}],
        "responseId": "r1",
        "modelVersion": "gemini-3-pro-image",
    },
}
PLACE = "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro-image:generateContent"
FAL = {
    "request_id": "f1",
    "gateway_request_id": "g1",
    "status": "OK",
    "payload": {"images": [{"url": "https://v3.fal.media/a.png"}]},
}
NOTED = {"received_at": "2026-11-02T09:00:10Z", "submitted_at": "2026-11-02T09:00:00Z",
         "endpoint_id": "fal-ai/flux/dev"}  # fmt: skip


@pytest.fixture
def attempt(tmp_path, opened, reading):
    """A function: a document → its attempt, read by the source that claims it."""

    def read(document):
        (tmp_path / "log.json").write_text(json.dumps(document))
        file = opened(tmp_path / "log.json")
        (row,) = reading(identify(file, all_sources()), file)
        return row["records"][0]

    return read


@pytest.mark.parametrize("key", ["uri", "url"])
def test_an_exchange_is_known_by_its_address_under_either_name(key, attempt):
    found = attempt(GEMINI | {key: PLACE})
    assert (found["source"], found["source_id"], found["n_outputs"]) == ("gemini", "r1", 1)


def test_what_a_receiver_writes_into_fal_s_body_counts_as_beside_it(attempt):
    inside = attempt(FAL | NOTED)
    submitted = {key: NOTED[key] for key in ("submitted_at", "endpoint_id")}
    around = attempt({"body": FAL, "received_at": NOTED["received_at"], "submitted": submitted})
    assert inside == around
    assert (inside["submitted_at"], inside["completed_at"], inside["model"]) == (
        "2026-11-02T09:00:00Z",
        "2026-11-02T09:00:10Z",
        "fal-ai/flux/dev",
    )


@pytest.mark.parametrize(
    ("said", "decision"),
    [
        ("À retoucher", "needs_edit"),
        ("Nacharbeiten", "needs_edit"),
        ("Da correggere", "needs_edit"),
        ("Approvata", "approved"),
        ("承認", "approved"),
        ("Scartata", "rejected"),
        ("却下", "rejected"),
    ],
)
def test_decisions_in_other_languages(said, decision):
    assert decision_of(said) == decision
