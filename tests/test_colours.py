"""Colours that stand beside each other are told apart, by eyes that miss one kind of cone too."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from dashboard.words.colours import (
    GROUP_COLOURS,
    LINE_COLOURS,
    MEDIA_COLOURS,
    PERCENTILE_COLOURS,
    SERIES_COLOURS,
)

EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""On linear RGB: Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of
Color Vision Deficiency, IEEE TVCG 15(6), 2009, severity 1.0."""
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
LEAST = 11
"""In CIE 1976 ΔE: five times what is just noticed."""
PALETTES = {
    "lines of the ledger": LINE_COLOURS.values(),
    "groups of lines": GROUP_COLOURS.values(),
    "media": MEDIA_COLOURS.values(),
    "percentiles": PERCENTILE_COLOURS.values(),
    "series": SERIES_COLOURS,
}


def _times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _lab(colour, eye):
    rgb = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = [min(1.0, max(0.0, each)) for each in _times(eye, rgb)]
    x, y, z = (_root(a / b) for a, b in zip(_times(TO_XYZ, seen), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share):
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def test_black_and_white_are_as_far_apart_as_can_be():
    assert math.dist(_lab("#000000", EYES["all cones"]), _lab("#ffffff", EYES["all cones"])) == (
        pytest.approx(100, abs=0.01)
    )


def test_red_and_green_of_one_lightness_are_one_to_who_misses_a_cone():
    red, green = "#c8473c", "#7a6f2a"
    assert math.dist(_lab(red, EYES["all cones"]), _lab(green, EYES["all cones"])) > 50
    assert math.dist(_lab(red, EYES["protanopia"]), _lab(green, EYES["protanopia"])) < 25


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_two_colours_of_a_palette_are_told_apart(palette, eye):
    for one, other in combinations(PALETTES[palette], 2):
        apart = math.dist(_lab(one, EYES[eye]), _lab(other, EYES[eye]))
        assert apart >= LEAST, f"{one} and {other} are {apart:.1f} apart"
