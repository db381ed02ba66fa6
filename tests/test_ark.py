"""Ark: the sizes that a resolution and a ratio mean."""

from __future__ import annotations

import pytest

from ingest.sources.ark.payload import SIZES, clip_size

STATED = [(resolution, ratio) for resolution, sizes in SIZES.items() for ratio in sizes]


@pytest.mark.parametrize(("resolution", "ratio"), STATED)
def test_a_size_has_even_sides_of_its_ratio_and_turns_with_it(resolution, ratio):
    """Video codecs know only even sides."""
    width, height = clip_size(resolution, ratio)
    across, down = map(int, ratio.split(":"))
    assert width % 2 == height % 2 == 0
    assert width / height == pytest.approx(across / down, rel=0.03)
    assert clip_size(resolution, f"{down}:{across}") == (height, width)


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        ("480p", "16:9", (864, 496)),
        ("720P", "9:16", (720, 1280)),
        ("1080p", "1:1", (1440, 1440)),
        ("2k", "16:9", (None, None)),
        ("720p", "adaptive", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_sizes(resolution, ratio, size):
    assert clip_size(resolution, ratio) == size
