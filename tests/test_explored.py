"""What Explore and its drawer are made of: intervals by briefs, weeks with limits, line ends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboard.app.charts.over_time import Line, Spot, lines_over_time
from data.asking.brief_intervals import brief_intervals, has_intervals
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.asking.weekly import weekly_chart
from data.estimates.clustered_ratio import ratio_of_sums
from data.metrics.catalogue import metric
from data.metrics.metric import Evidence
from tests.studio_logs import jobs, loaded


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    found = Figures.of(loaded(tmp_path_factory.mktemp("explored"), list(jobs())))
    with found.reader:
        yield found


def test_the_interval_of_a_group_is_that_of_its_briefs(figures):
    by_brief = figures.measure(
        ["cost_per_generation"], by=["model", "brief"], selection=Selection()
    )
    found = brief_intervals(by_brief, "cost_per_generation")
    assert found
    for model, interval in found.items():
        terms = [
            by_brief.evidence(n, "cost_per_generation")
            for n, row in enumerate(by_brief.rows)
            if row["model"] == model and row["brief"] is not None
        ]
        known = [each for each in terms if None not in (each.numerator, each.denominator)]
        by_hand = ratio_of_sums(
            [float(each.numerator) for each in known], [float(each.denominator) for each in known]
        )
        assert (interval.low, interval.high, interval.briefs) == (
            by_hand.low,
            by_hand.high,
            len(known),
        )


def test_a_share_has_no_end_above_all_of_it(figures):
    by_brief = figures.measure(["discard_rate"], by=["model", "brief"], selection=Selection())
    assert all(each.high <= 1 for each in brief_intervals(by_brief, "discard_rate").values())


@pytest.mark.parametrize(
    ("name", "has"),
    [("cost_per_usable_asset", True), ("spend", False), ("latency_s_p95", False)],
)
def test_only_ratios_of_sums_have_intervals(name, has):
    assert has_intervals(name) is has


def test_values_are_counted_in_the_order_of_their_money(figures):
    counted = figures.counted_values("project", Selection(), 400)
    assert [key for key, _ in counted] == figures.values("project", Selection(), 400)
    rows = figures.measure(["attempts"], by=["project"], selection=Selection()).rows
    assert dict(counted) == {row["project"]: row["attempts"] for row in rows}


# --- weeks ----------------------------------------------------------------------------------------

MONDAY = date(2026, 9, 7)


def weeks_of(*pairs):
    rows = [
        {"week": MONDAY + timedelta(weeks=n), "discard_rate": h / c}
        for n, (h, c) in enumerate(pairs)
    ]
    evidence = [{"discard_rate": Evidence(n=c, numerator=h, denominator=c)} for h, c in pairs]
    return weekly_chart(rows, evidence, "discard_rate")


def test_weeks_have_limits_from_eight_weeks_on():
    few = weeks_of(*[(10, 20)] * 5)
    assert all(each.low is None for each in few)
    many = weeks_of(*[(10 + n % 3, 20) for n in range(9)], (20, 20))
    assert [each.value for each in many[:3]] == [0.5, 0.55, 0.6]
    assert all(each.low < each.value < each.high for each in many[:9])
    assert many[-1].value > many[-1].high  # all of twenty, where half is usual


def test_a_week_that_is_not_known_stays_a_gap():
    rows = [{"week": MONDAY, "spend": Decimal(3)}, {"week": None, "spend": Decimal(9)}]
    rows.append({"week": MONDAY + timedelta(weeks=1), "spend": None})
    found = weekly_chart(rows, [{"spend": Evidence()}] * 3, "spend")
    assert [(each.week, each.value) for each in found] == [
        (MONDAY, Decimal(3)),
        (MONDAY + timedelta(weeks=1), None),
    ]


# --- the chart ------------------------------------------------------------------------------------


def test_a_gap_is_no_zero_and_a_name_stays_text():
    spots = [Spot(MONDAY, Decimal(2), 4), Spot(MONDAY + timedelta(weeks=1), None, 0, is_young=True)]
    lines = [Line("<b>x</b>", spots, opens="<b>x</b>")]
    drawn = lines_over_time(lines, metric("cost_per_usable_asset"), "USD")
    assert list(drawn.data[1].y) == [2.0, None]
    assert list(drawn.data[1].marker.symbol) == ["circle", "circle-open"]
    assert drawn.layout.annotations[0].text.endswith("</span> &lt;b&gt;x&lt;/b&gt;")
    assert drawn.data[1].customdata[0][0] == "<b>x</b>"


def test_where_nothing_is_known_it_says_so():
    lines = [Line("x", [Spot(MONDAY, None, 0)])]
    drawn = lines_over_time(lines, metric("discard_rate"), "USD")
    assert drawn.layout.annotations[0].text == "Not known anywhere in this period."
