"""What rests on so few cases that it may move, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.asking.measure import measure
from data.asking.random_looks import random_looks

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.asking.table import Measures
    from data.settings import Settings

FEW = 30
"""Below this many cases a rate can be off by more than its own half; said, not hidden."""
MUCH_PENDING = 0.2
_TAILS = ("latency_s_p90", "latency_s_p95", "latency_s_p99")


def thin_evidence(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[str, ...]:
    """What rests on few cases, or on none, in sentences; and what a few looks would tell.

    Nothing about what there is none of.
    """
    figures = measure(
        cursor,
        ["usable_assets", "settled_briefs", "pending_share", "attempts_from_files", *_TAILS],
        selection=selection,
        settings=settings,
    )
    total = figures.rows[0]
    sentences = [
        f"{figure} rest on few {counted} ({total[name]}): below {FEW}, each one moves them."
        for figure, name, counted in (
            ("Costs per usable asset", "usable_assets", "usable assets"),
            ("First-pass yield and rework rate", "settled_briefs", "settled briefs"),
        )
        if 0 < total[name] < FEW
    ]
    if survivors := total["attempts_from_files"]:
        sentences.append(survivors_sentence(survivors))
    sentences += [_thin_tail(name, figures) for name in _TAILS if figures.evidence(0, name).thin]
    if (total["pending_share"] or 0) > MUCH_PENDING:
        share = f"{total['pending_share'] * 100:.0f} %"
        sentences.append(f"{share} of the outputs still wait for a decision; rates will move.")
    sentences += random_looks(cursor, selection, settings)
    return tuple(sentence for sentence in sentences if sentence)


def survivors_sentence(attempts: int) -> str:
    """What attempts that only files tell of mean for figures of waste."""
    return (
        f"{attempts:,} attempts are known by their surviving files alone: a folder of survivors "
        "has no discards in it, so waste and costs per usable asset are too low by what was "
        "deleted or failed."
    )


def _thin_tail(name: str, figures: Measures) -> str:
    n = figures.evidence(0, name).n
    return (
        f"{name} rests on {n:,} latencies: too few beyond it to trust its last digits." if n else ""
    )
