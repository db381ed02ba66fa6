"""Names beside dots: none lies on another, on a dot or beyond the plot, on any screen."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.app.charts.dot_names import WIDTHS_PX, Dot, _box, _round, places

HEIGHT = 380.0
dots = st.lists(
    st.builds(
        Dot,
        st.floats(0.05, 0.95),
        st.floats(20, 360),
        st.floats(4, 15),
        st.integers(1, 24),
    ),
    min_size=1,
    max_size=9,
)


def overlap(one, other):
    return one[0] < other[1] and one[1] > other[0] and one[2] < other[3] and one[3] > other[2]


@given(dots)
def test_no_name_lies_on_another_or_on_a_dot_or_beyond_the_plot(some):
    found = places(some, HEIGHT)
    for width in WIDTHS_PX:
        names = [_box(dot, place, width) for dot, place in zip(some, found, strict=True)]
        assert not [pair for pair in combinations(names, 2) if overlap(*pair)]
        for number, name in enumerate(names):
            assert name[0] >= 0
            assert name[1] <= width
            assert name[2] >= 0
            assert name[3] <= HEIGHT
            others = (_round(dot, width) for n, dot in enumerate(some) if n != number)
            assert not any(overlap(name, other) for other in others)


def test_a_name_stands_to_the_right_of_its_dot_where_there_is_room():
    (place,) = places([Dot(0.2, 100, 10, 12)], HEIGHT)
    assert place == (10, 15)  # 0.6 of the radius and 4 px aside; 6 px and 0.6 of a line up


def test_at_the_right_edge_it_stands_to_the_left():
    (place,) = places([Dot(0.98, 100, 10, 12)], HEIGHT)
    assert place == (-10, 15)


def test_two_in_one_place_stand_above_and_below():
    first, second = places([Dot(0.3, 100, 5, 12), Dot(0.3, 100, 5, 12)], HEIGHT)
    assert first.up_px > 0 > second.up_px
