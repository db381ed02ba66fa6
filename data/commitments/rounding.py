"""Simulated amounts as decimals."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")
MICRO = Decimal("0.000001")


def rounded(value: float, step: Decimal = CENT) -> Decimal:
    """A simulated amount as it leaves the simulation."""
    return Decimal(repr(float(value))).quantize(step)
