"""What a review of some outputs tells about all of them: lots, samples and what slips through.

Schilling, E. G. and Neubauer, D. V. (2017): Acceptance Sampling in Quality Control, chapter 5. The
lot is finite and nothing is drawn twice, so numbers of bad outputs are hypergeometric.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class CurvePoint(NamedTuple):
    """The chance, 0 to 1, that a lot with so many bad outputs is accepted."""

    bad: int
    chance: float


class EscapeRate(NamedTuple):
    """The share of outputs passed as good that are bad, with its exact interval, 0 to 1."""

    share: float
    low: float
    high: float


def acceptance_chance(lot: int, sample: int, accepted_bad: int, bad: int) -> float:
    """The chance that a sample of the lot shows at most `accepted_bad` of the `bad` it holds."""
    _check(lot, sample)
    _refuse_outside("bad outputs", bad, 0, lot)
    from scipy.stats import hypergeom

    return float(hypergeom.cdf(accepted_bad, lot, bad, sample))


def operating_curve(lot: int, sample: int, accepted_bad: int) -> tuple[CurvePoint, ...]:
    """The chance of acceptance at every number of bad outputs, from none to the whole lot."""
    _check(lot, sample)
    import numpy as np
    from scipy.stats import hypergeom

    chances = np.asarray(hypergeom.cdf(accepted_bad, lot, np.arange(lot + 1), sample))
    return tuple(CurvePoint(bad, chance) for bad, chance in enumerate(chances.tolist()))


def sample_size(lot: int, bad: int, risk: float, accepted_bad: int = 0) -> int | None:
    """How many to review so that a lot with `bad` bad outputs passes with at most this chance.

    `risk` is that chance, between 0 and 1. None where not even a full review is sure to refuse the
    lot, because that many bad outputs are allowed.
    """
    _refuse_outside("bad outputs", bad, 0, lot)
    if not 0 < risk < 1:
        raise ValueError(f"risk {risk}: it lies between 0 and 1")
    if bad <= accepted_bad:
        return None
    return _first(lot, lambda n: acceptance_chance(lot, n, accepted_bad, bad) <= risk)


def looks_for_precision(lot: int, precision: float, confidence: float = 0.95) -> int:
    """How many of the lot to look at, at random, to tell a share to so much either way.

    Whatever the share is: at a half, where it is hardest to tell, the exact interval is no wider.
    """
    if not 0 < precision < 1:
        raise ValueError(f"precision {precision}: it lies between 0 and 1")

    def told(n: int) -> bool:
        found = escape_rate(n // 2, n, lot, confidence)
        return found is not None and found.high - found.low <= 2 * precision

    return _first(lot, told)


def escape_rate(
    found: int, reviewed: int, lot: int | None = None, confidence: float = 0.95
) -> EscapeRate | None:
    """The share of bad outputs in a lot of which some were reviewed again; None without any.

    Without `lot` it counts as endless (Clopper and Pearson, 1934). With it, the interval holds the
    numbers of bad outputs that the sample does not contradict on either side (Buonaccorsi, 1987: A
    note on confidence intervals for proportions in finite populations); a full review leaves none.
    """
    if not reviewed:
        return None
    _refuse_outside("found bad", found, 0, reviewed)
    if lot is None:
        from data.estimates.intervals import exact_interval

        low, high = exact_interval(found, reviewed, confidence)
        return EscapeRate(found / reviewed, low or 0.0, 1.0 if high is None else high)
    _check(lot, reviewed)
    fewest, most = _bad_in_lot(found, reviewed, lot, (1 - confidence) / 2)
    return EscapeRate(found / reviewed, fewest / lot, most / lot)


def outputs_until_all(outputs: int, wanted: int) -> float:
    """How many of the outputs are looked at, in the mean, until the last wanted one is among them.

    In an order of chance, without looking twice: the negative hypergeometric mean.
    """
    _refuse_outside("wanted outputs", wanted, 0, outputs)
    return wanted * (outputs + 1) / (wanted + 1)


def _bad_in_lot(found: int, reviewed: int, lot: int, tail: float) -> tuple[int, int]:
    """The fewest and the most bad outputs: each side's chance falls or rises with their number."""
    from scipy.stats import hypergeom

    least, most = found, lot - (reviewed - found)
    fewest = least + _first(
        most - least, lambda n: hypergeom.sf(found - 1, lot, least + n, reviewed) > tail
    )
    beyond = _first(
        most - least + 1,
        lambda n: n > most - least or hypergeom.cdf(found, lot, least + n, reviewed) <= tail,
    )
    return fewest, least + beyond - 1


def _first(end: int, holds: Callable[[int], bool]) -> int:
    """The first number for which it holds: it holds for all after it, and at the end."""
    import bisect

    return bisect.bisect_left(range(end), True, key=holds)  # noqa: FBT003


def _check(lot: int, sample: int) -> None:
    if lot < 1:
        raise ValueError(f"lot of {lot}: it holds at least one output")
    _refuse_outside("sample", sample, 0, lot)


def _refuse_outside(what: str, n: int, least: int, most: int) -> None:
    if not least <= n <= most:
        raise ValueError(f"{what} {n}: it lies between {least} and {most}")
