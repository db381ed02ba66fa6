"""The small line below a figure: where its points lie, and that names stay text."""

from __future__ import annotations

import re
from urllib.parse import unquote

from dashboard.app.parts.course_line import HEIGHT, MARGIN, Point, course_line


def drawn(*values: float) -> list[tuple[float, float]]:
    found = course_line([Point(f"week {n}", value, f"${value}") for n, value in enumerate(values)])
    (points,) = re.findall(r'<polyline points="([^"]*)"', unquote(found))
    return [tuple(map(float, each.split(","))) for each in points.split()]


def test_the_highest_value_lies_on_top_and_the_line_is_as_wide_as_its_place():
    assert drawn(1, 3, 2) == [(0, HEIGHT - MARGIN), (50, MARGIN), (100, HEIGHT / 2)]


def test_what_does_not_move_lies_in_the_middle():
    assert drawn(5, 5) == [(0, HEIGHT / 2), (100, HEIGHT / 2)]


def test_one_point_is_no_course():
    assert course_line([]) == ""
    assert course_line([Point("week 1", 1, "$1")]) == ""


def test_who_rests_on_a_point_reads_it_and_who_listens_hears_the_ends():
    found = course_line([Point(f"week {n}", n, f"${n}") for n in range(3)])
    assert re.findall('title="([^"]*)"', found) == ["week 0: $0", "week 1: $1", "week 2: $2"]
    assert 'role="img" aria-label="week 0: $0, week 2: $2"' in found


def test_a_name_stays_text():
    found = course_line([Point('"><script>x</script>', 1, "<b>"), Point("b", 2, "&")])
    assert "<script" not in found
    assert "<b>" not in found
    assert "&quot;&gt;&lt;script&gt;x&lt;/script&gt;: &lt;b&gt;" in found
