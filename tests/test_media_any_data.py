"""What holds whatever stands in a file's metadata: it is read or passed over, and never raises."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ingest.media.reading.file_kinds import by_content
from ingest.media.reading.generators import generation_of
from ingest.media.reading.provenance.aigc_label import aigc_label
from ingest.media.reading.provenance.xmp_lineage import xmp_lineage
from tests.media_files import xmp

KEYS = st.sampled_from(
    ["parameters", "prompt", "workflow", "comment", "Comment", "Dream", "sd-metadata", "Software",
     "invokeai_metadata", "exif:Make", "exif:UserComment", "Description", "AIGC", "xmp:AIGC"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["inputs", "seed", "noise_seed", "positive", "conditioning", "text", "prompt", "denoise",
     "ckpt_name", "nodes", "widgets_values", "type", "image", "model", "AIGC", "Label", "1", "2"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)
PROMPTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: text == text.strip() and "Steps:" not in text and "Negative prompt" not in text
)


@given(st.dictionaries(KEYS, VALUES.map(json.dumps) | st.text(), max_size=4))
def test_any_texts_are_read_or_passed_over(texts):
    found = generation_of(texts)
    assert found is None or found.generator
    label = aigc_label(texts)
    assert label is None or all(label.ids)


@given(PROMPTS, st.integers(0, 2**64 - 1), st.text("abcXYZ_ .-", min_size=1).map(str.strip))
def test_what_a_generator_wrote_is_read_back(prompt, seed, model):
    text = f"{prompt}\nNegative prompt: none\nSteps: 1, Seed: {seed}, Model: {model}, Size: 1x1"
    found = generation_of({"parameters": text})
    assert (found.prompt, found.seed, found.model or "") == (prompt, str(seed), model)


@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: xmp(elements=text)))
def test_any_packet_is_read_or_noted(packet):
    found = xmp_lineage(packet)
    assert found.notes or not found.ids


@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind_or_none(head):
    found = by_content(head)
    assert found is None or found.kind in {"image", "video", "audio", "document"}
