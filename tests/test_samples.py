"""Every sample is claimed by the source of its folder alone and reads into the rows beside it.

`tests/samples/<source>/<trouble>.<suffix>` with `<the same>.expected.json`: one entry per item,
with its line and its records (fields that are not null), or why it was ignored or refused.
`pytest --rewrite-expected` writes them anew. The source to copy, `docs/source_template`, is held to
the same, with its samples beside it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RefusedFileError
from docs.source_template.source import Atelier
from ingest.opening.identify import claims, identify
from ingest.sources import all_sources
from tests.matrices import cases, drawn

SAMPLES = Path(__file__).parent / "samples"
TEMPLATE = Path(__file__).parents[1] / "docs" / "source_template"
SOURCES = (*all_sources(), Atelier())
EXPECTED = ".expected.json"
UNKNOWN = SAMPLES / "unknown"
"""Logs of no source: see test_guess."""
FILES = sorted(
    path
    for path in (*SAMPLES.glob("*/*"), *TEMPLATE.glob("*.json*"))
    if path.is_file() and path.parent != UNKNOWN
)
INPUTS = [path for path in FILES if not path.name.endswith(EXPECTED)]
BASIS = re.compile(
    "recorded|quoted|documentation|documented|description|schema|types|names that|hearsay|real exp"
    "|conventions|migrations|own (?:writing|tests)"
)
"""What the reading of a source can rest on; each says so itself."""


def expected_of(sample: Path) -> Path:
    return sample.with_name(sample.name + EXPECTED)


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def source_of(sample: Path) -> str:
    return Atelier.name if sample.parent == TEMPLATE else sample.parent.name


@pytest.mark.parametrize("sample", INPUTS, ids=label)
def test_a_sample_is_claimed_by_its_source_alone(sample, opened):
    found = claims(opened(sample), SOURCES)
    assert [claim.source.name for claim in found] == [source_of(sample)]


@pytest.mark.parametrize("sample", INPUTS, ids=label)
def test_a_sample_reads_into_the_expected_rows(sample, opened, reading, rewrite_expected):
    source = next(each for each in SOURCES if each.name == source_of(sample))
    rows = reading(source, opened(sample))
    beside = expected_of(sample)
    if rewrite_expected:
        beside.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    assert beside.is_file(), f"{beside.name} is missing: run pytest --rewrite-expected and read it"
    assert rows == json.loads(beside.read_text("utf-8"))


def test_every_expectation_has_its_sample():
    wanted = {expected_of(sample) for sample in INPUTS}
    assert [
        path.name for path in FILES if path.name.endswith(EXPECTED) and path not in wanted
    ] == []


def test_every_source_has_a_sample():
    assert {source.name for source in SOURCES} == set(map(source_of, INPUTS))


def test_the_source_to_copy_is_small():
    assert len((TEMPLATE / "source.py").read_text("utf-8").splitlines()) <= 60


def test_sources_are_in_alphabetical_order_and_say_what_they_are():
    sources = all_sources()
    names = [source.name for source in sources]
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    for source in sources:
        assert source.title
        assert source.where.endswith(".")
        assert BASIS.search(source.evidence), source.name


def test_rewriting_is_refused_in_continuous_integration(monkeypatch):
    monkeypatch.setenv("CI", "true")
    command = [sys.executable, "-m", "pytest", "--rewrite-expected", "--collect-only", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "CI only compares" in done.stderr


# --- Identification and hostile input ----------------------------------------------------------


def test_a_file_of_no_known_format_names_the_sources_and_the_way_out(tmp_path, opened):
    path = tmp_path / "notes.txt"
    path.write_text("buy milk")
    with pytest.raises(RefusedFileError, match=r"notes\.txt: no source knows.*gemini.*--map FILE"):
        identify(opened(path), all_sources())


def test_an_empty_file_is_called_empty(tmp_path, opened):
    path = tmp_path / "nothing.jsonl"
    path.write_bytes(b"\n \n")
    with pytest.raises(RefusedFileError, match="this file is empty"):
        identify(opened(path), all_sources())


@pytest.mark.parametrize(
    "document",
    [
        {"candidates": [{"name": "Ann"}, {"name": "Ben"}]},
        {"usageMetadata": {}, "modelVersion": "x"},
        {"id": "p1", "status": "succeeded"},
        {"id": "p1", "status": "done", "model": "a/b", "urls": {}},
        {"error": {"code": "content_policy_violation", "type": "invalid_request_error"}},
        {"error": {"code": "DeploymentNotFound", "message": "none", "type": None}},
        {"error": "no"},
    ],
)
def test_what_only_looks_like_an_answer_is_claimed_by_nothing(tmp_path, opened, document):
    path = tmp_path / "log.json"
    path.write_text(json.dumps(document))
    assert claims(opened(path), SOURCES) == []


def test_two_claims_are_an_error_that_names_both_and_why(tmp_path, opened):
    path = tmp_path / "mixed.jsonl"
    lines = [
        (SAMPLES / "fal" / "bare_webhook_body.json").read_bytes(),
        (SAMPLES / "replicate" / "webhook_blocked.json").read_bytes(),
    ]
    path.write_text("".join(json.dumps(json.loads(line)) + "\n" for line in lines))
    with pytest.raises(
        RefusedFileError, match=r"2 sources claim it: fal \(.*; replicate \(.*--source"
    ):
        identify(opened(path), all_sources())


JSON_INPUTS = [path for path in INPUTS if path.suffix in {".json", ".jsonl"}]
HOSTILE = st.sampled_from(
    [None, True, "", "\0", "x" * 500, -1, 10**30, 1e308, [], {}, [[]], [None], {"a": {}}, ["a"]]
)


def mutated(draw, value):
    """The value with one part of it replaced by something hostile."""
    if isinstance(value, dict | list) and value and draw(st.integers(0, 4)):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        at = draw(st.sampled_from(list(keys)))
        copy = dict(value) if isinstance(value, dict) else list(value)
        copy[at] = mutated(draw, value[at])
        return copy
    return draw(HOSTILE)


@cases(3, 25)
@pytest.mark.parametrize("sample", JSON_INPUTS, ids=label)
def test_a_hostile_value_anywhere_is_judged_and_never_a_crash(
    sample, opened, reading, tmp_path, cases
):
    text = sample.read_text("utf-8")
    texts = text.splitlines() if sample.suffix == ".jsonl" else [text]
    documents = [found for each in texts if (found := json_or_nothing(each)) is not None]
    if not documents:
        return
    path = tmp_path / "hostile.jsonl"

    @drawn(cases)
    @given(data=st.data())
    def holds(data):
        document = data.draw(st.sampled_from(documents))
        path.write_text(json.dumps(mutated(data.draw, document)) + "\n")
        file = opened(path, datetime(2026, 5, 4, tzinfo=UTC))
        for source in SOURCES:
            source.identify(file)
            reading(source, file)

    holds()


def json_or_nothing(text):
    try:
        return json.loads(text)
    except ValueError:
        return None
