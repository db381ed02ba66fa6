"""Which output a final shows, and how sure that is: the rules on numbers, and on a few pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ingest.media.fingerprints.families import families_of
from ingest.media.fingerprints.nearest import Match, judged, nearest
from ingest.media.fingerprints.outputs import Outputs
from ingest.media.fingerprints.still import fingerprint_of, opened
from tests.planted_pictures import TREATED, invented, middle, photos

ALONE = np.arange(4)
PLACES = np.array([0, 1, 2, 3])


def match_of(distances, families=ALONE, **more):
    return judged(np.array(distances, np.uint8), PLACES, np.array(families), **more)


@pytest.mark.parametrize(
    ("distances", "certainty"),
    [
        ([44, 60, 99, 99], "certain"),
        ([44, 59, 99, 99], "possible"),
        ([45, 99, 99, 99], "possible"),
        ([72, 88, 99, 99], "possible"),
        ([72, 87, 99, 99], "none"),
        ([73, 99, 99, 99], "none"),
    ],
)
def test_certain_is_near_and_well_ahead_of_every_other_family(distances, certainty):
    match = match_of(distances)
    assert (match.certainty, match.output, match.distance) == (certainty, 0, distances[0])
    assert match.runner_up == distances[1]


def test_one_of_a_family_is_told_from_the_others_by_16():
    match = match_of([20, 35, 4, 90], [7, 7, 7, 1])
    assert match == Match("certain", 2, 4, 90, one_of=(2,))
    assert match_of([19, 35, 4, 90], [7, 7, 7, 1]).one_of == (2, 0)
    assert match_of([4, 35, 4, 90], [7, 7, 7, 1]).one_of == (0, 2)


def test_a_family_on_its_own_has_no_runner_up():
    assert match_of([70, 71, 90, 99], [1, 1, 1, 1]) == Match("possible", 0, 70, None, (0, 1))


def test_a_final_with_little_detail_is_never_certain():
    assert match_of([0, 99, 99, 99], is_detailed=False).certainty == "possible"


def test_nothing_to_compare_is_no_match():
    empty = Outputs.of([None])
    assert nearest([fingerprint_of(invented(0, 0).picture), None], empty, np.zeros(1, int)) == [
        Match("none"),
        Match("none"),
    ]


@pytest.fixture(scope="module")
def shelf():
    """Four takes of each of six scenes, and the photographs."""
    taken = [invented(scene, seed) for scene in range(6) for seed in range(4)] + list(photos())
    outputs = Outputs.of([fingerprint_of(each.picture) for each in taken])
    return taken, outputs, families_of(outputs)


def test_twins_of_one_scene_are_not_a_family_and_an_edit_is_by_its_lineage(shelf):
    _, outputs, families = shelf
    assert len(set(families)) == outputs.n
    related = families_of(outputs, [(0, 5), (5, 9)])
    assert related[0] == related[5] == related[9]
    assert len(set(related)) == outputs.n - 2


def test_copies_and_edits_are_one_family_by_their_looks():
    base = invented(3, 0).picture
    edited = base.copy()
    edited.paste((200, 30, 30), (10, 10, 90, 70))
    kept = [base, invented(3, 1).picture, TREATED["JPEG 60"](base), TREATED["mirrored"](edited)]
    families = families_of(Outputs.of([fingerprint_of(each) for each in kept]))
    assert families[0] == families[2] == families[3] != families[1]


@pytest.mark.parametrize(
    "treatment",
    [
        "JPEG 60",
        "quarter size",
        "graded",
        "captioned",
        "logo",
        "cut 10 %",
        "left 5 % off",
        "9:16",
        "2.39:1 in bars",
        "mirrored",
        "letterboxed",
    ],
)
def test_the_source_is_found_and_without_it_no_twin_is_taken_for_it(shelf, treatment):
    taken, outputs, families = shelf
    asked = [0, 4, 8, 12, 16, 20, 24, 27, 29]
    finals = [fingerprint_of(TREATED[treatment](taken[at].picture)) for at in asked]
    found = nearest(finals, outputs, families)
    assert [match.output for match in found] == asked
    assert {match.certainty for match in found} == {"certain"}
    others = [np.setdiff1d(outputs.places, [at]) for at in asked]
    absent = [
        nearest([final], outputs.among(other), families)[0]
        for final, other in zip(finals, others, strict=True)
    ]
    assert "certain" not in {match.certainty for match in absent}


def test_what_fits_the_brief_comes_first_and_what_is_certain_elsewhere_is_still_found(shelf):
    taken, outputs, families = shelf
    final = fingerprint_of(TREATED["JPEG 85"](taken[8].picture))
    fits, other, empty = np.array([8, 9]), np.array([0, 1]), np.array([], int)
    within, elsewhere, nowhere = nearest([final] * 3, outputs, families, [fits, other, empty])
    assert (within.output, within.certainty, within.in_scope) == (8, "certain", True)
    assert (elsewhere.output, elsewhere.certainty, elsewhere.in_scope) == (8, "certain", False)
    assert (nowhere.output, nowhere.in_scope) == (8, False)


def test_progress_is_told_after_each_final(shelf):
    taken, outputs, families = shelf
    told = []
    finals = [fingerprint_of(middle(taken[0].picture, 0.1)), None]
    nearest(finals, outputs, families, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_a_pattern_of_few_waves_is_never_certain():
    board = Image.fromarray(np.kron(np.indices((8, 8)).sum(axis=0) % 2, np.ones((32, 32))) * 255.0)
    fingerprint = fingerprint_of(board)
    assert opened(fingerprint).detail < 128
    (match,) = nearest([fingerprint], Outputs.of([fingerprint]), np.zeros(1, int))
    assert (match.certainty, match.distance) == ("possible", 0)
