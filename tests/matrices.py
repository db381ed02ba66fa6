"""Tests that take few cases in `make test`, and all that there are, or many, in a matrix."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings


def cases(few: object, every: object) -> pytest.MarkDecorator:
    """Run the test with `cases` as the few, and in `make test-matrices` as every one."""
    whole = pytest.param(every, marks=pytest.mark.matrix, id="every")
    return pytest.mark.parametrize("cases", [pytest.param(few, id="few"), whole])


def drawn(cases: int) -> settings:
    """Settings of an inner function that hypothesis draws so many cases for."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=cases, deadline=None, suppress_health_check=slow)
