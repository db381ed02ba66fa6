"""Hand-made timelines, layouts and projects read into what stands beside each.

`tests/samples/containers/<format>/<trouble>` with `<the same>.expected.json`: one entry for each
container with its uses, fields that are None left out. What is to be expected is worked out in the
comments of the samples. `pytest --rewrite-expected` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.media.containers.door import containers_in, is_container

SAMPLES = Path(__file__).parent / "samples" / "containers"
EXPECTED = ".expected.json"
FILES = sorted(path for path in SAMPLES.glob("*/*") if not path.name.endswith(EXPECTED))
FRAME_RATE = 25
"""Of the EDLs."""


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def told(sample: Path) -> list[dict]:
    found = containers_in(sample, frame_rate=FRAME_RATE)
    return [each.model_dump(mode="json", exclude_none=True) for each in found]


@pytest.mark.parametrize("sample", FILES, ids=label)
def test_a_sample_is_a_container(sample):
    assert is_container(sample)


@pytest.mark.parametrize("sample", FILES, ids=label)
def test_a_sample_reads_into_the_expected_uses(sample, rewrite_expected):
    beside = sample.with_name(sample.name + EXPECTED)
    if rewrite_expected:
        beside.write_text(json.dumps(told(sample), indent=1) + "\n", "utf-8")
    assert beside.is_file(), f"{beside.name} is missing: run pytest --rewrite-expected and read it"
    assert told(sample) == json.loads(beside.read_text("utf-8"))


def test_every_expectation_has_its_sample():
    wanted = {path.name + EXPECTED for path in FILES}
    assert {path.name for path in SAMPLES.glob("*/*" + EXPECTED)} <= wanted
