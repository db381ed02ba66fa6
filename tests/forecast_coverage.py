"""How often 80 % bands hold, how often a year is refused: `python -m tests.forecast_coverage`.

Its numbers, all with a default: series of each kind, logs that a year is asked for on (0: none, far
quicker; 300 tell their share give or take 3 points), and the weeks of history, as `200 0 8 12`.

Per kind of series, weeks of history and weeks ahead: the share of bands that held, and their width
as a share of what was used a week before. The gate: the share of logs for which no year is advised.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.backtest import backtest
from data.commitments.futures.expectations import Outlook
from data.commitments.futures.forecast_check import check_forecast
from data.commitments.futures.level_changes import LevelChanges, level_changes
from data.commitments.futures.resampling import block_length, resample, scatters, weeks_ahead
from data.commitments.futures.usual_course import FOUND
from tests.demand_series import SCATTER, STEADY, kinds

HISTORIES, AHEAD = (8, 12, 26, 52), (4, 13, 52)
PATHS = 400
Cell = tuple[str, int, int]


class Band(NamedTuple):
    """One band: whether it held, and its width over the mean of the log."""

    held: bool
    width: float


def bands(log, ahead, rng, *, moving=True, before=FOUND):
    """The band of each sum of weeks ahead, beside what came."""
    n, weeks = len(log), len(ahead)
    week_of, level_weeks = (
        resample(rng, n, PATHS, length, block_length(n)) for length in (weeks, n)
    )
    changes = LevelChanges.none(n, PATHS)
    if moving:
        changes = level_changes(log, rng, paths=PATHS, weeks=weeks, before=before)
    drawn = np.cumsum(weeks_ahead(log, week_of, level_weeks, scatters(rng, n, PATHS), changes), 1)
    for span in (each for each in AHEAD if each <= weeks):
        low, high = np.quantile(drawn[:, span - 1], [0.1, 0.9])
        came = ahead[:span].sum()
        yield span, Band(bool(low <= came <= high), float(high - low) / span / log.mean())


def covered(history, sims, *, moving=True, before=FOUND, seed=1, only=()) -> dict[Cell, list[Band]]:
    """Bands by kind (all of them unless some are named), history and weeks ahead."""
    found = defaultdict(list)
    for sim in range(sims):
        rng = np.random.default_rng((seed, history, sim))
        drawn = kinds(history, max(AHEAD), rng)
        for kind, series in ((each, drawn[each]) for each in only or drawn):
            log, ahead = series[:history], series[history:]
            for span, band in bands(log, ahead, rng, moving=moving, before=before):
                found[kind, history, span].append(band)
    return found


def honest_width(history, span) -> float:
    """For steady demand: 80 % of what the mean of the log and the weeks ahead leave open."""
    from scipy.stats import t

    return float(2 * t.ppf(0.9, history - 1) * SCATTER * np.sqrt(1 / history + 1 / span))


def refused(history, sims, seed=1) -> dict[str, float]:
    """The share of logs of each kind for which no year is advised."""
    found = defaultdict(list)
    for sim in range(sims):
        for kind, series in kinds(history, 0, np.random.default_rng((seed, history, sim))).items():
            credits_ = [Decimal(round(1000 * each)) for each in series]
            demand = WeeklyDemand.of("acme", credits_, first_week=date(2026, 1, 5))
            tested = backtest(demand, "yes", "yes", seed=sim)
            found[kind].append(not check_forecast(demand, tested, Outlook()).holds)
    return {kind: float(np.mean(each)) for kind, each in found.items()}


def main(sims: int = 200, gates: int = 20, *histories: int) -> None:
    """Print both tables."""
    for history in histories or HISTORIES:
        still, moving = (covered(history, sims, moving=each) for each in (False, True))
        verdicts = refused(history, gates) if gates else {}
        print(f"\n{history} weeks of history: held % (width), without and with level changes")
        print(f"{'':20}" + "".join(f"{span:>12} weeks      " for span in AHEAD) + "no year")
        for kind in dict.fromkeys(kind for kind, _, _ in moving):
            cells = [(still[kind, history, s], moving[kind, history, s]) for s in AHEAD]
            said = f"{100 * verdicts[kind]:6.0f}" if verdicts else ""
            print(f"{kind:20}" + "  ".join(f"{_cell(a)} {_cell(b)}" for a, b in cells) + said)
        for name, found in (("all, without", still), ("all, with", moving)):
            shares = [_held(found, history, span) for span in AHEAD]
            print(f"{name:20}" + "  ".join(f"{100 * each:21.0f}" for each in shares))
        least = [min(_kinds(moving, history, span).values()) for span in AHEAD]
        print(f"{'least of any kind':20}" + "  ".join(f"{100 * each:21.0f}" for each in least))
        ratios = [_width(moving[STEADY, history, s]) / honest_width(history, s) for s in AHEAD]
        print(f"{'steady: width / honest':22}" + "  ".join(f"{each:21.2f}" for each in ratios))


def _cell(found: list[Band]) -> str:
    return f"{100 * np.mean([band.held for band in found]):4.0f} ({_width(found):4.2f})"


def _width(found: list[Band]) -> float:
    return float(np.mean([band.width for band in found]))


def _kinds(found: dict[Cell, list[Band]], history: int, span: int) -> dict[str, float]:
    """The share of bands that held, by kind."""
    return {
        kind: float(np.mean([band.held for band in each]))
        for (kind, n, s), each in found.items()
        if (n, s) == (history, span)
    }


def _held(found: dict[Cell, list[Band]], history: int, span: int) -> float:
    return float(np.mean(list(_kinds(found, history, span).values())))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
