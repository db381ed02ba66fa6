"""Roll-ups give the figures that the facts give: sums to the last digit, latencies within 1 %."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.cli.tables import print_measures
from dashboard.words.waiting import within_words
from data.asking import aggregates, closed_weeks
from data.asking.figures import Figures
from data.asking.measure import fitting
from data.asking.rolled_up import rolled_up, rollup_for
from data.asking.selection import Selection
from data.demo import write_demo
from data.engines.resolve_lake import resolve_lake
from data.estimates.log_buckets import GAMMA, WITHIN, near_quantiles
from data.lake.place import Lake
from data.metrics.catalogue import HEADLINE, metric
from data.metrics.distributions import PERCENTILES
from data.metrics.metric import Evidence
from data.relations import rollups
from data.settings import Settings
from ingest.load.landing import land_paths

WAYS = (
    (),
    ("media",),
    ("day",),
    ("week", "model"),
    ("month", "project"),
    ("user",),
    ("source", "weekday"),
    ("status",),
)
SELECTIONS = (
    Selection(),
    Selection(first_day=date(2026, 9, 20), last_day=date(2026, 10, 25)),
    Selection(filters=(("model", ("nano-banana-pro", None)),)),
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """Of a demo in a lake, of which roll-ups were published."""
    folder = tmp_path_factory.mktemp("rolled up")
    (folder / "lake").mkdir()
    lake, logs = Lake.at(folder / "lake"), write_demo(folder / "logs", scale=0.1)
    settings = Settings(
        warehouse=folder / "lake", as_of=datetime(2026, 11, 20, tzinfo=UTC), timezone="Asia/Tokyo"
    )
    land_paths([*map(str, logs)], settings, lake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollups, "FROM_ATTEMPTS", 1)
        manifest = resolve_lake(lake, settings).manifest
    assert rollups.names() <= {*manifest.tables}
    found = Figures.of(settings)
    with found.reader:
        yield found


def asked(figures, by, selection):
    names = [each.name for each in fitting(by, selection)]
    found = figures.measure(names, by=by, selection=selection)
    return {tuple(row[name] for name in by): row for row in found.rows}


def is_near(rolled, exact):
    if isinstance(exact, float) and isinstance(rolled, float):
        return math.isclose(rolled, exact, rel_tol=WITHIN)
    return rolled == exact


@pytest.mark.parametrize("selection", SELECTIONS, ids=["all", "days", "filtered"])
@pytest.mark.parametrize("by", WAYS, ids=" and ".join)
def test_figures_are_those_of_the_facts(figures, by, selection, monkeypatch):
    rolled = asked(figures, by, selection)
    monkeypatch.setattr(aggregates, "rollup_for", lambda *_: None)
    exact = asked(figures, by, selection)
    assert [*rolled] == [*exact]
    near = {"latency_s_p50", "latency_s_p90", "latency_s_p95", "latency_s_p99"}
    for group, row in exact.items():
        assert {k: v for k, v in rolled[group].items() if k not in near} == {
            k: v for k, v in row.items() if k not in near
        }
        assert all(is_near(rolled[group][name], row[name]) for name in near & {*row})


@pytest.mark.parametrize("selection", SELECTIONS, ids=["all", "days", "filtered"])
def test_the_same_weeks_are_closed_as_by_the_facts(figures, selection, monkeypatch):
    cursor = figures.cursor(selection)
    rolled = closed_weeks.closed_weeks(cursor, selection, figures.settings)
    monkeypatch.setattr(closed_weeks, "rollup_for", lambda *_: None)
    assert rolled == closed_weeks.closed_weeks(cursor, selection, figures.settings)


def test_young_weeks_are_open_and_old_ones_closed(figures):
    asked = figures.measure(["spend"], by=("week",), selection=Selection())
    weeks = [row["week"] for row in asked.rows]
    found = closed_weeks.closed_weeks(figures.cursor(Selection()), Selection(), figures.settings)
    over = [week for week in weeks if week + closed_weeks.WEEK <= date(2026, 11, 16)]
    assert set() < {*found} < {*over}


def test_the_headline_is_summed_from_roll_ups_alone(figures):
    cursor = figures.cursor(Selection())
    found = rollup_for(cursor, ["media"])
    assert found is not None
    parts = {
        part
        for name in HEADLINE
        for part in metric(name).parts
        if part.grain in ("attempt", "asset") and "latency_s" not in part.sql
    }
    assert parts
    assert parts == {*rolled_up(cursor, found, [*parts])}


def test_the_narrowest_that_fits_is_asked_and_none_where_none_does(figures):
    cursor = figures.cursor(Selection())
    names = {by: rollup_for(cursor, by) for by in ((), ("model",), ("team",), ("model", "team"))}
    assert {by: each and each.name for by, each in names.items()} == {
        (): "media_days",
        ("model",): "model_days",
        ("team",): "person_days",
        ("model", "team"): None,
    }


def test_hours_and_earlier_moments_are_asked_of_the_facts(figures):
    assert rollup_for(figures.cursor(Selection()), ["hour"]) is None
    earlier = Selection(as_of=datetime(2026, 10, 1, tzinfo=UTC))
    assert rollup_for(figures.cursor(earlier), []) is None


def test_a_percentile_of_buckets_says_how_near_it_is(figures):
    names, near = ["latency_s_p95", "peak_latency_s_p95"], figures.measure
    found = near(names, selection=Selection())
    assert found.evidence(0, "latency_s_p95").within == WITHIN
    assert found.evidence(0, "peak_latency_s_p95").within is None


def test_the_command_line_and_the_page_say_so_too(figures, capsys):
    found = figures.measure(["latency_s_p95", "spend"], by=("media",), selection=Selection())
    print_measures(found, "csv", "USD")
    assert capsys.readouterr().err == "latency_s_p95: read off day sums, within 1.0 %.\n"
    said = within_words(40.0, 50.0, Evidence(n=500, within=WITHIN))
    assert said.endswith("n = 500 · read off day sums, within 1.0 %")


@given(st.lists(st.floats(0, 1e6).map(lambda x: round(x, 6)), min_size=1, max_size=60))
def test_quantiles_of_buckets_are_within_one_percent(values):
    buckets: dict[int | None, int] = {}
    for value in values:
        bucket = math.ceil(math.log(value) / math.log(GAMMA)) if value > 0 else None
        buckets[bucket] = buckets.get(bucket, 0) + 1
    found = near_quantiles(buckets.items(), PERCENTILES)
    assert found is not None
    for near, exact in zip(found, np.quantile(values, PERCENTILES), strict=True):
        assert math.isclose(near, exact, rel_tol=WITHIN + 1e-9, abs_tol=1e-12)


def test_of_no_calls_there_is_no_percentile():
    assert near_quantiles([], PERCENTILES) is None
