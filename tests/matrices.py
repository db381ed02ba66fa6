"""Tests that take few cases in `make test`, and all that there are, or many, in a matrix."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterable


def cases(few: object, every: object) -> pytest.MarkDecorator:
    """Run the test with `cases` as the few, and in `make test-matrices` as every one."""
    whole = pytest.param(every, marks=pytest.mark.matrix, id="every")
    return pytest.mark.parametrize("cases", [pytest.param(few, id="few"), whole])


def further(*values: object) -> Any:
    """Values of a parameter that `make test-matrices` alone has."""
    return pytest.param(*values, marks=pytest.mark.matrix)


def crossed(names: str, *axes: Iterable[object]) -> pytest.MarkDecorator:
    """Run the test with each value of each axis, and in `make test-matrices` with the rest.

    In `make test` the values of the shorter axes take turns along the longest.
    """
    values = [tuple(axis) for axis in axes]
    few = {tuple(n % len(each) for each in values) for n in range(max(map(len, values)))}
    return pytest.mark.parametrize(
        names,
        [
            pytest.param(
                *(each[place] for each, place in zip(values, places, strict=True)),
                marks=() if places in few else pytest.mark.matrix,
            )
            for places in product(*(range(len(each)) for each in values))
        ],
    )


def drawn(cases: int) -> settings:
    """Settings of an inner function that hypothesis draws so many cases for."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=cases, deadline=None, suppress_health_check=slow)
