"""Targets of waiting, period by period, on examples checked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.errors import SettingsError
from data.review.service_levels import service_levels
from data.target import Target
from tests.studio_logs import jobs, loaded

EVERYTHING = Selection()


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("levels"), list(jobs()))


def levels(settings, *targets, selection=EVERYTHING):
    figures = Figures.of(settings.model_copy(update={"targets": targets}))
    with figures.reader:
        return service_levels(figures, selection)


def test_each_week_is_kept_or_missed_as_its_figure_says(studio):
    target = Target(metric="latency_s_p50", at_most=20, period="week")
    (level,) = levels(studio, target)
    figures = Figures.of(studio)
    with figures.reader:
        rows = figures.measure(
            ["latency_s_p50", "latency_s_n"], by=["week"], selection=EVERYTHING
        ).rows
    known = [row for row in rows if row["latency_s_n"]]
    assert [each.first_day for each in level.periods] == [row["week"] for row in known]
    for each, row in zip(level.periods, known, strict=True):
        assert each.is_kept is (row["latency_s_p50"] <= 20)
        assert each.n == row["latency_s_n"]
    assert level.kept == sum(each.is_kept for each in level.periods)
    assert level.known == len(known)
    assert all(isinstance(each.first_day, date) for each in level.periods)


def test_only_targets_of_waiting_and_of_work_that_is_selected(studio):
    images = Target(metric="latency_s_p95", at_most=1, where={"media": "image"})
    spend = Target(metric="spend", at_most=1)
    assert [level.target for level in levels(studio, images, spend)] == [images]
    (both,) = levels(studio, images, selection=Selection(filters=(("media", ("image",)),)))
    assert both.kept == 0
    videos = Selection(filters=(("media", ("video",)),))
    assert levels(studio, images, selection=videos) == ()


def test_a_time_not_reached_is_missed_where_it_is_sure_to_lie_above_the_limit(studio):
    """More than half of the briefs of the studio never get one."""
    for limit, kept in ((60, False), (10**9, None)):
        target = Target(metric="time_to_first_usable_s_p50", at_most=limit, period="month")
        (level,) = levels(studio, target)
        open_ones = [each for each in level.periods if each.value is None]
        assert open_ones
        assert {each.is_kept for each in open_ones} == {kept}


def test_a_target_that_cannot_be_asked_is_a_sentence(studio):
    with pytest.raises(SettingsError, match="targets, number 1"):
        levels(studio, Target(metric="latency_s_p96", at_most=1))
