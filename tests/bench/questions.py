"""What people ask of four million calls with their reviews, each answered at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.cli.options import MOST_PRINTED
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.settings import Settings
from tests.bench.resolving import load_reviewed
from tests.bench.runs import timed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT_MOST_S = 0.3
EVERYTHING = Selection()
LATENCIES = ("latency_s_p50", "latency_s_p95")
SPENDING = ("spend", "cost_per_usable_asset", "latency_s_p95")
QUESTIONS: dict[str, Callable[[Figures], object]] = {
    "the headline": lambda ask: ask.measure(selection=EVERYTHING),
    "the headline by model": lambda ask: ask.measure(by=("model",), selection=EVERYTHING),
    "spend and waiting by model and week": lambda ask: ask.measure(
        SPENDING, by=("model", "week"), selection=EVERYTHING
    ),
    "p50 and p95 by model and hour": lambda ask: ask.measure(
        LATENCIES, by=("model", "hour"), selection=EVERYTHING
    ),
    "the same, as many as are printed": lambda ask: ask.measure(
        LATENCIES, by=("model", "hour"), selection=EVERYTHING, limit=MOST_PRINTED
    ),
    "the ledger": lambda ask: ask.ledger(selection=EVERYTHING),
    "the ledger by reason": lambda ask: ask.ledger(by=("reason",), selection=EVERYTHING),
    "the discard rate by model": lambda ask: ask.measure(
        ("discard_rate",), by=("model",), selection=EVERYTHING
    ),
    "what models there are": lambda ask: ask.values("model", EVERYTHING, 500),
    "what briefs there are": lambda ask: ask.values("brief", EVERYTHING, 500),
}


def bench_questions(folder: Path, attempts: int) -> bool:
    """Ask each warm; nothing takes longer than AT_MOST_S but the proof, which only is told."""
    warehouse = folder / "asked.duckdb"
    load_reviewed(folder, warehouse, attempts)
    print(f"{attempts:,} calls with their reviews, warm, at most {AT_MOST_S} s:")
    figures = Figures.of(Settings(warehouse=warehouse))
    with figures.reader:
        held = [_asked(name, figures, ask) for name, ask in QUESTIONS.items()]
        proof = timed(lambda: figures.proof(EVERYTHING))
    print(f"{'the proof':<46}{proof:8.2f} s")
    return all(held)


def _asked(name: str, figures: Figures, ask: Callable[[Figures], object]) -> bool:
    seconds = timed(lambda: ask(figures))
    print(f"{name:<46}{seconds:8.2f} s {'ok' if seconds <= AT_MOST_S else 'OVER'}", flush=True)
    return seconds <= AT_MOST_S
