"""The second search: parts of outputs, and outputs in layouts."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from ingest.media.fingerprints.nearest import Match
from ingest.media.fingerprints.sliding import (
    LAYOUT_SIZES,
    grids,
    layouts,
    level,
    looked_into,
    parts,
    places_along,
)
from ingest.media.fingerprints.still import FIXED, fingerprint_of, opened
from tests.planted_pictures import TREATED, cut, invented

FAMILIES = np.arange(20)


@cache
def taken():
    return [invented(scene, seed).picture for scene in (2, 3) for seed in range(3)]


@cache
def candidates():
    return {10 + n: fingerprint_of(picture) for n, picture in enumerate(taken())}


def test_places_are_a_twentieth_apart_with_the_middle_among_them():
    assert places_along(1.0) == ((0.0, 1.0),)
    halves = places_along(0.5)
    assert len(halves) == 21
    assert (halves[0], halves[10], halves[20]) == ((0.0, 0.5), (0.25, 0.75), (0.5, 1.0))


def test_a_picture_lies_in_itself():
    picture = level(opened(candidates()[10]).picture)
    assert list(parts(picture, [picture])) == [0]


@pytest.mark.parametrize(
    ("treatment", "way"),
    [("cut 30 %", "part"), ("off-centre 20 %", "part"), ("in a layout, 45 %", "layout")],
)
def test_what_windows_miss_is_possible_by_sliding(treatment, way):
    match = looked_into(fingerprint_of(TREATED[treatment](taken()[1])), candidates(), FAMILIES)
    assert (match.certainty, match.output, match.by) == ("possible", 11, way)
    assert match.distance <= 44
    assert match.runner_up - match.distance >= 16


def test_without_its_source_a_part_is_no_match():
    others = {place: each for place, each in candidates().items() if place != 11}
    final = fingerprint_of(TREATED["off-centre 20 %"](taken()[1]))
    assert looked_into(final, others, FAMILIES).certainty == "none"


def test_edits_of_one_picture_are_not_told_apart():
    edited = taken()[1].copy()
    edited.paste((250, 250, 250), (20, 20, 50, 50))
    both = {1: fingerprint_of(edited), 0: fingerprint_of(taken()[1]), 5: candidates()[13]}
    final = fingerprint_of(cut(taken()[1], 0.3, 0.2, 0.0, 0.1))
    match = looked_into(final, both, np.array([0, 0, 2, 3, 4, 5]))
    assert match.output in {0, 1}
    assert sorted(match.one_of) == [0, 1]
    assert match.runner_up > 60


def test_nothing_to_look_into_is_no_match():
    assert looked_into(candidates()[10], {}, FAMILIES) == Match("none")


def test_progress_is_told_for_each_candidate_and_each_way():
    told = []
    looked_into(
        candidates()[13], {10: candidates()[10]}, FAMILIES, progress=lambda *done: told.append(done)
    )
    assert told == [(1, 2), (2, 2)]


def test_a_fingerprint_without_its_picture_is_told_to_be_one():
    with pytest.raises(ValueError, match="its picture was not kept"):
        looked_into(candidates()[10], {11: candidates()[11][:FIXED]}, FAMILIES)


def test_a_strip_is_not_looked_for_where_it_would_be_a_hair():
    page, strip = level(np.eye(128, dtype=np.uint8) * 255), level(np.eye(3, 128, dtype=np.uint8))
    assert grids(page, 128 / 3, LAYOUT_SIZES) == []
    assert list(layouts(page, [strip])) == [255]
    assert sum(
        grid.hashes.shape[0] * grid.hashes.shape[1] for grid in grids(page, 4, (1, 0.5))
    ) == ((1 * 61) + (21 * 141))
